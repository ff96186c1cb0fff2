"""What exchanging changes for somebody, in their own words: theirs, unless they share them."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotFound
from rers_school.classroom.models import Effect
from rers_school.classroom.rules.gatherings import EFFECT_MOST, STARTERS
from rers_school.classroom.rules.text import clean


def tell(db: Session, actor: Actor, starter: str, words: str, *, shared: bool = False) -> Effect:
    """Keep a sentence of the actor's own and return it.

    *Errors*: ``starter``, ``empty``, ``too_long`` (422).
    """
    if starter not in STARTERS:
        raise DomainError("starter", field="starter")
    effect = Effect(
        classroom_id=actor.classroom_id,
        membership_id=actor.membership_id,
        starter=starter,
        words=clean(words, most=EFFECT_MOST, lines=True, required=True),
        shared=shared,
    )
    db.add(effect)
    db.flush()
    return effect


def share(db: Session, actor: Actor, effect_id: UUID, *, shared: bool) -> None:
    """Let the class read a sentence of one's own, or keep it for oneself again.

    *Errors*: `NotFound` (404), also for somebody else's.
    """
    _own(db, actor, effect_id).shared = shared
    db.flush()


def remove(db: Session, actor: Actor, effect_id: UUID) -> None:
    """Remove a sentence of one's own.

    *Errors*: `NotFound` (404), also for somebody else's.
    """
    db.delete(_own(db, actor, effect_id))
    db.flush()


def _own(db: Session, actor: Actor, effect_id: UUID) -> Effect:
    effect = db.scalar(
        select(Effect).where(
            Effect.classroom_id == actor.classroom_id,
            Effect.id == effect_id,
            Effect.membership_id == actor.membership_id,
        )
    )
    if effect is None:
        raise NotFound
    return effect
