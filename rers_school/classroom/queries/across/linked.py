"""Who of a class is linked across classes, and what waits for its teacher."""

from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from rers_school.classroom.models import AcrossAnswer, AcrossCircle, AcrossLink, Introduction
from rers_school.classroom.rules.across import AcrossState
from rers_school.classroom.rules.exchange_states import IntroductionState
from rers_school.db import unscoped


def across_waiting(db: Session, classroom_id: UUID) -> dict[UUID, int]:
    """Return how many circles of each network wait for this class's teacher: one query."""
    rows = db.execute(
        select(AcrossCircle.network_id, func.count(AcrossAnswer.id))
        .join(AcrossAnswer, AcrossAnswer.circle_id == AcrossCircle.id)
        .where(
            AcrossAnswer.classroom_id == classroom_id,
            AcrossAnswer.answer.is_(None),
            AcrossCircle.state == AcrossState.ASKING.value,
        )
        .group_by(AcrossCircle.network_id)
    )
    return {network_id: number for network_id, number in rows}


def linked_elsewhere(db: Session, classroom_id: UUID) -> set[UUID]:
    """Return who of a class gives or receives in a circle across classes that is asked or lived.

    For teachers, behind the curtain: they are not without a link. One query.
    """
    with unscoped(db, "links across classes name people of several classes"):
        rows = db.execute(
            select(
                AcrossLink.giver_class_id,
                AcrossLink.giver_id,
                AcrossLink.receiver_class_id,
                AcrossLink.receiver_id,
            )
            .join(AcrossCircle, AcrossCircle.id == AcrossLink.circle_id)
            .outerjoin(Introduction, Introduction.id == AcrossCircle.introduction_id)
            .where(
                or_(
                    AcrossLink.giver_class_id == classroom_id,
                    AcrossLink.receiver_class_id == classroom_id,
                ),
                or_(
                    AcrossCircle.state == AcrossState.ASKING.value,
                    (AcrossCircle.state == AcrossState.PROPOSED.value)
                    & Introduction.state.in_(
                        [IntroductionState.PROPOSED.value, IntroductionState.OPENED.value]
                    ),
                ),
            )
        ).all()
    return {
        who
        for giver_class, giver, receiver_class, receiver in rows
        for of, who in ((giver_class, giver), (receiver_class, receiver))
        if of == classroom_id
    }
