"""When the private answers open: circles begin, or do not, all told in the same words."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import NotAllowed, NotFound
from rers_school.classroom.models import Answer, Circle, Exchange, Introduction
from rers_school.classroom.rules.exchange_states import (
    ExchangeEvent,
    IntroductionState,
    move,
    outcome_of,
)
from rers_school.classroom.services.savoirs import touch

_EVENTS = {
    IntroductionState.OPENED: ExchangeEvent.OPEN,
    IntroductionState.NOT_STARTED: ExchangeEvent.NOT_START,
}


def only_teachers(actor: Actor) -> None:
    """Refuse everybody but teachers.

    *Errors*: `NotAllowed` (403).
    """
    if not actor.is_teacher:
        raise NotAllowed


def found(db: Session, classroom_id: UUID, introduction_id: UUID) -> Introduction:
    """Return an introduction of this class as it stands now.

    *Errors*: `NotFound` (404).
    """
    introduction = db.scalar(
        select(Introduction)
        .where(Introduction.classroom_id == classroom_id, Introduction.id == introduction_id)
        .execution_options(populate_existing=True)
    )
    if introduction is None:
        raise NotFound
    return introduction


def is_due(db: Session, classroom_id: UUID) -> bool:
    """Tell whether private answers wait to be opened whose time has come: one indexed query."""
    return bool(
        db.scalar(
            select(Introduction.id)
            .where(
                Introduction.classroom_id == classroom_id,
                Introduction.state == IntroductionState.PROPOSED.value,
                Introduction.opens_at <= clock.now(),
            )
            .limit(1)
        )
    )


def settle_due(db: Session, classroom_id: UUID) -> int:
    """Write down what the time that has come has decided; return how many circles begin.

    Every writing request calls it first; pages that only read compute the same view.
    """
    return settle(db, classroom_id)


def settle(
    db: Session,
    classroom_id: UUID,
    *,
    teacher_opens: bool = False,
    only: Collection[UUID] | None = None,
) -> int:
    """Settle the waiting proposals for which it is time; return how many circles begin."""
    now = clock.now()
    waiting = db.scalars(
        select(Introduction)
        .where(
            Introduction.classroom_id == classroom_id,
            Introduction.state == IntroductionState.PROPOSED,
        )
        .order_by(Introduction.created_at, Introduction.id)
        .execution_options(populate_existing=True)
    ).all()
    said: dict[UUID, list[str | None]] = {one.id: [] for one in waiting}
    for introduction_id, answer in db.execute(
        select(Answer.introduction_id, Answer.answer).where(
            Answer.classroom_id == classroom_id, Answer.introduction_id.in_(said)
        )
    ):
        said[introduction_id].append(answer)
    begun = 0
    for one in waiting:
        opens = teacher_opens and (only is None or one.id in only)
        after = outcome_of(said[one.id], opens, opens_at=one.opens_at, now=now)
        if after is IntroductionState.PROPOSED:
            continue
        one.state, one.settled_at = after.value, now
        move_exchanges(db, one, _EVENTS[after])
        touch(db, classroom_id)
        begun += after is IntroductionState.OPENED
    return begun


def move_exchanges(db: Session, introduction: Introduction, event: ExchangeEvent) -> None:
    """Let every exchange of an introduction go on by ``event``."""
    exchanges = db.scalars(
        select(Exchange)
        .join(Circle, Circle.id == Exchange.circle_id)
        .where(
            Exchange.classroom_id == introduction.classroom_id,
            Circle.introduction_id == introduction.id,
        )
        .execution_options(populate_existing=True)
    )
    for exchange in exchanges:
        exchange.state = move(exchange.state, event).value
        exchange.state_since = clock.now()
        exchange.revision += 1
    db.flush()
