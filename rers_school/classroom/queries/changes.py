"""Who would like to go on with somebody else: for the teacher, behind a curtain."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.models import ChangeWish, Exchange, Membership, Participation, Savoir
from rers_school.classroom.queries.people import Who, who
from rers_school.classroom.rules.exchange_states import RUNNING

_GOING_ON = sorted(state.value for state in RUNNING)


@dataclass(frozen=True, slots=True)
class ChangeAsked:
    """Somebody's wish: in which exchange, with whom they are now, since when."""

    id: UUID
    exchange_id: UUID
    savoir: str
    asker: Who
    others: tuple[Who, ...]
    since: datetime


def changes_asked(db: Session) -> list[ChangeAsked]:
    """Return the wishes that the teacher has not dealt with, the oldest first: two queries."""
    rows = db.execute(
        select(ChangeWish, Exchange.id, Savoir.name)
        .join(Exchange, Exchange.id == ChangeWish.exchange_id)
        .join(Savoir, Savoir.id == Exchange.savoir_id)
        .where(ChangeWish.answered_at.is_(None), Exchange.state.in_(_GOING_ON))
        .order_by(ChangeWish.created_at, ChangeWish.id)
        .execution_options(populate_existing=True)
    ).all()
    people: dict[UUID, dict[UUID, Who]] = defaultdict(dict)
    for exchange_id, member in db.execute(
        select(Participation.exchange_id, Membership)
        .join(Membership, Membership.id == Participation.membership_id)
        .where(
            Participation.exchange_id.in_([exchange for _wish, exchange, _savoir in rows]),
            Participation.role.in_(("giver", "receiver")),
        )
        .order_by(Participation.created_at, Participation.id)
    ):
        people[exchange_id][member.id] = who(member)
    return [
        ChangeAsked(
            wish.id,
            exchange,
            savoir,
            people[exchange][wish.membership_id],
            tuple(one for id, one in people[exchange].items() if id != wish.membership_id),
            wish.created_at,
        )
        for wish, exchange, savoir in rows
        if wish.membership_id in people[exchange]
    ]


def changes_waiting(db: Session) -> int:
    """Return how many wishes the teacher has not dealt with: one query."""
    return db.scalars(
        select(func.count(ChangeWish.id))
        .join(Exchange, Exchange.id == ChangeWish.exchange_id)
        .where(ChangeWish.answered_at.is_(None), Exchange.state.in_(_GOING_ON))
    ).one()


def asks_for_change(db: Session, actor: Actor, exchange_id: UUID) -> bool:
    """Tell whether the actor themself has asked it here, and the teacher has not dealt with it."""
    return (
        db.scalar(
            select(ChangeWish.id).where(
                ChangeWish.exchange_id == exchange_id,
                ChangeWish.membership_id == actor.membership_id,
                ChangeWish.answered_at.is_(None),
            )
        )
        is not None
    )
