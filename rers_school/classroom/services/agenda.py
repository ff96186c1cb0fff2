"""The agenda is open to all: everybody brings points and withdraws their own."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound
from rers_school.classroom.models import AgendaPoint, Gathering
from rers_school.classroom.rules.gatherings import (
    DEALT_WITH,
    OPEN,
    POINT_MOST,
    POINTS,
    moved,
    prepares,
)
from rers_school.classroom.rules.text import clean
from rers_school.classroom.services.gatherings import (
    find,
    next_one,
    on_agenda,
    still_planned,
)
from rers_school.classroom.services.savoirs import touch


def add(
    db: Session, actor: Actor, kind: str, words: str, gathering_id: UUID | None = None
) -> AgendaPoint:
    """Put a point on an agenda, by default the next gathering's, and return it.

    Where no gathering is planned yet the point waits for one.

    *Errors*: `NotFound` (404), ``held``, ``kind``, ``empty``, ``too_long`` (422).
    """
    if gathering_id is not None:
        still_planned(find(db, actor, gathering_id))
        if gathering_id == next_one(db, actor.classroom_id):
            gathering_id = None
    if kind not in POINTS:
        raise DomainError("kind", field="kind")
    words = clean(words, most=POINT_MOST, required=True)
    last = db.scalar(
        select(func.max(AgendaPoint.place)).where(
            AgendaPoint.classroom_id == actor.classroom_id, AgendaPoint.state == OPEN
        )
    )
    point = AgendaPoint(
        classroom_id=actor.classroom_id,
        gathering_id=gathering_id,
        written_by_id=actor.membership_id,
        kind=kind,
        words=words,
        place=0 if last is None else last + 1,
    )
    db.add(point)
    db.flush()
    touch(db, actor.classroom_id)
    return point


def withdraw(db: Session, actor: Actor, point_id: UUID) -> None:
    """Take a point off the agenda: one's own; any, for the teacher.

    *Errors*: `NotFound` (404), also for somebody else's point; ``held`` (422) once it is in the
    minutes.
    """
    point = _find(db, actor, point_id)
    if point.written_by_id != actor.membership_id and not actor.is_teacher:
        raise NotFound
    if point.state != OPEN:
        raise DomainError("held")
    db.delete(point)
    db.flush()
    touch(db, actor.classroom_id)


def move(db: Session, actor: Actor, point_id: UUID, *, up: bool) -> None:
    """Let a point come earlier or later among those of its kind.

    *Errors*: `NotFound` (404), `NotAllowed` (403), ``held`` (422).
    """
    point, gathering = _to_prepare(db, actor, point_id)
    others = {
        one.id: one
        for one in db.scalars(
            select(AgendaPoint)
            .where(on_agenda(db, gathering), AgendaPoint.kind == point.kind)
            .order_by(AgendaPoint.place, AgendaPoint.created_at, AgendaPoint.id)
        )
    }
    for place, one in enumerate(moved(list(others), point_id, up=up)):
        others[one].place = place
    db.flush()
    touch(db, actor.classroom_id)


def deal_with(db: Session, actor: Actor, point_id: UUID, *, done: bool = True) -> None:
    """Say that a point was dealt with, or is open after all.

    *Errors*: `NotFound` (404), `NotAllowed` (403), ``held`` (422).
    """
    point, gathering = _to_prepare(db, actor, point_id)
    point.state = DEALT_WITH if done else OPEN
    point.gathering_id = gathering.id
    db.flush()
    touch(db, actor.classroom_id)


def _find(db: Session, actor: Actor, point_id: UUID) -> AgendaPoint:
    point = db.scalar(
        select(AgendaPoint).where(
            AgendaPoint.classroom_id == actor.classroom_id, AgendaPoint.id == point_id
        )
    )
    if point is None:
        raise NotFound
    return point


def _to_prepare(db: Session, actor: Actor, point_id: UUID) -> tuple[AgendaPoint, Gathering]:
    """Return a point, and the gathering to come on whose agenda it is."""
    point = _find(db, actor, point_id)
    if not prepares(actor):
        raise NotAllowed
    where = point.gathering_id or next_one(db, actor.classroom_id)
    if where is None:
        raise DomainError("held")
    gathering = find(db, actor, where)
    still_planned(gathering)
    return point, gathering
