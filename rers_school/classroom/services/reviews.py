"""The shared review: partners write one text together, and never over each other."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, Stale
from rers_school.classroom.models import Review
from rers_school.classroom.rules.evaluation import ANSWER_MOST, REVIEW
from rers_school.classroom.rules.text import clean
from rers_school.classroom.services import drafts
from rers_school.classroom.services.exchanges import show_change
from rers_school.classroom.services.review_giving import OPEN, let_go
from rers_school.classroom.services.rooms import as_participant


def write(
    db: Session, actor: Actor, exchange_id: UUID, texts: Mapping[str, str], seen: int
) -> Review:
    """Keep the shared review and return it.

    ``seen`` is the version that the author had before their eyes, 0 for none. A yes to giving the
    earlier words to the class does not hold for new ones.

    *Errors*: `Stale` (409) when somebody wrote meanwhile, ``empty``, ``too_long``, ``not_now``
    (422), `NotAllowed` (403), `NotFound` (404).
    """
    room = as_participant(db, actor, exchange_id)
    if room.exchange.state not in OPEN:
        raise DomainError("not_now", state=room.exchange.state)
    words = {name: clean(texts.get(name, ""), most=ANSWER_MOST, lines=True) for name in REVIEW}
    if not any(words.values()):
        raise DomainError("empty", field="learned")
    review = db.scalar(
        select(Review)
        .where(Review.classroom_id == actor.classroom_id, Review.exchange_id == exchange_id)
        .execution_options(populate_existing=True)
    )
    if review is not None and words == {name: getattr(review, name) for name in REVIEW}:
        drafts.forget(db, actor, drafts.review_form(exchange_id))
        return review
    if (review.version if review else 0) != seen:
        raise Stale
    if review is None:
        review = Review(classroom_id=actor.classroom_id, exchange_id=exchange_id, version=0)
        db.add(review)
    for name, text in words.items():
        setattr(review, name, text)
    review.version, review.written_by_id = seen + 1, actor.membership_id
    let_go(db, review)
    show_change(room.exchange)
    drafts.forget(db, actor, drafts.review_form(exchange_id))
    db.flush()
    return review
