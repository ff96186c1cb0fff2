"""Networks of classes: who belongs to one, under which charter, and which cards it may see."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rers_school.db import Base, ClassScoped, HasId, plain_order, points_at, scoped_table_args


class SchoolNetwork(HasId, Base):
    """Classes that exchange with each other: of a school, of a place, around a theme.

    It belongs to no class: it lives as long as one class is in it, from year to year.
    """

    __tablename__ = "school_network"

    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(16))
    about: Mapped[str] = mapped_column(Text, default="")


class NetworkCharter(HasId, Base):
    """One version of a network's charter; the highest number is the one in force.

    ``decided``: where it was decided, in the words of whoever wrote it down.
    """

    __tablename__ = "network_charter"
    __table_args__ = (UniqueConstraint("network_id", "number"),)

    network_id: Mapped[UUID] = mapped_column(ForeignKey("school_network.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    words: Mapped[str] = mapped_column(Text)
    decided: Mapped[str] = mapped_column(String(200), default="")


class NetworkInvitation(ClassScoped, Base):
    """A code by which one other class can come in, once, and for a few days.

    It belongs to the class that invites. Only a digest of the code is stored. ``for_whom``: the
    class it is meant for, as the teacher says it.
    """

    __tablename__ = "network_invitation"
    __table_args__ = scoped_table_args(points_at("made_by_id", "membership"))

    network_id: Mapped[UUID] = mapped_column(
        ForeignKey("school_network.id", ondelete="CASCADE"), index=True
    )
    made_by_id: Mapped[UUID]
    for_whom: Mapped[str] = mapped_column(String(120), default="")
    code_digest: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class NetworkClass(ClassScoped, Base):
    """A class in a network, and what it has chosen to let the others see.

    ``called`` and ``place``: how the network calls the class, and where it is. ``people_as``:
    "initial" (first name and initial) or "class" (only "a pupil of CM2"). ``charter_number``: the
    version that its teacher has accepted. The row goes when the class leaves.
    """

    __tablename__ = "network_class"
    __table_args__ = scoped_table_args(
        UniqueConstraint("network_id", "classroom_id"),
        points_at("accepted_by_id", "membership", owner=False),
    )

    network_id: Mapped[UUID] = mapped_column(ForeignKey("school_network.id", ondelete="CASCADE"))
    called: Mapped[str] = mapped_column(String(80))
    place: Mapped[str] = mapped_column(String(120), default="")
    people_as: Mapped[str] = mapped_column(String(16), default="class")
    offers: Mapped[bool] = mapped_column(default=True)
    demands: Mapped[bool] = mapped_column(default=True)
    charter_number: Mapped[int] = mapped_column(Integer)
    accepted_by_id: Mapped[UUID | None]
    accepted_at: Mapped[datetime]


class NetworkNews(HasId, Base):
    """What happened in a network, without persons: a class came, a class left, a new charter."""

    __tablename__ = "network_news"

    network_id: Mapped[UUID] = mapped_column(
        ForeignKey("school_network.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(16))
    called: Mapped[str] = mapped_column(String(80), default="")
    number: Mapped[int | None]


class CardOpening(ClassScoped, Base):
    """The owner of a card lets it be seen beyond the class, and the teacher says yes to it.

    ``reach``: "school" or "network" (`rules.visibility`). ``agreed_words`` are the words that the
    teacher has read: other words wait for a new yes. ``kept_word``: what the teacher wrote when
    keeping the card in the class for now.
    """

    __tablename__ = "card_opening"
    __table_args__ = scoped_table_args(
        UniqueConstraint("offer_id"),
        UniqueConstraint("demand_id"),
        points_at("membership_id", "membership"),
        points_at("offer_id", "offer"),
        points_at("demand_id", "demand"),
        points_at("agreed_by_id", "membership", owner=False),
    )

    membership_id: Mapped[UUID] = mapped_column(index=True)
    offer_id: Mapped[UUID | None]
    demand_id: Mapped[UUID | None]
    reach: Mapped[str] = mapped_column(String(8))
    agreed_words: Mapped[str | None] = mapped_column(Text)
    agreed_by_id: Mapped[UUID | None]
    agreed_at: Mapped[datetime | None]
    kept_word: Mapped[str | None] = mapped_column(Text)


class SharedCard(ClassScoped, Base):
    """A card that hangs on the wall of one network, now.

    The row exists as long as its owner, its teacher, its class and its own state say so
    (`services.networks.sharing`); it goes with the card, the owner or the class, by the database
    itself. ``savoir_key`` repeats that of the savoir's heading: by it classes meet, and by it the
    wall is ordered, so that one index holds the whole wall.
    """

    __tablename__ = "shared_card"
    __table_args__ = scoped_table_args(
        UniqueConstraint("network_id", "offer_id"),
        UniqueConstraint("network_id", "demand_id"),
        points_at("opening_id", "card_opening"),
        points_at("network_class_id", "network_class"),
        points_at("membership_id", "membership"),
        points_at("offer_id", "offer"),
        points_at("demand_id", "demand"),
        # A page of the wall reads these two only: the rows of a savoir in their order, by kind.
        Index(
            "ix_shared_card_wall",
            "network_id",
            "savoir_key",
            "kind",
            "id",
            "reach",
            "school_id",
            "created_at",
        ),
        Index(
            "ix_shared_card_class",
            "network_class_id",
            "savoir_key",
            "kind",
            "id",
            "reach",
            "school_id",
        ),
        Index("ix_shared_card_opening", "opening_id"),
        Index("ix_shared_card_membership", "membership_id"),
    )

    network_id: Mapped[UUID] = mapped_column(ForeignKey("school_network.id", ondelete="CASCADE"))
    network_class_id: Mapped[UUID]
    opening_id: Mapped[UUID]
    membership_id: Mapped[UUID]
    offer_id: Mapped[UUID | None] = mapped_column(index=True)
    demand_id: Mapped[UUID | None] = mapped_column(index=True)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"))
    kind: Mapped[str] = mapped_column(String(8))
    reach: Mapped[str] = mapped_column(String(8))
    savoir_key: Mapped[str] = mapped_column(plain_order(200))


class SharedWord(Base):
    """A word by which a shared card is found: folded, in the singular."""

    __tablename__ = "shared_word"
    __table_args__ = (Index("ix_shared_word_found", "network_id", "word", "savoir_key"),)

    shared_card_id: Mapped[UUID] = mapped_column(
        ForeignKey("shared_card.id", ondelete="CASCADE"), primary_key=True
    )
    word: Mapped[str] = mapped_column(plain_order(60), primary_key=True)
    savoir_key: Mapped[str] = mapped_column(plain_order(200))
    network_id: Mapped[UUID] = mapped_column(ForeignKey("school_network.id", ondelete="CASCADE"))


class Guest(ClassScoped, Base):
    """Somebody of another class who takes part in exchanges here, and who they are at home.

    ``membership_id`` is how this class knows them: a membership that is in none of its lists.
    Nobody at home can be erased before their guest rows are: the key has no cascade on purpose.
    """

    __tablename__ = "guest"
    __table_args__ = scoped_table_args(
        UniqueConstraint("membership_id"),
        UniqueConstraint("classroom_id", "home_id"),
        points_at("membership_id", "membership"),
        Index("ix_guest_home", "home_id"),
    )

    membership_id: Mapped[UUID]
    home_class_id: Mapped[UUID] = mapped_column(ForeignKey("classroom.id"))
    home_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
