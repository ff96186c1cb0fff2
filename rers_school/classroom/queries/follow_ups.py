"""What became of exchanges some weeks later: what is still asked, what was told, what is shared."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import NotFound
from rers_school.classroom.models import Exchange, FollowUp, Participation, Savoir
from rers_school.classroom.rules.trace import may_tell

_ROLES = ("giver", "receiver")


@dataclass(frozen=True, slots=True)
class Became:
    """One person's answer to "what became of it?", or the question while nothing is told."""

    exchange_id: UUID
    savoir: str
    received: bool
    words: str
    shared: bool


@dataclass(frozen=True, slots=True)
class SharedFollowUp:
    """What somebody shared with the class: the savoir and the words, nobody's name."""

    savoir: str
    words: str
    told_at: datetime


def asked_now(db: Session, actor: Actor) -> Became | None:
    """Return the one exchange that the actor is asked about now, the oldest first: one query."""
    now = clock.now()
    rows = db.execute(_of(actor).where(FollowUp.id.is_(None)))
    for id, state, outcome, since, savoir, role, *_told in rows:
        if may_tell(state, outcome, since, now):
            return Became(id, savoir, role == "receiver", "", False)
    return None


def became(db: Session, actor: Actor, exchange_id: UUID) -> Became:
    """Return what the actor told of an exchange, or the question if it is time to ask.

    *Errors*: `NotFound` (404) for everybody who did not give or receive in it, and before its time.
    """
    now = clock.now()
    for id, state, outcome, since, savoir, role, words, shared in db.execute(
        _of(actor).where(Exchange.id == exchange_id)
    ):
        if may_tell(state, outcome, since, now) or words:
            return Became(id, savoir, role == "receiver", words or "", bool(shared))
    raise NotFound


def shared_follow_ups(db: Session) -> list[SharedFollowUp]:
    """Return what was shared with the class, the newest first, without names: one query."""
    rows = db.execute(
        select(Savoir.name, FollowUp.words, FollowUp.told_at)
        .join(Exchange, Exchange.savoir_id == Savoir.id)
        .join(FollowUp, FollowUp.exchange_id == Exchange.id)
        .where(FollowUp.shared.is_(True), FollowUp.words != "")
        .order_by(FollowUp.told_at.desc(), FollowUp.id)
    )
    return [SharedFollowUp(*row) for row in rows]


def _of(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Exchange.id, Exchange.state, Exchange.outcome, Exchange.state_since,
            Savoir.name, Participation.role, FollowUp.words, FollowUp.shared,
        )
        .join(Savoir, Savoir.id == Exchange.savoir_id)
        .join(Participation, Participation.exchange_id == Exchange.id)
        .outerjoin(
            FollowUp,
            and_(
                FollowUp.exchange_id == Exchange.id,
                FollowUp.membership_id == Participation.membership_id,
            ),
        )
        .where(
            Exchange.classroom_id == actor.classroom_id,
            Exchange.state == "closed",
            Participation.membership_id == actor.membership_id,
            Participation.role.in_(_ROLES),
        )
        .order_by(Exchange.state_since, Exchange.id, Participation.role.desc())
    )  # fmt: skip
