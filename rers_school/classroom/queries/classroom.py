"""The class itself, as every page needs it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Exists, and_, func, or_, select
from sqlalchemy.orm import Session

from rers_school.classroom.errors import NotFound
from rers_school.classroom.models import (
    AcrossAnswer,
    AcrossCircle,
    Classroom,
    Demand,
    Introduction,
    NetworkClass,
    Offer,
    Workshop,
)
from rers_school.classroom.rules.exchange_states import IntroductionState
from rers_school.db import unscoped


@dataclass(frozen=True, slots=True)
class ClassView:
    """A class's name, language, time zone and the revision of what its wall shows.

    ``networks``: in how many networks of classes it is; a class alone sees nothing of them.
    ``has_cards``: there are offers and demands, which could meet. ``has_exchanges``: somebody was
    asked, here or together with another class, or a workshop was opened.
    """

    id: UUID
    name: str
    language: str
    time_zone: str
    revision: int
    young_readers: bool
    idle_minutes: int
    glance: bool
    first_meeting_same_day: bool
    middle_evaluation: bool
    has_cards: bool
    has_exchanges: bool
    networks: int


# Part of the same query: a class alone pays none for it.
_NETWORKS = (
    select(func.count(NetworkClass.id))
    .where(NetworkClass.classroom_id == Classroom.id)
    .correlate(Classroom)
    .scalar_subquery()
    .label("networks")
)


def classroom_of(db: Session, classroom_id: UUID) -> ClassView:
    """Return the class.

    *Errors*: `NotFound` (404).
    """

    def some(table: Any, *where: ColumnElement[bool]) -> Exists:
        return select(table.id).where(table.classroom_id == classroom_id, *where).exists()

    asked = some(Introduction, Introduction.state != IntroductionState.KEPT)
    # Where the room lives in the other class, nothing of it stands in this one.
    across = (
        select(AcrossAnswer.id)
        .join(AcrossCircle, AcrossCircle.id == AcrossAnswer.circle_id)
        .where(AcrossAnswer.classroom_id == classroom_id, AcrossCircle.introduction_id.is_not(None))
        .exists()
    )
    with unscoped(db, "each part names its class; a guest's page is headed by the class at home"):
        row = db.execute(
            select(
                Classroom.id,
                Classroom.name,
                Classroom.language,
                Classroom.time_zone,
                Classroom.revision,
                Classroom.young_readers,
                Classroom.idle_minutes,
                Classroom.glance,
                Classroom.first_meeting_same_day,
                Classroom.middle_evaluation,
                and_(some(Offer), some(Demand)).label("has_cards"),
                or_(asked, some(Workshop), across).label("has_exchanges"),
                _NETWORKS,
            ).where(Classroom.id == classroom_id)
        ).one_or_none()
    if row is None:
        raise NotFound
    return ClassView(**row._asdict())
