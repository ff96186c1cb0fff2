"""People as pages show them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.errors import NotFound
from rers_school.classroom.models import Membership
from rers_school.classroom.models.people import HAS_LEFT
from rers_school.classroom.rules.names import badge


@dataclass(frozen=True, slots=True)
class Who:
    """A person as the class calls them, with the letter and pattern of their badge.

    ``gone``: nobody any more, but "someone who has left".
    """

    id: UUID
    shown_name: str
    letter: str
    pattern: int
    role: str = "pupil"
    gone: bool = False

    @property
    def first_name(self) -> str:
        """Return the name without its trailing initial, for sentences; adults keep theirs."""
        if self.role != "pupil":
            return self.shown_name
        return self.shown_name.rsplit(" ", 1)[0] if " " in self.shown_name else self.shown_name


def who(membership: Membership) -> Who:
    """Return ``membership`` as pages show it."""
    letter, pattern = badge(membership.shown_name, membership.id)
    gone = membership.entered_by == HAS_LEFT
    return Who(membership.id, membership.shown_name, letter, pattern, membership.role, gone)


def everybody(db: Session) -> dict[UUID, Who]:
    """Return everybody who is or was in the class, by membership: one query."""
    return {m.id: who(m) for m in db.scalars(select(Membership))}


def acting(
    db: Session, classroom_id: UUID, membership_id: UUID, role: Role
) -> tuple[Actor, str | None] | None:
    """Return the actor that a launch of ``membership_id`` in ``role`` makes, and their language."""
    member = db.scalar(
        select(Membership).where(
            Membership.id == membership_id, Membership.classroom_id == classroom_id
        )
    )
    if member is None or not member.active:
        return None
    letter, pattern = badge(member.shown_name, member.id)
    actor = Actor(
        membership_id=member.id,
        person_id=member.person_id,
        classroom_id=member.classroom_id,
        role=role,
        shown_name=member.shown_name,
        letter=letter,
        pattern=pattern,
        facilitator=member.facilitator,
        provisional=member.maybe_id is not None,
        named=member.named,
        usual_role=Role(member.role),
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
