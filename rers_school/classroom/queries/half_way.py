"""Whom Today asks, half-way through an exchange, how it is going."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.models import (
    Classroom,
    Exchange,
    Meeting,
    Participation,
    Savoir,
    SelfEvaluation,
)
from rers_school.classroom.rules.evaluation import MIDDLE, is_half_way

_ROLES = ("giver", "receiver")


@dataclass(frozen=True, slots=True)
class HalfWay:
    """An exchange whose middle the reader is asked about, in one of their parts."""

    exchange_id: UUID
    savoir: str
    role: str


def asked_half_way(db: Session, actor: Actor) -> HalfWay | None:
    """Return the one exchange that the actor is asked about now, the oldest first: one query.

    Whoever has begun, or put the question aside, is not asked again.
    """
    told = (
        select(func.count(Meeting.id)).where(Meeting.exchange_id == Exchange.id).scalar_subquery()
    )
    begun = select(SelfEvaluation.id).where(
        SelfEvaluation.exchange_id == Exchange.id,
        SelfEvaluation.membership_id == actor.membership_id,
        SelfEvaluation.moment == MIDDLE,
    )
    for exchange_id, savoir, role, state, meetings in db.execute(
        select(Exchange.id, Savoir.name, Participation.role, Exchange.state, told)
        .join(Savoir, Savoir.id == Exchange.savoir_id)
        .join(Participation, Participation.exchange_id == Exchange.id)
        .join(Classroom, Classroom.id == Exchange.classroom_id)
        .where(
            Classroom.id == actor.classroom_id,
            Classroom.middle_evaluation.is_(True),
            Exchange.state == "under_way",
            Participation.membership_id == actor.membership_id,
            Participation.role.in_(_ROLES),
            ~begun.exists(),
        )
        .order_by(Exchange.state_since, Exchange.id, Participation.role)
    ):
        if is_half_way(state, meetings):
            return HalfWay(exchange_id, savoir, role)
    return None
