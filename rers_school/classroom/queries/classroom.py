"""The class itself, as every page needs it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.errors import NotFound
from rers_school.classroom.models import Classroom


@dataclass(frozen=True, slots=True)
class ClassView:
    """A class's name, language, time zone and the revision of what its wall shows."""

    id: UUID
    name: str
    language: str
    time_zone: str
    revision: int
    young_readers: bool
    idle_minutes: int
    glance: bool
    first_meeting_same_day: bool
    middle_evaluation: bool


def classroom_of(db: Session, classroom_id: UUID) -> ClassView:
    """Return the class.

    *Errors*: `NotFound` (404).
    """
    row = db.execute(
        select(
            Classroom.id,
            Classroom.name,
            Classroom.language,
            Classroom.time_zone,
            Classroom.revision,
            Classroom.young_readers,
            Classroom.idle_minutes,
            Classroom.glance,
            Classroom.first_meeting_same_day,
            Classroom.middle_evaluation,
        ).where(Classroom.id == classroom_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return ClassView(**row._asdict())
