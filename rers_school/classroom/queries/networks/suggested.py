"""What a kept plan of the network suggests to one class: own pupils by name, others as shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.models import (
    AcrossCircle,
    AcrossLink,
    Demand,
    Membership,
    NetworkClass,
    Offer,
    Savoir,
    SharedCard,
)
from rers_school.classroom.queries.across.views import Seen, SeenLink
from rers_school.classroom.queries.networks.belonging import MyNetwork
from rers_school.classroom.rules.visibility import INITIAL, initialed
from rers_school.classroom.services.settling import only_teachers
from rers_school.db import unscoped


@dataclass(frozen=True, slots=True)
class SuggestedCircle:
    """A circle across classes that the plan suggests; ``number`` is its place in the plan.

    ``asked``: somebody has proposed it meanwhile.
    """

    number: int
    links: tuple[SeenLink, ...]
    asked: bool


@dataclass(frozen=True, slots=True)
class SuggestedPart:
    """The plan for one class. ``by_network``: own pupils whom only the network links, by name."""

    circles: tuple[SuggestedCircle, ...]
    inside: int
    by_network: tuple[str, ...]


def suggested_part(
    db: Session, actor: Actor, network: MyNetwork, plan: Mapping[str, Any]
) -> SuggestedPart:
    """Return the part of the actor's class in a plan: four queries whatever its size.

    Circles with somebody who is gone meanwhile are left out. *Errors*: `NotAllowed` (403).
    """
    only_teachers(actor)
    part = plan["classes"].get(str(actor.classroom_id))
    if part is None:
        return SuggestedPart((), 0, ())
    wanted = {UUID(who) for circle in part["crossing"] for link in circle for who in link[:2]}
    wanted |= {UUID(who) for who in part["by_network"]}
    links = [link for circle in part["crossing"] for link in circle]
    cards = [UUID(card) for link in links for card in link[3:] if card]
    with unscoped(db, "circles across classes name people of several classes"):
        people = _people(db, actor, network, wanted)
        names = _names(db, network, cards)
        asked: set[tuple[UUID, UUID, str]] = {
            (giver, receiver, key)
            for giver, receiver, key in db.execute(
                select(AcrossLink.giver_id, AcrossLink.receiver_id, AcrossLink.savoir_key)
                .join(AcrossCircle, AcrossCircle.id == AcrossLink.circle_id)
                .where(AcrossCircle.network_id == network.id, AcrossLink.giver_id.in_(wanted))
            )
        }
    circles = []
    for number, circle in enumerate(part["crossing"]):
        links = [(UUID(giver), UUID(receiver), key) for giver, receiver, key, *_cards in circle]
        if not all(who in people for link in links for who in link[:2]):
            continue
        seen = tuple(
            SeenLink(people[giver].seen, people[receiver].seen, names.get(key, key), None)
            for giver, receiver, key in links
        )
        circles.append(SuggestedCircle(number, seen, all(link in asked for link in links)))
    by_network = sorted(
        people[UUID(who)].seen.name for who in part["by_network"] if UUID(who) in people
    )
    return SuggestedPart(tuple(circles), part["inside"], tuple(by_network))


def _names(db: Session, network: MyNetwork, cards: list[UUID]) -> dict[str, str]:
    """Return what the savoirs of these cards are called."""
    rows = db.execute(
        select(SharedCard.savoir_key, Savoir.name)
        .outerjoin(Offer, Offer.id == SharedCard.offer_id)
        .outerjoin(Demand, Demand.id == SharedCard.demand_id)
        .join(Savoir, Savoir.id == func.coalesce(Offer.savoir_id, Demand.savoir_id))
        .where(SharedCard.network_id == network.id, SharedCard.id.in_(cards))
        .order_by(SharedCard.id)
    )
    return {key: name for key, name in rows}


@dataclass(frozen=True, slots=True)
class _Somebody:
    room: UUID
    seen: Seen


def _people(
    db: Session, actor: Actor, network: MyNetwork, wanted: set[UUID]
) -> dict[UUID, _Somebody]:
    rows = db.execute(
        select(
            Membership.id,
            Membership.classroom_id,
            Membership.shown_name,
            Membership.role,
            NetworkClass.called,
            NetworkClass.people_as,
        )
        .join(NetworkClass, NetworkClass.classroom_id == Membership.classroom_id)
        .where(
            NetworkClass.network_id == network.id,
            Membership.id.in_(wanted),
            Membership.active.is_(True),
        )
    )
    found = {}
    for id, room, shown, role, called, people_as in rows:
        own = room == actor.classroom_id
        name = initialed(shown, role) if people_as == INITIAL else ""
        found[id] = _Somebody(room, Seen(shown if own else name, called, own))
    return found
