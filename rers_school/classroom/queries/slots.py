"""When and where exchanges can meet, who has chosen what, and what is left for one of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Exists, or_, select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.models import (
    Booking,
    Circle,
    Classroom,
    Exchange,
    Introduction,
    MeetingPlace,
    Participation,
    Savoir,
    Slot,
)
from rers_school.classroom.queries.links import today_in
from rers_school.classroom.queries.people import Who, everybody
from rers_school.classroom.rules.agreement import Place, must_consent, pair_of
from rers_school.classroom.rules.first_meeting import Opening
from rers_school.classroom.rules.slots import Taken, When, keeps_its_place, why_not
from rers_school.classroom.services.rooms import Room


@dataclass(frozen=True, slots=True)
class Concerned:
    """An exchange that has chosen a slot or a place."""

    exchange_id: UUID
    savoir: str
    people: tuple[Who, ...]


@dataclass(frozen=True, slots=True)
class OpenSlot:
    """A slot with the exchanges that have chosen it."""

    id: UUID
    when: When
    concerned: tuple[Concerned, ...]


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """A place, how many exchanges it holds at once, and those that have chosen it."""

    id: UUID
    name: str
    holds: int
    concerned: tuple[Concerned, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One place at one time; ``why_not`` says why it cannot be chosen, if it cannot."""

    place_id: UUID
    place: str
    why_not: str | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class SlotChoices:
    """One slot with its places."""

    slot_id: UUID
    when: When
    places: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class RoomTimes:
    """What a room knows of slots: whether any is open, whether words are free, what was lost.

    ``free``: time and place may be worded freely. ``again``: the slot or place that had been
    chosen is not there any more. ``opening``: when the room opened, for the first meeting.
    """

    open: bool
    free: bool
    again: bool
    opening: Opening


def slots_open(db: Session) -> tuple[list[Slot], list[MeetingPlace]]:
    """Return the slots in the order of the week, and the places in the order they were opened."""
    slots = sorted(db.scalars(select(Slot)), key=lambda one: (when(one).order, str(one.id)))
    places = db.scalars(select(MeetingPlace).order_by(MeetingPlace.created_at, MeetingPlace.id))
    return slots, list(places)


def slots_page(db: Session) -> tuple[list[OpenSlot], list[OpenPlace]]:
    """Return everything the teacher has opened, with who is concerned: seven queries."""
    slots, places = slots_open(db)
    by_slot: dict[UUID | None, list[Concerned]] = defaultdict(list)
    by_place: dict[UUID | None, list[Concerned]] = defaultdict(list)
    people = everybody(db)
    for booking, exchange in _kept(db):
        names = tuple(people[one] for one in exchange.people)
        concerned = Concerned(exchange.id, exchange.savoir, names)
        by_slot[booking.slot_id].append(concerned)
        by_place[booking.place_id].append(concerned)
    return (
        [OpenSlot(one.id, when(one), tuple(by_slot[one.id])) for one in slots],
        [OpenPlace(one.id, one.name, one.holds, tuple(by_place[one.id])) for one in places],
    )


def taken(db: Session) -> list[Taken]:
    """Return what exchanges have chosen and keep: four queries."""
    slots = {one.id: one for one in db.scalars(select(Slot))}
    return [
        Taken(
            booking.exchange_id,
            when(slots[booking.slot_id]),
            booking.place_id,
            frozenset(one.people),
        )
        for booking, one in _kept(db)
        if booking.slot_id in slots and booking.place_id is not None
    ]


def choices_of(db: Session, room: Room) -> list[SlotChoices]:
    """Return every slot with every place, and why some cannot be chosen; past days are left out."""
    slots, places = slots_open(db)
    booking = booking_of(db, room)
    mine = (booking.slot_id, booking.place_id) if booking else None
    others, opening = taken(db), opening_of(db, room.exchange)
    today = today_in(db, room.actor.classroom_id)
    found = []
    for slot in slots:
        at = when(slot)
        if at.on_day is not None and at.on_day < today:
            continue
        shown: list[Choice] = []
        for place in places:
            no = why_not(
                at,
                place.id,
                place.holds,
                home=room.home_of("hours"),
                people=room.needed,
                taken=others,
                today=today,
                opening=opening,
            )
            shown.append(Choice(place.id, place.name, no, mine == (slot.id, place.id)))
        found.append(SlotChoices(slot.id, at, tuple(shown)))
    return found


