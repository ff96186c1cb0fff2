"""The teacher says who is absent today; what was laid out for today follows."""

from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed, Stale
from rers_school.classroom.models import Membership
from rers_school.classroom.queries.class_day import day_of_class
from rers_school.classroom.queries.links import today_in
from rers_school.classroom.rules.market_day import MarketState
from rers_school.classroom.services import market
from rers_school.classroom.services.class_day import keep_away


class Followed(StrEnum):
    """What became of today's market when the list changed."""

    NO_MARKET = "no_market"
    NOTED = "noted"
    LAID_OUT = "laid_out"
    NOBODY_FITS = "nobody_fits"


def say_who_is_away(db: Session, actor: Actor, away: Collection[UUID], seen: int) -> Followed:
    """Keep who is absent today, and lay the rounds of today's market out again where they were.

    *Errors*: `NotAllowed` (403), ``day_changed`` (409) when the page was of an earlier ``seen``.
    """
    if not actor.is_teacher:
        raise NotAllowed
    here = actor.classroom_id
    today = today_in(db, here)
    before = day_of_class(db, here, today)
    if (before.revision if before else 0) != seen:
        raise Stale("day_changed")
    known = db.scalars(
        select(Membership.id).where(Membership.classroom_id == here, Membership.id.in_(list(away)))
    ).all()
    keep_away(db, here, today, known, asked=_everybody(db, here))
    going_on = market.running(db, here)
    if going_on is None or going_on.day != today:
        return Followed.NO_MARKET
    if going_on.state == MarketState.LAID_OUT:
        try:
            market.lay_out(db, actor, known, going_on.revision)
        except DomainError as error:
            if error.code != "nobody_fits":
                raise
            market.note_away(db, going_on, known)
            return Followed.NOBODY_FITS
        return Followed.LAID_OUT
    market.note_away(db, going_on, known)
    return Followed.NOTED


def _everybody(db: Session, classroom_id: UUID) -> list[UUID]:
    return list(db.scalars(select(Membership.id).where(Membership.classroom_id == classroom_id)))
