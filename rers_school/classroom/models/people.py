"""Schools, classes and the people in them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rers_school.db import Base, ClassScoped, HasId, points_at, scoped_table_args

#: How somebody came into a class (`Membership.entered_by`): by their own visit, by the LMS's list
#: of the course, by the teacher's own list, with a class that moved here from another LMS, by the
#: teacher's hand (adults without an account), or as a guest from another class of a network: such
#: a membership is in none of the class's lists (`Guest`).
BY_LAUNCH, BY_ROSTER, BY_LIST, BY_MOVE = "launch", "roster", "list", "moved"
BY_HAND = "hand"
BY_NETWORK = "network"

#: The one membership of a class in whose place everybody stands who was erased: nobody's name.
HAS_LEFT = "left"


class School(HasId, Base):
    """A school; one LMS may hold several."""

    __tablename__ = "school"

    name: Mapped[str] = mapped_column(String(120))


class Classroom(HasId, Base):
    """One class with its wall: one course of the LMS.

    ``glance``: a new card is projected only after a glance of the teacher.
    ``idle_minutes``: after how many quiet minutes a pupil's page closes itself; 0 is never.
    ``free_times``: pupils may word times and places freely, beside the slots that are open.
    ``first_meeting_same_day``: they may meet on the day on which their room opens.
    ``middle_evaluation``: Today asks once, half-way, how it is going.
    ``revision`` grows with every change that its wall or its lists show, so that a page that
    polls asks one indexed row.
    """

    __tablename__ = "classroom"

    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(8), default="fr")
    time_zone: Mapped[str] = mapped_column(String(64), default="Europe/Paris")
    school_year: Mapped[int]
    young_readers: Mapped[bool] = mapped_column(default=False)
    idle_minutes: Mapped[int] = mapped_column(default=0)
    glance: Mapped[bool] = mapped_column(default=False)
    free_times: Mapped[bool] = mapped_column(default=True)
    first_meeting_same_day: Mapped[bool] = mapped_column(default=False)
    middle_evaluation: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=1)


class Succession(HasId, Base):
    """A class of a new school year, and the one that the same course opened before it."""

    __tablename__ = "succession"

    classroom_id: Mapped[UUID] = mapped_column(
        ForeignKey("classroom.id", ondelete="CASCADE"), unique=True
    )
    follows_id: Mapped[UUID] = mapped_column(
        ForeignKey("classroom.id", ondelete="CASCADE"), index=True
    )


class Person(HasId, Base):
    """A name in a school; may exist without any account."""

    __tablename__ = "person"

    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"), index=True)
    given_name: Mapped[str] = mapped_column(String(80))
    family_name: Mapped[str] = mapped_column(String(80), default="")
    name_key: Mapped[str] = mapped_column(String(200), index=True)


class Membership(ClassScoped, Base):
    """A person in a class: what the class calls them, and since when.

    ``about``: who an adult is for the class, as the teacher says it ("Hugo's grandmother").
    ``role`` is what the person usually is here; rights come from the role of each launch.
    ``maybe_id`` points at the person of the teacher's list that this newcomer may be, until the
    teacher has said so.
    """

    __tablename__ = "membership"
    __table_args__ = scoped_table_args(
        UniqueConstraint("classroom_id", "person_id"),
        ForeignKeyConstraint(
            ["classroom_id", "maybe_id"], ["membership.classroom_id", "membership.id"]
        ),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(16))
    rights: Mapped[list[str]] = mapped_column(JSON, default=list)
    shown_name: Mapped[str] = mapped_column(String(170), default="")
    about: Mapped[str] = mapped_column(String(120), default="")
    named: Mapped[bool] = mapped_column(default=True)
    active: Mapped[bool] = mapped_column(default=True)
    resting: Mapped[bool] = mapped_column(default=False)
    entered_by: Mapped[str] = mapped_column(String(16))
    first_launch_at: Mapped[datetime | None]
    language: Mapped[str | None] = mapped_column(String(8))
    maybe_id: Mapped[UUID | None]


class Visit(ClassScoped, Base):
    """The class's log: an administrator of the LMS came in, on ``created_at``."""

    __tablename__ = "visit"
    __table_args__ = scoped_table_args(points_at("membership_id", "membership"))

    membership_id: Mapped[UUID]
