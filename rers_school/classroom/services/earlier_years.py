"""A pupil brings an earlier year: cards that they choose, and the year itself if they wish."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotFound
from rers_school.classroom.models import EarlierYear
from rers_school.classroom.rules.trace_file import YEARS_MOST, TraceFile
from rers_school.classroom.services import cards


def bring(
    db: Session, actor: Actor, file: TraceFile, chosen: Collection[str], *, keep_year: bool
) -> int:
    """Make cards of what was chosen, keep the year if wished; return how many cards were made.

    A card that hangs there already is not made twice; a year brought again replaces itself.

    *Errors*: ``nothing_chosen``, ``too_many_years`` (422).
    """
    wanted = [one for one in file.candidates if one.key in chosen]
    if not wanted and not keep_year:
        raise DomainError("nothing_chosen")
    made = 0
    for one in wanted:
        try:
            cards.add(db, actor, one.kind, one.words)
        except DomainError as error:
            if error.code not in ("already_there", "too_long"):
                raise
        else:
            made += 1
    if keep_year:
        for year in (*file.earlier, file.content):
            _keep(db, actor, year)
        _not_too_many(db, actor)
    return made


def take_out(db: Session, actor: Actor, earlier_id: UUID) -> None:
    """Remove an earlier year from one's own trace.

    *Errors*: `NotFound` (404).
    """
    found = db.scalar(
        select(EarlierYear).where(
            EarlierYear.classroom_id == actor.classroom_id,
            EarlierYear.membership_id == actor.membership_id,
            EarlierYear.id == earlier_id,
        )
    )
    if found is None:
        raise NotFound
    db.delete(found)
    db.flush()


def _keep(db: Session, actor: Actor, content: dict[str, Any]) -> None:
    year = content["school_year"]
    kept = db.scalar(
        select(EarlierYear).where(
            EarlierYear.classroom_id == actor.classroom_id,
            EarlierYear.membership_id == actor.membership_id,
            EarlierYear.year == year,
        )
    )
    if kept is None:
        kept = EarlierYear(
            classroom_id=actor.classroom_id, membership_id=actor.membership_id, year=year
        )
        db.add(kept)
    kept.content = content
    db.flush()


def _not_too_many(db: Session, actor: Actor) -> None:
    number = db.scalar(
        select(func.count())
        .select_from(EarlierYear)
        .where(
            EarlierYear.classroom_id == actor.classroom_id,
            EarlierYear.membership_id == actor.membership_id,
        )
    )
    if (number or 0) > YEARS_MOST:
        raise DomainError("too_many_years", most=YEARS_MOST)
