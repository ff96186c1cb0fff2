"""The wall as it is projected: large, in pages, with the cards that are new."""

from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.models import Demand, Offer
from rers_school.classroom.queries.classroom import classroom_of
from rers_school.classroom.queries.wall import WallCard, WallRow, wall
from rers_school.classroom.rules.board import NEW_FOR, pages
from rers_school.classroom.rules.text import fold

NEWS_MOST = 3


@dataclass(frozen=True, slots=True)
class News:
    """A card that has come on the board lately; ``page`` is where it hangs."""

    card: WallCard
    savoir: str
    page: int


@dataclass(frozen=True, slots=True)
class Board:
    """One page of the projected wall, and what is new anywhere on it, the newest first.

    ``waiting``: how many cards wait for a glance of the teacher, in a class that wants that.
    """

    rows: tuple[WallRow, ...]
    page: int
    pages: int
    savoirs: int
    new: frozenset[UUID]
    news: tuple[News, ...]
    waiting: int


def board(db: Session, classroom_id: UUID, page: int = 1) -> Board:
    """Return a page of the board, the last one where ``page`` is too far: nine queries."""
    glance = classroom_of(db, classroom_id).glance
    unseen = _unseen(db, classroom_id) if glance else frozenset()
    whole = wall(db).rows
    rows = [row for one in whole if (row := _seen_only(one, unseen)) is not None]
    new = new_cards(db, classroom_id)
    cuts = pages([_height(row) for row in rows])
    page = min(max(page, 1), len(cuts))
    start, end = cuts[page - 1]
    news = [
        News(card, row.name, number)
        for number, (first, last) in enumerate(cuts, 1)
        for row in rows[first:last]
        for card in (*row.offers, *row.demands)
        if card.id in new
    ]
    news.sort(key=lambda one: new[one.card.id], reverse=True)
    return Board(
        rows=tuple(rows[start:end]),
        page=page,
        pages=len(cuts),
        savoirs=len(rows),
        new=frozenset(new),
        news=tuple(news[:NEWS_MOST]),
        waiting=sum(card.id in unseen for row in whole for card in (*row.offers, *row.demands)),
    )


def new_cards(db: Session, classroom_id: UUID) -> dict[UUID, datetime]:
    """Return the cards that stand out now, and since when: three queries.

    Where cards wait for a glance, one is new when it has been looked at.
    """
    glance, since = classroom_of(db, classroom_id).glance, clock.now() - NEW_FOR
    found: dict[UUID, datetime] = {}
    for table in (Offer, Demand):
        came = table.glanced_at if glance else table.created_at
        for card_id, at in db.execute(
            select(table.id, came).where(
                table.classroom_id == classroom_id, table.state == "visible", came > since
            )
        ):
            found[card_id] = at or since
    return found


def _height(row: WallRow) -> int:
    """Return how many cards high a row is; what a demand asks besides has a line of its own."""
    return max(len(row.offers), sum(1 + bool(card.widened) for card in row.demands))


def _unseen(db: Session, classroom_id: UUID) -> frozenset[UUID]:
    return frozenset(
        card_id
        for table in (Offer, Demand)
        for card_id in db.scalars(
            select(table.id).where(
                table.classroom_id == classroom_id,
                table.state == "visible",
                table.glanced_at.is_(None),
            )
        )
    )


def _seen_only(row: WallRow, unseen: Container[UUID]) -> WallRow | None:
    """Return a row as it is projected: what may be shown of it, names and words only."""
    offers, demands = (
        [
            replace(card, detail=card.words if fold(card.words) != fold(row.name) else "")
            for card in cards
            if card.id not in unseen
        ]
        for cards in (row.offers, row.demands)
    )
    if not offers and not demands:
        return None
    return replace(row, offers=offers, demands=demands)
