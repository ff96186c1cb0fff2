"""Somebody observes how two people learn from each other, once those two have said yes."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound
from rers_school.classroom.models import Observation, Participation
from rers_school.classroom.queries.links import facts_of
from rers_school.classroom.services.exchanges import show_change
from rers_school.classroom.services.rooms import OBSERVER, Room, as_partner, enter
from rers_school.classroom.services.savoirs import touch

ASKED_IN = ("agreeing", "agreed", "under_way", "paused")


def ask(db: Session, actor: Actor, exchange_id: UUID, observer_id: UUID) -> None:
    """Ask the partners whether somebody may observe; whoever of them asks has said yes.

    *Errors*: ``not_now``, ``not_here``, ``takes_part`` (422), `NotAllowed` (403) but for partners
    and teachers, `NotFound` (404).
    """
    room = _with_a_say(db, actor, exchange_id)
    if room.exchange.state not in ASKED_IN:
        raise DomainError("not_now", state=room.exchange.state)
    known = facts_of(db, actor.classroom_id).people.get(observer_id)
    if known is None:
        raise NotFound
    if not known.here:
        raise DomainError("not_here", name=known.who.shown_name)
    if observer_id in {who for who, _role in room.parts}:
        raise DomainError("takes_part")
    asked = db.scalar(
        select(Observation).where(
            Observation.classroom_id == actor.classroom_id,
            Observation.exchange_id == exchange_id,
            Observation.membership_id == observer_id,
        )
    )
    if asked is None:
        asked = Observation(
            classroom_id=actor.classroom_id, exchange_id=exchange_id, membership_id=observer_id
        )
        db.add(asked)
        db.flush()
    if room.is_partner:
        _say_yes(asked, actor)
    _settle(db, room, asked)


def answer(db: Session, actor: Actor, exchange_id: UUID, observation_id: UUID, yes: bool) -> None:
    """Say yes, or rather not: then nobody observes, and who said it is not kept.

    *Errors*: `NotAllowed` (403), `NotFound` (404) also where it has been settled meanwhile.
    """
    room = as_partner(db, actor, exchange_id)
    asked = db.scalar(
        select(Observation)
        .where(
            Observation.classroom_id == actor.classroom_id,
            Observation.exchange_id == exchange_id,
            Observation.id == observation_id,
        )
        .execution_options(populate_existing=True)
    )
    if asked is None:
        raise NotFound
    if yes:
        _say_yes(asked, actor)
    else:
        db.delete(asked)
        db.flush()
        show_change(room.exchange)
        touch(db, actor.classroom_id)
        return
    _settle(db, room, asked)


def leave(db: Session, actor: Actor, exchange_id: UUID, observer_id: UUID) -> None:
    """Let somebody observe no more; what they wrote stays theirs.

    *Errors*: `NotAllowed` (403), `NotFound` (404).
    """
    room = enter(db, actor, exchange_id)
    if actor.membership_id != observer_id and not room.is_partner and not actor.is_teacher:
        raise NotAllowed
    db.execute(
        delete(Participation)
        .where(
            Participation.classroom_id == actor.classroom_id,
            Participation.exchange_id == exchange_id,
            Participation.membership_id == observer_id,
            Participation.role == OBSERVER,
        )
        .execution_options(synchronize_session="fetch")
    )
    show_change(room.exchange)
    touch(db, actor.classroom_id)


def _with_a_say(db: Session, actor: Actor, exchange_id: UUID) -> Room:
    room = enter(db, actor, exchange_id)
    if not room.is_partner and not actor.is_teacher:
        raise NotAllowed
    return room


def _say_yes(asked: Observation, actor: Actor) -> None:
    asked.said_yes = sorted({*asked.said_yes, str(actor.membership_id)})


def _settle(db: Session, room: Room, asked: Observation) -> None:
    """Let the observer in once every partner has said yes."""
    if {str(one) for one in room.needed} <= set(asked.said_yes):
        db.add(
            Participation(
                classroom_id=asked.classroom_id,
                exchange_id=asked.exchange_id,
                membership_id=asked.membership_id,
                role=OBSERVER,
            )
        )
        db.delete(asked)
    show_change(room.exchange)
    db.flush()
    touch(db, asked.classroom_id)
