"""The wall of a network: one row per savoir, a page at a time, whatever the number of cards.

Savoirs of different classes meet by their key. The wall goes through one index from key to key,
so that a page costs the same in a network of two classes and of four hundred.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from rers_school.classroom.models import (
    CardOpening,
    Demand,
    Membership,
    NetworkClass,
    Offer,
    Savoir,
    SharedCard,
)
from rers_school.classroom.queries.networks.belonging import MyNetwork
from rers_school.classroom.queries.networks.found import keys_found
from rers_school.classroom.rules.names import badge
from rers_school.classroom.rules.visibility import (
    INITIAL,
    Reach,
    Shared,
    as_read,
    hangs,
    initialed,
    shown_of,
)
from rers_school.db import unscoped

ROWS, SIDE = 24, 6
_TABLES: dict[str, Any] = {"offer": Offer, "demand": Demand}


@dataclass(frozen=True, slots=True)
class SharedView:
    """A card as other classes see it: what `visibility` lists, and nothing else.

    ``name`` is a first name and initial, or nothing where the class shows only itself.
    """

    id: UUID
    kind: str
    savoir: str
    fields: dict[str, Any]
    name: str
    called: str
    place: str
    letter: str
    pattern: int
    own_class: bool

    @property
    def words(self) -> str:
        """Return the words of the card."""
        words: str = self.fields["words"]
        return words


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
    """What somebody looks for on the wall: words, a class, a place, only what waits, one savoir."""

    search: str = ""
    class_id: UUID | None = None
    place: str = ""
    waiting: bool = False
    key: str = ""
    start: str = ""


def network_wall(
    db: Session, network: MyNetwork, chosen: Chosen, *, rows: int = ROWS, side: int = SIDE
) -> NetworkWall:
    """Return one page of the wall in alphabetical order, in five queries at most."""
    with unscoped(db, "the cards that other classes share with a network of the reader's class"):
        keys = _keys(db, network, chosen, rows + 1)
        found = {key: NetworkRow(key) for key in keys[:rows]}
        for kind in ("offer", "demand"):
            most = side if not chosen.key else 500
            _fill(db, network, chosen, kind, found, most)
    shown = tuple(row for row in found.values() if row.offers or row.demands)
    return NetworkWall(shown, keys[rows - 1] if len(keys) > rows else None)


def one_shared(db: Session, network: MyNetwork, card_id: UUID) -> SharedView | None:
    """Return one card of the wall, by the id of its place there: two queries at most."""
    with unscoped(db, "a card that another class shares with a network of the reader's class"):
        for kind in ("offer", "demand"):
            rows = db.execute(_cards(network, kind).where(SharedCard.id == card_id)).all()
            for row in rows:
                return _view(network, kind, row)
    return None


def own_part(db: Session, network: MyNetwork) -> list[SharedView]:
    """Return what a network sees of the reader's class, card by card: two queries."""
    found = []
    for kind in ("offer", "demand"):
        rows = db.execute(
            _cards(network, kind)
            .where(SharedCard.network_class_id == network.own.id)
            .order_by(SharedCard.savoir_key, SharedCard.id)
        ).all()
        found += [view for row in rows if (view := _view(network, kind, row))]
    return found


def in_sight(network: MyNetwork, card: Any = SharedCard) -> ColumnElement[bool]:
    """Return the condition for the cards that the reader's class sees in this network."""
    return and_(
        card.network_id == network.id,
        or_(card.reach == Reach.NETWORK.value, card.school_id == network.school_id),
    )


