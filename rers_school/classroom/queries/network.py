"""The class's network: who gives what to whom, as it goes on or took place."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import NotAllowed
from rers_school.classroom.models import Exchange, Membership, Participation, Savoir
from rers_school.classroom.queries.people import Who, by_name, who
from rers_school.classroom.rules.exchange_states import RUNNING, ExchangeState
from rers_school.classroom.rules.network import Common, Figure, Tie, all_together, figure
from rers_school.classroom.rules.text import fold

#: What ended within this time stands beside what goes on: three hundred arrows are a ball of wool.
LATELY = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class NetworkLine:
    """One exchange, as a line of the table."""

    exchange_id: UUID
    savoir: str
    givers: tuple[Who, ...]
    receivers: tuple[Who, ...]
    under_way: bool

    @property
    def together(self) -> bool:
        """Tell whether all of them give and receive."""
        return all_together({one.id for one in self.givers}, {one.id for one in self.receivers})


@dataclass(frozen=True, slots=True)
class Network:
    """Who exchanges, on the ring by name, and the exchanges between them, by the giver's name.

    ``earlier``: some that ended long ago are left out.
    """

    people: dict[UUID, Who]
    lines: tuple[NetworkLine, ...]
    figure: Figure
    earlier: bool

    def of(self, person: UUID) -> list[NetworkLine]:
        """Return the exchanges in which somebody gives or receives."""
        return [
            line
            for line in self.lines
            if any(one.id == person for one in (*line.givers, *line.receivers))
        ]


def network_of(db: Session, actor: Actor, *, whole_year: bool = False) -> Network:
    """Return the network of the class for its teachers: three queries.

    Exchanges that go on and those that were brought to their end, lately or in the ``whole_year``;
    one that stopped leaves no sign.
    On the ring is who gives or receives. This page is projected: who has no link yet is for the
    teacher's eyes only, behind the curtain of the class page.

    *Errors*: `NotAllowed` (403) for everybody else.
    """
    if not actor.is_teacher:
        raise NotAllowed
    members = {one.id: one for one in db.scalars(select(Membership))}
    found = _lines(db, {id: who(one) for id, one in members.items()})
    since = clock.now() - LATELY
    lines = tuple(one for one, ended in found if whole_year or one.under_way or ended > since)
    ties: list[Tie] = []
    commons: list[Common] = []
    for line in lines:
        # Whoever was erased is on nobody's ring.
        givers = [one.id for one in line.givers if not one.gone]
        receivers = [one.id for one in line.receivers if not one.gone]
        if all_together(set(givers), set(receivers)):
            commons.append(Common(frozenset(givers), line.under_way))
        else:
            pairs = [(one, other) for one in givers for other in receivers if one != other]
            ties += [Tie(one, other, line.under_way) for one, other in pairs]
    linked = {id for tie in ties for id in (tie.giver, tie.receiver)}
    linked.update(*(one.people for one in commons))
    people = {one.id: one for one in by_name(who(members[id]) for id in linked)}
    return Network(people, lines, figure(list(people), ties, commons), len(lines) < len(found))


def _lines(db: Session, people: dict[UUID, Who]) -> list[tuple[NetworkLine, datetime]]:
    """Return the exchanges by the giver's name, each with the moment since which it stands so."""
    rows = db.execute(
        select(Exchange.id, Savoir.name, Exchange.state, Exchange.state_since)
        .join(Savoir, Savoir.id == Exchange.savoir_id)
        .where(
            or_(
                Exchange.state.in_([state.value for state in RUNNING]),
                and_(Exchange.state == ExchangeState.CLOSED.value, Exchange.outcome == "learned"),
            )
        )
    ).all()
    parts: dict[UUID, dict[str, list[Who]]] = {row.id: {} for row in rows}
    for exchange_id, member, role in db.execute(
        select(Participation.exchange_id, Participation.membership_id, Participation.role).order_by(
            Participation.created_at, Participation.id
        )
    ):
        if exchange_id in parts:
            parts[exchange_id].setdefault(role, []).append(people[member])
    lines = [
        (
            NetworkLine(
                id,
                savoir,
                tuple(parts[id].get("giver", ())),
                tuple(parts[id].get("receiver", ())),
                state in RUNNING,
            ),
            since,
        )
        for id, savoir, state, since in rows
    ]
    return sorted(lines, key=lambda one: _by_giver(one[0]))


def _by_giver(line: NetworkLine) -> tuple[list[str], str, str]:
    return [fold(one.shown_name) for one in line.givers], fold(line.savoir), str(line.exchange_id)
