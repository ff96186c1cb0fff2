"""A whole network as the suggestions see it: people, cards, links; ids and keys, no names."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Role
from rers_school.classroom.models import (
    AcrossCircle,
    AcrossLink,
    Classroom,
    Demand,
    Exchange,
    Membership,
    NetworkClass,
    NotForNow,
    Offer,
    Participation,
    Savoir,
    SharedCard,
)
from rers_school.classroom.models.people import BY_NETWORK
from rers_school.classroom.rules.across import AcrossState
from rers_school.classroom.rules.exchange_states import LIVE, RUNNING, ExchangeState
from rers_school.classroom.rules.likeness import meeting_key
from rers_school.db import unscoped


@dataclass(frozen=True, slots=True)
class NetworkCard:
    """A card on its class's wall; ``reach`` is how far it is open, ``shared`` its place there."""

    key: str
    reach: str = "class"
    shared: UUID | None = None


@dataclass(slots=True)
class NetworkFacts:
    """The classes of a network with their pupils; two people are linked or have met in pairs."""

    classes: dict[UUID, UUID] = field(default_factory=dict)
    people: dict[UUID, UUID] = field(default_factory=dict)
    offers: dict[UUID, dict[str, NetworkCard]] = field(default_factory=lambda: defaultdict(dict))
    demands: dict[UUID, dict[str, NetworkCard]] = field(default_factory=lambda: defaultdict(dict))
    links: list[tuple[UUID, UUID]] = field(default_factory=list)
    met: set[frozenset[UUID]] = field(default_factory=set)
    refused: set[frozenset[UUID]] = field(default_factory=set)


def input_revision(db: Session, network_id: UUID) -> str:
    """Return what changes whenever something in a class of the network does: one query."""
    with unscoped(db, "the revisions of the classes of a network"):
        number, total, places = db.execute(
            select(func.count(), func.sum(Classroom.revision), func.max(NetworkClass.created_at))
            .join(NetworkClass, NetworkClass.classroom_id == Classroom.id)
            .where(NetworkClass.network_id == network_id)
        ).one()
    return f"{clock.now().date()}-{number}-{total}-{places}"[:80]


def facts_of_network(db: Session, network_id: UUID) -> NetworkFacts:
    """Return a network as the suggestions see it: eight queries whatever its size."""
    with unscoped(db, "suggestions look at all classes of a network"):
        facts = NetworkFacts()
        rooms = select(NetworkClass.classroom_id).where(NetworkClass.network_id == network_id)
        for room, school in db.execute(
            select(Classroom.id, Classroom.school_id).where(Classroom.id.in_(rooms))
        ):
            facts.classes[room] = school
        for member, room in db.execute(
            select(Membership.id, Membership.classroom_id)
            .where(
                Membership.classroom_id.in_(rooms),
                Membership.role == Role.PUPIL.value,
                Membership.active.is_(True),
                Membership.resting.is_(False),
                Membership.maybe_id.is_(None),
            )
            .order_by(Membership.id)
        ):
            facts.people[member] = room
        for table, column, cards in (
            (Offer, SharedCard.offer_id, facts.offers),
            (Demand, SharedCard.demand_id, facts.demands),
        ):
            _add_cards(db, network_id, table, column, cards, facts)
        _add_links(db, network_id, rooms, facts)
        for one, other in db.execute(
            select(NotForNow.one_id, NotForNow.other_id).where(
                NotForNow.classroom_id.in_(rooms),
                NotForNow.lifted_at.is_(None),
                NotForNow.review_on > clock.now().date(),
            )
        ):
            facts.refused.add(frozenset((one, other)))
    return facts


def _add_cards(
    db: Session,
    network_id: UUID,
    table: Any,
    column: Any,
    cards: dict[UUID, dict[str, NetworkCard]],
    facts: NetworkFacts,
) -> None:
    rooms = select(NetworkClass.classroom_id).where(NetworkClass.network_id == network_id)
    rows = db.execute(
        select(table.membership_id, Savoir.name, SharedCard.reach, SharedCard.id)
        .join(Savoir, Savoir.id == table.savoir_id)
        .outerjoin(SharedCard, (column == table.id) & (SharedCard.network_id == network_id))
        .where(table.classroom_id.in_(rooms), table.state == "visible")
        .order_by(table.created_at, table.id)
    )
    for member, name, reach, shared in rows:
        if member in facts.people:
            key = meeting_key(name)
            cards[member].setdefault(key, NetworkCard(key, reach or "class", shared))


def _add_links(db: Session, network_id: UUID, rooms: Any, facts: NetworkFacts) -> None:
    """Add who is linked now and who has met: inside the classes, and across them."""
    parts: dict[UUID, dict[str, list[UUID]]] = defaultdict(lambda: defaultdict(list))
    states: dict[UUID, ExchangeState] = {}
    known = LIVE | {ExchangeState.CLOSED}
    for exchange, state, member, role, entered in db.execute(
        select(
            Exchange.id,
            Exchange.state,
            Participation.membership_id,
            Participation.role,
            Membership.entered_by,
        )
        .join(Participation, Participation.exchange_id == Exchange.id)
        .join(Membership, Membership.id == Participation.membership_id)
        .where(
            Exchange.classroom_id.in_(rooms),
            Exchange.state.in_([one.value for one in known]),
            Participation.role.in_(("giver", "receiver")),
        )
        .order_by(Exchange.id, Participation.id)
    ):
        if entered != BY_NETWORK:
            states[exchange] = ExchangeState(state)
            parts[exchange][role].append(member)
    for exchange, roles in parts.items():
        for giver in roles["giver"]:
            for receiver in roles["receiver"]:
                _note(facts, giver, receiver, states[exchange])
    for giver, receiver, state in db.execute(
        select(AcrossLink.giver_id, AcrossLink.receiver_id, AcrossCircle.state)
        .join(AcrossCircle, AcrossCircle.id == AcrossLink.circle_id)
        .where(AcrossCircle.network_id == network_id)
        .order_by(AcrossLink.id)
    ):
        live = state in (AcrossState.ASKING.value, AcrossState.PROPOSED.value)
        _note(facts, giver, receiver, ExchangeState.PROPOSED if live else ExchangeState.CLOSED)


def _note(facts: NetworkFacts, giver: UUID, receiver: UUID, state: ExchangeState) -> None:
    if giver == receiver or not {giver, receiver} <= facts.people.keys():
        return
    if state in LIVE:
        facts.links.append((giver, receiver))
    if state in RUNNING or state is ExchangeState.CLOSED:
        facts.met.add(frozenset((giver, receiver)))
