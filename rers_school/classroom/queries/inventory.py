"""The collective inventory as the projector shows it: savoirs that come up, without names."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.errors import NotAllowed
from rers_school.classroom.models import Classroom, Demand, Membership, Offer, Savoir, SpokenCard
from rers_school.classroom.queries.people import Who, by_name, who


@dataclass(frozen=True, slots=True)
class CameUp:
    """What came up today, by savoir and in alphabetical order; nobody's name."""

    offers: tuple[str, ...]
    demands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WithoutCard:
    """A pupil without a card; ``waiting``: how many written in twos wait for their yes."""

    who: Who
    waiting: int


def came_up(db: Session, classroom_id: UUID) -> CameUp:
    """Return the savoirs of the cards that were hung today, on the class's clock: three queries.

    Where the class wants a glance of the teacher before a card is projected, only those that have
    had it.
    """
    zone, glance = db.execute(
        select(Classroom.time_zone, Classroom.glance).where(Classroom.id == classroom_id)
    ).one()
    today = clock.now().astimezone(ZoneInfo(zone)).date()
    since = datetime.combine(today, time.min, ZoneInfo(zone))
    offers, demands = (_named(db, table, since, glance=glance) for table in (Offer, Demand))
    return CameUp(offers, demands)


def who_may_dictate(db: Session) -> tuple[Who, ...]:
    """Return the pupils whose card the teacher can write, by name: one query."""
    return tuple(by_name([who(member) for member in db.scalars(_pupils())]))


def without_a_card(db: Session, actor: Actor) -> tuple[WithoutCard, ...]:
    """Return the pupils who have neither offer nor demand, by name: one query.

    *Errors*: `NotAllowed` (403) for everybody but the teacher.
    """
    if not actor.is_teacher:
        raise NotAllowed
    waiting = (
        select(func.count())
        .where(SpokenCard.membership_id == Membership.id)
        .correlate(Membership)
        .scalar_subquery()
    )
    has = [
        select(table.id)
        .where(table.membership_id == Membership.id, table.state != "withdrawn")
        .correlate(Membership)
        .exists()
        for table in (Offer, Demand)
    ]
    rows = db.execute(_pupils(waiting).where(~has[0], ~has[1])).all()
    found = {who(member): number for member, number in rows}
    return tuple(WithoutCard(one, found[one]) for one in by_name(found))


def _pupils(*more: Any) -> Any:
    return select(Membership, *more).where(
        Membership.role == Role.PUPIL.value,
        Membership.active.is_(True),
        Membership.named.is_(True),
        Membership.maybe_id.is_(None),
    )


def _named(
    db: Session, table: type[Offer] | type[Demand], since: datetime, *, glance: bool
) -> tuple[str, ...]:
    query = (
        select(Savoir.name, Savoir.sort_key)
        .join(table, table.savoir_id == Savoir.id)
        .join(Membership, Membership.id == table.membership_id)
        .where(table.state == "visible", table.created_at >= since, Membership.active.is_(True))
        .distinct()
        .order_by(Savoir.sort_key, Savoir.name)
    )
    if glance:
        query = query.where(table.glanced_at.is_not(None))
    return tuple(name for name, _ in db.execute(query))
