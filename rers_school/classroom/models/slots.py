"""When and where exchanges can meet: the teacher's slots and places, and who has chosen them."""

from datetime import date, time
from uuid import UUID

from sqlalchemy import Date, Integer, String, Time, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rers_school.db import Base, ClassScoped, points_at, scoped_table_args


class Slot(ClassScoped, Base):
    """A time at which exchanges can meet: every week on ``weekday`` (Monday 0), or ``on_day``.

    ``starts_at`` is a time of the class's own clock, ``minutes`` how long it lasts.
    """

    __tablename__ = "slot"

    weekday: Mapped[int | None] = mapped_column(Integer)
    on_day: Mapped[date | None] = mapped_column(Date)
    starts_at: Mapped[time] = mapped_column(Time)
    minutes: Mapped[int] = mapped_column(Integer)


class MeetingPlace(ClassScoped, Base):
    """A place where ``holds`` exchanges can meet at once."""

    __tablename__ = "meeting_place"

    name: Mapped[str] = mapped_column(String(60))
    holds: Mapped[int] = mapped_column(Integer, default=1)


class Booking(ClassScoped, Base):
    """The slot and place that an exchange has chosen, kept where its shared lines are kept.

    Without a slot, the teacher has taken the slot or the place away: it is to be chosen again.
    """

    __tablename__ = "booking"
    __table_args__ = scoped_table_args(
        UniqueConstraint("exchange_id"),
        points_at("exchange_id", "exchange"),
        points_at("slot_id", "slot", owner=False),
        points_at("place_id", "meeting_place", owner=False),
    )

    exchange_id: Mapped[UUID]
    slot_id: Mapped[UUID | None]
    place_id: Mapped[UUID | None]
