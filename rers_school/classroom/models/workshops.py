"""Workshops: a savoir opened to several people, and the places in it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rers_school.db import Base, ClassScoped, points_at, scoped_table_args


class Workshop(ClassScoped, Base):
    """One sitting of a workshop; kinds and states are in `rules.workshops`.

    ``places``: how many can sign up. ``follows_id``: the sitting before it. ``exchange_id``: its
    room, once it has begun.
    """

    __tablename__ = "workshop"
    __table_args__ = scoped_table_args(
        points_at("savoir_id", "savoir", owner=False),
        points_at("opened_by_id", "membership", owner=False),
        points_at("follows_id", "workshop", owner=False),
        points_at("exchange_id", "exchange", owner=False),
    )

    savoir_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(Text, default="")
    places: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(16), index=True)
    opened_by_id: Mapped[UUID]
    follows_id: Mapped[UUID | None] = mapped_column(index=True)
    exchange_id: Mapped[UUID | None] = mapped_column(index=True)
    settled_at: Mapped[datetime | None]


class WorkshopPlace(ClassScoped, Base):
    """Somebody's place in a workshop: they give, or they signed up.

    ``number``: the order of sign-up, which nobody sees. ``answer``: a giver's private "yes" or
    "not_now" to giving; ``again``: the same to another sitting. ``on_paper``: the teacher entered
    it. ``news``: what they have not been told yet.
    """

    __tablename__ = "workshop_place"
    __table_args__ = scoped_table_args(
        UniqueConstraint("workshop_id", "membership_id"),
        UniqueConstraint("workshop_id", "number"),
        points_at("workshop_id", "workshop"),
        points_at("membership_id", "membership"),
    )

    workshop_id: Mapped[UUID] = mapped_column(index=True)
    membership_id: Mapped[UUID] = mapped_column(index=True)
    role: Mapped[str] = mapped_column(String(16))
    number: Mapped[int] = mapped_column(Integer)
    waiting: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[str | None] = mapped_column(String(8))
    again: Mapped[str | None] = mapped_column(String(8))
    on_paper: Mapped[bool] = mapped_column(default=False)
    news: Mapped[str] = mapped_column(String(16), default="")
