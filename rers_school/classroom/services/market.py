"""The market day: announced, laid out in rounds, gone through, looked back at."""

import secrets
from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound, Stale
from rers_school.classroom.matching.market import Place
from rers_school.classroom.models import MarketChoice, MarketDay, MarketMeeting
from rers_school.classroom.queries.class_day import day_of_class
from rers_school.classroom.queries.links import Facts, facts_of, today_in
from rers_school.classroom.rules.circles import Link
from rers_school.classroom.rules.market_day import MarketState, PlaceAsked
from rers_school.classroom.rules.school_year import near
from rers_school.classroom.rules.team import MARKET, may
from rers_school.classroom.rules.text import clean
from rers_school.classroom.services.class_day import keep_away
from rers_school.classroom.services.market_plan import in_rounds, links_for
from rers_school.classroom.services.savoirs import touch

WORDS_MOST = 600


def announce(
    db: Session, actor: Actor, *, day: date, minutes: int, places: Sequence[PlaceAsked]
) -> MarketDay:
    """Return the market day that the teacher announces, or the running one with these choices.

    *Errors*: `NotAllowed` (403), ``too_far`` (422).
    """
    _teacher(actor)
    near(day, clock.now().date())
    kept = running(db, actor.classroom_id)
    known = day_of_class(db, actor.classroom_id, day)
    if kept is None:
        kept = MarketDay(
            classroom_id=actor.classroom_id,
            made_by_id=actor.membership_id,
            seed=secrets.token_hex(8),
            away=[],
        )
        db.add(kept)
    if known is not None:
        kept.away = list(known.away)
    kept.day, kept.minutes = day, minutes
    kept.places = [{"name": one.name, "capacity": one.capacity} for one in places]
    _changed(db, kept)
    return kept


def lay_out(db: Session, actor: Actor, away: Collection[UUID], seen: int) -> None:
    """Lay the rounds out for those who are there.

    The same act plans again when somebody is absent, at the beginning or in the middle: rounds
    that are over stay as they were, and so do the meetings of the present one that can go on.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``market_changed`` (409) when the page was of
    an earlier ``seen``, ``nobody_fits`` (422).
    """
    market = _of_teacher(db, actor, seen)
    facts = facts_of(db, actor.classroom_id)
    market.away = sorted(str(id) for id in away if id in facts.people)
    present = present_in(facts, market, not_today(db, market))
    kept, others = _divided(_meetings(db, market), market.current_round, set(present))
    placed = in_rounds(
        links_for(facts, market.seed, present, [_link(one) for one in kept]),
        present,
        seed=market.seed,
        places=[Place(one["name"], one["capacity"]) for one in market.places],
        first_round=market.current_round + 1,
    )
    if not placed and not kept:
        raise DomainError("nobody_fits")
    for dropped in others:
        db.delete(dropped)
    keep_away(
        db,
        actor.classroom_id,
        market.day,
        [UUID(one) for one in market.away],
        asked=facts.suggested_people,
        looked=market.day == today_in(db, actor.classroom_id),
    )
    for one in placed:
        db.add(
            MarketMeeting(
                classroom_id=actor.classroom_id,
                market_day_id=market.id,
                giver_id=one.link.giver,
                receiver_id=one.link.receiver,
                savoir_id=one.link.savoir,
                round=one.round,
                place=one.place,
            )
        )
    market.state = MarketState.LAID_OUT
    _changed(db, market)


def go_on(db: Session, actor: Actor, seen: int) -> None:
    """Begin the next round; the one before it is held. After the last one the market is over.

    By the teacher, or a pupil of the team who leads the rounds.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``market_changed`` (409), ``no_rounds`` (422).
    """
    if not may(actor, MARKET):
        raise NotAllowed
    market = _as_seen(db, actor, seen)
    meetings = _meetings(db, market)
    if market.state != MarketState.LAID_OUT or not meetings:
        raise DomainError("no_rounds")
    for one in meetings:
        if one.round == market.current_round:
            one.held = True
    last = max(one.round for one in meetings)
    if market.current_round >= last:
        market.state = MarketState.OVER
    else:
        market.current_round += 1
    _changed(db, market)
    touch(db, actor.classroom_id)


def call_off(db: Session, actor: Actor, seen: int) -> None:
    """End a market day before its last round; what was held stays.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``market_changed`` (409).
    """
    market = _of_teacher(db, actor, seen)
    if not any(one.held for one in _meetings(db, market)):
        db.delete(market)
        db.flush()
        return
    market.state = MarketState.OVER
    _changed(db, market)


