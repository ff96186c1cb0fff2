"""The author of a demand asks further: an adult, a book, or everybody to search together."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import NotFound
from rers_school.classroom.models import Demand
from rers_school.classroom.rules.widening import chosen
from rers_school.classroom.services.cards import own
from rers_school.classroom.services.savoirs import touch


def widen(db: Session, actor: Actor, demand_id: UUID, ways: Collection[str]) -> list[str]:
    """Let one's demand ask further in these ways and no others; return them.

    None is narrowing it again: it can wait.

    *Errors*: `NotFound` (404) when it is not the actor's.
    """
    demand = own(db, actor, "demand", demand_id)
    if not isinstance(demand, Demand):
        raise NotFound
    demand.widened = chosen(ways)
    if not demand.widened:
        demand.put_off_at = clock.now()
    db.flush()
    touch(db, actor.classroom_id)
    return demand.widened
