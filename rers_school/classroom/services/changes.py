"""Somebody would like to go on with somebody else: only the teacher knows who, nobody why."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound
from rers_school.classroom.models import ChangeWish
from rers_school.classroom.rules.exchange_states import RUNNING
from rers_school.classroom.services import exchanges
from rers_school.classroom.services.rooms import Room, as_partner, enter
from rers_school.classroom.services.savoirs import touch
from rers_school.classroom.services.settling import only_teachers


def ask(db: Session, actor: Actor, exchange_id: UUID) -> None:
    """Tell the teacher, and nobody else, that the actor would like another partner.

    The room's revision stays as it is: no other screen moves.

    *Errors*: ``not_now`` (422), `NotAllowed` (403), `NotFound` (404).
    """
    room = as_partner(db, actor, exchange_id)
    if room.across:
        # Each has a teacher of their own: between classes one talks, or stops.
        raise NotAllowed
    if room.exchange.state not in RUNNING:
        raise DomainError("not_now", state=room.exchange.state)
    wish = db.scalar(
        select(ChangeWish).where(
            ChangeWish.classroom_id == actor.classroom_id,
            ChangeWish.exchange_id == exchange_id,
            ChangeWish.membership_id == actor.membership_id,
        )
    )
    if wish is None:
        wish = ChangeWish(
            classroom_id=actor.classroom_id,
            exchange_id=exchange_id,
            membership_id=actor.membership_id,
        )
        db.add(wish)
    wish.answered_at = None
    db.flush()


def take_back(db: Session, actor: Actor, exchange_id: UUID) -> None:
    """Let it be as if it had never been said.

    *Errors*: `NotAllowed` (403), `NotFound` (404).
    """
    as_partner(db, actor, exchange_id)
    db.execute(
        delete(ChangeWish)
        .where(
            ChangeWish.classroom_id == actor.classroom_id,
            ChangeWish.exchange_id == exchange_id,
            ChangeWish.membership_id == actor.membership_id,
        )
        .execution_options(synchronize_session="fetch")
    )


def talked(db: Session, actor: Actor, wish_id: UUID) -> None:
    """Note that the teacher has talked with whoever asked; the exchange goes on.

    *Errors*: `NotAllowed` (403), `NotFound` (404).
    """
    only_teachers(actor)
    wish = db.scalar(
        select(ChangeWish).where(
            ChangeWish.classroom_id == actor.classroom_id, ChangeWish.id == wish_id
        )
    )
    if wish is None:
        raise NotFound
    wish.answered_at = clock.now()
    db.flush()
    touch(db, actor.classroom_id)


def end_for(
    db: Session, actor: Actor, exchange_id: UUID, who: UUID, *, both_ways: bool = False
) -> None:
    """End an exchange in the words of every stop, so that ``who`` can be linked anew.

    The other exchanges of a circle go on; ``both_ways``: of a pair, the other direction ends too.

    *Errors*: `NotAllowed` (403), `NotFound` (404).
    """
    only_teachers(actor)
    room = enter(db, actor, exchange_id)
    if who not in room.needed or who in room.guests:
        raise NotFound
    for one in _ending(room, both_ways=both_ways):
        exchanges.stop(db, actor, one)
    for wish in db.scalars(
        select(ChangeWish).where(
            ChangeWish.classroom_id == actor.classroom_id, ChangeWish.exchange_id == exchange_id
        )
    ):
        wish.answered_at = clock.now()
    db.flush()


def _ending(room: Room, *, both_ways: bool) -> list[UUID]:
    twin = room.twin
    if both_ways and twin is not None and twin.state in RUNNING:
        return [room.exchange.id, twin.id]
    return [room.exchange.id]
