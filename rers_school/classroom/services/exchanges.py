"""The life of an exchange once its room is open, up to its end and what it gives rise to."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound
from rers_school.classroom.models import (
    AcrossCircle,
    Circle,
    Exchange,
    Guest,
    Membership,
    NetworkClass,
    Savoir,
)
from rers_school.classroom.models.people import HAS_LEFT
from rers_school.classroom.queries.agreement import lines_kept, lines_shown
from rers_school.classroom.rules.across import AcrossState
from rers_school.classroom.rules.agreement import all_agreed
from rers_school.classroom.rules.exchange_states import ExchangeEvent, ExchangeState, move
from rers_school.classroom.services import bookings, cards
from rers_school.classroom.services.rooms import Room, enter
from rers_school.classroom.services.savoirs import touch
from rers_school.db import unscoped

OUTCOMES = ("learned", "postponed", "together")
STOPPED = "stopped"


def show_change(exchange: Exchange) -> None:
    """Let the pages that look at this room look again."""
    exchange.revision += 1


def step(db: Session, exchange: Exchange, event: ExchangeEvent) -> None:
    """Let an exchange go on by ``event``, for everybody to see.

    *Errors*: ``exchange_state`` (422) when that cannot happen now.
    """
    after = move(exchange.state, event)
    if after.value == exchange.state:
        return
    exchange.state, exchange.state_since = after.value, clock.now()
    show_change(exchange)
    db.flush()
    touch(db, exchange.classroom_id)


def look_back(db: Session, actor: Actor, exchange_id: UUID) -> None:
    """Begin to look back: each for themself, then together.

    *Errors*: ``exchange_state`` (422), `NotAllowed` (403), `NotFound` (404).
    """
    step(db, _leading(db, actor, exchange_id).exchange, ExchangeEvent.LOOK_BACK)


def go_on(db: Session, actor: Actor, exchange_id: UUID) -> None:
    """Go on meeting, after a pause or instead of ending.

    *Errors*: ``exchange_state`` (422), `NotAllowed` (403), `NotFound` (404).
    """
    room = _leading(db, actor, exchange_id)
    step(db, room.exchange, ExchangeEvent.RESUME)
    bookings.look_again(db, room)


def pause(db: Session, actor: Actor, exchange_id: UUID) -> None:
    """Let the exchange rest for a while; nobody says why."""
    step(db, _leading(db, actor, exchange_id).exchange, ExchangeEvent.PAUSE)


def close(db: Session, actor: Actor, exchange_id: UUID, outcome: str) -> None:
    """End the exchange: learned, postponed, or stopped together.

    *Errors*: ``outcome``, ``exchange_state`` (422), `NotAllowed` (403),
    `NotFound` (404).
    """
    room = _with_a_say(db, actor, exchange_id)
    if outcome not in OUTCOMES:
        raise DomainError("outcome")
    if room.exchange.state == ExchangeState.CLOSED.value:
        return
    step(db, room.exchange, ExchangeEvent.CLOSE)
    room.exchange.outcome = outcome
    db.flush()


def stop(db: Session, actor: Actor, exchange_id: UUID) -> None:
    """End the exchange at any time, without a reason; who did it is not kept.

    In a workshop each ends their own part, see `workshop_rooms.leave`.

    *Errors*: `NotAllowed` (403), `NotFound` (404).
    """
    room = _with_a_say(db, actor, exchange_id)
    if room.workshop and not actor.is_teacher:
        raise NotAllowed
    if room.exchange.state == ExchangeState.CLOSED.value:
        return
    step(db, room.exchange, ExchangeEvent.STOP)
    room.exchange.outcome = STOPPED
    db.flush()


def reopen(db: Session, actor: Actor, exchange_id: UUID) -> None:
    """Take a closed exchange up again.

    *Errors*: ``exchange_state`` (422), `NotAllowed` (403), `NotFound` (404).
    """
    room = _leading(db, actor, exchange_id)
    if _somebody_left(db, room) or (room.across and not _still_together(db, room)):
        raise DomainError("exchange_state", state=room.exchange.state, event="reopen")
    step(db, room.exchange, ExchangeEvent.REOPEN)
    room.exchange.outcome = None
    bookings.look_again(db, room)
    db.flush()


def follow(db: Session, room: Room, exchange: Exchange) -> None:
    """Call an exchange agreed when every line is, and open again when one is not any more."""
    if exchange.state not in (ExchangeState.AGREEING.value, ExchangeState.AGREED.value):
        return
    kept = lines_kept(db, [one.id for one in room.circle])
    lines = lines_shown(room.place_of(exchange.id), room.places, kept)
    agreed = all_agreed(lines, room.place_of(exchange.id).partners)
    if agreed and exchange.state == ExchangeState.AGREEING.value:
        step(db, exchange, ExchangeEvent.AGREED)
    elif not agreed and exchange.state == ExchangeState.AGREED.value:
        step(db, exchange, ExchangeEvent.CHANGED)


def pass_on(db: Session, actor: Actor, exchange_id: UUID) -> cards.Card:
    """Put the savoir that the actor received here on the wall as their own offer; return it.

    *Errors*: ``already_there``, ``not_now`` (422), `NotFound` (404) for anybody but a receiver.
    """
    room = enter(db, actor, exchange_id)
    if "receiver" not in room.roles:
        raise NotFound
    if room.exchange.state not in (ExchangeState.LOOKING_BACK.value, ExchangeState.CLOSED.value):
        raise DomainError("not_now", state=room.exchange.state)
    name = db.scalars(
        select(Savoir.name).where(
            Savoir.classroom_id == actor.classroom_id, Savoir.id == room.exchange.savoir_id
        )
    ).one()
    return cards.add(db, actor, "offer", name)


def _somebody_left(db: Session, room: Room) -> bool:
    """Tell whether one of the partners was erased: nobody could agree in their place."""
    return bool(
        db.scalar(
            select(Membership.id).where(
                Membership.classroom_id == room.exchange.classroom_id,
                Membership.id.in_(room.needed),
                Membership.entered_by == HAS_LEFT,
            )
        )
    )


def _still_together(db: Session, room: Room) -> bool:
    """Tell whether everybody in a room across classes is still in a class of its network."""
    circle = (
        select(AcrossCircle.network_id)
        .join(Circle, Circle.introduction_id == AcrossCircle.introduction_id)
        .where(
            Circle.id == room.exchange.circle_id, AcrossCircle.state == AcrossState.PROPOSED.value
        )
    )
    network_id, host_id = db.scalar(circle), room.exchange.classroom_id
    with unscoped(db, "whether guests are still in their own class is known there"):
        homes = db.execute(
            select(Guest.home_class_id, Membership.active)
            .join(Membership, Membership.id == Guest.home_id)
            .where(
                Guest.classroom_id == host_id,
                Guest.membership_id.in_(room.guests & room.needed),
            )
        ).all()
        together = set(
            db.scalars(
                select(NetworkClass.classroom_id).where(NetworkClass.network_id == network_id)
            )
        )
    classes = {host_id, *(home for home, _active in homes)}
    return network_id is not None and classes <= together and all(here for _home, here in homes)


def _leading(db: Session, actor: Actor, exchange_id: UUID) -> Room:
    """Return the room for a partner; in a workshop for a giver, or for a teacher.

    *Errors*: `NotFound` (404), `NotAllowed` (403).
    """
    room = enter(db, actor, exchange_id)
    if not room.leads and not (room.workshop and actor.is_teacher):
        raise NotAllowed
    return room


def _with_a_say(db: Session, actor: Actor, exchange_id: UUID) -> Room:
    """Return the room for whoever leads, or for a teacher who answers for everybody's safety."""
    room = enter(db, actor, exchange_id)
    if not room.leads and not actor.is_teacher:
        raise NotAllowed
    return room
