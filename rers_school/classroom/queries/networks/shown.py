"""What a teacher sees of the class's own part: what waits for a yes, and what others see."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.models import CardOpening, Demand, Membership, Offer, Savoir
from rers_school.classroom.queries.people import Who, who
from rers_school.classroom.rules.visibility import as_read, shown_of
from rers_school.classroom.services.networks.opening import fingerprint
from rers_school.classroom.services.settling import only_teachers

_TABLES: dict[str, Any] = {"offer": Offer, "demand": Demand}


@dataclass(frozen=True, slots=True)
class OpenedCard:
    """A card that its owner lets be seen further; ``seen`` is the digest of what stands here.

    ``state`` of the opening: "asked", "changed" (other words than those agreed to), "kept" (in the
    class, by the teacher), "rests" (agreed, and not on the class's own wall now), "shown".
    """

    id: UUID
    kind: str
    card_id: UUID
    person: Who
    savoir: str
    fields: dict[str, Any]
    reach: str
    state: str
    seen: str
    kept_word: str | None
    since: datetime


def opened_cards(db: Session, actor: Actor) -> list[OpenedCard]:
    """Return the cards of the class that their owners opened, by name: two queries.

    *Errors*: `NotAllowed` (403) for everybody but teachers.
    """
    only_teachers(actor)
    found = [one for kind in _TABLES for one in _opened(db, actor, kind)]
    return sorted(found, key=lambda one: (one.person.shown_name, one.since, one.id))


def asks_waiting(db: Session, classroom_id: UUID) -> int:
    """Return how many openings a teacher has not looked at yet: one query."""
    return (
        db.scalar(
            select(func.count(CardOpening.id)).where(
                CardOpening.classroom_id == classroom_id,
                CardOpening.agreed_words.is_(None),
                CardOpening.kept_word.is_(None),
            )
        )
        or 0
    )


def reach_of(db: Session, actor: Actor) -> dict[UUID, CardOpening]:
    """Return the openings of the actor's own cards, by card: one query."""
    rows = db.scalars(
        select(CardOpening).where(
            CardOpening.classroom_id == actor.classroom_id,
            CardOpening.membership_id == actor.membership_id,
        )
    )
    return {card: one for one in rows if (card := one.offer_id or one.demand_id) is not None}


def opening_of(db: Session, actor: Actor, kind: str, card_id: UUID) -> CardOpening | None:
    """Return how far a card of the class is opened, or nothing: one query."""
    own = CardOpening.offer_id if kind == "offer" else CardOpening.demand_id
    found: CardOpening | None = db.scalar(
        select(CardOpening).where(CardOpening.classroom_id == actor.classroom_id, own == card_id)
    )
    return found


def _opened(db: Session, actor: Actor, kind: str) -> list[OpenedCard]:
    table = _TABLES[kind]
    own = CardOpening.offer_id if kind == "offer" else CardOpening.demand_id
    rows: Any = db.execute(
        select(CardOpening, table, Savoir.name, Membership)
        .join(table, table.id == own)
        .join(Savoir, Savoir.id == table.savoir_id)
        .join(Membership, Membership.id == table.membership_id)
        .where(CardOpening.classroom_id == actor.classroom_id, Membership.active.is_(True))
    )
    found = []
    for opening, card, savoir, member in rows:
        read = as_read(kind, savoir, card)
        if opening.kept_word is not None:
            state = "kept"
        elif opening.agreed_words != read:
            state = "asked" if opening.agreed_at is None else "changed"
        else:
            state = "shown" if card.state == "visible" else "rests"
        found.append(
            OpenedCard(
                id=opening.id,
                kind=kind,
                card_id=card.id,
                person=who(member),
                savoir=savoir,
                fields=shown_of(kind, card),
                reach=opening.reach,
                state=state,
                seen=fingerprint(read),
                kept_word=opening.kept_word,
                since=opening.created_at,
            )
        )
    return found
