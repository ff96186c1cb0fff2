"""The life of a network together: its councils, its celebrations, its journal.

What a class brings is the class's (`ClassScoped`): it goes when the class leaves or somebody is
erased. What the network decides or has published is the network's and names nobody.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rers_school.db import Base, ClassScoped, HasId, points_at, scoped_table_args


class NetworkGathering(HasId, Base):
    """A time at which classes come together; ``state`` is "planned", then "held".

    ``way``: "visit", "call" (a video call of the schools) or nothing said; ``host`` and ``place``
    say which class receives and where. ``slots`` and ``places``: one a line, for a celebration.
    Each version counts the wordings of its part, so that two who write never overwrite silently.
    """

    __tablename__ = "network_gathering"
    __table_args__ = (Index("ix_network_gathering_next", "network_id", "state"),)

    network_id: Mapped[UUID] = mapped_column(ForeignKey("school_network.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(120), default="")
    takes_place_on: Mapped[date] = mapped_column(Date)
    host: Mapped[str] = mapped_column(String(120), default="")
    way: Mapped[str] = mapped_column(String(16), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[str] = mapped_column(String(16), default="planned")
    held_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer, default=0)
    minutes: Mapped[str] = mapped_column(Text, default="")
    minutes_version: Mapped[int] = mapped_column(Integer, default=0)
    slots: Mapped[str] = mapped_column(Text, default="")
    places: Mapped[str] = mapped_column(Text, default="")
    table_version: Mapped[int] = mapped_column(Integer, default=0)


class NetworkPoint(ClassScoped, Base):
    """What somebody of a class would like to bring up; other classes read the class only.

    An open point has no gathering: it is for the next council, whichever that is.
    """

    __tablename__ = "network_point"
    __table_args__ = scoped_table_args(
        points_at("network_class_id", "network_class"),
        points_at("written_by_id", "membership"),
        Index("ix_network_point_agenda", "network_id", "gathering_id"),
    )

    network_id: Mapped[UUID] = mapped_column(ForeignKey("school_network.id", ondelete="CASCADE"))
    network_class_id: Mapped[UUID] = mapped_column(index=True)
    gathering_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("network_gathering.id", ondelete="CASCADE")
    )
    written_by_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(Text)


class NetworkDecision(HasId, Base):
    """What a council between classes decided; it comes back until it is done or dropped.

    ``who`` is a class, not a person. ``about``: "charter" when the charter is to be revised.
    """

    __tablename__ = "network_decision"

    network_id: Mapped[UUID] = mapped_column(
        ForeignKey("school_network.id", ondelete="CASCADE"), index=True
    )
    gathering_id: Mapped[UUID] = mapped_column(
        ForeignKey("network_gathering.id", ondelete="CASCADE"), index=True
    )
    words: Mapped[str] = mapped_column(Text)
    who: Mapped[str] = mapped_column(String(120), default="")
    due_on: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(16), default="open")
    about: Mapped[str] = mapped_column(String(16), default="")


class NetworkStand(ClassScoped, Base):
    """What pupils of a class would like to show at a joint celebration.

    ``agreed_words``: what the class's teacher has read and let through; other words wait for a new
    yes. ``slot`` and ``spot``: which line of the gathering's slots and places, once laid out.
    """

    __tablename__ = "network_stand"
    __table_args__ = scoped_table_args(
        points_at("network_class_id", "network_class"),
        points_at("membership_id", "membership"),
    )

    network_id: Mapped[UUID] = mapped_column(ForeignKey("school_network.id", ondelete="CASCADE"))
    network_class_id: Mapped[UUID] = mapped_column(index=True)
    gathering_id: Mapped[UUID] = mapped_column(
        ForeignKey("network_gathering.id", ondelete="CASCADE"), index=True
    )
    membership_id: Mapped[UUID] = mapped_column(index=True)
    what: Mapped[str] = mapped_column(String(200))
    needs: Mapped[str] = mapped_column(String(300), default="")
    agreed_words: Mapped[str | None] = mapped_column(Text)
    slot: Mapped[int | None] = mapped_column(Integer)
    spot: Mapped[int | None] = mapped_column(Integer)


class NetworkStandPerson(ClassScoped, Base):
    """Somebody of the class who is at a stand, beside the one who offered it."""

    __tablename__ = "network_stand_person"
    __table_args__ = scoped_table_args(
        UniqueConstraint("stand_id", "membership_id"),
        points_at("stand_id", "network_stand"),
        points_at("membership_id", "membership"),
    )

    stand_id: Mapped[UUID]
    membership_id: Mapped[UUID] = mapped_column(index=True)


class JournalIssue(HasId, Base):
    """One issue of the letter that classes write together; ``state`` is "open", then "published".

    ``content`` is what was published: lines of each class, without persons. It is the network's.
    """

    __tablename__ = "journal_issue"

    network_id: Mapped[UUID] = mapped_column(
        ForeignKey("school_network.id", ondelete="CASCADE"), index=True
    )
    title: Mapped[str] = mapped_column(String(120))
    school_year: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(16), default="open")
    published_at: Mapped[datetime | None]
    content: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class JournalPart(ClassScoped, Base):
    """What one class writes in an issue that is still open.

    ``agreed``: the lines that its teacher has let through, by the key of the words that were read,
    each as it stands in the journal: without names. Other words wait for a new yes.
    """

    __tablename__ = "journal_part"
    __table_args__ = scoped_table_args(
        UniqueConstraint("issue_id", "classroom_id"),
        points_at("network_class_id", "network_class"),
    )

    network_class_id: Mapped[UUID] = mapped_column(index=True)
    issue_id: Mapped[UUID] = mapped_column(ForeignKey("journal_issue.id", ondelete="CASCADE"))
    exchanged: Mapped[str] = mapped_column(Text, default="")
    learned: Mapped[str] = mapped_column(Text, default="")
    works: Mapped[str] = mapped_column(Text, default="")
    thanks: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(Integer, default=0)
    agreed: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class JournalGift(ClassScoped, Base):
    """Words that their author puts into an issue: an effect, what became of it, a shared review.

    A review needs the tick of everybody who wrote it. The row goes with the tick, the words, the
    author and the class; nothing is copied before the issue is published.
    """

    __tablename__ = "journal_gift"
    __table_args__ = scoped_table_args(
        UniqueConstraint("issue_id", "membership_id", "effect_id"),
        UniqueConstraint("issue_id", "membership_id", "follow_up_id"),
        UniqueConstraint("issue_id", "membership_id", "review_id"),
        points_at("network_class_id", "network_class"),
        points_at("membership_id", "membership"),
        points_at("effect_id", "effect"),
        points_at("follow_up_id", "follow_up"),
        points_at("review_id", "review"),
    )

    network_class_id: Mapped[UUID] = mapped_column(index=True)
    issue_id: Mapped[UUID] = mapped_column(ForeignKey("journal_issue.id", ondelete="CASCADE"))
    membership_id: Mapped[UUID] = mapped_column(index=True)
    effect_id: Mapped[UUID | None] = mapped_column(index=True)
    follow_up_id: Mapped[UUID | None] = mapped_column(index=True)
    review_id: Mapped[UUID | None] = mapped_column(index=True)
