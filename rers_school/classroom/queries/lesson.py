"""This session: who is here, who meets whom, what everybody else does, the one next thing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Role
from rers_school.classroom.models import (
    Answer,
    ClassDay,
    ClassGuide,
    Gathering,
    Introduction,
    MarketDay,
    Meeting,
    Membership,
    Wish,
)
from rers_school.classroom.queries.class_day import day_of_class
from rers_school.classroom.queries.class_page import class_tag
from rers_school.classroom.queries.classroom import classroom_of
from rers_school.classroom.queries.exchange_facts import ExchangeFacts, open_exchanges
from rers_school.classroom.queries.gatherings import GatheringBrief, to_come
from rers_school.classroom.queries.introductions import linked_in
from rers_school.classroom.queries.lesson_meetings import (
    Table,
    Turn,
    in_turns,
    tables_today,
)
from rers_school.classroom.queries.links import Facts, facts_of, proposals_now, today_in
from rers_school.classroom.queries.market import MarketView, market_of, market_revision
from rers_school.classroom.queries.people import Who
from rers_school.classroom.rules.exchange_states import ExchangeState, IntroductionState
from rers_school.classroom.rules.market_day import MarketState

# What somebody who meets nobody could do, the most pressing first; for the teacher's eyes.
HINTS = ("answer", "agree", "prepare", "look_back", "offer", "demand", "wall")


@dataclass(frozen=True, slots=True)
class Attending:
    """Somebody on the list of those present."""

    who: Who
    away: bool


@dataclass(frozen=True, slots=True)
class Lesson:
    """One day of the class, as its teacher sees it.

    ``attending``: pupils, then other adults. ``looked``: the teacher has looked today who is
    there; ``seen`` is the revision of that list. ``apart``: somebody is absent; ``fresh``: agreed
    today, to meet from another day on. ``market``: the market day of today, if there is one;
    ``free``: who is here and meets nobody in its round. ``hints``: for the teacher's eyes only,
    what somebody who meets nobody could do.
    """

    day: date
    looked: bool
    seen: int
    attending: tuple[Attending, ...]
    turns: tuple[Turn, ...]
    apart: tuple[Table, ...]
    fresh: tuple[Table, ...]
    market: MarketView | None
    free: tuple[Who, ...]
    gatherings: tuple[GatheringBrief, ...]
    hints: tuple[tuple[str, tuple[Who, ...]], ...]
    kept: int
    cards: int
    markets: int
    fits: bool

    @property
    def pupils(self) -> int:
        return sum(one.who.role == Role.PUPIL for one in self.attending)

    @property
    def away(self) -> tuple[Who, ...]:
        return tuple(one.who for one in self.attending if one.away)

    @property
    def running(self) -> MarketView | None:
        """Return the market day of today until it is over: meanwhile nobody meets elsewhere."""
        return self.market if self.market and not self.market.over else None

    @property
    def something_on(self) -> bool:
        """Tell whether something is planned for today."""
        return bool(self.turns or self.apart or self.market or self.gatherings)

    @property
    def next(self) -> str:
        """Return the one next thing to do in the session.

        *Shapes*: list, away, lay_out, round, question, meet, gathering, cards, market, send,
        introduce or nothing.
        """
        running = self.running
        if not self.pupils:
            return "list"
        if not self.looked and (running or self.turns or self.apart):
            return "away"
        if running:
            return "round" if running.laid_out and not running.outdated else "lay_out"
        if self.turns:
            return "meet"
        if self.market:
            return "question"
        return "gathering" if self.gatherings else self._between

    @property
    def _between(self) -> str:
        """Return what brings the next meetings about, on a day without any."""
        if self.cards < self.pupils:
            return "cards"
        if self.kept:
            return "send"
        if self.fits:
            return "introduce" if self.markets else "market"
        return "nothing"


def lesson_of(db: Session, classroom_id: UUID) -> Lesson:
    """Return the class's day, in a constant number of queries whatever the number of pupils."""
    today = today_in(db, classroom_id)
    facts = facts_of(db, classroom_id)
    known = day_of_class(db, classroom_id, today)
    away = {UUID(one) for one in known.away} if known else set()
    attending = _attending(facts, away)
    here = [one.who for one in attending if not one.away and one.who.role == Role.PUPIL]
    exchanges = open_exchanges(db)
    # Guests of other classes are in no list here; they come as the agreement says.
    gone = away | {id for id, one in facts.people.items() if not one.active and not one.who.guest}
    zone = ZoneInfo(classroom_of(db, classroom_id).time_zone)
    tables, apart, fresh = tables_today(db, exchanges, gone, today, zone)
    turns = in_turns(tables, here, today.toordinal())
    kept, markets, now = _counts(db, classroom_id, today)
    market = market_of(db, classroom_id) if now else None
    market = market if market and market.day == today else None
    busy = {id for table in tables for id in table.busy} | _at_the_market(market)
    linked = linked_in(facts)
    return Lesson(
        day=today,
        looked=bool(known and known.revision),
        seen=known.revision if known else 0,
        attending=attending,
        turns=turns,
        apart=tuple(apart),
        fresh=tuple(fresh),
        market=market,
        free=_free(market, here),
        gatherings=tuple(one for one in to_come(db) if one.on == today),
        hints=_hints(db, classroom_id, facts, exchanges, [w for w in here if w.id not in busy]),
        kept=kept,
        cards=sum(len(mine) for side in (facts.offers, facts.demands) for mine in side.values()),
        markets=markets,
        fits=any(not {link.giver, link.receiver} & linked for link in facts.possible),
    )


