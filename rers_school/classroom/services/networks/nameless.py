"""What leaves a class as a text names nobody: first names and family names are recognised."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.errors import DomainError
from rers_school.classroom.models import Membership, Person
from rers_school.classroom.models.people import HAS_LEFT
from rers_school.classroom.rules.forgetting import Named
from rers_school.classroom.rules.memory import Namelist
from rers_school.classroom.rules.text import clean
from rers_school.db import unscoped


def names_of(db: Session, classrooms: Collection[UUID], instead: str) -> Namelist:
    """Return the names of everybody in these classes, which no text is to hold: one query."""
    with unscoped(db, "names are taken out of what classes write together"):
        rows = db.execute(
            select(Person.given_name, Person.family_name, Membership.shown_name)
            .join(Membership, Membership.person_id == Person.id)
            .where(Membership.classroom_id.in_(classrooms), Membership.entered_by != HAS_LEFT)
            .order_by(Membership.created_at, Membership.id)
        ).all()
    return Namelist([Named(*row) for row in rows], instead)


def words_for_others(
    db: Session,
    actor: Actor,
    text: str,
    *,
    field: str,
    most: int,
    required: bool = False,
    lines: bool = False,
) -> str:
    """Return a text that other classes read, as it was typed.

    Teachers may be named in it: a school is often told by its teacher.

    *Errors*: ``empty``, ``too_long``, ``named`` (somebody of the own class stands in it) (422),
    each with its ``field``.
    """
    try:
        words = clean(text, most=most, lines=lines, required=required)
    except DomainError as error:
        raise DomainError(error.code, **{**error.details, "field": field}) from None
    if words and _names_somebody(db, actor, words):
        raise DomainError("named", field=field)
    return words


def _names_somebody(db: Session, actor: Actor, words: str) -> bool:
    rows = db.execute(
        select(Person.given_name, Person.family_name, Membership.shown_name)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.classroom_id == actor.classroom_id,
            Membership.entered_by != HAS_LEFT,
            Membership.role != Role.TEACHER,
        )
    )
    names = Namelist([Named(*row) for row in rows], "")
    return names.line("", words).text != words
