"""Cards as other classes see them: what `rules.visibility` lists, and nothing else."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

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
from rers_school.classroom.rules.names import badge
from rers_school.classroom.rules.visibility import (
    FIELDS,
    INITIAL,
    Reach,
    Shared,
    as_read,
    hangs,
    initialed,
    shown_of,
)
from rers_school.db import unscoped

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


def one_shared(db: Session, network: MyNetwork, card_id: UUID) -> SharedView | None:
    """Return one card of the wall, by the id of its place there: two queries at most."""
    with unscoped(db, "a card that another class shares with a network of the reader's class"):
        for kind in ("offer", "demand"):
            rows = db.execute(
                cards_of(kind).where(in_sight(network), SharedCard.id == card_id)
            ).all()
            for row in rows:
                return view_of(network, kind, row)
    return None


def own_part(db: Session, network: MyNetwork) -> list[SharedView]:
    """Return what a network sees of the reader's class, card by card: two queries."""
    found = []
    for kind in ("offer", "demand"):
        rows = db.execute(
            cards_of(kind)
            .where(SharedCard.network_class_id == network.own.id)
            .order_by(SharedCard.savoir_key, SharedCard.id)
        ).all()
        found += [view for row in rows if (view := view_of(network, kind, row))]
    return found


def in_sight(network: MyNetwork, card: Any = SharedCard) -> ColumnElement[bool]:
    """Return the condition for the cards that the reader's class sees in this network."""
    return and_(card.network_id == network.id, within_reach(network, card))


def within_reach(network: MyNetwork, card: Any = SharedCard) -> ColumnElement[bool]:
    """Return the condition for cards that were opened as far as the reader's class."""
    return or_(card.reach == Reach.NETWORK.value, card.school_id == network.school_id)


def cards_of(kind: str) -> Select[Any]:
    """Return the query for shared cards of one kind, with all that `view_of` needs."""
    table = _TABLES[kind]
    own = SharedCard.offer_id if kind == "offer" else SharedCard.demand_id
    return (
        select(
            SharedCard.id,
            SharedCard.savoir_key,
            SharedCard.network_class_id,
            *(getattr(table, field) for field in FIELDS[kind]),
            table.state,
            Savoir.name.label("savoir"),
            Membership.shown_name,
            Membership.role,
            Membership.active,
            Membership.maybe_id,
            NetworkClass.called,
            NetworkClass.place,
            NetworkClass.people_as,
            NetworkClass.offers,
            NetworkClass.demands,
            CardOpening.agreed_words,
        )
        .join(table, table.id == own)
        .join(Savoir, Savoir.id == table.savoir_id)
        .join(Membership, Membership.id == SharedCard.membership_id)
        .join(NetworkClass, NetworkClass.id == SharedCard.network_class_id)
        .join(CardOpening, CardOpening.id == SharedCard.opening_id)
    )


def view_of(network: MyNetwork, kind: str, row: Any) -> SharedView | None:
    """Return a card as the list of visibility allows, or nothing where its row is out of date."""
    agreed = row.agreed_words == as_read(kind, row.savoir, row)
    sharing = Shared(row.offers, row.demands)
    here = row.active and row.maybe_id is None
    if not hangs(kind, state=row.state, here=here, agreed=agreed, shared=sharing):
        return None
    name = initialed(row.shown_name, row.role) if row.people_as == INITIAL else ""
    letter, pattern = badge(name or row.called, row.id)
    return SharedView(
        id=row.id,
        kind=kind,
        savoir=row.savoir,
        fields=shown_of(kind, row),
        name=name,
        called=row.called,
        place=row.place,
        letter=letter,
        pattern=pattern,
        own_class=row.network_class_id == network.own.id,
    )
