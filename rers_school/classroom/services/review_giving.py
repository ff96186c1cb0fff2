"""Partners give the words of their shared review to the class's memory, each with their own yes."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound, Stale
from rers_school.classroom.models import Review, ReviewConsent
from rers_school.classroom.queries.people import everybody, teachers_write_for
from rers_school.classroom.services import memory
from rers_school.classroom.services.rooms import Room, enter
from rers_school.classroom.services.savoirs import touch

#: Where a shared review is written, it may be given as well.
OPEN = ("looking_back", "closed")


def give(db: Session, actor: Actor, exchange_id: UUID, who: UUID, seen: int) -> None:
    """Keep the yes of a partner to the words of the version ``seen``.

    Once every partner has said yes to the same words, the class has them. A teacher says the yes of
    a partner without an account, who cannot say it here.

    *Errors*: `Stale` (409) when the words have changed meanwhile, ``not_now`` (422) also where a
    partner is gone who cannot be asked any more, `NotAllowed` (403), `NotFound` (404).
    """
    room, review = _theirs(db, actor, exchange_id, who)
    if room.exchange.state not in OPEN:
        raise DomainError("not_now", state=room.exchange.state)
    people = everybody(db)
    if any(people[one].gone for one in room.needed):
        raise DomainError("not_now", state=room.exchange.state)
    if review.version != seen:
        raise Stale
    said = {one.membership_id: one for one in _said(db, review)}
    if who in said:
        said[who].version = seen
    else:
        said[who] = ReviewConsent(
            classroom_id=actor.classroom_id, review_id=review.id, membership_id=who, version=seen
        )
        db.add(said[who])
    if room.needed <= {one for one, consent in said.items() if consent.version == seen}:
        review.given_at = review.given_at or clock.now()
        touch(db, actor.classroom_id)
    db.flush()


def take_back(db: Session, actor: Actor, exchange_id: UUID, who: UUID) -> None:
    """Take a yes back: the class has the words no longer, and reads no reason and no name.

    *Errors*: `NotAllowed` (403), `NotFound` (404).
    """
    _room, review = _theirs(db, actor, exchange_id, who)
    db.execute(
        delete(ReviewConsent)
        .where(
            ReviewConsent.classroom_id == actor.classroom_id,
            ReviewConsent.review_id == review.id,
            ReviewConsent.membership_id == who,
        )
        .execution_options(synchronize_session="fetch")
    )
    let_go(db, review)


def let_go(db: Session, review: Review) -> None:
    """Take the words out of the class's memory, and out of what was kept of this school year."""
    if review.given_at is None:
        return
    review.given_at = None
    memory.let_go(db, review.classroom_id, str(review.id))
    db.flush()
    touch(db, review.classroom_id)


def _theirs(db: Session, actor: Actor, exchange_id: UUID, who: UUID) -> tuple[Room, Review]:
    room = enter(db, actor, exchange_id)
    if who not in room.needed:
        raise NotAllowed
    if who != actor.membership_id and not teachers_write_for(db, actor, who):
        raise NotAllowed
    review = db.scalar(
        select(Review)
        .where(Review.classroom_id == actor.classroom_id, Review.exchange_id == exchange_id)
        .execution_options(populate_existing=True)
    )
    if review is None:
        raise NotFound
    return room, review


def _said(db: Session, review: Review) -> list[ReviewConsent]:
    return list(
        db.scalars(
            select(ReviewConsent)
            .where(
                ReviewConsent.classroom_id == review.classroom_id,
                ReviewConsent.review_id == review.id,
            )
            .execution_options(populate_existing=True)
        )
    )
