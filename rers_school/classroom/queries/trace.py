"""The pupil's own trace over the year: what they gave, received, and can now show."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.models import (
    AgreementRevision,
    Classroom,
    Exchange,
    FollowUp,
    Meeting,
    Participation,
    Review,
    Savoir,
    School,
    SelfEvaluation,
)
from rers_school.classroom.queries.across.away import with_away
from rers_school.classroom.queries.looking_back import (
    EVALUATION_COLUMNS,
    EvaluationView,
    evaluation_view,
)
from rers_school.classroom.queries.people import Who, everybody
from rers_school.classroom.queries.savoirs import MyCard, my_cards
from rers_school.classroom.rules.agreement import ROOM_OPEN
from rers_school.classroom.rules.evaluation import MIDDLE, REVIEW, Sharing, may_read
from rers_school.classroom.rules.exchange_states import ExchangeState
from rers_school.classroom.rules.trace import belongs, can_show
from rers_school.classroom.rules.words import savoir_key

_OWN_WORDS = "now_i_can"


@dataclass(slots=True)
class TraceEntry:
    """One exchange as one of its people lived it.

    ``mine`` are the reader's own words, ``half_way`` those from the middle; ``shared`` what
    partners shared with them; ``began`` and ``ended`` days of the class's clock, ``ended`` none
    while it goes on. ``withheld``: its person said where they are, but not to the reader.
    """

    exchange_id: UUID
    savoir: str
    role: str
    state: str
    outcome: str | None
    began: date
    ended: date | None
    givers: list[Who] = field(default_factory=list)
    receivers: list[Who] = field(default_factory=list)
    mediators: list[Who] = field(default_factory=list)
    observers: list[Who] = field(default_factory=list)
    met: list[date] = field(default_factory=list)
    aim: str = ""
    mine: EvaluationView | None = None
    half_way: EvaluationView | None = None
    shared: list[EvaluationView] = field(default_factory=list)
    review: list[tuple[str, str]] = field(default_factory=list)
    became: str = ""
    became_shared: bool = False
    withheld: bool = False

    @property
    def learned(self) -> bool:
        return self.outcome == "learned"

    @property
    def belongs(self) -> bool:
        """Tell whether it is part of the trace."""
        own = self.mine is not None and bool(self.mine.answers)
        return belongs(self.state, self.outcome, met=bool(self.met), own_words=own)

    @property
    def can_show(self) -> bool:
        """Tell whether the reader, who received, can now show it."""
        where = self.mine.where_i_am if self.mine else None
        if self.withheld:
            return False
        return self.role == "receiver" and can_show(self.state, self.outcome, where)


@dataclass(frozen=True, slots=True)
class Showable:
    """A savoir that somebody can now show, with what they said of it."""

    words: str
    own_words: str


@dataclass(frozen=True, slots=True)
class Trace:
    """A year of one person in one class, for their own eyes."""

    name: str
    classroom: str
    school: str
    school_year: int
    entries: tuple[TraceEntry, ...]
    offers: tuple[MyCard, ...]
    demands: tuple[MyCard, ...]

    def those(self, role: str) -> list[TraceEntry]:
        """Return the exchanges in which the reader had this part."""
        return [one for one in self.entries if one.role == role]

    @property
    def can_show(self) -> list[Showable]:
        """Return what was received and can be passed on, then what was offered all along."""
        found = {}
        for one in self.entries:
            if one.can_show:
                said = one.mine.answer(_OWN_WORDS) if one.mine else ""
                found[savoir_key(one.savoir)] = Showable(one.savoir, said)
        for card in self.offers:
            if card.state not in ("withdrawn", "hidden"):
                found.setdefault(savoir_key(card.words), Showable(card.words, ""))
        return list(found.values())


def trace_of(db: Session, actor: Actor) -> Trace:
    """Return the actor's own trace: eleven queries whatever the length of the year.

    With what they lived as a guest in other classes: seven more for each of these.
    """
    name, year, zone, school = db.execute(
        select(Classroom.name, Classroom.school_year, Classroom.time_zone, School.name)
        .join(School, School.id == Classroom.school_id)
        .where(Classroom.id == actor.classroom_id)
    ).one()
    entries = with_away(db, actor, lambda db, me: _lived(db, me, ZoneInfo(zone)))
    offers, demands = my_cards(db, actor)
    lived = sorted((one for one in entries if one.belongs), key=lambda one: (one.began, one.savoir))
    return Trace(actor.shown_name, name, school, year, tuple(lived), tuple(offers), tuple(demands))


def _lived(db: Session, actor: Actor, zone: ZoneInfo) -> list[TraceEntry]:
    """Return what somebody lived in one class."""
    entries = _entries(db, actor, zone)
    by_exchange: dict[UUID, list[TraceEntry]] = defaultdict(list)
    for one in entries:
        by_exchange[one.exchange_id].append(one)
    _add_people_and_evaluations(db, actor, by_exchange)
    add_meetings(db, by_exchange)
    add_shared_words(db, by_exchange)
    _add_what_became(db, actor, by_exchange)
    return entries


def _entries(db: Session, actor: Actor, zone: ZoneInfo) -> list[TraceEntry]:
    rows = db.execute(
        select(
            Exchange.id, Savoir.name, Participation.role, Exchange.state, Exchange.outcome,
            Exchange.created_at, Exchange.state_since,
        )
        .join(Savoir, Savoir.id == Exchange.savoir_id)
        .join(Participation, Participation.exchange_id == Exchange.id)
        .where(
            Exchange.classroom_id == actor.classroom_id,
            Exchange.state.in_(ROOM_OPEN),
            Participation.membership_id == actor.membership_id,
        )
        .order_by(Exchange.created_at, Exchange.id, Participation.role)
    )  # fmt: skip
    return [
        TraceEntry(
            exchange_id=id,
            savoir=savoir,
            role=role,
            state=state,
            outcome=outcome,
            began=created_at.astimezone(zone).date(),
            ended=since.astimezone(zone).date() if state == ExchangeState.CLOSED else None,
        )
        for id, savoir, role, state, outcome, created_at, since in rows
    ]


def _add_people_and_evaluations(
    db: Session, actor: Actor, found: dict[UUID, list[TraceEntry]]
) -> None:
    people, me = everybody(db), actor.membership_id
    for part in db.execute(
        select(Participation.exchange_id, Participation.membership_id, Participation.role)
        .where(Participation.exchange_id.in_(list(found)))
        .order_by(Participation.created_at, Participation.id)
    ):
        if part.membership_id == me:
            # Where everybody gives and receives, nobody did so with themself.
            continue
        for one in found[part.exchange_id]:
            those = {"giver": one.givers, "receiver": one.receivers, "mediator": one.mediators}
            those.get(part.role, one.observers).append(people[part.membership_id])
    for row in db.execute(
        select(*EVALUATION_COLUMNS)
        .where(SelfEvaluation.exchange_id.in_(list(found)))
        .order_by(SelfEvaluation.created_at, SelfEvaluation.id)
    ):
        sharing = Sharing(
            row.membership_id, row.finished_at is not None, row.with_partners, row.with_teacher
        )
        # Read as a partner, never as a teacher: what was shared with the teacher only stays out.
        if not may_read(sharing, me, partner=True, teacher=False):
            continue
        view = evaluation_view(row, people)
        for one in found[row.exchange_id]:
            if one.role == "observer" and row.membership_id != me:
                continue  # shared with the partners, not with whoever looked on
            if row.membership_id != me:
                one.shared.append(view)
            elif row.role == one.role and row.moment == MIDDLE:
                one.half_way = view
            elif row.role == one.role:
                one.mine = view


def add_meetings(db: Session, found: dict[UUID, list[TraceEntry]]) -> None:
    """Add the days on which people met: one query."""
    for exchange_id, held_on in db.execute(
        select(Meeting.exchange_id, Meeting.held_on)
        .where(Meeting.exchange_id.in_(list(found)))
        .order_by(Meeting.held_on, Meeting.created_at)
    ):
        for one in found[exchange_id]:
            if not one.met:
                one.began = held_on
            one.met.append(held_on)


def add_shared_words(db: Session, found: dict[UUID, list[TraceEntry]]) -> None:
    """Add what was written together, in the agreement and in the shared review: two queries."""
    exchanges = list(found)
    line = AgreementRevision
    for exchange_id, words in db.execute(
        select(line.exchange_id, line.words)
        .where(line.exchange_id.in_(exchanges), line.line == "evaluation")
        .order_by(line.number)
    ):
        for one in found[exchange_id]:
            one.aim = words
    written: Any = [getattr(Review, name) for name in REVIEW]
    for exchange_id, *answers in db.execute(
        select(Review.exchange_id, *written).where(Review.exchange_id.in_(exchanges))
    ):
        texts = [(name, words) for name, words in zip(REVIEW, answers, strict=True) if words]
        for one in found[exchange_id]:
            one.review = texts


def _add_what_became(db: Session, actor: Actor, found: dict[UUID, list[TraceEntry]]) -> None:
    """Add what the reader told later."""
    exchanges = list(found)
    for told in db.scalars(
        select(FollowUp)
        .where(FollowUp.exchange_id.in_(exchanges), FollowUp.membership_id == actor.membership_id)
        .execution_options(populate_existing=True)
    ):
        for one in found[told.exchange_id]:
            one.became, one.became_shared = told.words, told.shared
