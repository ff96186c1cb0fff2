"""A slot and a place belong to the exchange that has chosen them, as long as it keeps to them."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rers_school.classroom.errors import DomainError
from rers_school.classroom.models import Booking, MeetingPlace, Slot
from rers_school.classroom.queries.links import today_in
from rers_school.classroom.queries.slots import booking_of, opening_of, taken, times_of, when
from rers_school.classroom.rules.slots import TIME_LINES, why_not
from rers_school.classroom.services.rooms import Room


def check_free_words(db: Session, room: Room, line: str) -> None:
    """Refuse free words about time and place where the class chooses among the open slots.

    A teacher who takes part may word them all the same.

    *Errors*: ``choose_slot`` (422).
    """
    if line in TIME_LINES and not room.actor.is_teacher and not times_of(db, room).free:
        raise DomainError("choose_slot")


def free(db: Session, room: Room, line: str) -> None:
    """Let others have the slot and place of this room, when one of its lines says otherwise."""
    if line in TIME_LINES:
        db.execute(
            delete(Booking)
            .where(
                Booking.classroom_id == room.actor.classroom_id,
                Booking.exchange_id == room.home_of(line),
            )
            .execution_options(synchronize_session="fetch")
        )


def take(db: Session, room: Room, slot_id: UUID, place_id: UUID) -> None:
    """Give a slot and a place to the room's exchange.

    *Errors*: ``slot_gone``, and those of `refuse` (422).
    """
    refuse(db, room, slot_id, place_id)
    booking = booking_of(db, room)
    if booking is None:
        booking = Booking(classroom_id=room.actor.classroom_id, exchange_id=room.home_of("hours"))
        db.add(booking)
    booking.slot_id, booking.place_id = slot_id, place_id
    db.flush()


def refuse(db: Session, room: Room, slot_id: UUID, place_id: UUID) -> None:
    """Refuse a slot and a place that this exchange cannot have.

    *Errors*: ``slot_gone``, ``slot_past``, ``slot_too_soon``, ``slot_busy``, ``slot_full`` (422).
    """
    here = room.actor.classroom_id
    slot = db.scalar(select(Slot).where(Slot.classroom_id == here, Slot.id == slot_id))
    place = db.scalar(
        select(MeetingPlace).where(MeetingPlace.classroom_id == here, MeetingPlace.id == place_id)
    )
    if slot is None or place is None:
        raise DomainError("slot_gone")
    no = why_not(
        when(slot),
        place.id,
        place.holds,
        home=room.home_of("hours"),
        people=room.needed,
        taken=taken(db),
        today=today_in(db, here),
        opening=opening_of(db, room.exchange),
    )
    if no is not None:
        raise DomainError(f"slot_{no}")


def look_again(db: Session, room: Room) -> None:
    """Before an exchange goes on after an end or a long pause: is its place still free?

    If others have it meanwhile, the room says that the time is to be chosen again.
    """
    booking = booking_of(db, room)
    if booking is None or booking.slot_id is None or booking.place_id is None:
        return
    try:
        refuse(db, room, booking.slot_id, booking.place_id)
    except DomainError:
        booking.slot_id = booking.place_id = None
        db.flush()