def _keys(db: Session, network: MyNetwork, chosen: Chosen, most: int) -> list[str]:
    """Return the keys of the next savoirs, by leaping from one to the next in the index."""
    if chosen.key:
        return [chosen.key]
    if chosen.search:
        return keys_found(db, network.id, chosen.search, after=chosen.start, most=most)
    here = _in_choice(network, chosen, SharedCard)
    first: Any = select(func.min(SharedCard.savoir_key).label("key"), literal(1).label("nth"))
    walk = first.where(here, SharedCard.savoir_key > chosen.start).cte("walk", recursive=True)
    card = aliased(SharedCard)
    following = (
        select(func.min(card.savoir_key))
        .where(_in_choice(network, chosen, card), card.savoir_key > walk.c.key)
        .correlate(walk)
        .scalar_subquery()
    )
    walk = walk.union_all(
        select(following, walk.c.nth + 1).where(walk.c.key.is_not(None), walk.c.nth < most)
    )
    return list(db.scalars(select(walk.c.key).where(walk.c.key.is_not(None))))


def _in_choice(network: MyNetwork, chosen: Chosen, card: Any) -> ColumnElement[bool]:
    condition = in_sight(network, card)
    if chosen.class_id is not None:
        condition &= card.network_class_id == chosen.class_id
    if chosen.place:
        at = select(NetworkClass.id).where(
            NetworkClass.network_id == network.id, NetworkClass.place == chosen.place
        )
        condition &= card.network_class_id.in_(at)
    if chosen.waiting:
        offer = aliased(SharedCard)
        condition &= card.kind == "demand"
        condition &= ~(
            select(offer.id)
            .where(
                in_sight(network, offer),
                offer.savoir_key == card.savoir_key,
                offer.kind == "offer",
            )
            .exists()
        )
    return condition


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
    here = and_(
        in_sight(network),
        SharedCard.kind == kind,
        SharedCard.savoir_key.in_(list(found)),
        *([SharedCard.network_class_id == chosen.class_id] if chosen.class_id else []),
    )
    numbered = (
        select(
            SharedCard.id,
            func.row_number()
            .over(partition_by=SharedCard.savoir_key, order_by=SharedCard.id)
            .label("nth"),
            func.count().over(partition_by=SharedCard.savoir_key).label("all"),
        )
        .where(here)
        .subquery()
    )
    query = (
        _cards(network, kind)
        .add_columns(numbered.c.all)
        .join(numbered, numbered.c.id == SharedCard.id)
        .where(numbered.c.nth <= most)
        .order_by(SharedCard.savoir_key, SharedCard.id)
    )
    for *row, number in db.execute(query):
        view = _view(network, kind, row)
        if view is None:
            continue
        line = found[row[0].savoir_key]
        line.name = line.name or view.savoir
        (line.offers if kind == "offer" else line.demands).append(view)
        more = max(0, number - most)
        if kind == "offer":
            line.more_offers = more
        else:
            line.more_demands = more


def _cards(network: MyNetwork, kind: str) -> Select[Any]:
    table = _TABLES[kind]
    own = SharedCard.offer_id if kind == "offer" else SharedCard.demand_id
    return (
        select(SharedCard, table, Savoir.name, Membership, NetworkClass, CardOpening.agreed_words)
        .join(table, table.id == own)
        .join(Savoir, Savoir.id == table.savoir_id)
        .join(Membership, Membership.id == SharedCard.membership_id)
        .join(NetworkClass, NetworkClass.id == SharedCard.network_class_id)
        .join(CardOpening, CardOpening.id == SharedCard.opening_id)
        .where(in_sight(network))
    )


def _view(network: MyNetwork, kind: str, row: Sequence[Any]) -> SharedView | None:
    """Return a card as the list of visibility allows, or nothing where its row is out of date."""
    shared, card, savoir, member, place, agreed_words = row[:6]
    agreed = agreed_words == as_read(kind, savoir, card)
    sharing = Shared(place.offers, place.demands)
    here = member.active and member.maybe_id is None
    if not hangs(kind, state=card.state, here=here, agreed=agreed, shared=sharing):
        return None
    name = initialed(member.shown_name, member.role) if place.people_as == INITIAL else ""
    letter, pattern = badge(name or place.called, shared.id)
    return SharedView(
        id=shared.id,
        kind=kind,
        savoir=savoir,
        fields=shown_of(kind, card),
        name=name,
        called=place.called,
        place=place.place,
        letter=letter,
        pattern=pattern,
        own_class=place.id == network.own.id,
    )
