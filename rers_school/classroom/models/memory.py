"""What outlives a school year: a class's memory without persons, a pupil's earlier years."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rers_school.db import Base, ClassScoped, points_at, scoped_table_args


class ClassMemory(ClassScoped, Base):
    """What a class keeps of a school year, without any person: it survives the purge.

    ``content``: lists of lines by section (`rules.memory.SECTIONS`).
    """

    __tablename__ = "class_memory"
    __table_args__ = scoped_table_args(UniqueConstraint("classroom_id", "school_year"))

    school_year: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime]


class EarlierYear(ClassScoped, Base):
    """A year before this class, as its pupil brought it in and wished to keep it in their trace.

    ``content`` is what `rules.trace_file` has read from the pupil's file, and nothing else.
    """

    __tablename__ = "earlier_year"
    __table_args__ = scoped_table_args(
        UniqueConstraint("membership_id", "year"), points_at("membership_id", "membership")
    )

    membership_id: Mapped[UUID]
    year: Mapped[str] = mapped_column(String(16))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
