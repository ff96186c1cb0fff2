"""Demands that wait, and how they are widened."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.models import Demand, Exchange, Membership, Offer, Participation
from rers_school.classroom.rules.exchange_states import RUNNING
from rers_school.classroom.rules.widening import proposes


@dataclass(frozen=True, slots=True)
class WaitingDemand:
    """One's own demand to which nobody else offers anything, and whom it asks besides."""

    id: UUID
    words: str
    since: datetime
    put_off_at: datetime | None
    widened: tuple[str, ...]


def waiting_demands(db: Session, actor: Actor) -> list[WaitingDemand]:
    """Return the actor's demands that wait, the oldest first: one query.

    On the wall, no offer of somebody else under the same heading, no exchange of it going on.
    """
    me = actor.membership_id
    offered = exists(
        select(Offer.id)
        .join(Membership, Membership.id == Offer.membership_id)
        .where(
            Offer.classroom_id == actor.classroom_id,
            Offer.savoir_id == Demand.savoir_id,
            Offer.membership_id != me,
            Offer.state == "visible",
            Membership.active.is_(True),
        )
    )
    learning = exists(
        select(Exchange.id)
        .join(Participation, Participation.exchange_id == Exchange.id)
        .where(
            Exchange.classroom_id == actor.classroom_id,
            Exchange.savoir_id.in_([Demand.savoir_id, Demand.own_savoir_id]),
            Exchange.state.in_([state.value for state in RUNNING]),
            Participation.membership_id == me,
            Participation.role == "receiver",
        )
    )
    rows = db.execute(
        select(Demand.id, Demand.words, Demand.created_at, Demand.put_off_at, Demand.widened)
        .where(
            Demand.classroom_id == actor.classroom_id,
            Demand.membership_id == me,
            Demand.state == "visible",
            ~offered,
            ~learning,
        )
        .order_by(Demand.created_at, Demand.id)
    )
    return [
        WaitingDemand(id, words, since, put_off, tuple(widened))
        for id, words, since, put_off, widened in rows
    ]


def to_widen_now(db: Session, actor: Actor) -> WaitingDemand | None:
    """Return the one demand about which Today asks, if there is one."""
    now = clock.now()
    for one in waiting_demands(db, actor):
        if proposes(now, waits_since=one.since, put_off_at=one.put_off_at, widened=one.widened):
            return one
    return None


def widened_demands(db: Session, classroom_id: UUID) -> dict[tuple[UUID, UUID], tuple[str, ...]]:
    """Return by author and heading whom the demands on the wall ask besides: one query."""
    return {
        (author, savoir): tuple(widened)
        for author, savoir, widened in db.execute(
            select(Demand.membership_id, Demand.savoir_id, Demand.widened).where(
                Demand.classroom_id == classroom_id, Demand.state == "visible"
            )
        )
        if widened
    }
