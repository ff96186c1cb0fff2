"""What has changed in a class since a moment: facts about the class, never about anybody."""

from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rers_school.classroom.models import (
    AgendaPoint,
    Demand,
    Exchange,
    Introduction,
    Meeting,
    Offer,
)
from rers_school.classroom.rules.exchange_states import ExchangeState, IntroductionState


@dataclass(frozen=True, slots=True)
class ClassNews:
    """How many cards came on the wall, circles began, meetings were told, exchanges ended, points
    came on the agenda; in whatever way an exchange ended, it counts alike."""

    cards: int
    begun: int
    meetings: int
    ended: int
    points: int

    def __bool__(self) -> bool:
        return any(astuple(self))


def class_news(db: Session, classroom_id: UUID, since: datetime) -> ClassNews:
    """Return what has changed in the class since a moment: one query."""

    def count(table: Any, when: Any, *where: Any) -> Any:
        of = select(func.count()).select_from(table)
        return of.where(table.classroom_id == classroom_id, when > since, *where).scalar_subquery()

    offers, demands, *others = db.execute(
        select(
            count(Offer, Offer.created_at, Offer.state == "visible"),
            count(Demand, Demand.created_at, Demand.state == "visible"),
            count(
                Introduction,
                Introduction.settled_at,
                Introduction.state == IntroductionState.OPENED,
            ),
            count(Meeting, Meeting.created_at),
            count(Exchange, Exchange.state_since, Exchange.state == ExchangeState.CLOSED),
            count(AgendaPoint, AgendaPoint.created_at, AgendaPoint.state == "open"),
        )
    ).one()
    return ClassNews(offers + demands, *others)
