"""Which cards of a class hang on the walls of its networks: brought up to date after every change.

One place decides it, by the rule `visibility.hangs`; a row of `SharedCard` is the result. The pages
of a network look at the card itself once more, so that a row that was forgotten shows nothing.
"""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rers_school.classroom.models import (
    CardOpening,
    Classroom,
    Demand,
    Membership,
    NetworkClass,
    Offer,
    Savoir,
    SharedCard,
    SharedWord,
)
from rers_school.classroom.rules.likeness import meeting_key
from rers_school.classroom.rules.visibility import Shared, as_read, hangs
from rers_school.classroom.rules.words import fold, main_words, stem

_WORD_MOST = 60


def settle(db: Session, classroom_id: UUID, owners: Iterable[UUID] | None = None) -> None:
    """Hang the cards of a class on the walls of its networks as they are opened and agreed now.

    ``owners``: only the cards of these people. A class that opened nothing pays one query.
    """
    opened = select(CardOpening).where(CardOpening.classroom_id == classroom_id)
    if owners is not None:
        opened = opened.where(CardOpening.membership_id.in_(list(owners)))
    openings = db.scalars(opened.execution_options(populate_existing=True)).all()
    if not openings:
        return
    places = db.scalars(select(NetworkClass).where(NetworkClass.classroom_id == classroom_id)).all()
    school_id = db.scalars(select(Classroom.school_id).where(Classroom.id == classroom_id)).one()
    cards = _cards(db, classroom_id, openings)
    hanging: dict[tuple[UUID, UUID], SharedCard] = {
        (one.opening_id, one.network_id): one
        for one in db.scalars(
            select(SharedCard).where(
                SharedCard.classroom_id == classroom_id,
                SharedCard.opening_id.in_([one.id for one in openings]),
            )
        )
    }
    words = _known_words(db, [one.id for one in hanging.values()])
    for opening in openings:
        kind, card, savoir, here = cards[opening.id]
        agreed = opening.agreed_words == as_read(kind, savoir.name, card)
        if not agreed:
            # Other words than those that the teacher has read ask anew.
            opening.agreed_words = None
        for place in places:
            before = hanging.pop((opening.id, place.network_id), None)
            shared = Shared(place.offers, place.demands)
            if not hangs(kind, state=card.state, here=here, agreed=agreed, shared=shared):
                if before is not None:
                    db.delete(before)
                continue
            known = words[before.id] if before is not None else set()
            _hang(db, before, opening, place, school_id, card, savoir, known)
    for gone in hanging.values():
        db.delete(gone)
    db.flush()


def _hang(
    db: Session,
    before: SharedCard | None,
    opening: CardOpening,
    place: NetworkClass,
    school_id: UUID,
    card: Any,
    savoir: Savoir,
    known: set[str],
) -> None:
    row = before or SharedCard(
        classroom_id=opening.classroom_id,
        network_id=place.network_id,
        network_class_id=place.id,
        opening_id=opening.id,
        membership_id=opening.membership_id,
        offer_id=opening.offer_id,
        demand_id=opening.demand_id,
        kind="offer" if opening.offer_id else "demand",
    )
    row.school_id, row.reach = school_id, opening.reach
    key = meeting_key(savoir.name)
    moved = before is None or row.savoir_key != key
    row.savoir_key = key
    if before is None:
        db.add(row)
    db.flush()
    found = {*words_of(savoir.name), *words_of(card.words)}
    if moved or known != found:
        _index(db, row, found)


def _index(db: Session, row: SharedCard, words: set[str]) -> None:
    """Let a card be found by these words and no others."""
    db.execute(delete(SharedWord).where(SharedWord.shared_card_id == row.id))
    for word in sorted(words):
        db.add(
            SharedWord(
                shared_card_id=row.id,
                word=word,
                savoir_key=row.savoir_key,
                network_id=row.network_id,
            )
        )


def _known_words(db: Session, ids: Collection[UUID]) -> dict[UUID, set[str]]:
    """Return by which words cards are found now: one query."""
    found: dict[UUID, set[str]] = {id: set() for id in ids}
    for card_id, word in db.execute(
        select(SharedWord.shared_card_id, SharedWord.word).where(
            SharedWord.shared_card_id.in_(found)
        )
    ):
        found[card_id].add(word)
    return found


def words_of(text: str) -> list[str]:
    """Return the words by which a text is found: folded, in the singular, without articles."""
    return [stem(word)[:_WORD_MOST] for word in main_words(text) or fold(text).split()]


def _cards(
    db: Session, classroom_id: UUID, openings: Iterable[CardOpening]
) -> dict[UUID, tuple[str, Any, Savoir, bool]]:
    """Return for each opening its kind, card, heading, and whether its owner is in the class."""
    by_card = {one.offer_id or one.demand_id: one.id for one in openings}
    found: dict[UUID, tuple[str, Any, Savoir, bool]] = {}
    for kind, table in (("offer", Offer), ("demand", Demand)):
        rows: Any = db.execute(
            select(table, Savoir, Membership.active, Membership.maybe_id)
            .join(Savoir, Savoir.id == table.savoir_id)
            .join(Membership, Membership.id == table.membership_id)
            .where(table.classroom_id == classroom_id, table.id.in_(list(by_card)))
            .execution_options(populate_existing=True)
        )
        for card, savoir, active, newcomer in rows:
            found[by_card[card.id]] = (kind, card, savoir, active and newcomer is None)
    return found
