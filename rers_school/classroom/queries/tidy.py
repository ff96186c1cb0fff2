"""Savoirs that may have been named twice, and what has been brought together so far."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.models import Demand, Offer, Savoir
from rers_school.classroom.rules.text import likely_twins

LIKELY = 0.6
PROPOSED_MOST = 12
# Every name is compared with every other one: beyond this the page would no longer be quick.
COMPARED_MOST = 200


@dataclass(frozen=True, slots=True)
class Heading:
    """A savoir as the wall heads its row; ``cards`` are the words of the cards in it."""

    id: UUID
    name: str
    cards: tuple[str, ...]
    under: tuple["Gathered", ...] = ()


@dataclass(frozen=True, slots=True)
class Gathered:
    """A savoir whose cards the tidy-up shows under another heading."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Twins:
    """Two headings that may mean the same savoir."""

    one: Heading
    other: Heading


@dataclass(frozen=True, slots=True)
class Tidy:
    """The tidy-up page."""

    proposals: tuple[Twins, ...]
    gathered: tuple[Heading, ...]
    headings: tuple[Heading, ...]


def tidy(db: Session, classroom_id: UUID) -> Tidy:
    """Return what could be tidied and what is, in three queries whatever the size of the wall."""
    savoirs = db.execute(
        select(Savoir.id, Savoir.name, Savoir.under_id, Savoir.created_at)
        .where(Savoir.classroom_id == classroom_id)
        .order_by(Savoir.sort_key, Savoir.id)
    ).all()
    cards = _cards(db, classroom_id)
    under: dict[UUID, list[Gathered]] = defaultdict(list)
    for one in savoirs:
        if one.under_id is not None:
            under[one.under_id].append(Gathered(one.id, one.name))
    headings = [
        Heading(one.id, one.name, tuple(cards[one.id]), tuple(under[one.id]))
        for one in savoirs
        if cards[one.id] or under[one.id]
    ]
    made = {one.id: one.created_at for one in savoirs}
    newest = sorted(headings, key=lambda one: (made[one.id], str(one.id)))[-COMPARED_MOST:]
    by_name = {one.name: one for one in newest if one.cards}
    proposals = [
        Twins(by_name[one], by_name[other])
        for one, other, alike in likely_twins(sorted(by_name))
        if alike >= LIKELY and not _gathered(by_name[one], by_name[other])
    ]
    return Tidy(
        proposals=tuple(proposals[:PROPOSED_MOST]),
        gathered=tuple(one for one in headings if one.under),
        headings=tuple(headings),
    )


def _gathered(one: Heading, other: Heading) -> bool:
    # An author has taken their card out again: do not propose the same thing once more.
    return any(inside.id == other.id for inside in one.under) or any(
        inside.id == one.id for inside in other.under
    )


def _cards(db: Session, classroom_id: UUID) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    for table in (Offer, Demand):
        for savoir_id, words in db.execute(
            select(table.savoir_id, table.words)
            .where(table.classroom_id == classroom_id, table.state.not_in(("withdrawn", "hidden")))
            .order_by(table.created_at, table.id)
        ):
            found[savoir_id].append(words)
    return found
