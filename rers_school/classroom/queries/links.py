"""Everything that decides who can be linked with whom: people, cards, links, the teacher's no."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import product
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.models import (
    Answer,
    Circle,
    Classroom,
    Demand,
    Exchange,
    Introduction,
    MarketMeeting,
    Membership,
    NotForNow,
    Offer,
    Participation,
    Savoir,
    Wish,
)
from rers_school.classroom.models.people import BY_NETWORK, HAS_LEFT
from rers_school.classroom.queries.link_parts import PlacedLink, PrivateNo, Somebody
from rers_school.classroom.queries.people import named
from rers_school.classroom.rules.circles import Link, Two
from rers_school.classroom.rules.exchange_states import (
    LIVE,
    RUNNING,
    ExchangeState,
    IntroductionState,
    is_due,
    outcome_of,
)
from rers_school.classroom.rules.text import fold
from rers_school.classroom.rules.workshops import ROOM_KINDS

# A link that did not start is not suggested again at once; by hand it can be.
PAUSE_AFTER = timedelta(days=14)


@dataclass(slots=True)
class Facts:
    """One class as the suggestions see it; cards by person, then by heading."""

    people: dict[UUID, Somebody] = field(default_factory=dict)
    savoirs: dict[UUID, str] = field(default_factory=dict)
    headings: dict[UUID, UUID] = field(default_factory=dict)
    offers: dict[UUID, dict[UUID, str]] = field(default_factory=dict)
    demands: dict[UUID, dict[UUID, str]] = field(default_factory=dict)
    links: list[PlacedLink] = field(default_factory=list)
    not_for_now: list[PrivateNo] = field(default_factory=list)
    lately_not_started: set[Link] = field(default_factory=set)
    at_markets: set[Two] = field(default_factory=set)
    wishes: set[Link] = field(default_factory=set)

    @property
    def live(self) -> list[PlacedLink]:
        """Return the links that take up a place of their giver and of their receiver."""
        return [one for one in self.links if one.state in LIVE]

    @property
    def gives(self) -> Counter[UUID]:
        """Return in how many live exchanges each person gives: to several at once is one."""
        return Counter(who for who, _exchange in {(k.link.giver, k.exchange_id) for k in self.live})

    @property
    def receives(self) -> Counter[UUID]:
        """Return in how many live exchanges each person receives."""
        return Counter(who for who, _ex in {(k.link.receiver, k.exchange_id) for k in self.live})

    @property
    def suggested_people(self) -> list[UUID]:
        """Return those for whom suggestions are made, in the order of their names."""
        return self.in_order(id for id, one in self.people.items() if one.suggested)

    @property
    def met(self) -> set[Two]:
        """Return who has exchanged, or is exchanging, with whom, be it on a market day."""
        done = RUNNING | {ExchangeState.CLOSED}
        return {one.link.two for one in self.links if one.state in done} | self.at_markets

    @property
    def done(self) -> set[Link]:
        """Return the exchanges that took place and are over."""
        return {one.link for one in self.links if one.state is ExchangeState.CLOSED}

    def in_order(self, ids: Iterable[UUID]) -> list[UUID]:
        """Return people in the order of their names."""
        return sorted(ids, key=lambda id: (fold(self.people[id].who.shown_name), id))

    @property
    def possible(self) -> Iterator[Link]:
        """Yield every link that the cards on the wall allow, or a card and a private answer."""
        for giver, offered in self.offers.items():
            for receiver, wanted in self.demands.items():
                if giver != receiver:
                    yield from (Link(giver, receiver, s) for s in offered if s in wanted)
        yield from sorted(link for link in self.wishes if not self.on_cards(link))

    def fits(self, link: Link) -> bool:
        """Tell whether the cards, as they hang on the wall now, and private answers allow this."""
        return self.on_cards(link) or link in self.wishes

    def on_cards(self, link: Link) -> bool:
        """Tell whether two cards on the wall face each other for this link."""
        return link.savoir in self.offers.get(link.giver, {}) and link.savoir in self.demands.get(
            link.receiver, {}
        )

    def refused(self, link: Link) -> PrivateNo | None:
        """Return the teacher's "not for now" about these two, if there is one."""
        return next((no for no in self.not_for_now if no.two == link.two), None)


def today_in(db: Session, classroom_id: UUID) -> date:
    """Return the day that the class's clock shows."""
    zone = db.scalars(select(Classroom.time_zone).where(Classroom.id == classroom_id)).one()
    return clock.now().astimezone(ZoneInfo(zone)).date()


def facts_of(db: Session, classroom_id: UUID) -> Facts:
    """Return the class as the suggestions see it: ten queries whatever its size."""
    now = clock.now()
    facts = Facts()
    for id, name, role, about, entered_by, active, resting, maybe in db.execute(
        select(
            Membership.id, Membership.shown_name, Membership.role, Membership.about,
            Membership.entered_by, Membership.active, Membership.resting, Membership.maybe_id,
        ).where(Membership.classroom_id == classroom_id)
    ):  # fmt: skip
        gone, guest = entered_by == HAS_LEFT, entered_by == BY_NETWORK
        somebody = named(id, name, role, about, gone, guest)
        facts.people[id] = Somebody(somebody, active, resting, maybe is not None)
    for savoir, name, under in db.execute(
        select(Savoir.id, Savoir.name, Savoir.under_id).where(Savoir.classroom_id == classroom_id)
    ):
        facts.savoirs[savoir] = name
        facts.headings[savoir] = under or savoir
    for table, cards in ((Offer, facts.offers), (Demand, facts.demands)):
        for author, savoir, words in db.execute(
            select(table.membership_id, table.savoir_id, table.words)
            .where(table.classroom_id == classroom_id, table.state == "visible")
            .order_by(table.created_at, table.id)
        ):
            if facts.people[author].here:
                cards.setdefault(author, {}).setdefault(savoir, words)
    _add_links(db, classroom_id, facts, now)
    facts.not_for_now = not_for_now(db, classroom_id)
    facts.at_markets = {
        frozenset((giver, receiver))
        for giver, receiver in db.execute(
            select(MarketMeeting.giver_id, MarketMeeting.receiver_id).where(
                MarketMeeting.classroom_id == classroom_id, MarketMeeting.held.is_(True)
            )
        )
    }
    facts.wishes = _wishes(db, classroom_id, facts)
    return facts


