"""Who observes an exchange, and about whom its partners are still asked."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.models import Observation
from rers_school.classroom.queries.people import Who
from rers_school.classroom.services.observing import ASKED_IN
from rers_school.classroom.services.rooms import OBSERVER, Room


@dataclass(frozen=True, slots=True)
class ObserverAsked:
    """Somebody who may come and observe; ``mine``: the reader has not said yes or no yet."""

    id: UUID
    who: Who
    mine: bool


@dataclass(frozen=True, slots=True)
class Observing:
    """Who observes; who is asked about; whether the reader may ask for somebody."""

    observers: tuple[Who, ...]
    asked: tuple[ObserverAsked, ...]
    may_ask: bool


def observing_of(db: Session, room: Room, people: dict[UUID, Who]) -> Observing:
    """Return what the room says about observers: one query."""
    me = room.actor.membership_id
    rows = db.scalars(
        select(Observation)
        .where(Observation.exchange_id == room.exchange.id)
        .order_by(Observation.created_at, Observation.id)
        .execution_options(populate_existing=True)
    )
    open_now = room.exchange.state in ASKED_IN
    has_a_say = room.is_partner or room.actor.is_teacher
    return Observing(
        tuple(people[who] for who, role in room.parts if role == OBSERVER),
        tuple(
            ObserverAsked(
                one.id,
                people[one.membership_id],
                room.is_partner and str(me) not in one.said_yes,
            )
            for one in rows
            if open_now and has_a_say
        ),
        open_now and has_a_say,
    )
