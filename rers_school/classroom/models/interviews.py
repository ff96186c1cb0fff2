"""What somebody said to a classmate who wrote it down."""

from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from rers_school.db import Base, ClassScoped, points_at, scoped_table_args


class SpokenCard(ClassScoped, Base):
    """A card before its owner's yes: theirs (``membership_id``), in the hand of another.

    It names no savoir and hangs nowhere: what shows cards cannot show it. The yes makes an offer
    or a demand of it, a no leaves nothing. ``key``: the savoir that the words would name.
    """

    __tablename__ = "spoken_card"
    __table_args__ = scoped_table_args(
        points_at("membership_id", "membership"), points_at("written_by_id", "membership")
    )

    membership_id: Mapped[UUID] = mapped_column(index=True)
    written_by_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(200))
