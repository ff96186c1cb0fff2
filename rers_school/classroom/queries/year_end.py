"""Where a class stands at the end of its year."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.models import ClassMemory, Classroom
from rers_school.classroom.rules.retention import purge_day, written
from rers_school.classroom.rules.school_year import school_year, shown_year


@dataclass(frozen=True, slots=True)
class YearEnd:
    """The year of a class, the one that has begun since (or nothing), and what is still to do.

    ``purged_on``: from that day on the data of the class go. ``kept_at``: when its memory was
    kept, if it was.
    """

    year: str
    new_year: str
    purged_on: date
    kept_at: datetime | None


def year_end(db: Session, actor: Actor, grace_days: int | None) -> YearEnd:
    """Return where the class stands at the end of its year: one query.

    *Units*: ``grace_days``: the installation's own days of grace, none for those of the rules.
    """
    year, kept_at = db.execute(
        select(Classroom.school_year, ClassMemory.made_at)
        .outerjoin(
            ClassMemory,
            and_(
                ClassMemory.classroom_id == Classroom.id,
                ClassMemory.school_year == Classroom.school_year,
            ),
        )
        .where(Classroom.id == actor.classroom_id)
    ).one()
    now = school_year(clock.now().date())
    return YearEnd(
        shown_year(year),
        shown_year(now) if now > year else "",
        purge_day(year, written(), grace_days),
        kept_at,
    )
