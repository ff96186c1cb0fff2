"""What is known about the exchanges whose room is open, and what each of them waits for."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, bindparam, or_, select
from sqlalchemy.orm import Session

from rers_school.classroom.models import (
    Booking,
    Exchange,
    Meeting,
    Membership,
    Observation,
    Participation,
    Review,
    Savoir,
    SelfEvaluation,
)
from rers_school.classroom.models.people import BY_NETWORK, HAS_LEFT
from rers_school.classroom.queries.agreement import Lines, lines_kept, lines_shown
from rers_school.classroom.queries.people import Who, as_seen, named
from rers_school.classroom.rules.agreement import (
    LINES,
    REQUIRED,
    ROOM_OPEN,
    Place,
    must_consent,
    waits_for,
)
from rers_school.classroom.rules.exchange_states import ExchangeState


@dataclass(slots=True)
class ExchangeFacts:
    """One exchange: its people, the lines that its room shows, what was told and looked back on."""

    id: UUID
    circle_id: UUID
    place: int
    savoir_id: UUID
    savoir: str
    state: str
    outcome: str | None
    since: datetime
    parts: list[tuple[Who, str]] = field(default_factory=list)
    lines: Lines = field(default_factory=dict)
    meetings: int = 0
    next_on: date | None = None
    moved: bool = False
    looked_back: set[UUID] = field(default_factory=set)
    reviewed: bool = False
    to_choose_again: bool = False
    observer_asked: set[UUID] = field(default_factory=set)

    @property
    def needed(self) -> frozenset[UUID]:
        """Return who gives and receives."""
        return must_consent([(one.id, role) for one, role in self.parts])

    def those(self, *roles: str) -> tuple[Who, ...]:
        """Return the people who have one of these parts."""
        return tuple(one for one, role in self.parts if role in roles)


@dataclass(frozen=True, slots=True)
class Wait:
    """Something that an exchange waits for, from whom, since when; ``moved``: on another day now.

    ``kind``: times, observer, agree, decide, meet, tell, evaluate, review or close.
    """

    kind: str
    whom: frozenset[UUID]
    since: datetime
    lines: tuple[str, ...] = ()
    on: date | None = None
    moved: bool = False


def open_exchanges(
    db: Session,
    *,
    of: UUID | None = None,
    states: Collection[str] = ROOM_OPEN,
    ended: tuple[int, int] | None = None,
    beside: Collection[str] | None = None,
) -> list[ExchangeFacts]:
    """Return the exchanges whose room is open, the newest first: nine queries at most.

    ``of``: only those of the circles in which this person takes part; the caller then chooses.
    ``ended``: of those that have ended how many to skip, the newest first, and how many to give.
    Such an exchange comes without its lines: a year has thousands of them, it waits for nothing.
    ``beside``: only those of the circles in which an exchange is in one of these states.
    """
    within: list[ColumnElement[bool]] = [Exchange.state.in_(states)]
    if ended is not None:
        skip, most = ended
        some = (
            select(Exchange.id)
            .where(Exchange.state == ExchangeState.CLOSED)
            .order_by(Exchange.state_since.desc(), Exchange.id)
            .offset(skip)
            .limit(most)
        )
        within.append(or_(Exchange.state != ExchangeState.CLOSED, Exchange.id.in_(some)))
    if of is not None:
        circles = (
            select(Exchange.circle_id)
            .join(Participation, Participation.exchange_id == Exchange.id)
            .where(Participation.membership_id == of)
        )
        within.append(Exchange.circle_id.in_(circles))
    if beside is not None:
        these = select(Exchange.circle_id).where(Exchange.state.in_(beside))
        within.append(Exchange.circle_id.in_(these))
    found: dict[UUID, ExchangeFacts] = {}
    for row in db.execute(
        select(
            Exchange.id, Exchange.circle_id, Exchange.place, Exchange.savoir_id, Savoir.name,
            Exchange.state, Exchange.outcome, Exchange.state_since,
        )
        .join(Savoir, Savoir.id == Exchange.savoir_id)
        .where(*within)
        .order_by(Exchange.state_since.desc(), Exchange.id)
    ):  # fmt: skip
        found[row.id] = ExchangeFacts(*row)
    if found:
        _add_people(db, found)
        _add_lines(db, found)
        _add_meetings(db, found)
        _add_lost_times(db, found)
        _add_observers_asked(db, found)
        _add_looking_back(db, found)
    return list(found.values())


def waits(facts: ExchangeFacts, today: date) -> list[Wait]:
    """Return what an exchange waits for."""
    everybody = facts.needed
    if facts.state in ("agreeing", "agreed", "under_way"):
        again = [Wait("times", everybody, facts.since)] if facts.to_choose_again else []
        if facts.observer_asked:
            again.append(Wait("observer", frozenset(facts.observer_asked), facts.since))
        return [*again, *_agreement_waits(facts), *_meeting_waits(facts, today)]
    if facts.state != "looking_back":
        return []
    missing = everybody - facts.looked_back
    found = [Wait("evaluate", missing, facts.since)] if missing else []
    if not facts.reviewed:
        found.append(Wait("review", everybody, facts.since))
    if not found:
        found.append(Wait("close", everybody, facts.since))
    return found


def _agreement_waits(facts: ExchangeFacts) -> list[Wait]:
    to_agree: dict[UUID, list[str]] = defaultdict(list)
    for line in LINES:
        if line in facts.lines:
            for one in waits_for(facts.lines[line], facts.needed):
                to_agree[one].append(line)
    found = [
        Wait("agree", frozenset({one}), min(facts.lines[line].at for line in lines), tuple(lines))
        for one, lines in to_agree.items()
    ]
    empty = tuple(line for line in REQUIRED if line not in facts.lines)
    if empty:
        found.append(Wait("decide", facts.needed, facts.since, empty))
    return found


def _meeting_waits(facts: ExchangeFacts, today: date) -> list[Wait]:
    if facts.state == "agreed":
        return [Wait("meet", facts.needed, facts.since)]
    if facts.state != "under_way" or facts.next_on is None:
        return []
    kind = "meet" if facts.next_on >= today else "tell"
    return [Wait(kind, facts.needed, facts.since, on=facts.next_on, moved=facts.moved)]


def _add_people(db: Session, found: dict[UUID, ExchangeFacts]) -> None:
    people: dict[UUID, Who] = {}
    for exchange_id, role, id, name, usual, about, entered in db.execute(
        _PARTS, {"ids": list(found)}
    ):
        if id not in people:
            gone, guest = entered == HAS_LEFT, entered == BY_NETWORK
            people[id] = as_seen(db, named(id, name, usual, about, gone, guest))
        found[exchange_id].parts.append((people[id], role))


def _add_lines(db: Session, found: dict[UUID, ExchangeFacts]) -> None:
    running = [one for one in found.values() if one.state != ExchangeState.CLOSED]
    circles: dict[UUID, list[ExchangeFacts]] = defaultdict(list)
    for one in found.values():
        circles[one.circle_id].append(one)
    # A line that two directions share may be kept in the other one, which has ended before.
    ids = {other.id for one in running for other in circles[one.circle_id]}
    if not ids:
        return
    kept = lines_kept(db, ids)
    places = {id: Place(id, found[id].place, found[id].needed) for id in ids}
    for one in running:
        circle = [places[other.id] for other in circles[one.circle_id]]
        one.lines = lines_shown(places[one.id], circle, kept)


def _add_meetings(db: Session, found: dict[UUID, ExchangeFacts]) -> None:
    for exchange_id, next_on, moved in db.execute(_MEETINGS, _running(found)):
        found[exchange_id].meetings += 1
        found[exchange_id].next_on, found[exchange_id].moved = next_on, moved > 0


def _add_lost_times(db: Session, found: dict[UUID, ExchangeFacts]) -> None:
    for exchange_id in db.scalars(_LOST_TIMES, _running(found)):
        found[exchange_id].to_choose_again = True


def _add_observers_asked(db: Session, found: dict[UUID, ExchangeFacts]) -> None:
    for exchange_id, said_yes in db.execute(_OBSERVERS_ASKED, _running(found)):
        one = found[exchange_id]
        one.observer_asked |= {who for who in one.needed if str(who) not in said_yes}


def _running(found: dict[UUID, ExchangeFacts]) -> dict[str, list[UUID]]:
    return {"ids": [one.id for one in found.values() if one.state != ExchangeState.CLOSED]}


def _add_looking_back(db: Session, found: dict[UUID, ExchangeFacts]) -> None:
    for exchange_id, membership_id in db.execute(_LOOKED_BACK, _running(found)):
        found[exchange_id].looked_back.add(membership_id)
    for exchange_id in db.scalars(_REVIEWED, _running(found)):
        found[exchange_id].reviewed = True


# Made once: to put a question together takes longer than to answer it.
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_FINISHED: Any = SelfEvaluation.finished_at.is_not(None)
_PARTS = (
    select(
        Participation.exchange_id, Participation.role, Membership.id, Membership.shown_name,
        Membership.role.label("usual"), Membership.about, Membership.entered_by,
    )
    .join(Membership, Membership.id == Participation.membership_id)
    .where(Participation.exchange_id.in_(_IDS))
    .order_by(Participation.created_at, Participation.id)
)  # fmt: skip
_MEETINGS = (
    select(Meeting.exchange_id, Meeting.next_on, Meeting.next_moved)
    .where(Meeting.exchange_id.in_(_IDS))
    .order_by(Meeting.held_on, Meeting.created_at)
)
_LOST_TIMES = select(Booking.exchange_id).where(
    Booking.exchange_id.in_(_IDS), Booking.slot_id.is_(None)
)
_OBSERVERS_ASKED = select(Observation.exchange_id, Observation.said_yes).where(
    Observation.exchange_id.in_(_IDS)
)
_LOOKED_BACK = select(SelfEvaluation.exchange_id, SelfEvaluation.membership_id).where(
    SelfEvaluation.exchange_id.in_(_IDS), SelfEvaluation.moment == "end", _FINISHED
)
_REVIEWED = select(Review.exchange_id).where(Review.exchange_id.in_(_IDS))
