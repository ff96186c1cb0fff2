"""Circles, exchanges, and the life of an exchange: agreement, meetings, looking back."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import JSON, Date, Integer, String, Text, Time, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rers_school.db import Base, ClassScoped, points_at, scoped_table_args


class Circle(ClassScoped, Base):
    """A closed loop of exchanges (direct: two, open: three and more), or a single exchange."""

    __tablename__ = "circle"
    __table_args__ = scoped_table_args(
        UniqueConstraint("introduction_id"), points_at("introduction_id", "introduction")
    )

    introduction_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(16))


class Exchange(ClassScoped, Base):
    """One savoir from one or several givers to one or several receivers.

    ``place`` is its place in the circle (0 first). ``revision`` grows with every change that its
    room shows. The states are in `rules.exchange_states`.
    """

    __tablename__ = "exchange"
    __table_args__ = scoped_table_args(
        points_at("circle_id", "circle"), points_at("savoir_id", "savoir", owner=False)
    )

    circle_id: Mapped[UUID] = mapped_column(index=True)
    savoir_id: Mapped[UUID] = mapped_column(index=True)
    place: Mapped[int] = mapped_column(Integer, default=0)
    state: Mapped[str] = mapped_column(String(16), default="prepared", index=True)
    outcome: Mapped[str | None] = mapped_column(String(16))
    revision: Mapped[int] = mapped_column(Integer, default=1)
    state_since: Mapped[datetime]


class Participation(ClassScoped, Base):
    """Somebody's part in an exchange: giver, receiver, mediator or observer."""

    __tablename__ = "participation"
    __table_args__ = scoped_table_args(
        UniqueConstraint("exchange_id", "membership_id", "role"),
        points_at("exchange_id", "exchange"),
        points_at("membership_id", "membership"),
    )

    exchange_id: Mapped[UUID] = mapped_column(index=True)
    membership_id: Mapped[UUID] = mapped_column(index=True)
    role: Mapped[str] = mapped_column(String(16))


class AgreementRevision(ClassScoped, Base):
    """One wording of one line of the agreement; the highest number is the line as it stands."""

    __tablename__ = "agreement_revision"
    __table_args__ = scoped_table_args(
        UniqueConstraint("exchange_id", "line", "number"),
        points_at("exchange_id", "exchange"),
        points_at("written_by_id", "membership", owner=False),
    )

    exchange_id: Mapped[UUID] = mapped_column(index=True)
    line: Mapped[str] = mapped_column(String(16))
    number: Mapped[int] = mapped_column(Integer)
    words: Mapped[str] = mapped_column(Text)
    written_by_id: Mapped[UUID]


class Consent(ClassScoped, Base):
    """One partner's "I agree" to one wording; ``how`` is "screen" or "paper"."""

    __tablename__ = "consent"
    __table_args__ = scoped_table_args(
        UniqueConstraint("revision_id", "membership_id"),
        points_at("revision_id", "agreement_revision"),
        points_at("membership_id", "membership"),
    )

    revision_id: Mapped[UUID] = mapped_column(index=True)
    membership_id: Mapped[UUID]
    how: Mapped[str] = mapped_column(String(8), default="screen")


class Meeting(ClassScoped, Base):
    """A meeting that took place, told in one minute by one of those who were there.

    ``next_moved``: how often the day of the next one, ``next_on``, has been changed since.
    """

    __tablename__ = "meeting"
    __table_args__ = scoped_table_args(
        points_at("exchange_id", "exchange"), points_at("told_by_id", "membership", owner=False)
    )

    exchange_id: Mapped[UUID] = mapped_column(index=True)
    held_on: Mapped[date] = mapped_column(Date)
    starts_at: Mapped[time | None] = mapped_column(Time)
    present: Mapped[list[str]] = mapped_column(JSON, default=list)
    did: Mapped[str] = mapped_column(Text, default="")
    worked: Mapped[str] = mapped_column(Text, default="")
    next_time: Mapped[str] = mapped_column(Text, default="")
    next_on: Mapped[date | None] = mapped_column(Date)
    next_moved: Mapped[int] = mapped_column(Integer, default=0)
    told_by_id: Mapped[UUID]


