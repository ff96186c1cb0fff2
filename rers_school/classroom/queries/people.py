"""People as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.errors import NotFound
from rers_school.classroom.models import Guest, Membership
from rers_school.classroom.models.people import BY_NETWORK, HAS_LEFT
from rers_school.classroom.rules.names import badge
from rers_school.classroom.rules.text import fold
from rers_school.classroom.services.cards import written_by_teachers
from rers_school.db import unscoped

#: In `Session.info` while somebody reads in a class whose guest they are: how it is called.
VISITING = "visiting"


@dataclass(frozen=True, slots=True)
class Who:
    """A person as the class calls them, with the letter and pattern of their badge.

    ``about``: who an adult without an account is for the class. ``gone``: nobody any more, but
    "someone who has left". ``guest``: of another class, called by first name and class.
    """

    id: UUID
    shown_name: str
    letter: str
    pattern: int
    role: str = "pupil"
    about: str = ""
    gone: bool = False
    guest: bool = False

    @property
    def first_name(self) -> str:
        """Return the name without its trailing initial, for sentences; adults keep theirs."""
        if self.guest:
            name = self.shown_name.partition(", ")[0]
            return name.rsplit(" ", 1)[0] if name.endswith(".") and self.role == "pupil" else name
        if self.role != "pupil":
            return self.shown_name
        return self.shown_name.rsplit(" ", 1)[0] if " " in self.shown_name else self.shown_name


def who(membership: Membership) -> Who:
    """Return ``membership`` as pages show it."""
    gone = membership.entered_by == HAS_LEFT
    guest = membership.entered_by == BY_NETWORK
    name, role = membership.shown_name, membership.role
    return named(membership.id, name, role, membership.about, gone, guest)


def named(
    id: UUID,
    shown_name: str,
    role: str,
    about: str = "",
    gone: bool = False,
    guest: bool = False,
) -> Who:
    """Return the person of a membership as pages show them."""
    letter, pattern = badge(shown_name, id)
    return Who(id, shown_name, letter, pattern, role, about, gone, guest)


def everybody(db: Session) -> dict[UUID, Who]:
    """Return everybody who is or was in the class, by membership: one query."""
    rows = db.execute(
        select(
            Membership.id, Membership.shown_name, Membership.role, Membership.about,
            Membership.entered_by,
        )
    )  # fmt: skip
    return {
        id: as_seen(db, named(id, name, role, about, by == HAS_LEFT, by == BY_NETWORK))
        for id, name, role, about, by in rows
    }


def as_seen(db: Session, one: Who) -> Who:
    """Return a person as the reader is shown them.

    To a guest the pupils of the class are shown as guests are: by first name and class.
    """
    if VISITING not in db.info or one.role != "pupil" or one.guest or one.gone:
        return one
    called = db.info[VISITING]
    name = f"{one.first_name}, {called}" if called else one.first_name
    return named(one.id, name, one.role, guest=True)


def by_name(people: Iterable[Who]) -> list[Who]:
    """Return people in the order of their names, as every list of a class has it."""
    return sorted(people, key=lambda one: (fold(one.shown_name), str(one.id)))


def people_here(db: Session) -> list[Who]:
    """Return those who can take part in something new, by name: one query."""
    if VISITING in db.info:
        return []  # a guest is not shown who else is in the class
    found = db.scalars(
        select(Membership).where(
            Membership.active.is_(True),
            Membership.resting.is_(False),
            Membership.maybe_id.is_(None),
        )
    )
    return by_name(map(who, found))


def acting(
    db: Session, classroom_id: UUID, membership_id: UUID, role: Role
) -> tuple[Actor, str | None] | None:
    """Return the actor that a launch of ``membership_id`` in ``role`` makes, and their language."""
    # Whose guest they are elsewhere is looked up with them: one indexed look, no query of its own.
    elsewhere = exists(select(Guest.id).where(Guest.home_id == Membership.id))
    with unscoped(db, "somebody may be a guest in other classes"):
        found = db.execute(
            select(Membership, elsewhere).where(
                Membership.id == membership_id, Membership.classroom_id == classroom_id
            )
        ).one_or_none()
    if found is None or not found[0].active:
        return None
    member, away = found
    letter, pattern = badge(member.shown_name, member.id)
    actor = Actor(
        membership_id=member.id,
        person_id=member.person_id,
        classroom_id=member.classroom_id,
        role=role,
        shown_name=member.shown_name,
        letter=letter,
        pattern=pattern,
        rights=frozenset(member.rights),
        provisional=member.maybe_id is not None,
        named=member.named,
        usual_role=Role(member.role),
        away=away,
    )
    return actor, member.language


def member_name(db: Session, actor: Actor, membership_id: UUID) -> str:
    """Return the name by which the class calls somebody.

    *Errors*: `NotFound` (404).
    """
    name = db.scalar(
        select(Membership.shown_name).where(
            Membership.classroom_id == actor.classroom_id, Membership.id == membership_id
        )
    )
    if name is None:
        raise NotFound
    return name


def teachers_write_for(db: Session, actor: Actor, membership_id: UUID) -> bool:
    """Tell whether somebody has no account, so that teachers write their cards."""
    return bool(
        db.scalar(
            select(Membership.id).where(
                Membership.classroom_id == actor.classroom_id,
                Membership.id == membership_id,
                written_by_teachers(actor),
            )
        )
    )
