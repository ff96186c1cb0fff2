"""What leaves a class as a text names nobody: first names and family names are recognised."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.errors import DomainError
from rers_school.classroom.models import Guest, Membership, Person
from rers_school.classroom.models.people import BY_NETWORK, HAS_LEFT
from rers_school.classroom.rules.forgetting import Named
from rers_school.classroom.rules.memory import Namelist
from rers_school.classroom.rules.text import clean_field
from rers_school.db import unscoped


def names_of(db: Session, classrooms: Collection[UUID], instead: str) -> Namelist:
    """Return the names of everybody in these classes, which no text is to hold: one query.

    Guests of a class are in it as the class calls them, not with a name that it does not know.
    """
    return Namelist(_named(db, classrooms, teachers=True), instead)


def met_by(db: Session, classrooms: Collection[UUID]) -> set[UUID]:
    """Return these classes, and the home classes of those who are guests in them: one query."""
    with unscoped(db, "names are taken out of what classes write together"):
        homes = db.scalars(select(Guest.home_class_id).where(Guest.classroom_id.in_(classrooms)))
        return {*classrooms, *homes}


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
    words = clean_field(text, field, most=most, lines=lines, required=required)
    if words and _names_somebody(db, actor, words):
        raise DomainError("named", field=field)
    return words


def _names_somebody(db: Session, actor: Actor, words: str) -> bool:
    names = Namelist(_named(db, [actor.classroom_id], teachers=False), "")
    return names.line("", words).text != words


def _named(db: Session, classrooms: Collection[UUID], *, teachers: bool) -> list[Named]:
    with unscoped(db, "names are taken out of what classes write together"):
        rows = db.execute(
            select(
                Person.given_name,
                Person.family_name,
                Membership.shown_name,
                Membership.role,
                Membership.entered_by,
            )
            .join(Membership, Membership.person_id == Person.id)
            .where(Membership.classroom_id.in_(classrooms), Membership.entered_by != HAS_LEFT)
            .order_by(Membership.created_at, Membership.id)
        ).all()
    return [
        _guest(shown) if entered_by == BY_NETWORK else Named(given, family, shown)
        for given, family, shown, role, entered_by in rows
        if teachers or role != Role.TEACHER
    ]


def _guest(shown: str) -> Named:
    """Return a guest's name, "Zoé M., 5e B", as the class knows it."""
    name = shown.partition(", ")[0]
    given = name.rpartition(" ")[0] if name.endswith(".") else name
    return Named(given or name, "", name)
