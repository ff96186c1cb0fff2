"""Who enters an exchange room, as what, and which exchanges its circle holds."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import NotAllowed, NotFound
from rers_school.classroom.models import Circle, Exchange, Guest, Membership, Participation
from rers_school.classroom.models.people import BY_NETWORK
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
    """An exchange as somebody has entered it, with the other exchanges of its circle.

    ``guests`` are those in the circle who are of other classes; ``own_pupils``, for a teacher who
    looks in, those of them who are of the teacher's class.
    """

    actor: Actor
    exchange: Exchange
    parts: tuple[tuple[UUID, str], ...]
    circle: tuple[Exchange, ...]
    places: tuple[Place, ...]
    kind: str
    guests: frozenset[UUID] = frozenset()
    own_pupils: frozenset[UUID] = frozenset()

    @property
    def across(self) -> bool:
        """Tell whether people of several classes take part."""
        return bool(self.guests)

    def is_teacher_of(self, membership_id: UUID) -> bool:
        """Tell whether the actor is the teacher of somebody here: each has their own."""
        if self.actor.looks_in:
            return membership_id in self.own_pupils
        return self.actor.is_teacher and membership_id not in self.guests

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
    guests = set()
    for of, who, role, entered_by in db.execute(
        select(
            Participation.exchange_id,
            Participation.membership_id,
            Participation.role,
            Membership.entered_by,
        )
        .join(Membership, Membership.id == Participation.membership_id)
        .where(
            Participation.classroom_id == actor.classroom_id,
            Participation.exchange_id.in_(list(parts)),
        )
        .order_by(Participation.created_at, Participation.id)
    ):
        parts[of].append((who, role))
        if entered_by == BY_NETWORK:
            guests.add(who)
    own = tuple(parts[exchange.id])
    inside = {who for who, _role in own}
    own_pupils = _pupils_of(db, actor) & inside if actor.looks_in else frozenset()
    if not actor.is_teacher and actor.membership_id not in inside and not own_pupils:
        raise NotFound
    places = tuple(Place(one.id, one.place, must_consent(parts[one.id])) for one in circle)
    kind = db.scalars(
        select(Circle.kind).where(
            Circle.classroom_id == actor.classroom_id, Circle.id == exchange.circle_id
        )
    ).one()
    return Room(actor, exchange, own, circle, places, kind, frozenset(guests), own_pupils)


def _pupils_of(db: Session, actor: Actor) -> frozenset[UUID]:
    """Return the guests here who are of the class of a teacher who looks in."""
    return frozenset(
        db.scalars(
            select(Guest.membership_id).where(
                Guest.classroom_id == actor.classroom_id, Guest.home_class_id == actor.home_id
            )
        )
    )


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
