"""Where a class stands in its four first sessions."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Role
from rers_school.classroom.models import (
    ClassGuide,
    Demand,
    Exchange,
    Gathering,
    Introduction,
    MarketDay,
    MarketMeeting,
    Meeting,
    Membership,
    Offer,
)
from rers_school.classroom.queries.classroom import classroom_of
from rers_school.classroom.queries.links import today_in
from rers_school.classroom.rules.exchange_states import ExchangeState
from rers_school.classroom.rules.guide import (
    OVER,
    SESSIONS,
    Facts,
    done_by_facts,
    session_after,
)
from rers_school.classroom.rules.market_day import MarketState


@dataclass(frozen=True, slots=True)
class GuideView:
    """The guide: the session to show, the one that facts say, the steps done, whether put away.

    ``ticked``: those of the steps that were ticked by hand; only these can be taken back.
    """

    session: int
    by_facts: int
    done: frozenset[str]
    ticked: frozenset[str]
    put_away: bool

    @property
    def shown(self) -> bool:
        """Tell whether This session shows the guide."""
        return not self.put_away and self.session in SESSIONS

    def step_now(self, session: int) -> str | None:
        """Return the first step of a session that is not done."""
        return next((step for step in SESSIONS[session] if step not in self.done), None)

    def number_of(self, step: str) -> int:
        """Return which step of its session this is, from 1."""
        return next(of.index(step) + 1 for of in SESSIONS.values() if step in of)


def guide_of(db: Session, classroom_id: UUID) -> GuideView:
    """Return where a class stands: four queries."""
    facts = _facts(db, classroom_id)
    kept = db.scalar(select(ClassGuide).where(ClassGuide.classroom_id == classroom_id))
    by_facts = session_after(facts)
    session = by_facts
    if kept is not None and kept.chosen and kept.instead_of == by_facts:
        session = kept.chosen
    told = done_by_facts(facts)
    by_hand = frozenset(kept.done if kept else ()) - told
    return GuideView(
        session=min(session, OVER),
        by_facts=by_facts,
        done=told | by_hand,
        ticked=by_hand,
        put_away=kept.put_away if kept else False,
    )


def _facts(db: Session, classroom_id: UUID) -> Facts:
    today = today_in(db, classroom_id)
    zone = ZoneInfo(classroom_of(db, classroom_id).time_zone)
    midnight = datetime.combine(today, time(), zone).astimezone(UTC)

    def count(table: Any, *where: ColumnElement[bool]) -> Any:
        return (
            select(func.count())
            .select_from(table)
            .where(table.classroom_id == classroom_id, *where)
            .scalar_subquery()
        )

    visible = [(one, one.state == "visible") for one in (Offer, Demand)]
    cards = [count(one, seen) for one, seen in visible]
    before = [count(one, seen, one.created_at < midnight) for one, seen in visible]
    pupil = (Membership.role == Role.PUPIL, Membership.active.is_(True))
    agreed = Exchange.state.in_([ExchangeState.AGREED, ExchangeState.UNDER_WAY])
    proposed: Any = Introduction.proposed_at.is_not(None)
    over = MarketDay.state == MarketState.OVER
    row = db.execute(
        select(
            count(Membership, *pupil, Membership.maybe_id.is_(None)),
            cards[0] + cards[1],
            before[0] + before[1],
            count(MarketDay),
            count(MarketMeeting),
            count(MarketDay, over),
            count(MarketDay, over, MarketDay.day < today),
            count(Introduction),
            count(Introduction, proposed),
            count(Introduction, Introduction.proposed_at < midnight),
            count(Exchange, agreed),
            count(Meeting),
            count(Meeting, Meeting.held_on < today),
            count(Gathering, Gathering.held_at.is_not(None)),
        )
    ).one()
    return Facts._make(row)