def opens_on_the_session(db: Session, classroom_id: UUID) -> bool:
    """Tell whether the teacher begins there: a new class, or a day with a plan: two queries."""
    today = today_in(db, classroom_id)

    def there(table: Any, *where: ColumnElement[bool]) -> Any:
        return select(table.id).where(table.classroom_id == classroom_id, *where).exists()

    pupils, market, gathering, meeting = db.execute(
        select(
            there(Membership, Membership.role == Role.PUPIL),
            there(MarketDay, MarketDay.state != MarketState.OVER, MarketDay.day == today),
            there(Gathering, Gathering.state == "planned", Gathering.takes_place_on == today),
            there(Meeting, Meeting.next_on == today),
        )
    ).one()
    return not pupils or market or gathering or meeting


def lesson_tag(db: Session, classroom_id: UUID) -> str:
    """Return a mark that changes with everything the session's page shows: four queries."""

    def of(expression: Any, table: Any) -> Any:
        return select(expression).where(table.classroom_id == classroom_id).scalar_subquery()

    today = today_in(db, classroom_id)
    row = db.execute(
        select(
            of(func.sum(ClassDay.revision), ClassDay),
            of(func.sum(ClassGuide.revision), ClassGuide),
            of(func.count(), Gathering),
            of(func.count(Gathering.held_at), Gathering),
            of(func.count(), Wish),
        )
    ).one()
    marks = (class_tag(db, classroom_id), market_revision(db, classroom_id), today, *row)
    return "-".join(str(part or 0) for part in marks)


def _attending(facts: Facts, away: set[UUID]) -> tuple[Attending, ...]:
    listed = [
        id
        for id in facts.in_order(facts.people)
        if facts.people[id].active
        and not facts.people[id].provisional
        and facts.people[id].who.role != Role.TEACHER
    ]
    listed.sort(key=lambda id: facts.people[id].who.role != Role.PUPIL)
    return tuple(Attending(facts.people[id].who, id in away) for id in listed)


def _free(market: MarketView | None, here: list[Who]) -> tuple[Who, ...]:
    """Return who is here and meets nobody in the round that goes on, or in the first one."""
    if market is None or market.over or not market.rounds:
        return ()
    lines = (market.now or market.rounds[0]).meetings
    return tuple(one for one in here if not any(line.has(one.id) for line in lines))


def _at_the_market(market: MarketView | None) -> set[UUID]:
    """Return who meets somebody in a round of today's market, until it is over."""
    if market is None or market.over:
        return set()
    lines = (line for one in market.rounds for line in one.meetings)
    return {who.id for line in lines for who in (line.giver, line.receiver)}


def _counts(db: Session, classroom_id: UUID, today: date) -> tuple[int, int, int]:
    """Return how many circles are ready to be proposed, and market days: all, and of today."""

    def count(table: Any, *where: ColumnElement[bool]) -> Any:
        of = select(func.count()).select_from(table)
        return of.where(table.classroom_id == classroom_id, *where).scalar_subquery()

    kept, markets, now = db.execute(
        select(
            count(Introduction, Introduction.state == IntroductionState.KEPT),
            count(MarketDay),
            count(MarketDay, MarketDay.day == today),
        )
    ).one()
    return kept, markets, now


def _hints(
    db: Session,
    classroom_id: UUID,
    facts: Facts,
    exchanges: list[ExchangeFacts],
    free: list[Who],
) -> tuple[tuple[str, tuple[Who, ...]], ...]:
    asked = _asked(db, classroom_id)

    def among(*states: str) -> set[UUID]:
        return {id for one in exchanges if one.state in states for id in one.needed}

    looking = {
        id
        for one in exchanges
        if one.state == ExchangeState.LOOKING_BACK
        for id in one.needed - one.looked_back
    }
    does: dict[str, Callable[[UUID], bool]] = {
        "answer": asked.__contains__,
        "agree": among(ExchangeState.AGREEING).__contains__,
        "prepare": among(ExchangeState.AGREED, ExchangeState.UNDER_WAY).__contains__,
        "look_back": looking.__contains__,
        "offer": lambda id: not facts.offers.get(id),
        "demand": lambda id: not facts.demands.get(id),
        "wall": lambda _id: True,
    }
    first = {one: next(hint for hint in HINTS if does[hint](one.id)) for one in free}
    found = ((hint, tuple(one for one in free if first[one] == hint)) for hint in HINTS)
    return tuple((hint, people) for hint, people in found if people)


def _asked(db: Session, classroom_id: UUID) -> set[UUID]:
    """Return who has a proposal to answer."""
    standing = proposals_now(db, classroom_id, clock.now())
    open_now = [id for id, state in standing.items() if state is IntroductionState.PROPOSED]
    return set(
        db.scalars(
            select(Answer.membership_id).where(
                Answer.classroom_id == classroom_id,
                Answer.introduction_id.in_(open_now),
                Answer.answer.is_(None),
            )
        )
    )
