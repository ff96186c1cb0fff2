"""Who is acting, in which class, with which rights."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """The part a person plays in a class; rights come from the role of this launch."""

    PUPIL = "pupil"
    TEACHER = "teacher"
    ADULT = "adult"


@dataclass(frozen=True, slots=True)
class Actor:
    """One person in one class, as this launch vouches for them.

    ``role`` is the role of the launch, never the stored one: a teacher who looks at the class
    "as a student" acts as a pupil here. ``usual_role`` is the stored one, for words only.
    ``rights``: what the teacher handed to a pupil of the team (`rules.team`).
    ``away``: they take part in exchanges that live in other classes (`Guest`).
    ``home_id``: their own class, while they act in another one as its guest. A guest has no
    rights there but those of their part, whatever they are at home; a guest's teacher looks in.
    """

    membership_id: UUID
    person_id: UUID
    classroom_id: UUID
    role: Role
    shown_name: str = ""
    letter: str = ""
    pattern: int = 0
    rights: frozenset[str] = frozenset()
    provisional: bool = False
    named: bool = True
    usual_role: Role | None = None
    away: bool = False
    home_id: UUID | None = None

    @property
    def visiting(self) -> bool:
        """Tell whether they act in another class than their own."""
        return self.home_id is not None

    @property
    def looks_in(self) -> bool:
        """Tell whether this is a teacher in the room of their own pupils, who are guests there."""
        return self.visiting and self.role is Role.TEACHER

    @property
    def looks_as_pupil(self) -> bool:
        """Tell whether this is a teacher who looks at the class as a pupil sees it."""
        return self.role is Role.PUPIL and self.usual_role is Role.TEACHER

    @property
    def first_name(self) -> str:
        """Return how one speaks to them: a pupil's name without its initial."""
        if self.role is Role.PUPIL and " " in self.shown_name:
            return self.shown_name.rsplit(" ", 1)[0]
        return self.shown_name

    @property
    def is_teacher(self) -> bool:
        """Tell whether they are a teacher of the class in which they act."""
        return self.role is Role.TEACHER and not self.visiting
