"""What exchanging changes, in the participants' own words."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.models import Effect


@dataclass(frozen=True, slots=True)
class EffectView:
    """One sentence: how it begins, and its author's words. Whose it is, no page says."""

    id: UUID
    starter: str
    words: str
    shared: bool


def my_effects(db: Session, actor: Actor) -> tuple[EffectView, ...]:
    """Return the sentences of the actor's own, the latest first."""
    return _effects(db, Effect.membership_id == actor.membership_id)


def shared_effects(db: Session) -> tuple[EffectView, ...]:
    """Return the sentences that their authors gave to the class, the latest first."""
    return _effects(db, Effect.shared.is_(True))


def _effects(db: Session, these: ColumnElement[bool]) -> tuple[EffectView, ...]:
    rows = db.scalars(select(Effect).where(these).order_by(Effect.created_at.desc(), Effect.id))
    return tuple(EffectView(one.id, one.starter, one.words, one.shared) for one in rows)
