"""Savoirs, and the cards that offer them or ask for them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKeyConstraint, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from rers_school.db import Base, ClassScoped, points_at, scoped_table_args


class Savoir(ClassScoped, Base):
    """The thing known, named once per class; offers and demands refer to it.

    ``under_id``: the heading under which the teacher's tidy-up shows this savoir.
    """

    __tablename__ = "savoir"
    __table_args__ = scoped_table_args(
        UniqueConstraint("classroom_id", "key"),
        ForeignKeyConstraint(["classroom_id", "under_id"], ["savoir.classroom_id", "savoir.id"]),
    )

    name: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(String(200))
    under_id: Mapped[UUID | None]


class CardMixin(ClassScoped):
    """What an offer and a demand have in common.

    ``words`` are the author's own and nobody rewrites them. ``savoir_id`` is the heading on the
    wall; ``own_savoir_id`` is the savoir the words named, to which the author can go back.
    ``hidden_word`` is what the teacher wrote when taking the card off the wall (state ``hidden``),
    ``hidden_version`` the version that was taken off. ``glanced_at``: when a teacher has seen these
    words, for classes in which that comes before they are projected.
    """

    membership_id: Mapped[UUID]
    savoir_id: Mapped[UUID]
    own_savoir_id: Mapped[UUID]
    words: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(16), default="visible")
    written_by_id: Mapped[UUID | None]
    hidden_word: Mapped[str | None] = mapped_column(Text)
    hidden_version: Mapped[int | None]
    glanced_at: Mapped[datetime | None]
    tidied_at: Mapped[datetime | None]
    changed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer, default=1)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[object, ...]:
        table = cls.__tablename__  # type: ignore[attr-defined]  # given by the concrete class
        return scoped_table_args(
            points_at("membership_id", "membership"),
            points_at("savoir_id", "savoir", owner=False),
            points_at("own_savoir_id", "savoir", owner=False),
            points_at("written_by_id", "membership", owner=False),
            Index(f"ix_{table}_wall", "classroom_id", "state", "savoir_id"),
            Index(f"ix_{table}_membership", "membership_id"),
        )


class Offer(CardMixin, Base):
    """A card "I can share …"."""

    __tablename__ = "offer"

    learned_with: Mapped[str] = mapped_column(Text, default="")
    why: Mapped[str] = mapped_column(Text, default="")
    able_to: Mapped[str] = mapped_column(Text, default="")
    ways: Mapped[list[str]] = mapped_column(JSON, default=list)
    group_size: Mapped[str] = mapped_column(String(8), default="one")
    needs: Mapped[str] = mapped_column(Text, default="")
    help_to_prepare: Mapped[bool] = mapped_column(default=False)
    languages: Mapped[str] = mapped_column(String(200), default="")


class Demand(CardMixin, Base):
    """A card "I would like to learn …"; ``uneasy`` is for the teacher's eyes only.

    ``widened``: whom or what its author asks besides (`rules.widening`). ``put_off_at``: when they
    last said that it can wait.
    """

    __tablename__ = "demand"

    why: Mapped[str] = mapped_column(Text, default="")
    already: Mapped[str] = mapped_column(Text, default="")
    best_when: Mapped[str] = mapped_column(String(16), default="")
    company: Mapped[str] = mapped_column(String(16), default="")
    uneasy: Mapped[str] = mapped_column(Text, default="")
    widened: Mapped[list[str]] = mapped_column(JSON, default=list)
    put_off_at: Mapped[datetime | None]


class Wish(ClassScoped, Base):
    """Somebody's private answer to a card of another: "I could help", "I'd like that too".

    One of ``offer_id`` and ``demand_id`` says to which; it goes with the card.
    """

    __tablename__ = "wish"
    __table_args__ = scoped_table_args(
        UniqueConstraint("membership_id", "offer_id"),
        UniqueConstraint("membership_id", "demand_id"),
        points_at("membership_id", "membership"),
        points_at("offer_id", "offer"),
        points_at("demand_id", "demand"),
    )

    membership_id: Mapped[UUID]
    offer_id: Mapped[UUID | None] = mapped_column(index=True)
    demand_id: Mapped[UUID | None] = mapped_column(index=True)


class FormKey(ClassScoped, Base):
    """A form that was carried out, so that a double click gets the first answer again."""

    __tablename__ = "form_key"
    __table_args__ = scoped_table_args(
        UniqueConstraint("classroom_id", "membership_id", "key"),
        points_at("membership_id", "membership"),
    )

    membership_id: Mapped[UUID]
    key: Mapped[str] = mapped_column(String(64))
    location: Mapped[str] = mapped_column(Text)


class Draft(ClassScoped, Base):
    """What somebody was typing, kept until the form is sent."""

    __tablename__ = "draft"
    __table_args__ = scoped_table_args(
        UniqueConstraint("classroom_id", "membership_id", "form"),
        points_at("membership_id", "membership"),
    )

    membership_id: Mapped[UUID]
    form: Mapped[str] = mapped_column(String(120))
    fields: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    kept_at: Mapped[datetime]
