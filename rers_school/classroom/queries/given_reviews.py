"""Shared reviews that their partners gave to the class, and whose yes is whose to say."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from rers_school.classroom.models import Exchange, Membership, Review, ReviewConsent, Savoir
from rers_school.classroom.queries.people import Who
from rers_school.classroom.rules.evaluation import REVIEW
from rers_school.classroom.services.cards import written_by_teachers
from rers_school.classroom.services.rooms import Room


@dataclass(frozen=True, slots=True)
class GivenWords:
    """One part of a review that was given; ``review`` names where it comes from, nobody."""

    review: UUID
    part: str
    savoir: str
    words: str


@dataclass(frozen=True, slots=True)
class YesToGive:
    """A yes that the reader may say: their own, or as a teacher that of a partner without account.

    ``said``: to the words as they stand. ``before``: to words that have changed since.
    """

    who: Who
    mine: bool
    said: bool
    before: bool


def given_words(db: Session) -> list[GivenWords]:
    """Return what was given to the class, part by part, the oldest first: one query."""
    rows = db.execute(
        select(Review, Savoir.name)
        .join(Exchange, Exchange.id == Review.exchange_id)
        .join(Savoir, Savoir.id == Exchange.savoir_id)
        .where(Review.given_at.is_not(None))
        .order_by(Review.given_at, Review.id)
        .execution_options(populate_existing=True)
    ).all()
    return [
        GivenWords(review.id, part, savoir, getattr(review, part))
        for part in REVIEW
        for review, savoir in rows
        if getattr(review, part)
    ]


def yes_to_give(
    db: Session, room: Room, review: Review, people: dict[UUID, Who]
) -> tuple[YesToGive, ...]:
    """Return the yeses that the reader may say or take back, their own first: one query.

    Where a partner has been erased nothing can be given any more, only taken back. Whether the
    others have said yes is not in it: nobody is to read who has not.
    """
    me = room.actor.membership_id
    rows = db.execute(
        select(Membership.id, ReviewConsent.version)
        .outerjoin(
            ReviewConsent,
            and_(
                ReviewConsent.membership_id == Membership.id, ReviewConsent.review_id == review.id
            ),
        )
        .where(
            Membership.id.in_(room.needed),
            or_(Membership.id == me, written_by_teachers(room.actor)),
        )
        .order_by(Membership.created_at, Membership.id)
    )
    versions: dict[UUID, int | None] = {who: seen for who, seen in rows}
    gone = any(people[one].gone for one in room.needed)
    found = [
        YesToGive(
            who=people[who],
            mine=who == me,
            said=seen == review.version,
            before=seen is not None and seen != review.version,
        )
        for who, seen in versions.items()
        if seen is not None or not gone
    ]
    return tuple(sorted(found, key=lambda one: not one.mine))
