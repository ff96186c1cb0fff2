"""A meeting as an event for somebody's calendar."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import NotFound
from rers_school.classroom.models import (
    AgreementRevision,
    Classroom,
    Meeting,
    Membership,
    Savoir,
    Slot,
)
from rers_school.classroom.queries.people import Who, who
from rers_school.classroom.queries.slots import booking_of, when
from rers_school.classroom.rules.slots import is_on
from rers_school.classroom.services.rooms import Room, enter


@dataclass(frozen=True, slots=True)
class MeetingEvent:
    """When and where it is, and whom one meets; ``hours`` and ``place`` as the partners wrote them.

    The day is that of the next meeting when one was agreed, else that of the meeting itself;
    ``moved`` is how often it has been put on another day. ``starts_at``, on the class's own clock,
    and ``minutes`` are those of the slot that they chose, if it is on that day; what they worded
    freely has no moment that a program could read.
    """

    id: UUID
    savoir: str
    day: date
    starts_at: datetime | None
    others: tuple[Who, ...]
    hours: str
    place: str
    moved: int
    minutes: int | None


def meeting_event(db: Session, actor: Actor, exchange_id: UUID, meeting_id: UUID) -> MeetingEvent:
    """Return a meeting for those who take part in its exchange, and for teachers.

    *Errors*: `NotFound` (404) for everybody else.
    """
    room = enter(db, actor, exchange_id)
    row = db.execute(
        select(Meeting, Classroom.time_zone)
        .join(Classroom, Classroom.id == Meeting.classroom_id)
        .where(Meeting.exchange_id == room.exchange.id, Meeting.id == meeting_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound
    meeting, zone = row
    at, minutes = (meeting.starts_at, None) if meeting.next_on is None else _slot(db, room, meeting)
    day = meeting.next_on or meeting.held_on
    lines = _lines(db, room)
    return MeetingEvent(
        id=meeting.id,
        savoir=db.scalars(select(Savoir.name).where(Savoir.id == room.exchange.savoir_id)).one(),
        day=day,
        starts_at=datetime.combine(day, at, ZoneInfo(zone)) if at is not None else None,
        others=_others(db, room),
        hours=lines.get("hours", ""),
        place=lines.get("place", ""),
        moved=meeting.next_moved,
        minutes=minutes,
    )


def _slot(db: Session, room: Room, meeting: Meeting) -> tuple[time | None, int | None]:
    """Return the hour and the length of the next meeting, when it is on the day of their slot."""
    booking = booking_of(db, room)
    slot = db.get(Slot, booking.slot_id) if booking is not None and booking.slot_id else None
    if slot is None or meeting.next_on is None or not is_on(when(slot), meeting.next_on):
        return None, None
    return slot.starts_at, slot.minutes


def _others(db: Session, room: Room) -> tuple[Who, ...]:
    ids = [one for one, _role in room.parts if one != room.actor.membership_id]
    people = {
        one.id: who(one) for one in db.scalars(select(Membership).where(Membership.id.in_(ids)))
    }
    return tuple(people[one] for one in dict.fromkeys(ids))


def _lines(db: Session, room: Room) -> dict[str, str]:
    """Return what the partners wrote about time and place, wherever their room keeps it."""
    row, homes = AgreementRevision, {line: room.home_of(line) for line in ("hours", "place")}
    found = {}
    for line, home, words in db.execute(
        select(row.line, row.exchange_id, row.words)
        .where(row.exchange_id.in_(list(set(homes.values()))), row.line.in_(list(homes)))
        .order_by(row.number)
    ):
        if homes[line] == home:
            found[line] = words
    return found
