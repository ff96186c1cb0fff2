"""A day of the class as it is kept."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.models import ClassDay


def day_of_class(db: Session, classroom_id: UUID, day: date) -> ClassDay | None:
    """Return what is kept of a day, or nothing before anybody is ticked as absent on it."""
    return db.scalar(
        select(ClassDay).where(ClassDay.classroom_id == classroom_id, ClassDay.day == day)
    )
