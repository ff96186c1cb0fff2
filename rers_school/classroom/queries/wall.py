"""The wall: one row per savoir, offers on the left, demands on the right, in neutral order."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy import literal, or_, select
from sqlalchemy.orm import Session

from rers_school.classroom.models import Demand, Membership, Offer, Savoir
from rers_school.classroom.queries.exchanges import exchanged_savoirs
from rers_school.classroom.queries.people import Who, who
from rers_school.classroom.queries.workshop_openings import open_on
from rers_school.classroom.rules.text import fold, matches


@dataclass(frozen=True, slots=True)
class WallCard:
    """One card as the wall shows it; never the line that is for the teacher's eyes only."""

    id: UUID
    kind: str
    savoir_id: UUID
    words: str
    person: Who
    hint: str
    group_size: str
    written_by: str | None
    detail: str = ""
    widened: tuple[str, ...] = ()


@dataclass(slots=True)
class WallRow:
    """A savoir with the cards that offer it and those that ask for it."""

    id: UUID
    name: str
    search: str
    offers: list[WallCard] = field(default_factory=list)
    demands: list[WallCard] = field(default_factory=list)
    exchange: str | None = None
    workshop: UUID | None = None

    @property
    def fits(self) -> bool:
        """Tell whether somebody offers what somebody else asks for."""
        givers = {card.person.id for card in self.offers}
        return any(givers - {card.person.id} for card in self.demands)

    @property
    def waits(self) -> bool:
        """Tell whether a demand here finds no offer yet."""
        return bool(self.demands) and not self.fits


@dataclass(frozen=True, slots=True)
class Wall:
    """Everything on the wall of one class."""

    rows: tuple[WallRow, ...]
    cards: int
    savoirs: int


def wall(db: Session, *, search: str = "", waiting: bool = False) -> Wall:
    """Return the wall, in alphabetical order, in six queries whatever its size.

    ``search`` forgives accents and spelling; ``waiting`` keeps the demands without an offer.
    """
    rows: dict[UUID, WallRow] = {}
    order: dict[UUID, str] = {}
    for savoir_id, name, sort_key in db.execute(
        # Also one that the tidy-up put under another: its author may have taken their card out.
        select(Savoir.id, Savoir.name, Savoir.sort_key)
    ):
        rows[savoir_id] = WallRow(savoir_id, name, sort_key)
        order[savoir_id] = sort_key
    people = {
        member.id: who(member)
        for member in db.scalars(select(Membership).where(Membership.active.is_(True)))
    }
    cards = 0
    words: dict[UUID, set[str]] = defaultdict(set)
    for card in _cards(db, people):
        row = rows.get(card.savoir_id)
        if row is None:
            continue
        if fold(card.words) != fold(row.name):
            card = replace(card, detail=card.words)
        (row.offers if card.kind == "offer" else row.demands).append(card)
        words[row.id].add(fold(card.words))
        cards += 1
    going, open_to_all = exchanged_savoirs(db), open_on(db)
    shown = [row for row in rows.values() if row.offers or row.demands]
    for row in shown:
        row.exchange = going.get(row.id)
        row.workshop = open_to_all.get(row.id)
        row.search = " ".join({row.search, *words[row.id]})
        row.offers.sort(key=lambda card: fold(card.person.shown_name))
        row.demands.sort(key=lambda card: fold(card.person.shown_name))
    if search:
        shown = [row for row in shown if matches(search, f"{row.name} {row.search}")]
    if waiting:
        shown = [row for row in shown if row.waits]
    shown.sort(key=lambda row: (order[row.id], row.id))
    return Wall(tuple(shown), cards, len(shown))


def savoir_names(db: Session, like: str = "", most: int = 8) -> list[str]:
    """Return names of savoirs that the class knows already and that resemble ``like``.

    Only what the words of a card say that no teacher took off the wall: what was hidden, or
    has been put into other words since, is proposed to nobody.
    """
    said = [
        select(table.id)
        .where(table.own_savoir_id == Savoir.id, table.hidden_word.is_(None))
        .exists()
        for table in (Offer, Demand)
    ]
    names = list(db.scalars(select(Savoir.name).where(or_(*said)).order_by(Savoir.sort_key)))
    return [name for name in names if not like or matches(like, name)][:most]


def _cards(db: Session, people: dict[UUID, Who]) -> list[WallCard]:
    found: list[WallCard] = []
    offers = select(
        Offer.id, Offer.savoir_id, Offer.words, Offer.membership_id, Offer.able_to,
        Offer.group_size, Offer.written_by_id, literal(None),
    ).where(Offer.state == "visible")  # fmt: skip
    demands = select(
        Demand.id, Demand.savoir_id, Demand.words, Demand.membership_id, Demand.why,
        Demand.company, Demand.written_by_id, Demand.widened,
    ).where(Demand.state == "visible")  # fmt: skip
    for kind, query in (("offer", offers), ("demand", demands)):
        for card_id, savoir_id, words, author, hint, group, writer, widened in db.execute(query):
            if author not in people:
                continue
            helper = people.get(writer) if writer else None
            found.append(
                WallCard(
                    id=card_id,
                    kind=kind,
                    savoir_id=savoir_id,
                    words=words,
                    person=people[author],
                    hint=hint,
                    group_size=group if kind == "offer" else "one",
                    written_by=helper.shown_name if helper else None,
                    detail=hint[:80],
                    widened=tuple(widened or ()),
                )
            )
    return found
