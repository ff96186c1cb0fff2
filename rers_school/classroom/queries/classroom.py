"""The class itself, as every page needs it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Exists, and_, or_, select
from sqlalchemy.orm import Session

from rers_school.classroom.errors import NotFound
from rers_school.classroom.models import Classroom, Demand, Introduction, Offer, Workshop
from rers_school.classroom.rules.exchange_states import IntroductionState


@dataclass(frozen=True, slots=True)
class ClassView:
    """A class's name, language, time zone and the revision of what its wall shows.

    ``has_cards``: there are offers and demands, which could meet. ``has_exchanges``: somebody was
    asked, or a workshop was opened.
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


def classroom_of(db: Session, classroom_id: UUID) -> ClassView:
    """Return the class.

    *Errors*: `NotFound` (404).
    """

    def some(table: Any, *where: ColumnElement[bool]) -> Exists:
        return select(table.id).where(table.classroom_id == classroom_id, *where).exists()

    asked = some(Introduction, Introduction.state != IntroductionState.KEPT)
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
            or_(asked, some(Workshop)).label("has_exchanges"),
        ).where(Classroom.id == classroom_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return ClassView(**row._asdict())
