"""Somebody acts in another class as its guest, from their own class's addresses."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from rers_school.classroom.actor import Actor
from rers_school.classroom.models import Answer, Exchange, Guest, NetworkClass, Participation
from rers_school.db import unscoped


def guest_in(
    db: Session, actor: Actor, *, exchange_id: UUID | None, introduction_id: UUID | None
) -> Actor | None:
    """Return the guest as whom the actor takes part in this exchange or introduction, if they do.

    The teacher of a guest who takes part looks into the exchange, as nobody of the class.
    """
    if exchange_id is None and introduction_id is None:
        return None
    here = Guest.home_class_id == actor.classroom_id
    asked = select(Guest.home_id, Guest.classroom_id, Guest.membership_id).where(here)
    if exchange_id is not None:
        asked = asked.join(Participation, Participation.membership_id == Guest.membership_id).where(
            Participation.exchange_id == exchange_id
        )
    else:
        asked = asked.join(Answer, Answer.membership_id == Guest.membership_id).where(
            Answer.introduction_id == introduction_id
        )
    with unscoped(db, "a guest's exchanges live in another class"):
        rows = db.execute(asked).all()
    for home_id, *place in rows:
        if home_id == actor.membership_id:
            return _as_guest(actor, *place)
    if rows and exchange_id is not None and actor.is_teacher:
        return replace(actor, classroom_id=rows[0][1], home_id=actor.classroom_id, away=False)
    return None


def places_of(db: Session, actor: Actor) -> list[Actor]:
    """Return the actor as each class knows them whose guest they are: one query, or none.

    Whoever is nobody's guest pays nothing: it was looked up with the actor (`Actor.away`).
    """
    if not actor.away:
        return []
    with unscoped(db, "a guest's exchanges live in other classes"):
        rows = db.execute(
            select(Guest.classroom_id, Guest.membership_id)
            .where(Guest.home_id == actor.membership_id)
            .order_by(Guest.created_at, Guest.id)
        ).all()
    return [_as_guest(actor, *row) for row in rows]


def called_for(db: Session, guest: Actor) -> str:
    """Return how a class is called to its guest: as in a network of both; nothing after it."""
    place, theirs = NetworkClass, aliased(NetworkClass)
    with unscoped(db, "how the class of the room is called in a network of both"):
        called = db.scalar(
            select(place.called)
            .join(theirs, theirs.network_id == place.network_id)
            .where(place.classroom_id == guest.classroom_id, theirs.classroom_id == guest.home_id)
            .order_by(place.created_at)
            .limit(1)
        )
    return called or ""


def is_here(db: Session, actor: Actor, exchange_id: UUID) -> bool:
    """Tell whether an exchange lives in the actor's own class."""
    return bool(
        db.scalar(
            select(Exchange.id).where(
                Exchange.classroom_id == actor.classroom_id, Exchange.id == exchange_id
            )
        )
    )


def _as_guest(actor: Actor, host_id: UUID, membership_id: UUID) -> Actor:
    """Return the actor as the host class knows them: with the rights of their part only."""
    return replace(
        actor,
        membership_id=membership_id,
        classroom_id=host_id,
        rights=frozenset(),
        provisional=False,
        away=False,
        home_id=actor.classroom_id,
    )
