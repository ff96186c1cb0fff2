"""The data of a class go by the written rules; what names nobody stays."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, inspect, select, update
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.models import (
    AcrossAnswer,
    AcrossCircle,
    ClassMemory,
    Classroom,
    Draft,
    FormKey,
    Membership,
    NotForNow,
    Person,
    School,
)
from rers_school.classroom.rules.retention import Retention, purge_day
from rers_school.classroom.rules.school_year import school_year
from rers_school.classroom.services.across import ending
from rers_school.classroom.services.erasure import forget, scoped_tables
from rers_school.db import Base, unscoped


@dataclass(frozen=True, slots=True)
class DueClass:
    """A class whose year is over by the written rules."""

    id: UUID
    name: str
    school: str
    school_year: int


def all_classes(db: Session) -> list[UUID]:
    """Return every class: one query."""
    with unscoped(db, "the retention rules go through all classes"):
        return list(db.scalars(select(Classroom.id).order_by(Classroom.created_at, Classroom.id)))


def due_classes(
    db: Session, rules: Retention, today: date, grace_days: int | None
) -> list[DueClass]:
    """Return the classes whose day has come and in which there still is something to purge."""
    with unscoped(db, "the retention rules go through all classes"):
        rows = db.execute(
            select(Classroom.id, Classroom.name, School.name, Classroom.school_year)
            .join(School, School.id == Classroom.school_id)
            .order_by(Classroom.school_year, Classroom.created_at, Classroom.id)
        ).all()
        due = [DueClass(*row) for row in rows if purge_day(row[3], rules, grace_days) <= today]
        return [one for one in due if _has_something(db, rules, one.id)]


def count_rows(db: Session, rules: Retention, classroom_id: UUID) -> int:
    """Return how many rows of a class would go."""
    return sum(
        db.scalar(select(func.count()).select_from(table).where(table.classroom_id == classroom_id))
        or 0
        for table in _going(rules)
    )


def purge(
    db: Session,
    rules: Retention,
    classroom_id: UUID,
    *,
    opened_by_a_course: bool,
    called: Callable[[UUID], str] = lambda _class: "…",
) -> int:
    """Remove the data of a class and whoever is in no other class; return how many rows went.

    A class that its course still opens begins the present school year, empty. Otherwise it stays
    as the name of its memory, or goes whole. Whoever was a guest in another class is erased there
    as well; ``called`` gives the words that this class has for somebody who has left.
    """
    gone = _let_go_across(db, classroom_id, called)
    with unscoped(db, "the class is emptied, and people may be in others"):
        people = set(
            db.scalars(select(Membership.person_id).where(Membership.classroom_id == classroom_id))
        )
        for table in _going(rules):
            done: Any = db.execute(
                delete(table)
                .where(table.classroom_id == classroom_id)
                .execution_options(synchronize_session=False)
            )
            gone += done.rowcount
        elsewhere = set(
            db.scalars(select(Membership.person_id).where(Membership.person_id.in_(people)))
        )
        for person in sorted(people - elsewhere):
            db.execute(delete(Person).where(Person.id == person))
        remembers = db.scalar(
            select(ClassMemory.id).where(ClassMemory.classroom_id == classroom_id).limit(1)
        )
        mine = Classroom.id == classroom_id
        if opened_by_a_course:
            year = school_year(clock.now().date())
            db.execute(
                update(Classroom)
                .where(mine)
                .values(school_year=year, revision=Classroom.revision + 1)
            )
        elif remembers is None:
            db.execute(delete(Classroom).where(mine))
    db.expire_all()
    return gone


def _let_go_across(db: Session, classroom_id: UUID, called: Callable[[UUID], str]) -> int:
    """End what the class lives with others and take its people out of their classes."""
    ending.class_leaves(db, classroom_id)
    with unscoped(db, "a circle concerns several classes"):
        theirs = select(AcrossAnswer.circle_id).where(AcrossAnswer.classroom_id == classroom_id)
        gone: Any = db.execute(
            delete(AcrossCircle)
            .where(AcrossCircle.id.in_(theirs))
            .execution_options(synchronize_session=False)
        )
    for membership_id in ending.guests_from(db, classroom_id):
        ending.person_is_erased(
            db,
            classroom_id,
            membership_id,
            lambda host_id, guest_id: forget(db, host_id, guest_id, called(host_id)),
        )
    count: int = gone.rowcount
    return count


def expire(db: Session, rules: Retention, classroom_id: UUID, *, dry: bool) -> dict[str, int]:
    """Remove what goes by its age in one class; return how many rows of which table."""
    now = clock.now()
    old = {
        Draft: Draft.kept_at < now - rules.days("draft"),
        FormKey: FormKey.created_at < now - rules.days("form_key"),
        NotForNow: NotForNow.review_on < (now - rules.days("not_for_now")).date(),
    }
    found: dict[str, int] = {}
    table: Any
    for table, over in old.items():
        these = (table.classroom_id == classroom_id) & over
        number = db.scalar(select(func.count()).select_from(table).where(these)) or 0
        if number:
            found[table.__tablename__] = number
            if not dry:
                db.execute(delete(table).where(these).execution_options(synchronize_session=False))
    return found


def _going(rules: Retention) -> list[Any]:
    """Return the tables whose rows go with a class, those that point at others first."""
    order = {table.name: place for place, table in enumerate(Base.metadata.sorted_tables)}
    tables = [one for one in scoped_tables() if rules.goes_with_class(one.__tablename__)]
    return sorted(tables, key=lambda one: -order[inspect(one).local_table.name])


def _has_something(db: Session, rules: Retention, classroom_id: UUID) -> bool:
    """Tell whether a class holds a row that would go, or is itself without any use."""
    return any(
        db.scalar(select(table.id).where(table.classroom_id == classroom_id).limit(1))
        for table in _going(rules)
    )
