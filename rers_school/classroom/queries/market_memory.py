"""What stays of market days for one person: whom they met, and what they said of it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.models import MarketChoice, MarketDay, MarketMeeting, Savoir
from rers_school.classroom.queries.people import Who, everybody


@dataclass(frozen=True, slots=True)
class Remembered:
    """One meeting that was held: on which day, whether one gave, with whom, what."""

    day: date
    gave: bool
    other: Who
    savoir: str


def remembered(db: Session, actor: Actor) -> tuple[list[Remembered], list[tuple[date, str]]]:
    """Return one's own meetings of market days, and one's own answers to the one question."""
    me = actor.membership_id
    people = everybody(db)
    rows = db.execute(
        select(MarketDay.day, MarketMeeting.giver_id, MarketMeeting.receiver_id, Savoir.name)
        .join(MarketDay, MarketDay.id == MarketMeeting.market_day_id)
        .join(Savoir, Savoir.id == MarketMeeting.savoir_id)
        .where(
            MarketMeeting.classroom_id == actor.classroom_id,
            MarketMeeting.held.is_(True),
            or_(MarketMeeting.giver_id == me, MarketMeeting.receiver_id == me),
        )
        .order_by(MarketDay.day, MarketMeeting.round)
    )
    met = [
        Remembered(day, giver == me, people[receiver if giver == me else giver], savoir)
        for day, giver, receiver, savoir in rows
    ]
    said = db.execute(
        select(MarketDay.day, MarketChoice.words)
        .join(MarketDay, MarketDay.id == MarketChoice.market_day_id)
        .where(
            MarketChoice.classroom_id == actor.classroom_id,
            MarketChoice.membership_id == me,
            MarketChoice.words != "",
        )
        .order_by(MarketDay.day)
    )
    return met, [(day, words) for day, words in said]


def has_met(db: Session, actor: Actor) -> bool:
    """Tell whether somebody has met anybody on a market day."""
    me = actor.membership_id
    return bool(
        db.scalar(
            select(MarketMeeting.id)
            .where(
                MarketMeeting.classroom_id == actor.classroom_id,
                MarketMeeting.held.is_(True),
                or_(MarketMeeting.giver_id == me, MarketMeeting.receiver_id == me),
            )
            .limit(1)
        )
    )
