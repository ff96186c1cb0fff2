"""The market day: who meets whom in which round, and the one question to oneself."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Date, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rers_school.db import Base, ClassScoped, points_at, scoped_table_args


class MarketDay(ClassScoped, Base):
    """One market day; its states are in `rules.market_day`.

    ``places``: name and how many exchanges fit there, in order. ``away``: memberships that the
    teacher has ticked as absent. ``current_round``: the round that goes on, from 1; 0 before the
    first. ``revision`` grows with every change that its pages show.
    """

    __tablename__ = "market_day"
    __table_args__ = scoped_table_args(points_at("made_by_id", "membership", owner=False))

    made_by_id: Mapped[UUID]
    day: Mapped[date] = mapped_column(Date)
    minutes: Mapped[int] = mapped_column(Integer, default=10)
    places: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    away: Mapped[list[str]] = mapped_column(JSON, default=list)
    seed: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16), default="announced", index=True)
    current_round: Mapped[int] = mapped_column(Integer, default=0)
    revision: Mapped[int] = mapped_column(Integer, default=1)


class MarketMeeting(ClassScoped, Base):
    """One exchange in its round: giver, receiver, savoir, place (empty where none was named)."""

    __tablename__ = "market_meeting"
    __table_args__ = scoped_table_args(
        points_at("market_day_id", "market_day"),
        points_at("giver_id", "membership"),
        points_at("receiver_id", "membership"),
        points_at("savoir_id", "savoir", owner=False),
        Index("ix_market_meeting_day", "market_day_id"),
    )

    market_day_id: Mapped[UUID]
    giver_id: Mapped[UUID]
    receiver_id: Mapped[UUID]
    savoir_id: Mapped[UUID]
    round: Mapped[int] = mapped_column(Integer)
    place: Mapped[str] = mapped_column(String(80), default="")
    held: Mapped[bool] = mapped_column(default=False)


class MarketChoice(ClassScoped, Base):
    """What somebody says for themself: not today; later, the answer to the one question.

    ``shared``: their teacher may read the answer.
    """

    __tablename__ = "market_choice"
    __table_args__ = scoped_table_args(
        UniqueConstraint("market_day_id", "membership_id"),
        points_at("market_day_id", "market_day"),
        points_at("membership_id", "membership"),
    )

    market_day_id: Mapped[UUID]
    membership_id: Mapped[UUID] = mapped_column(index=True)
    not_today: Mapped[bool] = mapped_column(default=False)
    words: Mapped[str] = mapped_column(Text, default="")
    shared: Mapped[bool] = mapped_column(default=False)
