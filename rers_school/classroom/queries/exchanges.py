"""Exchanges at a glance: one's own, the class's, and what each of them waits for."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.models import Exchange, Savoir
from rers_school.classroom.queries.exchange_facts import (
    ExchangeFacts,
    Wait,
    open_exchanges,
    waits,
)
from rers_school.classroom.queries.people import Who
from rers_school.classroom.rules.exchange_states import RUNNING, ExchangeState

#: How many exchanges that have ended stand beside the others, and on a page of their own.
ENDED_AT_A_GLANCE, ENDED_A_PAGE = 12, 30
_CLOSED = ExchangeState.CLOSED.value


@dataclass(frozen=True, slots=True)
class RoomWait:
    """What a room waits for; ``kind`` as `exchange_facts.Wait` has it.

    ``whom`` are those it waits for; ``others`` the people of the exchange without the reader.
    """

    exchange_id: UUID
    savoir: str
    kind: str
    whom: tuple[Who, ...]
    others: tuple[Who, ...]
    lines: tuple[str, ...]
    on: date | None
    since: datetime
    moved: bool


@dataclass(frozen=True, slots=True)
class ExchangeCard:
    """One exchange in a list; ``mine`` are the reader's own parts in it."""

    id: UUID
    savoir: str
    state: str
    outcome: str | None
    since: datetime
    givers: tuple[Who, ...]
    receivers: tuple[Who, ...]
    mediators: tuple[Who, ...]
    observers: tuple[Who, ...]
    mine: tuple[str, ...]
    waits: tuple[RoomWait, ...]

    @property
    def together(self) -> bool:
        """Tell whether everybody in it gives and receives."""
        return len(self.givers) > 1 and set(self.givers) == set(self.receivers)

    @property
    def past(self) -> bool:
        """Tell whether the exchange has ended."""
        return self.state == _CLOSED


def my_exchanges(db: Session, actor: Actor) -> list[ExchangeCard]:
    """Return the exchanges in which the actor gives, receives or accompanies, newest first."""
    return [_card(one, actor.membership_id) for one in _those_of(db, actor.membership_id)]


def exchanges_of(db: Session, membership_id: UUID) -> list[ExchangeCard]:
    """Return somebody's exchanges with all that they wait for, newest first (for teachers)."""
    return [_card(one, membership_id, everybody=True) for one in _those_of(db, membership_id)]


def all_exchanges(
    db: Session, reader: Actor | None = None, *, ended_most: int | None = None
) -> list[ExchangeCard]:
    """Return every exchange of the class, with all that it waits for (the teacher's list).

    ``ended_most``: of those that have ended only so many, the newest.
    """
    me = reader.membership_id if reader else None
    ended = None if ended_most is None else (0, ended_most)
    return [_card(one, me, everybody=True) for one in open_exchanges(db, ended=ended)]


def how_many_ended(db: Session) -> int:
    """Return how many exchanges of the class have ended."""
    ended = select(func.count()).select_from(Exchange).where(Exchange.state == _CLOSED)
    return db.scalar(ended) or 0


def ended_exchanges(db: Session, reader: Actor, *, page: int) -> list[ExchangeCard]:
    """Return one page of the exchanges that have ended, the newest first; ``page`` from 1."""
    skip = (page - 1) * ENDED_A_PAGE
    facts = open_exchanges(db, states=(_CLOSED,), ended=(skip, ENDED_A_PAGE))
    return [_card(one, reader.membership_id) for one in facts]


def waiting_in_rooms(db: Session, actor: Actor) -> list[RoomWait]:
    """Return what waits for the actor in their rooms, what has waited longest first."""
    found = [wait for card in my_exchanges(db, actor) for wait in card.waits]
    return sorted(found, key=lambda wait: (wait.since, str(wait.exchange_id), wait.kind))


def exchanged_savoirs(db: Session) -> dict[UUID, str]:
    """Return, by heading of the wall, where a savoir is being exchanged or has been: two words.

    *Shapes*: ``under_way`` while an exchange goes on, else ``closed`` when one was brought to its
    end; an exchange that stopped leaves no sign.
    """
    found: dict[UUID, str] = {}
    for savoir_id, under_id, state, outcome in db.execute(
        select(Savoir.id, Savoir.under_id, Exchange.state, Exchange.outcome).join(
            Exchange, Exchange.savoir_id == Savoir.id
        )
    ):
        heading = under_id or savoir_id
        if state in RUNNING:
            found[heading] = "under_way"
        elif state == _CLOSED and outcome == "learned":
            found.setdefault(heading, "closed")
    return found


def _those_of(db: Session, membership_id: UUID) -> list[ExchangeFacts]:
    return [
        one
        for one in open_exchanges(db, of=membership_id)
        if any(person.id == membership_id for person, _role in one.parts)
    ]


def _card(facts: ExchangeFacts, me: UUID | None, *, everybody: bool = False) -> ExchangeCard:
    today = clock.now().date()
    return ExchangeCard(
        id=facts.id,
        savoir=facts.savoir,
        state=facts.state,
        outcome=facts.outcome,
        since=facts.since,
        givers=facts.those("giver"),
        receivers=facts.those("receiver"),
        mediators=facts.those("mediator"),
        observers=facts.those("observer"),
        mine=tuple(role for one, role in facts.parts if one.id == me),
        waits=tuple(
            _told(facts, wait, me) for wait in waits(facts, today) if everybody or me in wait.whom
        ),
    )


def _told(facts: ExchangeFacts, wait: Wait, reader: UUID | None) -> RoomWait:
    people = {one.id: one for one, role in facts.parts if role != "observer"}
    return RoomWait(
        exchange_id=facts.id,
        savoir=facts.savoir,
        kind=wait.kind,
        whom=tuple(one for one in people.values() if one.id in wait.whom),
        others=tuple(one for one in people.values() if one.id != reader),
        lines=wait.lines,
        on=wait.on,
        since=wait.since,
        moved=wait.moved,
    )
