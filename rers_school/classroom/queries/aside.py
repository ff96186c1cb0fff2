"""The cards that wait for a teacher: for a glance, or taken off the wall and changed since."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import NotAllowed
from rers_school.classroom.models import Demand, Membership, Offer
from rers_school.classroom.queries.people import Who, who
from rers_school.classroom.queries.savoirs import reworded

Wanted: TypeAlias = Callable[[Any], ColumnElement[bool]]
_KINDS: tuple[tuple[str, Any], ...] = (("offer", Offer), ("demand", Demand))


@dataclass(frozen=True, slots=True)
class AsideCard:
    """A card as a teacher looks at it; ``version`` is what has been read."""

    id: UUID
    kind: str
    words: str
    person: Who
    version: int
    hidden_word: str | None
    reworded: bool
    created_at: datetime


def cards_aside(db: Session, actor: Actor) -> tuple[AsideCard, ...]:
    """Return the cards that are off the wall by a teacher's hand, changed ones first: two queries.

    *Errors*: `NotAllowed` (403) for everybody else.
    """
    found = _cards(db, actor, lambda table: table.state == "hidden")
    return tuple(sorted(found, key=lambda one: (not one.reworded, one.created_at, str(one.id))))


def to_glance_at(db: Session, actor: Actor) -> tuple[AsideCard, ...]:
    """Return the cards on the wall that no teacher has looked at yet, by age: two queries.

    *Errors*: `NotAllowed` (403) for everybody else.
    """
    found = _cards(db, actor, _not_looked_at)
    return tuple(sorted(found, key=lambda one: (one.created_at, str(one.id))))


def unglanced(db: Session, classroom_id: UUID) -> int:
    """Return how many cards on the wall no teacher has looked at yet: one query."""
    return _count(db, classroom_id, _not_looked_at)


def aside_now(db: Session, classroom_id: UUID) -> int:
    """Return how many cards are off the wall by a teacher's hand: one query."""
    return _count(db, classroom_id, lambda table: table.state == "hidden")


def changed_aside(db: Session, classroom_id: UUID) -> int:
    """Return how many cards were changed since a teacher took them off the wall: one query."""
    return _count(
        db,
        classroom_id,
        lambda table: and_(table.state == "hidden", table.version > table.hidden_version),
    )


def _not_looked_at(table: Any) -> ColumnElement[bool]:
    return and_(table.state == "visible", table.glanced_at.is_(None))


def _count(db: Session, classroom_id: UUID, wanted: Wanted) -> int:
    counts = [
        select(func.count())
        .select_from(table)
        .join(Membership, Membership.id == table.membership_id)
        .where(table.classroom_id == classroom_id, Membership.active.is_(True), wanted(table))
        .scalar_subquery()
        for _kind, table in _KINDS
    ]
    return db.scalar(select(counts[0] + counts[1])) or 0


def _cards(db: Session, actor: Actor, wanted: Wanted) -> list[AsideCard]:
    if not actor.is_teacher:
        raise NotAllowed
    return [
        AsideCard(
            id=card.id,
            kind=kind,
            words=card.words,
            person=who(author),
            version=card.version,
            hidden_word=card.hidden_word,
            reworded=reworded(card),
            created_at=card.created_at,
        )
        for kind, table in _KINDS
        for card, author in db.execute(
            select(table, Membership)
            .join(Membership, Membership.id == table.membership_id)
            .where(
                table.classroom_id == actor.classroom_id,
                Membership.active.is_(True),
                wanted(table),
            )
            .execution_options(populate_existing=True)
        )
    ]