def note_away(db: Session, market: MarketDay, away: Collection[UUID]) -> None:
    """Note who is absent, without laying anything out; its pages say so by themselves."""
    market.away = sorted(map(str, away))
    _changed(db, market)


def say(db: Session, actor: Actor, *, not_today: bool) -> None:
    """Say for oneself, privately, whether one takes part today.

    *Errors*: `NotFound` (404) without a market day, ``market_begun`` (422) after its first round.
    """
    market = running(db, actor.classroom_id)
    if market is None:
        raise NotFound
    if market.current_round:
        raise DomainError("market_begun")
    _choice(db, actor, market.id).not_today = not_today
    _changed(db, market)


def answer_question(
    db: Session, actor: Actor, market_day_id: UUID, words: str, *, shared: bool
) -> None:
    """Keep somebody's own answer to the one question; empty words take it back.

    *Errors*: `NotFound` (404), ``too_long`` (422).
    """
    market = db.scalar(
        select(MarketDay).where(
            MarketDay.classroom_id == actor.classroom_id, MarketDay.id == market_day_id
        )
    )
    if market is None:
        raise NotFound
    choice = _choice(db, actor, market.id)
    choice.words = clean(words, most=WORDS_MOST, lines=True)
    choice.shared = shared and bool(choice.words)
    db.flush()


def running(db: Session, classroom_id: UUID) -> MarketDay | None:
    """Return the market day that is announced or under way."""
    return db.scalar(
        select(MarketDay)
        .where(MarketDay.classroom_id == classroom_id, MarketDay.state != MarketState.OVER)
        .order_by(MarketDay.created_at.desc())
        .limit(1)
    )


def not_today(db: Session, market: MarketDay) -> set[UUID]:
    """Return who has said that they do not take part today."""
    return set(
        db.scalars(
            select(MarketChoice.membership_id).where(
                MarketChoice.classroom_id == market.classroom_id,
                MarketChoice.market_day_id == market.id,
                MarketChoice.not_today.is_(True),
            )
        )
    )


def present_in(facts: Facts, market: MarketDay, refusing: Collection[UUID]) -> list[UUID]:
    """Return the pupils who are there and take part, in the order of their names."""
    away = {UUID(id) for id in market.away} | set(refusing)
    return [id for id in facts.suggested_people if id not in away]


def _of_teacher(db: Session, actor: Actor, seen: int) -> MarketDay:
    _teacher(actor)
    return _as_seen(db, actor, seen)


def _as_seen(db: Session, actor: Actor, seen: int) -> MarketDay:
    market = running(db, actor.classroom_id)
    if market is None:
        raise NotFound
    if market.revision != seen:
        raise Stale("market_changed")
    return market


def _teacher(actor: Actor) -> None:
    if not actor.is_teacher:
        raise NotAllowed


def _meetings(db: Session, market: MarketDay) -> list[MarketMeeting]:
    return list(
        db.scalars(
            select(MarketMeeting).where(
                MarketMeeting.classroom_id == market.classroom_id,
                MarketMeeting.market_day_id == market.id,
            )
        )
    )


def _divided(
    meetings: Sequence[MarketMeeting], current_round: int, present: Collection[UUID]
) -> tuple[list[MarketMeeting], list[MarketMeeting]]:
    """Return the meetings that stay, and those that are laid out anew."""
    kept: list[MarketMeeting] = []
    others: list[MarketMeeting] = []
    for one in meetings:
        goes_on = one.round == current_round and {one.giver_id, one.receiver_id} <= set(present)
        (kept if one.held or goes_on else others).append(one)
    return kept, others


def _link(one: MarketMeeting) -> Link:
    return Link(one.giver_id, one.receiver_id, one.savoir_id)


def _choice(db: Session, actor: Actor, market_day_id: UUID) -> MarketChoice:
    found = db.scalar(
        select(MarketChoice).where(
            MarketChoice.classroom_id == actor.classroom_id,
            MarketChoice.market_day_id == market_day_id,
            MarketChoice.membership_id == actor.membership_id,
        )
    )
    if found is None:
        found = MarketChoice(
            classroom_id=actor.classroom_id,
            market_day_id=market_day_id,
            membership_id=actor.membership_id,
        )
        db.add(found)
    return found


def _changed(db: Session, market: MarketDay) -> None:
    db.flush()
    market.revision += 1
    db.flush()