def _wishes(db: Session, classroom_id: UUID, facts: Facts) -> set[Link]:
    """Return what the private answers wish for, between people who can be linked: one query."""
    rows = db.execute(
        select(
            Wish.membership_id,
            Wish.offer_id.is_not(None),
            func.coalesce(Offer.membership_id, Demand.membership_id),
            func.coalesce(Offer.savoir_id, Demand.savoir_id),
        )
        .outerjoin(Offer, Offer.id == Wish.offer_id)
        .outerjoin(Demand, Demand.id == Wish.demand_id)
        .where(
            Wish.classroom_id == classroom_id,
            func.coalesce(Offer.state, Demand.state) == "visible",
        )
    )
    found = set()
    for wisher, of_offer, author, savoir in rows:
        if facts.people[wisher].here and facts.people[author].here and wisher != author:
            two = (author, wisher) if of_offer else (wisher, author)
            found.add(Link(*two, savoir))
    return found


def not_for_now(db: Session, classroom_id: UUID) -> list[PrivateNo]:
    """Return the teacher's "not for now" that hold today."""
    rows = db.execute(
        select(NotForNow.id, NotForNow.one_id, NotForNow.other_id, NotForNow.review_on)
        .where(
            NotForNow.classroom_id == classroom_id,
            NotForNow.lifted_at.is_(None),
            NotForNow.review_on > today_in(db, classroom_id),
        )
        .order_by(NotForNow.review_on, NotForNow.id)
    )
    return [PrivateNo(id, frozenset((one, other)), on) for id, one, other, on in rows]


def proposals_now(db: Session, classroom_id: UUID, now: datetime) -> dict[UUID, IntroductionState]:
    """Return where each proposal stands that is still waiting in the database: two queries.

    A time that has passed counts, whether or not it has been written down yet.
    """
    waiting = {
        id: opens_at
        for id, opens_at in db.execute(
            select(Introduction.id, Introduction.opens_at).where(
                Introduction.classroom_id == classroom_id,
                Introduction.state == IntroductionState.PROPOSED,
            )
        )
    }
    said: dict[UUID, list[str | None]] = {id: [] for id in waiting}
    due = [id for id, opens_at in waiting.items() if is_due(opens_at, now)]
    if due:
        for id, answer in db.execute(
            select(Answer.introduction_id, Answer.answer).where(
                Answer.classroom_id == classroom_id, Answer.introduction_id.in_(due)
            )
        ):
            said[id].append(answer)
    return {
        id: outcome_of(said[id], opens_at=opens_at, now=now) for id, opens_at in waiting.items()
    }


def _add_links(db: Session, classroom_id: UUID, facts: Facts, now: datetime) -> None:
    parts: dict[UUID, dict[str, list[UUID]]] = {}
    for exchange_id, membership_id, role in db.execute(
        select(Participation.exchange_id, Participation.membership_id, Participation.role)
        .where(
            Participation.classroom_id == classroom_id,
            Participation.role.in_(("giver", "receiver")),
        )
        .order_by(Participation.created_at, Participation.id)
    ):
        parts.setdefault(exchange_id, {}).setdefault(role, []).append(membership_id)
    standing = proposals_now(db, classroom_id, now)
    after = {
        IntroductionState.OPENED: ExchangeState.AGREEING,
        IntroductionState.NOT_STARTED: ExchangeState.NOT_STARTED,
    }
    rows = db.execute(
        select(
            Exchange.id,
            Exchange.savoir_id,
            Exchange.state,
            Exchange.place,
            Circle.introduction_id,
            Circle.kind,
            Introduction.state,
            Introduction.settled_at,
        )
        .join(Circle, Circle.id == Exchange.circle_id)
        .join(Introduction, Introduction.id == Circle.introduction_id)
        .where(Exchange.classroom_id == classroom_id)
        .order_by(Introduction.created_at, Introduction.id, Exchange.place)
    )
    for exchange_id, savoir, stored, place, introduction_id, kind, said, settled_at in rows:
        roles = parts.get(exchange_id, {})
        state = ExchangeState(stored)
        if introduction_id in standing:
            state = after.get(standing[introduction_id], state)
        lately = (settled_at or now) > now - PAUSE_AFTER
        paused = state is ExchangeState.NOT_STARTED and said != IntroductionState.WITHDRAWN
        for two in product(roles.get("giver", ()), roles.get("receiver", ())):
            if two[0] == two[1]:
                continue
            link = Link(*two, facts.headings[savoir])
            facts.links.append(
                PlacedLink(link, exchange_id, introduction_id, state, place, kind in ROOM_KINDS)
            )
            if paused and lately:
                facts.lately_not_started.add(link)
