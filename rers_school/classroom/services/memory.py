"""The teacher keeps the class's memory of a year, line by line."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed
from rers_school.classroom.models import ClassMemory
from rers_school.classroom.queries.memory import memories
from rers_school.classroom.rules.memory import to_json
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
