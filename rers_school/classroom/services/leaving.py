"""The exchanges of somebody who leaves for good come to an orderly end."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rers_school.classroom.models import (
    Circle,
    Exchange,
    Introduction,
    MarketDay,
    MarketMeeting,
    Participation,
)
from rers_school.classroom.rules.exchange_states import (
    LIVE,
    RUNNING,
    ExchangeEvent,
    ExchangeState,
)
from rers_school.classroom.services import workshop_places
from rers_school.classroom.services.exchanges import STOPPED, show_change, step

_PARTNERS = ("giver", "receiver")
_ENDS = LIVE | {ExchangeState.NOT_STARTED}


def end_exchanges(
    db: Session,
    classroom_id: UUID,
    membership_id: UUID,
    *,
    only: Collection[UUID] | None = None,
) -> None:
    """End what cannot go on without somebody, in the words of every exchange that is stopped.

    A proposal that waits, or did not start, is taken back with all its answers. Where others still
    give and others still receive, the exchange goes on without them. ``only``: these exchanges, and
    nothing else of theirs.
    """
    parts = _parts(db, classroom_id)
    ending = select(Exchange).where(
        Exchange.classroom_id == classroom_id, Exchange.state.in_(_ENDS)
    )
    if only is not None:
        ending = ending.where(Exchange.id.in_(list(only)))
    live = db.scalars(ending.execution_options(populate_existing=True)).all()
    for exchange in live:
        mine = {role for who, role in parts[exchange.id] if who == membership_id}
        if not mine:
            continue
        others = {role for who, role in parts[exchange.id] if who != membership_id}
        if mine.isdisjoint(_PARTNERS) or others.issuperset(_PARTNERS):
            _step_aside(db, exchange, membership_id)
        elif exchange.state in RUNNING:
            step(db, exchange, ExchangeEvent.STOP)
            exchange.outcome = STOPPED
        else:
            _take_back(db, exchange)
    db.flush()
    if only is not None:
        return
    workshop_places.leave_all(db, classroom_id, membership_id)
    _leave_market(db, classroom_id, membership_id)


def remove_empty_circles(db: Session, classroom_id: UUID, left: UUID) -> None:
    """Remove exchanges in which everybody who gave and received has left, and their circles."""
    alone = [
        exchange
        for exchange, parts in _parts(db, classroom_id).items()
        if all(who == left for who, role in parts if role in _PARTNERS)
    ]
    db.execute(
        delete(Exchange).where(Exchange.classroom_id == classroom_id, Exchange.id.in_(alone))
    )
    full = select(Exchange.circle_id).where(Exchange.classroom_id == classroom_id)
    empty = db.scalars(
        select(Circle.introduction_id).where(
            Circle.classroom_id == classroom_id, Circle.id.not_in(full)
        )
    ).all()
    db.execute(
        delete(Introduction).where(
            Introduction.classroom_id == classroom_id, Introduction.id.in_(empty)
        )
    )


def _parts(db: Session, classroom_id: UUID) -> dict[UUID, list[tuple[UUID, str]]]:
    found: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    for exchange_id, who, role in db.execute(
        select(Participation.exchange_id, Participation.membership_id, Participation.role).where(
            Participation.classroom_id == classroom_id
        )
    ):
        found[exchange_id].append((who, role))
    return found


def _step_aside(db: Session, exchange: Exchange, membership_id: UUID) -> None:
    db.execute(
        delete(Participation).where(
            Participation.classroom_id == exchange.classroom_id,
            Participation.exchange_id == exchange.id,
            Participation.membership_id == membership_id,
        )
    )
    show_change(exchange)


def _take_back(db: Session, exchange: Exchange) -> None:
    """Remove a proposal that did not start, with its answers: nobody has lived anything of it."""
    introduction = select(Circle.introduction_id).where(
        Circle.classroom_id == exchange.classroom_id, Circle.id == exchange.circle_id
    )
    db.execute(
        delete(Introduction)
        .where(
            Introduction.classroom_id == exchange.classroom_id,
            Introduction.id.in_(introduction),
        )
        .execution_options(synchronize_session=False)
    )


def _leave_market(db: Session, classroom_id: UUID, membership_id: UUID) -> None:
    """Free those who would have met them on a market day; what took place stays."""
    meeting = MarketMeeting
    mine = (meeting.giver_id == membership_id) | (meeting.receiver_id == membership_id)
    to_come = (meeting.classroom_id == classroom_id) & meeting.held.is_(False) & mine
    days = set(db.scalars(select(meeting.market_day_id).where(to_come)))
    db.execute(delete(meeting).where(to_come).execution_options(synchronize_session=False))
    for day in db.scalars(
        select(MarketDay).where(MarketDay.classroom_id == classroom_id, MarketDay.id.in_(days))
    ):
        day.revision += 1
    db.flush()
