"""The teacher keeps the class's memory of a year, line by line."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed
from rers_school.classroom.models import ClassMemory, Classroom
from rers_school.classroom.queries.memory import memories
from rers_school.classroom.rules.memory import from_json, to_json
from rers_school.classroom.services.savoirs import touch


def keep(db: Session, actor: Actor, chosen: Collection[str], instead: str) -> ClassMemory:
    """Keep the lines that the teacher chose, by their keys; kept again, it replaces them.

    A line that has come since the page was shown is not kept: nobody has looked at it.

    *Errors*: `NotAllowed` (403), ``nothing_chosen`` (422).
    """
    if not actor.is_teacher:
        raise NotAllowed
    found = memories(db, actor, instead)
    lines = [line for line in found.now if line.key in chosen]
    if not lines:
        raise DomainError("nothing_chosen")
    kept = db.scalar(
        select(ClassMemory).where(
            ClassMemory.classroom_id == actor.classroom_id,
            ClassMemory.school_year == found.school_year,
        )
    )
    if kept is None:
        kept = ClassMemory(classroom_id=actor.classroom_id, school_year=found.school_year)
        db.add(kept)
    kept.content, kept.made_at = to_json(lines), clock.now()
    db.flush()
    touch(db, actor.classroom_id)
    return kept


def let_go(db: Session, classroom_id: UUID, source: str) -> None:
    """Take the lines of one source out of what is kept of this school year; earlier years stay."""
    kept = db.scalar(
        select(ClassMemory)
        .join(Classroom, Classroom.id == ClassMemory.classroom_id)
        .where(
            ClassMemory.classroom_id == classroom_id,
            ClassMemory.school_year == Classroom.school_year,
        )
    )
    if kept is not None:
        kept.content = to_json(line for line in from_json(kept.content) if line.of != source)
        db.flush()
