"""What a teacher sees before proposing a circle: the other class's card, and who faces it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import NotFound
from rers_school.classroom.models import (
    Classroom,
    Demand,
    Membership,
    NetworkClass,
    Offer,
    Savoir,
    SharedCard,
)
from rers_school.classroom.queries.across.views import Seen
from rers_school.classroom.queries.people import who
from rers_school.classroom.rules.likeness import meeting_key
from rers_school.classroom.rules.visibility import INITIAL, sees
from rers_school.classroom.services.settling import only_teachers
from rers_school.db import unscoped

OTHER = {"offer": "demand", "demand": "offer"}
_TABLES: tuple[tuple[str, Any, Any], ...] = (
    ("offer", Offer, SharedCard.offer_id),
    ("demand", Demand, SharedCard.demand_id),
)


@dataclass(frozen=True, slots=True)
class WallCard:
    """A card that hangs on the network's wall, as far as linking needs it."""

    id: UUID
    kind: str
    savoir: str
    key: str
    owner_id: UUID
    owner: Seen


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody of the own class; ``faces``: their own card is about the same savoir."""

    id: UUID
    name: str
    faces: bool


@dataclass(frozen=True, slots=True)
class Linking:
    """One card of another class, who could be linked with it, and what could go back.

    ``back`` are other cards of the same owner; ``chosen`` the person of the own class.
    """

    card: WallCard
    people: tuple[Choice, ...]
    chosen: Choice | None
    back: tuple[WallCard, ...]


def linking(
    db: Session, actor: Actor, network_id: UUID, card_id: UUID, person_id: UUID | None
) -> Linking:
    """Return what can be linked with a card of another class: six queries.

    *Errors*: `NotAllowed` (403), `NotFound` (404) for a card that is the class's own or not seen.
    """
    only_teachers(actor)
    card = next((one for one in _cards(db, actor, network_id, id=card_id)), None)
    if card is None or card.owner.own:
        raise NotFound
    facing = _facing(db, actor, card)
    people = tuple(
        Choice(one.id, one.shown_name, one.id in facing)
        for one in db.scalars(
            select(Membership)
            .where(
                Membership.classroom_id == actor.classroom_id,
                Membership.active.is_(True),
                Membership.resting.is_(False),
                Membership.maybe_id.is_(None),
            )
            .order_by(Membership.shown_name, Membership.id)
        )
    )
    chosen = next((one for one in people if one.id == person_id), None)
    if person_id is not None and chosen is None:
        raise NotFound
    back = [
        one
        for one in _cards(db, actor, network_id, owner=card.owner_id)
        if one.kind == OTHER[card.kind]
    ]
    ordered = sorted(people, key=lambda one: not one.faces)
    return Linking(card, tuple(ordered), chosen, tuple(back))


def own_card(
    db: Session, actor: Actor, network_id: UUID, person: UUID, card: WallCard
) -> UUID | None:
    """Return the shared card of somebody of the own class that faces ``card``, if there is one."""
    return next(
        (
            one.id
            for one in _cards(db, actor, network_id, owner=person)
            if one.kind == OTHER[card.kind] and one.key == card.key
        ),
        None,
    )


def _facing(db: Session, actor: Actor, card: WallCard) -> set[UUID]:
    table: Any = Demand if card.kind == "offer" else Offer
    rows = db.execute(
        select(table.membership_id, Savoir.name)
        .join(Savoir, Savoir.id == table.savoir_id)
        .where(table.classroom_id == actor.classroom_id, table.state == "visible")
    )
    return {owner for owner, name in rows if meeting_key(name) == card.key}


def _cards(
    db: Session,
    actor: Actor,
    network_id: UUID,
    *,
    id: UUID | None = None,
    owner: UUID | None = None,
) -> list[WallCard]:
    """Return cards of the wall that the actor's class sees, by savoir: two queries."""
    school = select(Classroom.school_id).where(Classroom.id == actor.classroom_id).scalar_subquery()
    found = []
    for kind, table, column in _TABLES:
        asked = (
            select(SharedCard, Savoir, Membership, NetworkClass, school.label("own_school"))
            .join(table, table.id == column)
            .join(Savoir, Savoir.id == table.savoir_id)
            .join(Membership, Membership.id == SharedCard.membership_id)
            .join(NetworkClass, NetworkClass.id == SharedCard.network_class_id)
            .where(
                SharedCard.network_id == network_id,
                table.state == "visible",
                Membership.active.is_(True),
            )
        )
        if id is not None:
            asked = asked.where(SharedCard.id == id)
        if owner is not None:
            asked = asked.where(SharedCard.membership_id == owner)
        with unscoped(db, "the wall of a network holds the cards of several classes"):
            rows: Any = db.execute(asked).all()
        for row, savoir, member, place, own_school in rows:
            if not sees(row.reach, school=row.school_id, own_school=own_school):
                continue
            own = row.classroom_id == actor.classroom_id
            name = who(member).shown_name if own or place.people_as == INITIAL else ""
            seen = Seen(name, place.called, own)
            found.append(WallCard(row.id, kind, savoir.name, row.savoir_key, member.id, seen))
    return sorted(found, key=lambda one: (one.savoir, str(one.id)))
