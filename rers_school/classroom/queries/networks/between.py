"""What goes on between the classes of a network: by class and savoir, never by person."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.models import AcrossCircle, AcrossLink, Circle, Exchange, NetworkClass
from rers_school.classroom.queries.network import LATELY
from rers_school.classroom.queries.networks.belonging import MyNetwork
from rers_school.classroom.queries.networks.wall import Chosen, NetworkRow, network_wall
from rers_school.classroom.rules.exchange_states import RUNNING, ExchangeState
from rers_school.classroom.rules.network import Figure, Tie, figure
from rers_school.classroom.rules.text import fold
from rers_school.db import unscoped

#: A demand that nobody answers is told by its savoir once it has hung there for so long.
LONG = timedelta(days=14)
WAITING_MOST = 12
#: More classes than this on one ring are a ball of wool: the table tells the same.
RING_MOST = 40


@dataclass(frozen=True, slots=True)
class Between:
    """One savoir that goes, or went, from one class to another."""

    giver: UUID
    receiver: UUID
    savoir: str
    under_way: bool


@dataclass(frozen=True, slots=True)
class Ties:
    """The exchanges between classes, by name; the ring, where it can be drawn."""

    called: dict[UUID, str]
    lines: tuple[Between, ...]
    figure: Figure | None


def ties_of(db: Session, network: MyNetwork) -> Ties:
    """Return the exchanges between the classes of a network that go on or ended lately: one query.

    One that stopped leaves no sign; an exchange of two people of one class is their class's own.
    """
    since = clock.now() - LATELY
    with unscoped(db, "exchanges between classes of a network, without the people"):
        rows = db.execute(
            select(
                AcrossLink.giver_class_id,
                AcrossLink.receiver_class_id,
                AcrossLink.savoir,
                Exchange.state,
            )
            .join(AcrossCircle, AcrossCircle.id == AcrossLink.circle_id)
            .join(Circle, Circle.introduction_id == AcrossCircle.introduction_id)
            .join(
                Exchange,
                and_(Exchange.circle_id == Circle.id, Exchange.place == AcrossLink.place),
            )
            .where(
                AcrossCircle.network_id == network.id,
                AcrossLink.giver_class_id != AcrossLink.receiver_class_id,
                or_(
                    Exchange.state.in_([state.value for state in RUNNING]),
                    and_(
                        Exchange.state == ExchangeState.CLOSED.value,
                        Exchange.outcome == "learned",
                        Exchange.state_since > since,
                    ),
                ),
            )
        ).all()
        concerned = {room for row in rows for room in row[:2]}
        called: dict[UUID, str] = {
            room: name
            for room, name in db.execute(
                select(NetworkClass.classroom_id, NetworkClass.called).where(
                    NetworkClass.network_id == network.id,
                    NetworkClass.classroom_id.in_(concerned),
                )
            )
        }
    lines = sorted(
        (
            Between(giver, receiver, savoir, ExchangeState(state) in RUNNING)
            for giver, receiver, savoir, state in rows
            if giver in called and receiver in called
        ),
        key=lambda one: (fold(called[one.giver]), fold(one.savoir), fold(called[one.receiver])),
    )
    on_ring = sorted(called, key=lambda id: (fold(called[id]), str(id)))
    ties = [Tie(one.giver, one.receiver, one.under_way) for one in lines]
    drawn = figure(on_ring, ties) if lines and len(on_ring) <= RING_MOST else None
    return Ties(called, tuple(lines), drawn)


def waiting_long(db: Session, network: MyNetwork) -> tuple[NetworkRow, ...]:
    """Return savoirs that are asked for, for long, and that nobody of the network offers.

    By savoir, in the order of the alphabet, without a name: five queries at most.
    """
    chosen = Chosen(waiting=True, before=clock.now() - LONG)
    return network_wall(db, network, chosen, rows=WAITING_MOST, side=1).rows
