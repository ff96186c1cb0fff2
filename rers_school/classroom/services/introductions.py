"""The teacher's proposals: sent, opened together, withdrawn."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, Stale
from rers_school.classroom.models import Answer, Introduction
from rers_school.classroom.queries.links import facts_of
from rers_school.classroom.rules.exchange_states import ExchangeEvent, IntroductionState
from rers_school.classroom.services import rounds
from rers_school.classroom.services.savoirs import touch
from rers_school.classroom.services.settling import (
    found,
    move_exchanges,
    only_teachers,
    settle,
    settle_due,
)

__all__ = ["open_answers", "send", "settle_due", "withdraw"]

_State = IntroductionState


def send(
    db: Session,
    actor: Actor,
    *,
    only: Collection[UUID] | None = None,
    opens_at: datetime | None = None,
) -> int:
    """Ask every partner of the kept circles, privately; return how many circles went out.

    ``only``: those that the teacher saw. ``opens_at``: nothing is told before, else a circle
    begins with its last yes. A circle in which somebody is not here any more stays kept.

    *Errors*: `NotAllowed` (403), ``opens_in_the_past`` (422).
    """
    only_teachers(actor)
    now = clock.now()
    if opens_at is not None and opens_at <= now:
        raise DomainError("opens_in_the_past")
    facts = facts_of(db, actor.classroom_id)
    kept = db.scalars(
        select(Introduction)
        .where(Introduction.classroom_id == actor.classroom_id, Introduction.state == _State.KEPT)
        .order_by(Introduction.created_at, Introduction.id)
    ).all()
    sent = 0
    for introduction in kept:
        links = [one.link for one in facts.links if one.introduction_id == introduction.id]
        partners = {who for link in links for who in link.two}
        if only is not None and introduction.id not in only:
            continue
        if not all(facts.people[who].here for who in partners):
            continue
        introduction.state, introduction.opens_at = _State.PROPOSED.value, opens_at
        introduction.proposed_at = now
        for who in sorted(partners):
            db.add(
                Answer(
                    classroom_id=actor.classroom_id,
                    introduction_id=introduction.id,
                    membership_id=who,
                )
            )
        move_exchanges(db, introduction, ExchangeEvent.PROPOSE)
        sent += 1
    if sent:
        rounds.close_round(db, actor, facts)
        touch(db, actor.classroom_id)
    return sent


def open_answers(db: Session, actor: Actor, only: Collection[UUID] | None = None) -> int:
    """Open all answers together; return how many circles begin.

    Where everybody said yes the exchange rooms open; the others are told the same words whatever
    the reason. ``only``: the proposals that the teacher saw waiting.

    *Errors*: `NotAllowed` (403).
    """
    only_teachers(actor)
    return settle(db, actor.classroom_id, teacher_opens=True, only=only)


def withdraw(db: Session, actor: Actor, introduction_id: UUID) -> None:
    """Take back a proposal; its partners are told the same words as after a refusal.

    *Errors*: `NotAllowed` (403), `NotFound` (404); ``no_longer_open`` (409) when it was settled
    meanwhile.
    """
    only_teachers(actor)
    settle_due(db, actor.classroom_id)
    introduction = found(db, actor.classroom_id, introduction_id)
    if introduction.state == _State.WITHDRAWN:
        return
    if introduction.state != _State.PROPOSED:
        raise Stale("no_longer_open", state=introduction.state)
    introduction.state, introduction.settled_at = _State.WITHDRAWN.value, clock.now()
    move_exchanges(db, introduction, ExchangeEvent.NOT_START)
    touch(db, actor.classroom_id)