def times_of(db: Session, room: Room) -> RoomTimes:
    """Return what the room says of slots: four queries."""
    is_open = all(db.scalar(select(one.id).limit(1)) is not None for one in (Slot, MeetingPlace))
    free = words_are_free(db, room.actor.classroom_id)
    booking = booking_of(db, room)
    lost = booking is not None and booking.slot_id is None
    return RoomTimes(is_open, free or not is_open, lost, opening_of(db, room.exchange))


def has_slots(db: Session, classroom_id: UUID) -> bool:
    """Tell whether the teacher has opened times or places, or keeps to them: one query."""

    def some(table: type[Slot] | type[MeetingPlace]) -> Exists:
        return select(table.id).where(table.classroom_id == classroom_id).exists()

    kept_to = Classroom.free_times.is_(False)
    return db.scalars(
        select(or_(some(Slot), some(MeetingPlace), kept_to)).where(Classroom.id == classroom_id)
    ).one()


def words_are_free(db: Session, classroom_id: UUID) -> bool:
    """Tell whether pupils may propose times and places that are not in the list."""
    return db.scalars(select(Classroom.free_times).where(Classroom.id == classroom_id)).one()


def booking_of(db: Session, room: Room) -> Booking | None:
    """Return what the room's exchange has chosen, as it is now."""
    return db.scalar(
        select(Booking)
        .where(
            Booking.classroom_id == room.actor.classroom_id,
            Booking.exchange_id == room.home_of("hours"),
        )
        .execution_options(populate_existing=True)
    )


def opening_of(db: Session, exchange: Exchange) -> Opening:
    """Return the day on which an exchange's room opened, on the class's clock: one query."""
    settled_at, allowed, zone = db.execute(
        select(Introduction.settled_at, Classroom.first_meeting_same_day, Classroom.time_zone)
        .join(Circle, Circle.introduction_id == Introduction.id)
        .join(Classroom, Classroom.id == Introduction.classroom_id)
        .where(Circle.id == exchange.circle_id)
    ).one()
    day = settled_at.astimezone(ZoneInfo(zone)).date() if settled_at else None
    return Opening(day, allowed)


def when(slot: Slot) -> When:
    """Return a slot's time."""
    return When(slot.weekday, slot.on_day, slot.starts_at, slot.minutes)


@dataclass(frozen=True, slots=True)
class _Known:
    """An exchange of a circle in which something was chosen; its people, givers first."""

    id: UUID
    savoir: str
    people: tuple[UUID, ...]
    place: Place
    keeps: bool


def _kept(db: Session) -> list[tuple[Booking, _Known]]:
    """Return the bookings that hold, with their exchange: three queries.

    What a pair chose for both directions holds as long as one of them goes on.
    """
    bookings = db.scalars(
        select(Booking)
        .order_by(Booking.created_at, Booking.id)
        .execution_options(populate_existing=True)
    ).all()
    circles = select(Exchange.circle_id).where(
        Exchange.id.in_([one.exchange_id for one in bookings])
    )
    parts: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    for exchange_id, who, role in db.execute(
        select(Participation.exchange_id, Participation.membership_id, Participation.role)
        .join(Exchange, Exchange.id == Participation.exchange_id)
        .where(Exchange.circle_id.in_(circles))
        .order_by(Participation.created_at, Participation.id)
    ):
        parts[exchange_id].append((who, role))
    known: dict[UUID, _Known] = {}
    rings: dict[UUID, list[UUID]] = defaultdict(list)
    ring_of: dict[UUID, UUID] = {}
    for row, savoir in db.execute(
        select(Exchange, Savoir.name)
        .join(Savoir, Savoir.id == Exchange.savoir_id)
        .where(Exchange.circle_id.in_(circles))
        .execution_options(populate_existing=True)
    ):
        keeps = keeps_its_place(row.state, row.state_since, clock.now())
        place = Place(row.id, row.place, must_consent(parts[row.id]))
        people = tuple(dict.fromkeys(who for who, _role in parts[row.id] if who in place.partners))
        known[row.id] = _Known(row.id, savoir, people, place, keeps)
        rings[row.circle_id].append(row.id)
        ring_of[row.id] = row.circle_id
    found = []
    for one in bookings:
        own = known[one.exchange_id]
        ring = [known[each] for each in rings[ring_of[own.id]]]
        if own.keeps or _twin_keeps(own, ring):
            found.append((one, own))
    return found


def _twin_keeps(own: _Known, ring: Sequence[_Known]) -> bool:
    twin = pair_of(own.place, [one.place for one in ring])
    return twin is not None and any(one.keeps for one in ring if one.id == twin.exchange_id)
