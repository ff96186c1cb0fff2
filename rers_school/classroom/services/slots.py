"""The teacher opens slots and places, changes them, and takes them away."""

from collections.abc import Collection
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotFound, Stale
from rers_school.classroom.models import Booking, Classroom, Exchange, MeetingPlace, Slot
from rers_school.classroom.queries.links import today_in
from rers_school.classroom.queries.slots import when
from rers_school.classroom.rules.school_year import near
from rers_school.classroom.rules.slots import PLACE_NAME_MOST, PLACES_MOST, SLOTS_MOST, When
from rers_school.classroom.rules.text import clean, fold
from rers_school.classroom.services.savoirs import touch
from rers_school.classroom.services.settling import only_teachers

Opened = TypeVar("Opened", Slot, MeetingPlace)


def open_slot(db: Session, actor: Actor, at: When) -> Slot:
    """Open a slot and return it.

    *Errors*: `NotAllowed` (403), ``slot_there``, ``slot_past``, ``too_far``, ``too_many_slots``
    (422).
    """
    only_teachers(actor)
    _check_slot(db, actor, at)
    _check_number(db, Slot, SLOTS_MOST, "too_many_slots")
    slot = Slot(classroom_id=actor.classroom_id)
    _set(slot, at)
    db.add(slot)
    db.flush()
    touch(db, actor.classroom_id)
    return slot


def change_slot(
    db: Session, actor: Actor, slot_id: UUID, at: When, told: Collection[UUID] = ()
) -> None:
    """Let a slot be at another time; whoever had chosen it chooses again, their words stay.

    ``told``: the exchanges that the teacher was told about before.

    *Errors*: `NotAllowed` (403), `NotFound` (404), `Stale` ``slot_in_use`` (409) when others have
    chosen it meanwhile, and those of `open_slot` (422).
    """
    slot = _found(db, actor, Slot, slot_id)
    if when(slot) == at:
        return
    _check_slot(db, actor, at, but=slot_id)
    _choose_again(db, actor, _bookings_of_slot(db, slot_id), told)
    _set(slot, at)
    touch(db, actor.classroom_id)


def remove_slot(db: Session, actor: Actor, slot_id: UUID, told: Collection[UUID] = ()) -> None:
    """Take a slot away; whoever had chosen it chooses again, their words stay.

    *Errors*: `NotAllowed` (403), `NotFound` (404), `Stale` ``slot_in_use`` (409).
    """
    slot = _found(db, actor, Slot, slot_id)
    _choose_again(db, actor, _bookings_of_slot(db, slot_id), told)
    db.delete(slot)
    db.flush()
    touch(db, actor.classroom_id)


def open_place(db: Session, actor: Actor, name: str, holds: int) -> MeetingPlace:
    """Open a place and return it.

    *Errors*: `NotAllowed` (403), ``empty``, ``too_long``, ``place_there``, ``too_many_places``
    (422).
    """
    only_teachers(actor)
    name = _place_name(db, name)
    _check_number(db, MeetingPlace, PLACES_MOST, "too_many_places")
    place = MeetingPlace(classroom_id=actor.classroom_id, name=name, holds=holds)
    db.add(place)
    db.flush()
    touch(db, actor.classroom_id)
    return place


def change_place(
    db: Session,
    actor: Actor,
    place_id: UUID,
    name: str,
    holds: int,
    told: Collection[UUID] = (),
) -> None:
    """Give a place another name, or let it hold more exchanges or fewer.

    With another name it is another place: whoever had chosen it chooses again. With less room
    those who are there stay, and nobody joins them.

    *Errors*: `NotAllowed` (403), `NotFound` (404), `Stale` ``slot_in_use`` (409), ``empty``,
    ``too_long``, ``place_there`` (422).
    """
    place = _found(db, actor, MeetingPlace, place_id)
    name = _place_name(db, name, but=place_id)
    if name != place.name:
        _choose_again(db, actor, _bookings_of_place(db, place_id), told)
    place.name, place.holds = name, holds
    db.flush()
    touch(db, actor.classroom_id)


def remove_place(db: Session, actor: Actor, place_id: UUID, told: Collection[UUID] = ()) -> None:
    """Take a place away; whoever had chosen it chooses again, their words stay.

    *Errors*: `NotAllowed` (403), `NotFound` (404), `Stale` ``slot_in_use`` (409).
    """
    place = _found(db, actor, MeetingPlace, place_id)
    _choose_again(db, actor, _bookings_of_place(db, place_id), told)
    db.delete(place)
    db.flush()
    touch(db, actor.classroom_id)


def let_word_freely(db: Session, actor: Actor, free: bool) -> None:
    """Say whether pupils may also propose times and places that are not in the list.

    *Errors*: `NotAllowed` (403).
    """
    only_teachers(actor)
    db.get_one(Classroom, actor.classroom_id).free_times = free
    db.flush()
    touch(db, actor.classroom_id)


def _found(db: Session, actor: Actor, table: type[Opened], id: UUID) -> Opened:
    only_teachers(actor)
    found = db.scalar(
        select(table)
        .where(table.classroom_id == actor.classroom_id, table.id == id)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def _bookings_of_slot(db: Session, slot_id: UUID) -> list[Booking]:
    return list(db.scalars(select(Booking).where(Booking.slot_id == slot_id)))


def _bookings_of_place(db: Session, place_id: UUID) -> list[Booking]:
    return list(db.scalars(select(Booking).where(Booking.place_id == place_id)))


def _choose_again(
    db: Session, actor: Actor, bookings: Collection[Booking], told: Collection[UUID]
) -> None:
    """Let these exchanges choose again, and show it in every room of their circles."""
    ids = [one.exchange_id for one in bookings]
    exchanges = db.scalars(
        select(Exchange)
        .where(Exchange.circle_id.in_(select(Exchange.circle_id).where(Exchange.id.in_(ids))))
        .execution_options(populate_existing=True)
    ).all()
    open_now = {one.id for one in exchanges if one.id in ids and one.state != "closed"}
    if open_now - set(told):
        raise Stale("slot_in_use")
    for one in bookings:
        one.slot_id = one.place_id = None
    for exchange in exchanges:
        exchange.revision += 1
    db.flush()


def _set(slot: Slot, at: When) -> None:
    slot.weekday, slot.on_day, slot.starts_at, slot.minutes = (
        at.weekday, at.on_day, at.starts_at, at.minutes,
    )  # fmt: skip


def _check_slot(db: Session, actor: Actor, at: When, but: UUID | None = None) -> None:
    if at.on_day is not None:
        today = today_in(db, actor.classroom_id)
        if near(at.on_day, today) < today:
            raise DomainError("slot_past")
    if any(when(one) == at for one in db.scalars(select(Slot)) if one.id != but):
        raise DomainError("slot_there")


def _check_number(
    db: Session, table: type[Slot] | type[MeetingPlace], most: int, code: str
) -> None:
    if (db.scalar(select(func.count(table.id))) or 0) >= most:
        raise DomainError(code, most=most)


def _place_name(db: Session, raw: str, but: UUID | None = None) -> str:
    name = clean(raw, most=PLACE_NAME_MOST, required=True)
    known = {fold(one.name) for one in db.scalars(select(MeetingPlace)) if one.id != but}
    if fold(name) in known:
        raise DomainError("place_there", name=name)
    return name
