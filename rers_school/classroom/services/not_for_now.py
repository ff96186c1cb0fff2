"""The teacher's private "not for now" about two people: no judgement, and it ends by itself."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotFound
from rers_school.classroom.models import NotForNow
from rers_school.classroom.queries.links import facts_of, today_in
from rers_school.classroom.rules.circles import two
from rers_school.classroom.services.settling import only_teachers

REVIEW_AFTER = timedelta(weeks=6)


def not_for_now(
    db: Session, actor: Actor, one: UUID, other: UUID, review_on: date | None = None
) -> NotForNow:
    """Say privately that two people are not to be linked for now; it ends by itself.

    Said again, it moves the day on which to think about it anew.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``same_person``, ``day_in_the_past`` (422).
    """
    only_teachers(actor)
    today = today_in(db, actor.classroom_id)
    day = review_on or today + REVIEW_AFTER
    if day <= today:
        raise DomainError("day_in_the_past")
    facts = facts_of(db, actor.classroom_id)
    pair = two(one, other)
    if not all(who in facts.people for who in pair):
        raise NotFound
    said = next((no.id for no in facts.not_for_now if no.two == pair), None)
    if said is not None:
        known = db.get_one(NotForNow, said)
        known.review_on = day
        db.flush()
        return known
    made = NotForNow(
        classroom_id=actor.classroom_id,
        one_id=one,
        other_id=other,
        made_by_id=actor.membership_id,
        review_on=day,
    )
    db.add(made)
    db.flush()
    return made


def lift(db: Session, actor: Actor, not_for_now_id: UUID) -> None:
    """End a "not for now" before its day.

    *Errors*: `NotAllowed` (403), `NotFound` (404).
    """
    only_teachers(actor)
    said = db.scalar(
        select(NotForNow).where(
            NotForNow.classroom_id == actor.classroom_id, NotForNow.id == not_for_now_id
        )
    )
    if said is None:
        raise NotFound
    said.lifted_at = said.lifted_at or clock.now()
    db.flush()
