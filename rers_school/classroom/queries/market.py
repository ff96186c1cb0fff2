"""The market day as the teacher, a pupil and the projector see it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.models import MarketChoice, MarketDay, MarketMeeting, Offer, Savoir
from rers_school.classroom.queries.links import Facts, facts_of, today_in
from rers_school.classroom.queries.people import Who
from rers_school.classroom.rules.market_day import MarketState

# The one question is asked for as long as one remembers.
ASKED_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """Who shows what to whom, and where; no place is an empty text."""

    giver: Who
    receiver: Who
    savoir: str
    place: str

    def has(self, membership_id: UUID) -> bool:
        return membership_id in (self.giver.id, self.receiver.id)


@dataclass(frozen=True, slots=True)
class RoundView:
    """One round: its meetings by place and name, and who is free in it."""

    number: int
    meetings: tuple[MeetingLine, ...]
    free: tuple[Who, ...]
    over: bool
    now: bool


@dataclass(frozen=True, slots=True)
class Attending:
    """A pupil on the list of those present; ``not_today`` is their own word."""

    who: Who
    away: bool
    not_today: bool


@dataclass(frozen=True, slots=True)
class MarketView:
    """A market day.

    ``without``: who is there and has no exchange in any round, for the teacher's eyes only.
    ``told``: what pupils chose to share of their answers to the one question.
    """

    id: UUID
    day: date
    minutes: int
    places: tuple[tuple[str, int], ...]
    state: str
    current: int
    revision: int
    rounds: tuple[RoundView, ...]
    attending: tuple[Attending, ...]
    without: tuple[Who, ...]
    told: tuple[tuple[Who, str], ...]

    @property
    def over(self) -> bool:
        return self.state == MarketState.OVER

    @property
    def laid_out(self) -> bool:
        return bool(self.rounds)

    @property
    def now(self) -> RoundView | None:
        """Return the round that goes on."""
        return next((one for one in self.rounds if one.now), None)

    @property
    def outdated(self) -> bool:
        """Tell whether a meeting to come counts on somebody who does not take part any more."""
        there = {one.who.id for one in self.attending if not (one.away or one.not_today)}
        coming = (line for one in self.rounds if one.number > self.current for line in one.meetings)
        return any(not {line.giver.id, line.receiver.id} <= there for line in coming)

    @property
    def left(self) -> int:
        """Return how many rounds are still to come."""
        return sum(one.number > self.current for one in self.rounds)


@dataclass(frozen=True, slots=True)
class Mine:
    """A market day for one pupil: their choice, their rounds, their own answer."""

    not_today: bool
    words: str
    shared: bool
    rounds: tuple[tuple[RoundView, MeetingLine | None], ...]


def market_of(db: Session, classroom_id: UUID) -> MarketView | None:
    """Return the market day that goes on, or else the last one."""
    market = _latest(db, classroom_id)
    if market is None:
        return None
    facts = facts_of(db, classroom_id)
    choices = db.scalars(
        select(MarketChoice).where(
            MarketChoice.classroom_id == classroom_id, MarketChoice.market_day_id == market.id
        )
    ).all()
    refusing = {one.membership_id for one in choices if one.not_today}
    lines = _lines(db, market, facts)
    taking_part = [
        id for id in facts.suggested_people if str(id) not in market.away and id not in refusing
    ]
    busy = {who.id for of in lines.values() for one in of for who in (one.giver, one.receiver)}
    return MarketView(
        id=market.id,
        day=market.day,
        minutes=market.minutes,
        places=tuple((one["name"], one["capacity"]) for one in market.places),
        state=market.state,
        current=market.current_round,
        revision=market.revision,
        rounds=tuple(
            _round(market, number, of, taking_part, facts) for number, of in lines.items()
        ),
        attending=tuple(
            Attending(facts.people[id].who, str(id) in market.away, id in refusing)
            for id in facts.suggested_people
        ),
        without=tuple(facts.people[id].who for id in taking_part if id not in busy),
        told=tuple(
            (facts.people[one.membership_id].who, one.words)
            for one in sorted(choices, key=lambda one: str(one.membership_id))
            if one.shared and one.words
        ),
    )


def mine(db: Session, actor: Actor, market: MarketView) -> Mine:
    """Return a market day for whoever is acting."""
    choice = db.scalar(
        select(MarketChoice).where(
            MarketChoice.classroom_id == actor.classroom_id,
            MarketChoice.market_day_id == market.id,
            MarketChoice.membership_id == actor.membership_id,
        )
    )
    return Mine(
        not_today=choice.not_today if choice else False,
        words=choice.words if choice else "",
        shared=choice.shared if choice else False,
        rounds=tuple(
            (one, next((line for line in one.meetings if line.has(actor.membership_id)), None))
            for one in market.rounds
        ),
    )


def market_revision(db: Session, classroom_id: UUID) -> str:
    """Return what changes when a page about the market day has to be made anew: one query."""
    row = db.execute(
        select(MarketDay.id, MarketDay.revision)
        .where(MarketDay.classroom_id == classroom_id)
        .order_by(MarketDay.created_at.desc())
        .limit(1)
    ).one_or_none()
    return f"{row[0]}-{row[1]}" if row else "none"


def has_had_a_market(db: Session, classroom_id: UUID) -> bool:
    """Tell whether a market day of the class has begun, ever: one query."""
    begun = or_(MarketDay.current_round > 0, MarketDay.state == MarketState.OVER.value)
    return db.scalars(
        select(select(MarketDay.id).where(MarketDay.classroom_id == classroom_id, begun).exists())
    ).one()


def market_note(db: Session, actor: Actor) -> tuple[str, date] | None:
    """Return what Today says of a market day, and its day; nothing where there is nothing to do.

    ``announced``, ``rounds`` (one goes on), ``question`` (it is over, and one's own answer is
    still empty): two queries.
    """
    market = _latest(db, actor.classroom_id)
    if market is None:
        return None
    if market.state != MarketState.OVER:
        return ("rounds" if market.current_round else "announced"), market.day
    answered = db.scalar(
        select(MarketChoice.words).where(
            MarketChoice.classroom_id == actor.classroom_id,
            MarketChoice.market_day_id == market.id,
            MarketChoice.membership_id == actor.membership_id,
        )
    )
    fresh = market.day >= today_in(db, actor.classroom_id) - ASKED_FOR
    return ("question", market.day) if fresh and not answered else None


def _latest(db: Session, classroom_id: UUID) -> MarketDay | None:
    return db.scalar(
        select(MarketDay)
        .where(MarketDay.classroom_id == classroom_id)
        .order_by(MarketDay.created_at.desc())
        .limit(1)
    )


def _lines(db: Session, market: MarketDay, facts: Facts) -> dict[int, list[MeetingLine]]:
    found: dict[int, list[MeetingLine]] = defaultdict(list)
    rows = db.execute(
        select(MarketMeeting, Savoir.name)
        .join(Savoir, Savoir.id == MarketMeeting.savoir_id)
        .where(
            MarketMeeting.classroom_id == market.classroom_id,
            MarketMeeting.market_day_id == market.id,
        )
    )
    hidden = {
        (giver, savoir)
        for giver, savoir in db.execute(
            select(Offer.membership_id, Offer.savoir_id).where(
                Offer.classroom_id == market.classroom_id, Offer.state == "hidden"
            )
        )
    }
    for one, savoir in rows:
        giver, receiver = facts.people[one.giver_id].who, facts.people[one.receiver_id].who
        # The board is projected: what a teacher took off the wall is not read there either.
        savoir = "…" if (one.giver_id, one.savoir_id) in hidden else savoir
        # The giver's own words, where their card still says them.
        words = facts.offers.get(one.giver_id, {}).get(one.savoir_id, savoir)
        found[one.round].append(MeetingLine(giver, receiver, words, one.place))
    for of in found.values():
        of.sort(key=lambda one: (one.place, one.giver.shown_name.casefold(), str(one.giver.id)))
    return dict(sorted(found.items()))


def _round(
    market: MarketDay,
    number: int,
    meetings: Iterable[MeetingLine],
    taking_part: Iterable[UUID],
    facts: Facts,
) -> RoundView:
    lines = tuple(meetings)
    free = [id for id in taking_part if not any(one.has(id) for one in lines)]
    over = market.state == MarketState.OVER or number < market.current_round
    return RoundView(
        number,
        lines,
        tuple(facts.people[id].who for id in free),
        over,
        number == market.current_round and not over,
    )
