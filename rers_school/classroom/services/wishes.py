"""Private answers to a card on the wall: "I could help", "I'd like that too"."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotFound
from rers_school.classroom.models import Wish
from rers_school.classroom.services.cards import KINDS


def wish(db: Session, actor: Actor, kind: str, card_id: UUID) -> None:
    """Say privately that one could help with a demand, or would like an offer too.

    Only the teacher sees it, as a wish in Introductions. Saying it twice is saying it once.

    *Errors*: `NotFound` (404) where the card is not on the wall, ``own_card`` (422).
    """
    card = _on_the_wall(db, actor, kind, card_id)
    if card.membership_id == actor.membership_id:
        raise DomainError("own_card")
    if not wished(db, actor, kind, card_id):
        db.add(
            Wish(
                classroom_id=actor.classroom_id,
                membership_id=actor.membership_id,
                offer_id=card_id if kind == "offer" else None,
                demand_id=card_id if kind == "demand" else None,
            )
        )
        db.flush()


def take_back(db: Session, actor: Actor, kind: str, card_id: UUID) -> None:
    """Take a wish back; there may be none."""
    for one in db.scalars(_mine(actor, kind, card_id)).all():
        db.delete(one)
    db.flush()


def wished(db: Session, actor: Actor, kind: str, card_id: UUID) -> bool:
    """Tell whether the actor has answered this card."""
    return db.scalar(_mine(actor, kind, card_id)) is not None


def _mine(actor: Actor, kind: str, card_id: UUID) -> Any:
    of_card: ColumnElement[bool] = (
        Wish.offer_id == card_id if kind == "offer" else Wish.demand_id == card_id
    )
    return select(Wish).where(
        Wish.classroom_id == actor.classroom_id,
        Wish.membership_id == actor.membership_id,
        of_card,
    )


def _on_the_wall(db: Session, actor: Actor, kind: str, card_id: UUID) -> Any:
    table: Any = KINDS[kind]
    card = db.scalar(
        select(table).where(
            table.classroom_id == actor.classroom_id,
            table.id == card_id,
            table.state == "visible",
        )
    )
    if card is None:
        raise NotFound
    return card