class SelfEvaluation(ClassScoped, Base):
    """A participant's own look at their own learning; theirs unless they share it.

    ``on_paper``: the teacher entered it; without answers, its words stayed on the pupil's sheet.
    """

    __tablename__ = "self_evaluation"
    __table_args__ = scoped_table_args(
        UniqueConstraint("exchange_id", "membership_id", "role", "moment"),
        points_at("exchange_id", "exchange"),
        points_at("membership_id", "membership"),
    )

    exchange_id: Mapped[UUID] = mapped_column(index=True)
    membership_id: Mapped[UUID]
    role: Mapped[str] = mapped_column(String(16))
    moment: Mapped[str] = mapped_column(String(8), default="end")
    answers: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    where_i_am: Mapped[str | None] = mapped_column(String(16))
    with_partners: Mapped[bool] = mapped_column(default=False)
    with_teacher: Mapped[bool] = mapped_column(default=False)
    on_paper: Mapped[bool] = mapped_column(default=False)
    finished_at: Mapped[datetime | None]


class Review(ClassScoped, Base):
    """The partners' shared look back; ``version`` refuses a silent overwriting.

    ``given_at``: since when its words are in the class's memory, by the yes of every partner. It is
    kept beside the yeses, so that what was given stays given when one of them is erased.
    """

    __tablename__ = "review"
    __table_args__ = scoped_table_args(
        UniqueConstraint("exchange_id"),
        points_at("exchange_id", "exchange"),
        points_at("written_by_id", "membership", owner=False),
    )

    exchange_id: Mapped[UUID]
    learned: Mapped[str] = mapped_column(Text, default="")
    ways: Mapped[str] = mapped_column(Text, default="")
    thanks: Mapped[str] = mapped_column(Text, default="")
    celebrate: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(Integer, default=1)
    written_by_id: Mapped[UUID]
    given_at: Mapped[datetime | None]


class ReviewConsent(ClassScoped, Base):
    """One partner's yes to giving the review, in the words of one ``version``, to the class.

    A "no", a yes taken back and no answer leave no row: nobody can tell which it was.
    """

    __tablename__ = "review_consent"
    __table_args__ = scoped_table_args(
        UniqueConstraint("review_id", "membership_id"),
        points_at("review_id", "review"),
        points_at("membership_id", "membership"),
    )

    review_id: Mapped[UUID]
    membership_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(Integer)


class FollowUp(ClassScoped, Base):
    """What became of an exchange, told once and privately some weeks after its end.

    Without words it was asked and put aside: it is not asked again. ``shared`` with the class,
    without a name.
    """

    __tablename__ = "follow_up"
    __table_args__ = scoped_table_args(
        UniqueConstraint("exchange_id", "membership_id"),
        points_at("exchange_id", "exchange"),
        points_at("membership_id", "membership"),
    )

    exchange_id: Mapped[UUID] = mapped_column(index=True)
    membership_id: Mapped[UUID]
    words: Mapped[str] = mapped_column(Text, default="")
    shared: Mapped[bool] = mapped_column(default=False)
    told_at: Mapped[datetime]


class ChangeWish(ClassScoped, Base):
    """Somebody would like to go on with somebody else: told to the teacher alone, no reason kept.

    ``answered_at``: since when the teacher has dealt with it.
    """

    __tablename__ = "change_wish"
    __table_args__ = scoped_table_args(
        UniqueConstraint("exchange_id", "membership_id"),
        points_at("exchange_id", "exchange"),
        points_at("membership_id", "membership"),
    )

    exchange_id: Mapped[UUID]
    membership_id: Mapped[UUID]
    answered_at: Mapped[datetime | None]


class Observation(ClassScoped, Base):
    """Somebody who may come and observe; once all partners are in ``said_yes`` they take part.

    A "rather not" leaves no row: nobody can tell whose it was.
    """

    __tablename__ = "observation"
    __table_args__ = scoped_table_args(
        UniqueConstraint("exchange_id", "membership_id"),
        points_at("exchange_id", "exchange"),
        points_at("membership_id", "membership"),
    )

    exchange_id: Mapped[UUID]
    membership_id: Mapped[UUID]
    said_yes: Mapped[list[str]] = mapped_column(JSON, default=list)
