"""Gatherings as pages show them: the agenda, decisions, the programme, what was held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.models import AgendaPoint, Decision, Gathering, Stand
from rers_school.classroom.queries.people import Who, everybody
from rers_school.classroom.rules.gatherings import CELEBRATION, DEALT_WITH, OPEN, POINTS, prepares
from rers_school.classroom.services.gatherings import find, next_one, on_agenda


@dataclass(frozen=True, slots=True)
class PointView:
    """One point; ``mine`` and ``removable`` tell what the reader may do with it."""

    id: UUID
    kind: str
    words: str
    state: str
    carried_over: bool
    author: Who
    mine: bool
    removable: bool


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision: what, who sees to it, by when, what became of it; ``on`` is its gathering."""

    id: UUID
    words: str
    who: str
    due_on: date | None
    state: str
    on: date


@dataclass(frozen=True, slots=True)
class StandView:
    """What somebody would like to show at the celebration."""

    id: UUID
    what: str
    who: str
    minutes: int | None
    needs: str
    mine: bool


@dataclass(frozen=True, slots=True)
class GatheringBrief:
    """A gathering as lists name it."""

    id: UUID
    kind: str
    title: str
    on: date
    state: str

    @property
    def planned(self) -> bool:
        """Tell whether it is still to come."""
        return self.state == "planned"


@dataclass(frozen=True, slots=True)
class GatheringView:
    """One gathering: ``points`` in the order in which they come up, thanks first."""

    brief: GatheringBrief
    points: tuple[PointView, ...]
    decided: tuple[DecisionView, ...]
    coming_back: tuple[DecisionView, ...]
    stands: tuple[StandView, ...]
    minutes: str
    version: int
    prepares: bool

    def of(self, kind: str) -> tuple[PointView, ...]:
        """Return the points of one kind."""
        return tuple(point for point in self.points if point.kind == kind)

    def having(self, state: str) -> tuple[PointView, ...]:
        """Return the points in one state: open, dealt_with, carried."""
        return tuple(point for point in self.points if point.state == state)

    @property
    def begun(self) -> bool:
        """Tell whether something of it is written down already."""
        return bool(self.minutes or self.decided or self.having(DEALT_WITH))

    @property
    def length(self) -> int:
        """Return how long the programme is, as far as it was said (minutes)."""
        return sum(stand.minutes or 0 for stand in self.stands)


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is to come up next: the gathering, when one is planned, and the points for it."""

    gathering: GatheringBrief | None
    points: tuple[PointView, ...]

    def of(self, kind: str) -> tuple[PointView, ...]:
        """Return the points of one kind."""
        return tuple(point for point in self.points if point.kind == kind)


def agenda(db: Session, actor: Actor) -> Agenda:
    """Return the next gathering's agenda, in a constant number of queries."""
    found = next_one(db, actor.classroom_id)
    if found is None:
        waiting = AgendaPoint.gathering_id.is_(None)
        return Agenda(None, _points(db, actor, waiting))
    gathering = find(db, actor, found)
    return Agenda(_brief(gathering), _points(db, actor, on_agenda(db, gathering)))


def gathering_of(db: Session, actor: Actor, gathering_id: UUID) -> GatheringView:
    """Return one gathering, in a constant number of queries.

    *Errors*: `NotFound` (404).
    """
    gathering = find(db, actor, gathering_id)
    decided = _decisions(db, Decision.gathering_id == gathering_id)
    back: tuple[DecisionView, ...] = ()
    if gathering.state == "planned":
        back = _decisions(db, Decision.gathering_id != gathering_id, Decision.state == OPEN)
    return GatheringView(
        brief=_brief(gathering),
        points=_points(db, actor, on_agenda(db, gathering)),
        decided=decided,
        coming_back=back,
        stands=_programme(db, actor, gathering),
        minutes=gathering.minutes,
        version=gathering.version,
        prepares=prepares(actor),
    )


def to_come(db: Session) -> tuple[GatheringBrief, ...]:
    """Return the gatherings that are planned, the next one first."""
    query = select(Gathering).where(Gathering.state == "planned")
    order = (Gathering.takes_place_on, Gathering.created_at)
    return tuple(map(_brief, db.scalars(query.order_by(*order))))


def held(db: Session) -> tuple[GatheringBrief, ...]:
    """Return the gatherings that took place, the latest first."""
    query = select(Gathering).where(Gathering.state == "held")
    return tuple(map(_brief, db.scalars(query.order_by(Gathering.held_at.desc()))))


def running_decisions(db: Session) -> tuple[DecisionView, ...]:
    """Return what was decided and is not done yet, the oldest first."""
    return _decisions(db, Decision.state == OPEN)


def stands_offered(db: Session, actor: Actor) -> tuple[StandView, ...]:
    """Return what is offered for the next celebration, in the programme's order."""
    return _stands(db, actor, Stand.gathering_id.is_(None))


def _brief(gathering: Gathering) -> GatheringBrief:
    return GatheringBrief(
        gathering.id, gathering.kind, gathering.title, gathering.takes_place_on, gathering.state
    )


def _points(db: Session, actor: Actor, these: ColumnElement[bool]) -> tuple[PointView, ...]:
    people = everybody(db)
    rows = db.scalars(
        select(AgendaPoint)
        .where(these)
        .order_by(AgendaPoint.place, AgendaPoint.created_at, AgendaPoint.id)
    ).all()
    return tuple(
        PointView(
            id=point.id,
            kind=point.kind,
            words=point.words,
            state=point.state,
            carried_over=point.carried_over,
            author=people[point.written_by_id],
            mine=point.written_by_id == actor.membership_id,
            removable=point.state == OPEN
            and (point.written_by_id == actor.membership_id or actor.is_teacher),
        )
        for point in sorted(rows, key=lambda row: POINTS.index(row.kind))
    )


def _decisions(db: Session, *these: ColumnElement[bool]) -> tuple[DecisionView, ...]:
    query = (
        select(Decision, Gathering.takes_place_on)
        .join(Gathering, Gathering.id == Decision.gathering_id)
        .where(*these)
        .order_by(Decision.created_at, Decision.id)
    )
    return tuple(
        DecisionView(one.id, one.words, one.who, one.due_on, one.state, on)
        for one, on in db.execute(query)
    )


def _programme(db: Session, actor: Actor, gathering: Gathering) -> tuple[StandView, ...]:
    if gathering.kind != CELEBRATION:
        return ()
    if gathering.state == "held":
        return _stands(db, actor, Stand.gathering_id == gathering.id)
    if next_one(db, actor.classroom_id, kind=CELEBRATION) != gathering.id:
        return ()
    return stands_offered(db, actor)


def _stands(db: Session, actor: Actor, these: ColumnElement[bool]) -> tuple[StandView, ...]:
    rows: Sequence[Stand] = db.scalars(
        select(Stand).where(these).order_by(Stand.place, Stand.created_at, Stand.id)
    ).all()
    me = actor.membership_id
    return tuple(
        StandView(one.id, one.what, one.who, one.minutes, one.needs, one.membership_id == me)
        for one in rows
    )
