"""The years before this class, as their pupil keeps them in the trace."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.models import EarlierYear


@dataclass(frozen=True, slots=True)
class YearBefore:
    """One earlier year of the reader's own; ``content`` as in `rules.trace_file`."""

    id: UUID
    year: str
    content: dict[str, Any]


def earlier_years(db: Session, actor: Actor) -> tuple[YearBefore, ...]:
    """Return one's own earlier years, the latest first: one query."""
    rows = db.scalars(
        select(EarlierYear)
        .where(
            EarlierYear.classroom_id == actor.classroom_id,
            EarlierYear.membership_id == actor.membership_id,
        )
        .order_by(EarlierYear.year.desc(), EarlierYear.id)
        .execution_options(populate_existing=True)
    )
    return tuple(YearBefore(one.id, one.year, dict(one.content)) for one in rows)
