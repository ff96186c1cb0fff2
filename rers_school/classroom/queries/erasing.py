"""What a teacher reads before they erase somebody."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.errors import NotAllowed, NotFound
from rers_school.classroom.models import Exchange, Membership, Participation, Person
from rers_school.classroom.models.people import BY_NETWORK, HAS_LEFT
from rers_school.classroom.queries.people import Who, who
from rers_school.classroom.rules.exchange_states import RUNNING
from rers_school.db import unscoped


@dataclass(frozen=True, slots=True)
class Erasing:
    """Who would be erased; how many exchanges end; in how many other classes they stay."""

    who: Who
    name: str
    running: int
    other_classes: int


def erasing(db: Session, actor: Actor, membership_id: UUID) -> Erasing:
    """Return what erasing somebody of the class would mean: three queries.

    *Errors*: `NotAllowed` (403); `NotFound` (404), also for a teacher, whom the operator erases.
    """
    if not actor.is_teacher:
        raise NotAllowed
    row = db.execute(
        select(Membership, Person)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.classroom_id == actor.classroom_id, Membership.id == membership_id)
    ).one_or_none()
    if row is None or row[0].role == Role.TEACHER or row[0].entered_by in (HAS_LEFT, BY_NETWORK):
        raise NotFound
    member, person = row
    running = db.scalar(
        select(func.count(Exchange.id.distinct()))
        .join(Participation, Participation.exchange_id == Exchange.id)
        .where(
            Exchange.classroom_id == actor.classroom_id,
            Exchange.state.in_(RUNNING),
            Participation.membership_id == membership_id,
        )
    )
    with unscoped(db, "their other classes are only counted"):
        classes = db.scalar(
            select(func.count())
            .select_from(Membership)
            .where(Membership.person_id == person.id, Membership.id != membership_id)
        )
    name = f"{person.given_name} {person.family_name}".strip()
    return Erasing(who(member), name, running or 0, classes or 0)
