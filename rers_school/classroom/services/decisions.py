"""What a gathering decides, and what becomes of it."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound
from rers_school.classroom.models import Decision
from rers_school.classroom.rules.gatherings import (
    DECISION_MOST,
    DECISION_STATES,
    WHO_MOST,
    prepares,
)
from rers_school.classroom.rules.text import clean
from rers_school.classroom.services.gatherings import to_prepare
from rers_school.classroom.services.savoirs import touch


def take(
    db: Session,
    actor: Actor,
    gathering_id: UUID,
    words: str,
    who: str = "",
    due_on: date | None = None,
) -> Decision:
    """Write down a decision and return it.

    *Errors*: `NotFound` (404), `NotAllowed` (403), ``empty``, ``too_long``, ``before`` (to be done
    before the gathering) (422).
    """
    gathering = to_prepare(db, actor, gathering_id)
    if due_on is not None and due_on < gathering.takes_place_on:
        raise DomainError("before", field="due_on")
    decision = Decision(
        classroom_id=actor.classroom_id,
        gathering_id=gathering_id,
        words=clean(words, most=DECISION_MOST, required=True),
        who=clean(who, most=WHO_MOST),
        due_on=due_on,
    )
    db.add(decision)
    db.flush()
    touch(db, actor.classroom_id)
    return decision


def settle(db: Session, actor: Actor, decision_id: UUID, state: str) -> Decision:
    """Say what became of a decision: done, dropped, or open again.

    *Errors*: `NotFound` (404), `NotAllowed` (403), ``state`` (422).
    """
    decision = db.scalar(
        select(Decision).where(
            Decision.classroom_id == actor.classroom_id, Decision.id == decision_id
        )
    )
    if decision is None:
        raise NotFound
    if not prepares(actor):
        raise NotAllowed
    if state not in DECISION_STATES:
        raise DomainError("state")
    decision.state = state
    db.flush()
    touch(db, actor.classroom_id)
    return decision
