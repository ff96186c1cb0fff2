"""Who is absent on a day: one list, whether a market day asks for it or the session."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from rers_school.classroom.models import ClassDay
from rers_school.classroom.queries.class_day import day_of_class


def keep_away(
    db: Session,
    classroom_id: UUID,
    day: date,
    away: Collection[UUID],
    *,
    asked: Collection[UUID],
    looked: bool = True,
) -> None:
    """Keep who is absent on a day.

    ``asked``: who was on the list that was ticked; of others what was said before stays.
    ``looked``: not for a list that was made before the day itself, which is asked for again.
    """
    kept = day_of_class(db, classroom_id, day)
    if kept is None:
        kept = ClassDay(classroom_id=classroom_id, day=day, away=[], revision=0)
        db.add(kept)
    others = set(kept.away) - {str(one) for one in asked}
    kept.away = sorted(others | {str(one) for one in away})
    kept.revision += looked
    db.flush()
