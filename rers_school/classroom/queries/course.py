"""The class and its course: the school year, what came before, who visited."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.models import Classroom, Membership, School, Succession, Visit
from rers_school.classroom.queries.people import Who, everybody
from rers_school.classroom.rules.school_year import school_year, shown_year
from rers_school.classroom.services.classes import is_untouched
from rers_school.db import unscoped

_VISITS = 20


@dataclass(frozen=True, slots=True)
class VisitLine:
    """An administrator of the LMS who came in."""

    who: Who
    at: datetime


@dataclass(frozen=True, slots=True)
class CourseView:
    """What the page about the course says.

    ``new_year``: the school year that has begun since, empty while the class is in its own.
    ``before``: the class that this course opened last year, while one can still go back to it.
    ``untouched``: nobody has written anything yet, so another class can take this one's place.
    ``others``: the teacher's other classes, each with its school year, the newest first.
    """

    school: str
    year: str
    new_year: str
    before: str
    untouched: bool
    visits: tuple[VisitLine, ...]
    others: tuple[tuple[str, str], ...]


def course(db: Session, actor: Actor) -> CourseView:
    """Return what the teacher can do about the class and its course."""
    row = db.execute(
        select(Classroom, School.name)
        .join(School, School.id == Classroom.school_id)
        .where(Classroom.id == actor.classroom_id)
    ).one()
    classroom, school = row
    year = school_year(clock.now().date())
    untouched = is_untouched(db, actor.classroom_id)
    before = db.scalar(
        select(Classroom.school_year)
        .join(Succession, Succession.follows_id == Classroom.id)
        .where(Succession.classroom_id == actor.classroom_id)
    )
    return CourseView(
        school=school,
        year=shown_year(classroom.school_year),
        new_year=shown_year(year) if year > classroom.school_year else "",
        before=shown_year(before) if before is not None and untouched else "",
        untouched=untouched,
        visits=_visits(db, actor),
        others=_others(db, actor),
    )


def _others(db: Session, actor: Actor) -> tuple[tuple[str, str], ...]:
    """Return the names of the classes in which the same person teaches, and nothing of them.

    What one may see in a class comes from a launch in its own course.
    """
    with unscoped(db, "the teacher's other classes are named, nothing in them is read"):
        rows = db.execute(
            select(Classroom.name, Classroom.school_year)
            .join(Membership, Membership.classroom_id == Classroom.id)
            .where(
                Membership.person_id == actor.person_id,
                Membership.role == Role.TEACHER.value,
                Membership.active.is_(True),
                Classroom.id != actor.classroom_id,
            )
            .order_by(Classroom.school_year.desc(), Classroom.name)
        ).all()
    return tuple((name, shown_year(year)) for name, year in rows)


def _visits(db: Session, actor: Actor) -> tuple[VisitLine, ...]:
    rows = db.scalars(
        select(Visit)
        .where(Visit.classroom_id == actor.classroom_id)
        .order_by(Visit.created_at.desc())
        .limit(_VISITS)
    ).all()
    people = everybody(db) if rows else {}
    return tuple(VisitLine(people[row.membership_id], row.created_at) for row in rows)
