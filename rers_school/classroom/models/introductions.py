"""Rounds of suggestions, introductions and the private answers to them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Date, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rers_school.db import Base, ClassScoped, points_at, scoped_table_args


class Round(ClassScoped, Base):
    """One preparation of the teacher: the plan that was computed and what was set aside.

    ``plan`` is kept as computed, so that nothing is swapped under the teacher's eyes;
    ``fingerprint`` says from which cards.
    """

    __tablename__ = "round"
    __table_args__ = scoped_table_args(points_at("made_by_id", "membership", owner=False))

    made_by_id: Mapped[UUID]
    seed: Mapped[str] = mapped_column(String(64))
    fingerprint: Mapped[str] = mapped_column(String(64))
    plan: Mapped[dict[str, Any]] = mapped_column(JSON)
    set_aside: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    state: Mapped[str] = mapped_column(String(16), default="open")


class Introduction(ClassScoped, Base):
    """The teacher's proposal of a circle, and where its private answers stand.

    States: ``kept`` (teacher only), ``proposed``, ``opened`` (all said yes), ``not_started``
    (told to the others in these words whatever the reason), ``withdrawn`` (by the teacher).
    """

    __tablename__ = "introduction"
    __table_args__ = scoped_table_args(
        points_at("round_id", "round", owner=False),
        points_at("made_by_id", "membership", owner=False),
        points_at("mediator_id", "membership", owner=False),
    )

    round_id: Mapped[UUID | None]
    made_by_id: Mapped[UUID]
    by_hand: Mapped[bool] = mapped_column(default=False)
    mediator_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(String(16), default="kept", index=True)
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    proposed_at: Mapped[datetime | None]
    opens_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]


class Answer(ClassScoped, Base):
    """One partner's private answer: yes, not_now, differently, no; or none yet.

    ``how`` is "screen", or "paper" when the teacher entered what the partner answered on paper.
    """

    __tablename__ = "answer"
    __table_args__ = scoped_table_args(
        UniqueConstraint("introduction_id", "membership_id"),
        points_at("introduction_id", "introduction"),
        points_at("membership_id", "membership"),
    )

    introduction_id: Mapped[UUID]
    membership_id: Mapped[UUID]
    answer: Mapped[str | None] = mapped_column(String(16))
    word: Mapped[str] = mapped_column(Text, default="")
    how: Mapped[str] = mapped_column(String(8), default="screen")
    answered_at: Mapped[datetime | None]
    seen_result_at: Mapped[datetime | None]


class NotForNow(ClassScoped, Base):
    """The teacher's private "not for now" about two people: no judgement, with a review date."""

    __tablename__ = "not_for_now"
    __table_args__ = scoped_table_args(
        points_at("one_id", "membership"),
        points_at("other_id", "membership"),
        points_at("made_by_id", "membership", owner=False),
    )

    one_id: Mapped[UUID]
    other_id: Mapped[UUID]
    made_by_id: Mapped[UUID]
    review_on: Mapped[date] = mapped_column(Date)
    lifted_at: Mapped[datetime | None]
