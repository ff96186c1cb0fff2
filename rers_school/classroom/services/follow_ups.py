"""Some weeks after an exchange its people may tell what became of it: once, and for themselves."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotFound
from rers_school.classroom.models import FollowUp
from rers_school.classroom.rules.evaluation import ANSWER_MOST
from rers_school.classroom.rules.text import clean
from rers_school.classroom.rules.trace import may_tell
from rers_school.classroom.services import drafts
from rers_school.classroom.services.rooms import enter


def tell(
    db: Session, actor: Actor, exchange_id: UUID, words: str, *, shared: bool = False
) -> FollowUp:
    """Keep what became of an exchange, in the actor's words; told again, it replaces them.

    *Errors*: ``empty``, ``too_long``, ``not_now`` (422), `NotFound` (404).
    """
    words = clean(words, most=ANSWER_MOST, lines=True, required=True)
    told = _mine(db, actor, exchange_id)
    told.words, told.shared, told.told_at = words, shared, clock.now()
    drafts.forget(db, actor, drafts.follow_up_form(exchange_id))
    db.flush()
    return told


def put_aside(db: Session, actor: Actor, exchange_id: UUID) -> None:
    """Ask no more about an exchange; what was told already stays.

    *Errors*: ``not_now`` (422), `NotFound` (404).
    """
    _mine(db, actor, exchange_id)
    drafts.forget(db, actor, drafts.follow_up_form(exchange_id))
    db.flush()


def _mine(db: Session, actor: Actor, exchange_id: UUID) -> FollowUp:
    """Return the actor's follow-up, begun if it is time."""
    room = enter(db, actor, exchange_id)
    if not room.is_partner:
        raise NotFound
    told = db.scalar(
        select(FollowUp).where(
            FollowUp.classroom_id == actor.classroom_id,
            FollowUp.exchange_id == exchange_id,
            FollowUp.membership_id == actor.membership_id,
        )
    )
    if told is not None:
        return told
    exchange, now = room.exchange, clock.now()
    if not may_tell(exchange.state, exchange.outcome, exchange.state_since, now):
        raise DomainError("not_now", state=exchange.state)
    told = FollowUp(
        classroom_id=actor.classroom_id,
        exchange_id=exchange_id,
        membership_id=actor.membership_id,
        told_at=now,
    )
    db.add(told)
    return told
