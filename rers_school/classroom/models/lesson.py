"""The class's own time: who is absent on a day, and where it stands in its first sessions."""

from datetime import date

from sqlalchemy import JSON, Date, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rers_school.db import Base, ClassScoped, scoped_table_args


class ClassDay(ClassScoped, Base):
    """A day, and who is absent on it.

    ``away``: memberships ticked as absent; a market day of the same day has the same list.
    ``revision`` grows each time the teacher looks on the day itself who is there; 0 before that.
    """

    __tablename__ = "class_day"
    __table_args__ = scoped_table_args(UniqueConstraint("classroom_id", "day"))

    day: Mapped[date] = mapped_column(Date)
    away: Mapped[list[str]] = mapped_column(JSON, default=list)
    revision: Mapped[int] = mapped_column(Integer, default=1)


class ClassGuide(ClassScoped, Base):
    """How the teacher uses the guide to the first sessions: nothing of it is about a pupil.

    ``chosen``: the session the teacher wants to see, for as long as the facts of the class say
    ``instead_of``. ``done``: the steps ticked by hand.
    """

    __tablename__ = "class_guide"
    __table_args__ = scoped_table_args(UniqueConstraint("classroom_id"))

    chosen: Mapped[int | None] = mapped_column(Integer)
    instead_of: Mapped[int | None] = mapped_column(Integer)
    done: Mapped[list[str]] = mapped_column(JSON, default=list)
    put_away: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(Integer, default=1)
