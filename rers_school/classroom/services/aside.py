"""What a teacher does about cards, for safety only: a glance, and off the wall with a word."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound, Stale
from rers_school.classroom.models import MarketDay, MarketMeeting
from rers_school.classroom.rules.market_day import MarketState
from rers_school.classroom.rules.text import clean
from rers_school.classroom.services.cards import KINDS, Card
from rers_school.classroom.services.networks import sharing
from rers_school.classroom.services.savoirs import touch

WORD_MOST = 300


def hide(db: Session, actor: Actor, kind: str, card_id: UUID, word: str) -> Card:
    """Take a card off the wall, with a word that its author reads; return it.

    Its author can change it, and the teacher puts it back (`put_back`). Doing it again changes
    the word.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``empty``, ``too_long``, ``own_card`` (422),
    ``not_on_wall`` (409) when it is resting or its author took it off meanwhile.
    """
    card = _any_card(db, actor, kind, card_id)
    if card.membership_id == actor.membership_id:
        raise DomainError("own_card")
    if card.state not in ("visible", "hidden"):
        raise Stale("not_on_wall")
    card.hidden_word = clean(word, most=WORD_MOST, required=True, lines=True)
    card.state, card.hidden_version = "hidden", card.version
    db.flush()
    sharing.settle(db, actor.classroom_id, [card.membership_id])
    touch(db, actor.classroom_id)
    if kind == "offer":
        _tell_the_market(db, card)
    return card


def put_back(db: Session, actor: Actor, kind: str, card_id: UUID, seen: int) -> Card:
    """Put a card that a teacher took off back on the wall, and forget the word; return it.

    ``seen``: the version that the teacher has read. A card that its author has taken off for
    themself stays off, until they want it back. Doing it twice is doing it once.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``card_changed`` (409).
    """
    card = _any_card(db, actor, kind, card_id)
    if card.hidden_word is None:
        return card
    if card.version != seen:
        raise Stale("card_changed")
    if card.state == "hidden":
        card.state, card.glanced_at = "visible", clock.now()
    card.hidden_word = card.hidden_version = None
    db.flush()
    sharing.settle(db, actor.classroom_id, [card.membership_id])
    touch(db, actor.classroom_id)
    return card


def these_are_fine(db: Session, actor: Actor, seen: Iterable[tuple[str, UUID, int]]) -> int:
    """Let cards be projected that a teacher has looked at; return how many.

    ``seen``: kind, card and the version that was shown; one that has been changed meanwhile waits
    again.

    *Errors*: `NotAllowed` (403).
    """
    if not actor.is_teacher:
        raise NotAllowed
    versions = {(kind, card_id): version for kind, card_id, version in seen}
    done = 0
    for kind, table in KINDS.items():
        of: Any = table
        ids = [card_id for known, card_id in versions if known == kind]
        for card in db.scalars(
            select(of).where(
                of.classroom_id == actor.classroom_id, of.id.in_(ids), of.glanced_at.is_(None)
            )
        ):
            if card.version == versions[kind, card.id]:
                card.glanced_at = clock.now()
                done += 1
    db.flush()
    if done:
        touch(db, actor.classroom_id)
    return done


def _tell_the_market(db: Session, card: Card) -> None:
    """Let a board that shows this card in its rounds be made anew: it is projected."""
    shown = select(MarketMeeting.market_day_id).where(
        MarketMeeting.classroom_id == card.classroom_id,
        MarketMeeting.giver_id == card.membership_id,
        MarketMeeting.savoir_id == card.savoir_id,
    )
    db.execute(
        update(MarketDay)
        .where(
            MarketDay.classroom_id == card.classroom_id,
            MarketDay.id.in_(shown),
            MarketDay.state != MarketState.OVER,
        )
        .values(revision=MarketDay.revision + 1)
        .execution_options(synchronize_session=False)
    )


def _any_card(db: Session, actor: Actor, kind: str, card_id: UUID) -> Card:
    if not actor.is_teacher:
        raise NotAllowed
    table: Any = KINDS[kind]
    card: Card | None = db.scalar(
        select(table).where(table.classroom_id == actor.classroom_id, table.id == card_id)
    )
    if card is None:
        raise NotFound
    return card
