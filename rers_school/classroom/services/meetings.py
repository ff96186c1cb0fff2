"""A meeting is told in one minute, by one of those who were there."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotFound, Stale
from rers_school.classroom.models import Meeting
from rers_school.classroom.queries.links import today_in
from rers_school.classroom.queries.slots import opening_of
from rers_school.classroom.rules.exchange_states import ExchangeEvent
from rers_school.classroom.rules.school_year import near
from rers_school.classroom.rules.text import clean
from rers_school.classroom.services import drafts
from rers_school.classroom.services.exchanges import show_change, step
from rers_school.classroom.services.rooms import Room, as_participant, as_partner

TEXT_MOST = 2000
TELLABLE = ("agreed", "under_way", "paused", "looking_back")


def tell(
    db: Session,
    actor: Actor,
    exchange_id: UUID,
    *,
    held_on: date,
    present: Collection[UUID],
    did: str = "",
    worked: str = "",
    next_time: str = "",
    next_on: date | None = None,
) -> Meeting:
    """Keep a meeting and return it; the first one puts the exchange under way.

    *Errors*: ``not_now``, ``empty``, ``too_long``, ``not_yet`` (a day to come), ``before``
    (the next meeting before this one), ``too_soon`` (the day on which the room opened, unless the
    class allows it or a teacher tells it) (422), `NotAllowed` (403), `NotFound` (404).
    """
    return keep(
        db,
        as_participant(db, actor, exchange_id),
        held_on=held_on,
        present=present,
        did=did,
        worked=worked,
        next_time=next_time,
        next_on=next_on,
    )


def keep(
    db: Session,
    room: Room,
    *,
    held_on: date,
    present: Collection[UUID],
    did: str,
    worked: str,
    next_time: str,
    next_on: date | None,
) -> Meeting:
    """Keep a meeting of a room in which the actor may tell one: see `tell`."""
    actor = room.actor
    if room.exchange.state not in TELLABLE:
        raise DomainError("not_now", state=room.exchange.state)
    # Somewhere it is tomorrow already: a day's grace instead of a question of time zones.
    if held_on > clock.now().date() + timedelta(days=1):
        raise DomainError("not_yet", field="held_on")
    if not actor.is_teacher and opening_of(db, room.exchange).too_soon(held_on):
        raise DomainError("too_soon", field="held_on")
    if next_on is not None and next_on < held_on:
        raise DomainError("before", field="next_on")
    texts = {
        "did": clean(did, most=TEXT_MOST, lines=True),
        "worked": clean(worked, most=TEXT_MOST, lines=True),
        "next_time": clean(next_time, most=TEXT_MOST, lines=True),
    }
    if not any(texts.values()):
        raise DomainError("empty", field="did")
    here = {who for who, _role in room.parts}
    meeting = Meeting(
        classroom_id=actor.classroom_id,
        exchange_id=room.exchange.id,
        held_on=held_on,
        present=[str(who) for who in dict.fromkeys(present) if who in here],
        next_on=next_on,
        told_by_id=actor.membership_id,
        **texts,
    )
    db.add(meeting)
    show_change(room.exchange)
    if room.exchange.state == "agreed":
        step(db, room.exchange, ExchangeEvent.MET)
    drafts.forget(db, actor, drafts.meeting_form(room.exchange.id))
    db.flush()
    return meeting


def another_day(
    db: Session, actor: Actor, exchange_id: UUID, meeting_id: UUID, day: date, seen: date | None
) -> None:
    """Let the next meeting be on ``day``; ``seen`` is the day that the actor had read.

    *Errors*: ``not_now``, ``day_over``, ``too_far`` (422), `Stale` ``moved_meanwhile`` (409),
    `NotAllowed` (403), `NotFound` (404).
    """
    room = as_partner(db, actor, exchange_id)
    last = db.scalar(
        select(Meeting)
        .where(Meeting.classroom_id == actor.classroom_id, Meeting.exchange_id == exchange_id)
        .order_by(Meeting.held_on.desc(), Meeting.created_at.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    if last is None:
        raise NotFound
    if room.exchange.state != "under_way" or last.next_on is None:
        raise DomainError("not_now", state=room.exchange.state)
    if last.id != meeting_id or (seen is not None and last.next_on not in (seen, day)):
        raise Stale("moved_meanwhile")
    today = today_in(db, actor.classroom_id)
    if near(day, today) < max(today, last.held_on):
        raise DomainError("day_over")
    if day != last.next_on:
        last.next_on, last.next_moved = day, last.next_moved + 1
        show_change(room.exchange)
    db.flush()
