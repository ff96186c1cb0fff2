"""Who enters an exchange room, as what, and which exchanges its circle holds."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import NotAllowed, NotFound
from rers_school.classroom.models import Circle, Exchange, Participation
from rers_school.classroom.rules.agreement import (
    ROOM_OPEN,
    SHARED,
    Place,
    home_of,
    must_consent,
    pair_of,
)
from rers_school.classroom.rules.workshops import ROOM_KINDS

OBSERVER = "observer"


@dataclass(frozen=True, slots=True)
class Room:
    """An exchange as somebody has entered it, with the other exchanges of its circle."""

    actor: Actor
    exchange: Exchange
    parts: tuple[tuple[UUID, str], ...]
    circle: tuple[Exchange, ...]
    places: tuple[Place, ...]
    kind: str

    @property
    def workshop(self) -> bool:
        """Tell whether people signed up for it: each can leave, and the others go on."""
        return self.kind in ROOM_KINDS

    @property
    def leads(self) -> bool:
        """Tell whether the actor decides for everybody when to pause, look back and end."""
        return self.is_partner and (not self.workshop or "giver" in self.roles)

    @property
    def needed(self) -> frozenset[UUID]:
        """Return whose consent every line needs."""
        return must_consent(self.parts)

    @property
    def roles(self) -> tuple[str, ...]:
        """Return the parts that the actor has here; none for a teacher who looks in."""
        return tuple(role for who, role in self.parts if who == self.actor.membership_id)

    @property
    def takes_part(self) -> bool:
        """Tell whether the actor gives, receives or accompanies; an observer only looks."""
        return any(role != OBSERVER for role in self.roles)

    @property
    def is_partner(self) -> bool:
        """Tell whether the actor gives or receives here."""
        return self.actor.membership_id in self.needed

    @property
    def twin(self) -> Exchange | None:
        """Return the exchange in the other direction between the same two people."""
        pair = pair_of(self.place_of(self.exchange.id), self.places)
        return self.by_id(pair.exchange_id) if pair else None

    def home_of(self, line: str) -> UUID:
        """Return the exchange under which a line of this room is kept."""
        return home_of(line, self.place_of(self.exchange.id), self.places)

    def by_id(self, exchange_id: UUID) -> Exchange:
        """Return an exchange of this circle."""
        return next(one for one in self.circle if one.id == exchange_id)

    def sharing(self, line: str) -> tuple[Exchange, ...]:
        """Return the exchanges whose rooms show this line."""
        twin = self.twin
        return (self.exchange,) if twin is None or line not in SHARED else (self.exchange, twin)

    def place_of(self, exchange_id: UUID) -> Place:
        """Return an exchange of this circle with its place and its partners."""
        return next(one for one in self.places if one.exchange_id == exchange_id)


def enter(db: Session, actor: Actor, exchange_id: UUID) -> Room:
    """Return the room, for its participants and for the teachers of the class.

    *Errors*: `NotFound` (404) for everybody else, and as long as the room is not open.
    """
    exchange = db.scalar(
        select(Exchange)
        .where(
            Exchange.classroom_id == actor.classroom_id,
            Exchange.id == exchange_id,
            Exchange.state.in_(ROOM_OPEN),
        )
        .execution_options(populate_existing=True)
    )
    if exchange is None:
        raise NotFound
    circle = tuple(
        db.scalars(
            select(Exchange)
            .where(
                Exchange.classroom_id == actor.classroom_id,
                Exchange.circle_id == exchange.circle_id,
            )
            .order_by(Exchange.place, Exchange.id)
            .execution_options(populate_existing=True)
        )
    )
    parts: dict[UUID, list[tuple[UUID, str]]] = {one.id: [] for one in circle}
    for part in db.scalars(
        select(Participation)
        .where(
            Participation.classroom_id == actor.classroom_id,
            Participation.exchange_id.in_(list(parts)),
        )
        .order_by(Participation.created_at, Participation.id)
    ):
        parts[part.exchange_id].append((part.membership_id, part.role))
    own = tuple(parts[exchange.id])
    if not actor.is_teacher and actor.membership_id not in {who for who, _role in own}:
        raise NotFound
    places = tuple(Place(one.id, one.place, must_consent(parts[one.id])) for one in circle)
    kind = db.scalars(
        select(Circle.kind).where(
            Circle.classroom_id == actor.classroom_id, Circle.id == exchange.circle_id
        )
    ).one()
    return Room(actor, exchange, own, circle, places, kind)


def as_partner(db: Session, actor: Actor, exchange_id: UUID) -> Room:
    """Return the room for somebody who gives or receives in it.

    *Errors*: `NotFound` (404), `NotAllowed` (403) for a mediator or a teacher who looks in.
    """
    room = enter(db, actor, exchange_id)
    if not room.is_partner:
        raise NotAllowed
    return room


def as_participant(db: Session, actor: Actor, exchange_id: UUID) -> Room:
    """Return the room for somebody who gives, receives or accompanies.

    *Errors*: `NotFound` (404), `NotAllowed` (403) for an observer or a teacher who looks in.
    """
    room = enter(db, actor, exchange_id)
    if not room.takes_part:
        raise NotAllowed
    return room
