"""The owner opens a card beyond the class, its teacher agrees; both can take it back."""

import hashlib
from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotFound
from rers_school.classroom.models import CardOpening, Demand, NetworkClass, Offer, Savoir
from rers_school.classroom.rules.text import clean
from rers_school.classroom.rules.visibility import BEYOND, as_read
from rers_school.classroom.services import cards
from rers_school.classroom.services.networks.sharing import settle
from rers_school.classroom.services.savoirs import touch
from rers_school.classroom.services.settling import only_teachers

WORD_MOST = 500


def open_card(db: Session, actor: Actor, kind: str, card_id: UUID, reach: str) -> CardOpening:
    """Let one's own card be seen as far as ``reach``, once the teacher has agreed; return it.

    A teacher's own card, or one that the teacher writes for an adult, is agreed by that.

    *Errors*: ``reach``, ``no_network``, ``card_state`` (422), `NotFound` (404).
    """
    card = cards.own(db, actor, kind, card_id)
    if reach not in BEYOND:
        raise DomainError("reach")
    if card.state not in ("visible", "resting"):
        raise DomainError("card_state", state=card.state)
    if not in_a_network(db, actor.classroom_id):
        raise DomainError("no_network")
    opening = _of_card(db, actor.classroom_id, kind, card_id)
    if opening is None:
        opening = CardOpening(
            classroom_id=actor.classroom_id, membership_id=card.membership_id, reach=reach
        )
        setattr(opening, f"{kind}_id", card.id)
        db.add(opening)
    opening.reach, opening.kept_word = str(reach), None
    db.flush()
    if actor.is_teacher:
        _agree(db, actor, opening)
    _show(db, actor.classroom_id, opening.membership_id)
    return opening


def narrow(db: Session, actor: Actor, kind: str, card_id: UUID) -> None:
    """Bring one's own card back into the class, at once.

    *Errors*: `NotFound` (404) when it is not the actor's.
    """
    card = cards.own(db, actor, kind, card_id)
    opening = _of_card(db, actor.classroom_id, kind, card_id)
    if opening is not None:
        db.delete(opening)
        db.flush()
        _show(db, actor.classroom_id, card.membership_id)


def agree(db: Session, actor: Actor, read: Collection[tuple[UUID, str]]) -> int:
    """Agree to openings as they were read; return how many changed meanwhile and wait on.

    *Shapes*: ``read`` are pairs (opening, digest of what was read: `fingerprint`).
    *Errors*: `NotAllowed` (403).
    """
    only_teachers(actor)
    changed = 0
    for opening_id, seen in read:
        opening = db.scalar(
            select(CardOpening).where(
                CardOpening.classroom_id == actor.classroom_id, CardOpening.id == opening_id
            )
        )
        if opening is None or fingerprint(_as_read(db, opening)) != seen:
            changed += 1
            continue
        _agree(db, actor, opening)
    settle(db, actor.classroom_id)
    touch(db, actor.classroom_id)
    return changed


def keep_in(db: Session, actor: Actor, opening_id: UUID, word: str) -> None:
    """Keep a card in the class for now, with a word to its owner.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``empty``, ``too_long`` (422).
    """
    only_teachers(actor)
    opening = db.scalar(
        select(CardOpening).where(
            CardOpening.classroom_id == actor.classroom_id, CardOpening.id == opening_id
        )
    )
    if opening is None:
        raise NotFound
    opening.kept_word = clean(word, most=WORD_MOST, lines=True, required=True)
    opening.agreed_words = opening.agreed_at = opening.agreed_by_id = None
    db.flush()
    _show(db, actor.classroom_id, opening.membership_id)


def in_a_network(db: Session, classroom_id: UUID) -> bool:
    """Tell whether the class is in any network."""
    return bool(
        db.scalar(select(NetworkClass.id).where(NetworkClass.classroom_id == classroom_id).limit(1))
    )


def fingerprint(words: str) -> str:
    """Return a short digest of what the teacher's page showed of a card."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _agree(db: Session, actor: Actor, opening: CardOpening) -> None:
    opening.agreed_words, opening.agreed_at = _as_read(db, opening), clock.now()
    opening.agreed_by_id, opening.kept_word = actor.membership_id, None
    db.flush()


def _as_read(db: Session, opening: CardOpening) -> str:
    kind: str = "offer" if opening.offer_id else "demand"
    table: Any = Offer if opening.offer_id else Demand
    card, name = db.execute(
        select(table, Savoir.name)
        .join(Savoir, Savoir.id == table.savoir_id)
        .where(
            table.classroom_id == opening.classroom_id,
            table.id == (opening.offer_id or opening.demand_id),
        )
        .execution_options(populate_existing=True)
    ).one()
    return as_read(kind, name, card)


def _of_card(db: Session, classroom_id: UUID, kind: str, card_id: UUID) -> CardOpening | None:
    column = CardOpening.offer_id if kind == "offer" else CardOpening.demand_id
    found: CardOpening | None = db.scalar(
        select(CardOpening).where(CardOpening.classroom_id == classroom_id, column == card_id)
    )
    return found


def _show(db: Session, classroom_id: UUID, owner: UUID) -> None:
    settle(db, classroom_id, [owner])
    touch(db, classroom_id)
