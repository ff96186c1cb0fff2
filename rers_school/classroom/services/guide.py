"""How the teacher uses the guide to the first sessions: ticked, chosen, put away."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import NotAllowed, NotFound
from rers_school.classroom.models import ClassGuide
from rers_school.classroom.queries.guide import guide_of
from rers_school.classroom.rules.guide import SESSIONS, STEPS


def tick(db: Session, actor: Actor, step: str, *, done: bool) -> None:
    """Tick a step, or take the tick away; what facts show stays done.

    *Errors*: `NotAllowed` (403), `NotFound` (404).
    """
    kept = _of_teacher(db, actor)
    if step not in STEPS:
        raise NotFound
    kept.done = sorted({*kept.done, step} if done else {*kept.done} - {step})
    _changed(db, kept)


def choose(db: Session, actor: Actor, session: int) -> None:
    """Show another session, until the class has come further by itself.

    *Errors*: `NotAllowed` (403), `NotFound` (404).
    """
    kept = _of_teacher(db, actor)
    if session not in SESSIONS:
        raise NotFound
    kept.chosen = session
    kept.instead_of = guide_of(db, actor.classroom_id).by_facts
    _changed(db, kept)


def put_away(db: Session, actor: Actor, *, away: bool) -> None:
    """Take the guide off This session for good, or put it there again.

    *Errors*: `NotAllowed` (403).
    """
    kept = _of_teacher(db, actor)
    kept.put_away = away
    _changed(db, kept)


def _of_teacher(db: Session, actor: Actor) -> ClassGuide:
    if not actor.is_teacher:
        raise NotAllowed
    kept = db.scalar(select(ClassGuide).where(ClassGuide.classroom_id == actor.classroom_id))
    if kept is None:
        kept = ClassGuide(classroom_id=actor.classroom_id, done=[], put_away=False, revision=0)
        db.add(kept)
    return kept


def _changed(db: Session, kept: ClassGuide) -> None:
    kept.revision += 1
    db.flush()
