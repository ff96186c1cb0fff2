"""Circles across classes of a network, while their teachers and then their pupils are asked."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from rers_school.db import Base, ClassScoped, HasId, plain_order, points_at, scoped_table_args


def _of_class(column: str, table: str) -> ForeignKeyConstraint:
    """Return the key of somebody or something in a class that stands in a column of its own."""
    return ForeignKeyConstraint(
        [f"{column}_class_id", f"{column}_id"],
        [f"{table}.classroom_id", f"{table}.id"],
        ondelete="CASCADE",
    )


class AcrossCircle(HasId, Base):
    """A circle between classes of a network (states: `rules.across`).

    ``host_class_id``: the class in which its room lives once everybody has said yes; it is the
    first giver's. The introduction stands there from the moment when the pupils are asked.
    It belongs to no class: those concerned have an `AcrossAnswer` to it.
    """

    __tablename__ = "across_circle"
    __table_args__ = (
        ForeignKeyConstraint(
            ["host_class_id", "introduction_id"],
            ["introduction.classroom_id", "introduction.id"],
            ondelete="CASCADE",
        ),
        _of_class("mediator", "membership"),
        Index("ix_across_circle_introduction", "introduction_id"),
    )

    network_id: Mapped[UUID] = mapped_column(
        ForeignKey("school_network.id", ondelete="CASCADE"), index=True
    )
    host_class_id: Mapped[UUID] = mapped_column(ForeignKey("classroom.id", ondelete="CASCADE"))
    introduction_id: Mapped[UUID | None]
    mediator_class_id: Mapped[UUID | None]
    mediator_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(String(16), default="asking")
    reasons: Mapped[list[Any]] = mapped_column(JSON, default=list)


class AcrossLink(ClassScoped, Base):
    """One savoir that would go from somebody to somebody of another class, or of the same.

    It belongs to the class whose card names the savoir. The shared cards it comes from may be
    taken down meanwhile: the names stay until the circle is settled.
    """

    __tablename__ = "across_link"
    __table_args__ = scoped_table_args(
        UniqueConstraint("circle_id", "place"),
        _of_class("giver", "membership"),
        _of_class("receiver", "membership"),
        Index("ix_across_link_giver", "giver_id"),
        Index("ix_across_link_receiver", "receiver_id"),
    )

    circle_id: Mapped[UUID] = mapped_column(ForeignKey("across_circle.id", ondelete="CASCADE"))
    place: Mapped[int] = mapped_column(Integer, default=0)
    giver_class_id: Mapped[UUID]
    giver_id: Mapped[UUID]
    receiver_class_id: Mapped[UUID]
    receiver_id: Mapped[UUID]
    savoir: Mapped[str] = mapped_column(String(200))
    savoir_key: Mapped[str] = mapped_column(plain_order(200))
    offer_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("shared_card.id", ondelete="SET NULL"), index=True
    )
    demand_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("shared_card.id", ondelete="SET NULL"), index=True
    )


class AcrossAnswer(ClassScoped, Base):
    """What one class's teacher says to a circle: yes, no, or nothing yet."""

    __tablename__ = "across_answer"
    __table_args__ = scoped_table_args(
        UniqueConstraint("circle_id", "classroom_id"),
        points_at("answered_by_id", "membership", owner=False),
    )

    circle_id: Mapped[UUID] = mapped_column(ForeignKey("across_circle.id", ondelete="CASCADE"))
    answer: Mapped[str | None] = mapped_column(String(8))
    answered_by_id: Mapped[UUID | None]
    answered_at: Mapped[datetime | None]
