"""What pupils would like to show at the celebration."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound
from rers_school.classroom.models import Stand
from rers_school.classroom.rules.gatherings import (
    LENGTH_MOST,
    NEEDS_MOST,
    STAND_MOST,
    WHO_MOST,
    moved,
    prepares,
)
from rers_school.classroom.rules.text import clean
from rers_school.classroom.services.savoirs import touch


def offer(
    db: Session,
    actor: Actor,
    what: str,
    who: str,
    minutes: int | None = None,
    needs: str = "",
    stand_id: UUID | None = None,
) -> Stand:
    """Keep what somebody would like to show at the next celebration, or change it (``stand_id``).

    ``who``: alone or with others, in their words; without any, the actor's own name.

    *Errors*: `NotFound` (404), also for somebody else's; ``empty``, ``too_long``, ``minutes``
    (422), ``held`` (422) once the celebration took place.
    """
    if minutes is not None and not 1 <= minutes <= LENGTH_MOST:
        raise DomainError("minutes", field="minutes", most=LENGTH_MOST)
    stand = own(db, actor, stand_id) if stand_id else _new(db, actor)
    stand.what = clean(what, most=STAND_MOST, required=True)
    stand.who = clean(who, most=WHO_MOST) or actor.shown_name
    stand.minutes, stand.needs = minutes, clean(needs, most=NEEDS_MOST)
    db.add(stand)
    db.flush()
    touch(db, actor.classroom_id)
    return stand


def withdraw(db: Session, actor: Actor, stand_id: UUID) -> None:
    """Take back what one would have shown; the teacher can take off any.

    *Errors*: `NotFound` (404), ``held`` (422).
    """
    db.delete(_open(_find(db, actor, stand_id, even_others=actor.is_teacher)))
    db.flush()
    touch(db, actor.classroom_id)


def move(db: Session, actor: Actor, stand_id: UUID, *, up: bool) -> None:
    """Let a stand come earlier or later in the programme.

    *Errors*: `NotFound` (404), `NotAllowed` (403).
    """
    stand = _find(db, actor, stand_id, even_others=True)
    if not prepares(actor):
        raise NotAllowed
    _open(stand)
    others = {
        one.id: one
        for one in db.scalars(
            select(Stand)
            .where(Stand.classroom_id == actor.classroom_id, Stand.gathering_id.is_(None))
            .order_by(Stand.place, Stand.created_at, Stand.id)
        )
    }
    for place, one in enumerate(moved(list(others), stand_id, up=up)):
        others[one].place = place
    db.flush()
    touch(db, actor.classroom_id)


def own(db: Session, actor: Actor, stand_id: UUID) -> Stand:
    """Return a stand of one's own that can still be changed.

    *Errors*: `NotFound` (404), ``held`` (422).
    """
    return _open(_find(db, actor, stand_id, even_others=False))


def _new(db: Session, actor: Actor) -> Stand:
    last = db.scalar(
        select(func.max(Stand.place)).where(
            Stand.classroom_id == actor.classroom_id, Stand.gathering_id.is_(None)
        )
    )
    return Stand(
        classroom_id=actor.classroom_id,
        membership_id=actor.membership_id,
        place=0 if last is None else last + 1,
    )


def _find(db: Session, actor: Actor, stand_id: UUID, *, even_others: bool) -> Stand:
    stand = db.scalar(
        select(Stand).where(Stand.classroom_id == actor.classroom_id, Stand.id == stand_id)
    )
    if stand is None or not (even_others or stand.membership_id == actor.membership_id):
        raise NotFound
    return stand


def _open(stand: Stand) -> Stand:
    if stand.gathering_id is not None:
        raise DomainError("held")
    return stand
