"""Gatherings of the class: agenda, decisions, the celebration's stands, effects in one's words."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rers_school.db import Base, ClassScoped, points_at, scoped_table_args


class Gathering(ClassScoped, Base):
    """A time at which the class comes together; ``state`` is "planned", then "held".

    ``version`` counts the wordings of the minutes, so that two who write never overwrite silently.
    """

    __tablename__ = "gathering"
    __table_args__ = scoped_table_args(Index("ix_gathering_next", "classroom_id", "state"))

    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(120), default="")
    takes_place_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(16), default="planned")
    held_at: Mapped[datetime | None]
    minutes: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(Integer, default=0)


class AgendaPoint(ClassScoped, Base):
    """What somebody would like to bring up; without a gathering it is for the next one.

    ``state`` is "open", "dealt_with", or "carried": it stands anew on the next agenda, as a point
    whose ``carried_over`` is set. What a held gathering keeps of it is not changed any more.
    """

    __tablename__ = "agenda_point"
    __table_args__ = scoped_table_args(
        points_at("gathering_id", "gathering"),
        points_at("written_by_id", "membership", owner=False),
    )

    gathering_id: Mapped[UUID | None] = mapped_column(index=True)
    written_by_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16), default="open")
    carried_over: Mapped[bool] = mapped_column(default=False)
    place: Mapped[int] = mapped_column(Integer, default=0)


class Decision(ClassScoped, Base):
    """What a gathering decided; it comes back at the next ones until it is done or dropped.

    ``setting``: the setting of the class that it is about, if the teacher has said so.
    """

    __tablename__ = "decision"
    __table_args__ = scoped_table_args(points_at("gathering_id", "gathering"))

    gathering_id: Mapped[UUID] = mapped_column(index=True)
    words: Mapped[str] = mapped_column(Text)
    who: Mapped[str] = mapped_column(String(200), default="")
    due_on: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(16), default="open")
    setting: Mapped[str | None] = mapped_column(String(32))


class NetworkRule(ClassScoped, Base):
    """One wording of one rule that the class gave its network; the highest number stands.

    ``line`` names the rule through its wordings; without words it was dropped. Each wording comes
    from a gathering.
    """

    __tablename__ = "network_rule"
    __table_args__ = scoped_table_args(
        UniqueConstraint("classroom_id", "line", "number"),
        points_at("gathering_id", "gathering"),
    )

    line: Mapped[UUID]
    number: Mapped[int] = mapped_column(Integer)
    words: Mapped[str] = mapped_column(Text, default="")
    gathering_id: Mapped[UUID] = mapped_column(index=True)


class Stand(ClassScoped, Base):
    """What somebody would like to show at the celebration; alone or with others (``who``).

    Without a gathering it is for the next celebration.
    """

    __tablename__ = "stand"
    __table_args__ = scoped_table_args(
        points_at("gathering_id", "gathering"), points_at("membership_id", "membership")
    )

    gathering_id: Mapped[UUID | None] = mapped_column(index=True)
    membership_id: Mapped[UUID] = mapped_column(index=True)
    what: Mapped[str] = mapped_column(String(200))
    who: Mapped[str] = mapped_column(String(200))
    minutes: Mapped[int | None] = mapped_column(Integer)
    needs: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[int] = mapped_column(Integer, default=0)


class Effect(ClassScoped, Base):
    """What exchanging changes for somebody, in their words; the class's only when ``shared``."""

    __tablename__ = "effect"
    __table_args__ = scoped_table_args(points_at("membership_id", "membership"))

    membership_id: Mapped[UUID] = mapped_column(index=True)
    starter: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(Text)
    shared: Mapped[bool] = mapped_column(default=False)
