"""Gatherings are planned, held and written down by those who prepare them."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound, Stale
from rers_school.classroom.models import AgendaPoint, Decision, Gathering, Stand
from rers_school.classroom.rules.gatherings import (
    CARRIED,
    CELEBRATION,
    KINDS,
    MINUTES_MOST,
    OPEN,
    TITLE_MOST,
    prepares,
)
from rers_school.classroom.rules.school_year import near
from rers_school.classroom.rules.text import clean
from rers_school.classroom.services import drafts
from rers_school.classroom.services.savoirs import touch

# A typing slip in a year would hide a gathering from everybody.


def find(db: Session, actor: Actor, gathering_id: UUID) -> Gathering:
    """Return a gathering of the class.

    *Errors*: `NotFound` (404).
    """
    found = db.scalar(
        select(Gathering)
        .where(Gathering.classroom_id == actor.classroom_id, Gathering.id == gathering_id)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def to_prepare(db: Session, actor: Actor, gathering_id: UUID) -> Gathering:
    """Return a gathering to somebody who prepares it.

    *Errors*: `NotFound` (404), `NotAllowed` (403).
    """
    found = find(db, actor, gathering_id)
    if not prepares(actor):
        raise NotAllowed
    return found


def next_one(db: Session, classroom_id: UUID, *, kind: str | None = None) -> UUID | None:
    """Return the next gathering that is planned, or the next of a kind."""
    query = select(Gathering.id).where(
        Gathering.classroom_id == classroom_id, Gathering.state == "planned"
    )
    if kind is not None:
        query = query.where(Gathering.kind == kind)
    return db.scalar(query.order_by(Gathering.takes_place_on, Gathering.created_at).limit(1))


def on_agenda(db: Session, gathering: Gathering) -> ColumnElement[bool]:
    """Return what makes a point one of this gathering's: its own, or the next one's when it is."""
    own = AgendaPoint.gathering_id == gathering.id
    mine = AgendaPoint.classroom_id == gathering.classroom_id
    if next_one(db, gathering.classroom_id) != gathering.id:
        return and_(mine, own)
    return and_(mine, or_(own, AgendaPoint.gathering_id.is_(None)))


def plan(db: Session, actor: Actor, kind: str, day: date | None, title: str = "") -> Gathering:
    """Plan a gathering and return it; as the next one, it has what was waiting on its agenda.

    *Errors*: `NotAllowed` (403), ``kind``, ``date``, ``too_far``, ``too_long`` (422).
    """
    if not prepares(actor):
        raise NotAllowed
    if kind not in KINDS:
        raise DomainError("kind", field="kind")
    gathering = Gathering(
        classroom_id=actor.classroom_id,
        kind=kind,
        takes_place_on=_day(day),
        title=clean(title, most=TITLE_MOST),
    )
    db.add(gathering)
    db.flush()
    touch(db, actor.classroom_id)
    return gathering


def change(db: Session, actor: Actor, gathering_id: UUID, day: date | None, title: str) -> None:
    """Change the day and the title of a gathering that is still to come.

    *Errors*: `NotFound` (404), `NotAllowed` (403), ``held``, ``date``, ``too_far``, ``too_long``
    (422).
    """
    gathering = to_prepare(db, actor, gathering_id)
    still_planned(gathering)
    gathering.takes_place_on, gathering.title = _day(day), clean(title, most=TITLE_MOST)
    db.flush()
    touch(db, actor.classroom_id)


def cancel(db: Session, actor: Actor, gathering_id: UUID) -> None:
    """Take back a plan; its points are for the next gathering.

    *Errors*: `NotFound` (404), `NotAllowed` (403), ``held``, ``begun`` (something was decided or
    dealt with already) (422).
    """
    gathering = to_prepare(db, actor, gathering_id)
    still_planned(gathering)
    points = select(AgendaPoint.id).where(
        AgendaPoint.gathering_id == gathering_id, AgendaPoint.state != OPEN
    )
    decided = select(Decision.id).where(Decision.gathering_id == gathering_id)
    if gathering.minutes or db.scalar(points.limit(1)) or db.scalar(decided.limit(1)):
        raise DomainError("begun")
    db.execute(
        update(AgendaPoint)
        .where(
            AgendaPoint.classroom_id == actor.classroom_id,
            AgendaPoint.gathering_id == gathering_id,
        )
        .values(gathering_id=None)
    )
    db.delete(gathering)
    db.flush()
    touch(db, actor.classroom_id)


def hold(db: Session, actor: Actor, gathering_id: UUID) -> Gathering:
    """Close a gathering that took place; points that were not dealt with go to the next one.

    Saying it twice changes nothing.

    *Errors*: `NotFound` (404), `NotAllowed` (403).
    """
    gathering = to_prepare(db, actor, gathering_id)
    if gathering.state == "held":
        return gathering
    _carry_over(db, actor, gathering)
    _keep_programme(db, actor, gathering)
    gathering.state, gathering.held_at = "held", clock.now()
    db.flush()
    touch(db, actor.classroom_id)
    return gathering


def write_minutes(
    db: Session, actor: Actor, gathering_id: UUID, words: str, seen: int
) -> Gathering:
    """Keep the minutes; ``seen`` is the version that the author had before their eyes.

    *Errors*: `Stale` (409) when somebody wrote meanwhile, `NotFound` (404), `NotAllowed` (403),
    ``too_long`` (422).
    """
    gathering = to_prepare(db, actor, gathering_id)
    words = clean(words, most=MINUTES_MOST, lines=True)
    form = drafts.minutes_form(gathering_id)
    if words != gathering.minutes:
        if gathering.version != seen:
            raise Stale
        gathering.minutes, gathering.version = words, seen + 1
    drafts.forget(db, actor, form)
    db.flush()
    touch(db, actor.classroom_id)
    return gathering


def still_planned(gathering: Gathering) -> None:
    """Let pass what is still to come.

    *Errors*: ``held`` (422).
    """
    if gathering.state != "planned":
        raise DomainError("held")


def _day(day: date | None) -> date:
    if day is None:
        raise DomainError("date", field="day")
    return near(day, clock.now().date())


def _carry_over(db: Session, actor: Actor, gathering: Gathering) -> None:
    """Put the open points on the next agenda; what this gathering keeps says that they went on."""
    for point in db.scalars(
        select(AgendaPoint).where(on_agenda(db, gathering), AgendaPoint.state == OPEN)
    ).all():
        point.gathering_id, point.state = gathering.id, CARRIED
        db.add(
            AgendaPoint(
                classroom_id=actor.classroom_id,
                written_by_id=point.written_by_id,
                kind=point.kind,
                words=point.words,
                carried_over=True,
                place=point.place,
                # What has waited longest comes first.
                created_at=point.created_at,
            )
        )
    db.flush()


def _keep_programme(db: Session, actor: Actor, gathering: Gathering) -> None:
    """Let what was shown stay with the celebration at which it was shown."""
    if next_one(db, actor.classroom_id, kind=CELEBRATION) == gathering.id:
        db.execute(
            update(Stand)
            .where(Stand.classroom_id == actor.classroom_id, Stand.gathering_id.is_(None))
            .values(gathering_id=gathering.id)
        )
