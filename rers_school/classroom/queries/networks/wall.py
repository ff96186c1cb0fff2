"""The wall of a network: one row per savoir, a page at a time, whatever the number of cards.

Savoirs of different classes meet by their key. The wall goes through one index from key to key,
so that a page costs the same in a network of two classes and of four hundred.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, literal, select, true
from sqlalchemy.orm import Session, aliased

from rers_school.classroom.models import NetworkClass, SharedCard
from rers_school.classroom.queries.networks.belonging import MyNetwork
from rers_school.classroom.queries.networks.cards import (
    SharedView,
    cards_of,
    in_sight,
    view_of,
    within_reach,
)
from rers_school.classroom.queries.networks.found import keys_found
from rers_school.db import unscoped

ROWS, SIDE = 20, 5
#: What is found by a word is popular: fewer rows, with as many cards each.
ROWS_FOUND = 12
# Made once: an alias made for each request is prepared for each request.
_NEXT, _FACING = aliased(SharedCard), aliased(SharedCard)


@dataclass(slots=True)
class NetworkRow:
    """A savoir with some of the cards that offer it and ask for it, and how many there are."""

    key: str
    name: str = ""
    offers: list[SharedView] = field(default_factory=list)
    demands: list[SharedView] = field(default_factory=list)
    more_offers: int = 0
    more_demands: int = 0

    @property
    def fits(self) -> bool:
        """Tell whether the savoir is both offered and asked for."""
        return bool(self.offers and self.demands)

    @property
    def waits(self) -> bool:
        """Tell whether it is asked for and nobody offers it."""
        return bool(self.demands) and not self.offers


@dataclass(frozen=True, slots=True)
class NetworkWall:
    """One page of the wall; ``after`` is where the next one begins, if there is one."""

    rows: tuple[NetworkRow, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody looks for on the wall: words, a class, a place, only what waits, one savoir.

    ``before``: only cards that hung there before this moment. ``start``: the key to go on after.
    """

    search: str = ""
    class_id: UUID | None = None
    place: str = ""
    waiting: bool = False
    key: str = ""
    start: str = ""
    before: datetime | None = None


def network_wall(
    db: Session,
    network: MyNetwork,
    chosen: Chosen,
    *,
    rows: int | None = None,
    side: int = SIDE,
) -> NetworkWall:
    """Return one page of the wall in alphabetical order, in five queries at most."""
    rows = rows or (ROWS_FOUND if chosen.search else ROWS)
    with unscoped(db, "the cards that other classes share with a network of the reader's class"):
        if chosen.class_id is not None and not _is_in(db, network, chosen.class_id):
            return NetworkWall((), None)
        keys = _keys(db, network, chosen, rows + 1)
        found = {key: NetworkRow(key) for key in keys[:rows]}
        for kind in ("offer", "demand"):
            most = side if not chosen.key else 500
            _fill(db, network, chosen, kind, found, most)
    shown = tuple(
        row
        for row in found.values()
        if row.waits or (not chosen.waiting and (row.offers or row.demands))
    )
    return NetworkWall(shown, keys[rows - 1] if len(keys) > rows else None)


def _is_in(db: Session, network: MyNetwork, class_id: UUID) -> bool:
    """Tell whether a class that was asked for is in this network."""
    return bool(
        db.scalar(
            select(NetworkClass.id).where(
                NetworkClass.network_id == network.id, NetworkClass.id == class_id
            )
        )
    )


def _keys(db: Session, network: MyNetwork, chosen: Chosen, most: int) -> list[str]:
    """Return the keys of the next savoirs, by leaping from one to the next in the index."""
    if chosen.key:
        return [chosen.key]
    if chosen.search:
        narrower = chosen.class_id is not None or chosen.place
        among = select(SharedCard.savoir_key).where(_in_choice(network, chosen, SharedCard))
        return keys_found(
            db,
            network.id,
            chosen.search,
            after=chosen.start,
            most=most,
            among=among if narrower else None,
        )
    here = _in_choice(network, chosen, SharedCard)
    first: Any = select(func.min(SharedCard.savoir_key).label("key"), literal(1).label("nth"))
    walk = first.where(here, SharedCard.savoir_key > chosen.start).cte("walk", recursive=True)
    following = (
        select(func.min(_NEXT.savoir_key))
        .where(_in_choice(network, chosen, _NEXT), _NEXT.savoir_key > walk.c.key)
        .correlate(walk)
        .scalar_subquery()
    )
    # Of demands that wait nobody knows how many steps apart they are: the limit ends the walk.
    enough = true() if chosen.waiting else walk.c.nth < most
    walk = walk.union_all(select(following, walk.c.nth + 1).where(walk.c.key.is_not(None), enough))
    found = select(walk.c.key).where(walk.c.key.is_not(None)).limit(most)
    if chosen.waiting:
        # Asked for each key by itself: as a condition on the rows it would be asked for all cards.
        offered = (
            select(_FACING.id)
            .where(
                in_sight(network, _FACING),
                _FACING.savoir_key == walk.c.key,
                _FACING.kind == "offer",
            )
            .correlate(walk)
            .limit(1)
            .scalar_subquery()
        )
        found = found.where(offered.is_(None))
    return list(db.scalars(found))


def _in_choice(network: MyNetwork, chosen: Chosen, card: Any) -> ColumnElement[bool]:
    if chosen.class_id is not None:
        # The class is in the network: its own index leads from savoir to savoir.
        condition = and_(card.network_class_id == chosen.class_id, within_reach(network, card))
    else:
        condition = in_sight(network, card)
    if chosen.place:
        condition &= card.network_class_id.in_(_at(network, chosen))
    if chosen.before is not None:
        condition &= card.created_at < chosen.before
    if chosen.waiting:
        condition &= card.kind == "demand"
    return condition


def _at(network: MyNetwork, chosen: Chosen) -> Select[Any]:
    """Return the classes of the network that are at the place that was chosen."""
    return select(NetworkClass.id).where(
        NetworkClass.network_id == network.id, NetworkClass.place == chosen.place
    )


def _fill(
    db: Session,
    network: MyNetwork,
    chosen: Chosen,
    kind: str,
    found: dict[str, NetworkRow],
    most: int,
) -> None:
    """Put some cards of one kind into each row, and count the others.

    Which ones come first is the same for everybody and says nothing: the order of their ids.
    """
    one_class = SharedCard.network_class_id == chosen.class_id
    here = and_(
        and_(one_class, within_reach(network, SharedCard))
        if chosen.class_id
        else in_sight(network),
        SharedCard.kind == kind,
        SharedCard.savoir_key.in_(list(found)),
        *([SharedCard.network_class_id.in_(_at(network, chosen))] if chosen.place else []),
    )
    numbered = (
        select(
            SharedCard.id,
            func.row_number()
            .over(partition_by=SharedCard.savoir_key, order_by=SharedCard.id)
            .label("nth"),
            func.count().over(partition_by=SharedCard.savoir_key).label("of_all"),
        )
        .where(here)
        .subquery()
    )
    query = (
        cards_of(kind)
        .add_columns(numbered.c.of_all)
        .join(numbered, numbered.c.id == SharedCard.id)
        .where(numbered.c.nth <= most)
        .order_by(SharedCard.savoir_key, SharedCard.id)
    )
    for row in db.execute(query):
        view = view_of(network, kind, row)
        if view is None:
            continue
        line = found[row.savoir_key]
        line.name = line.name or view.savoir
        (line.offers if kind == "offer" else line.demands).append(view)
        more = max(0, row.of_all - most)
        if kind == "offer":
            line.more_offers = more
        else:
            line.more_demands = more
