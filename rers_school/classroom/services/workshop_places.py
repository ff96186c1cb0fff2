"""People sign up for a workshop, first come, first served, and sign off without a reason."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotFound, Stale
from rers_school.classroom.models import Exchange, Workshop, WorkshopPlace
from rers_school.classroom.rules.workshops import (
    JOINABLE,
    News,
    WorkshopState,
    free,
    moves_up,
)
from rers_school.classroom.services import workshop_rooms
from rers_school.classroom.services.savoirs import touch
from rers_school.classroom.services.settling import only_teachers
from rers_school.classroom.services.workshops import (
    GIVER,
    RECEIVER,
    end,
    found,
    here,
    place_of,
    places_in,
    signed_up,
)

_State = WorkshopState


class Entered(NamedTuple):
    """What became of the names of a sheet: how many have a place, wait, were there already.

    ``gone``: how many are not in the class any more.
    """

    seated: int
    waiting: int
    there: int
    gone: int


def come(db: Session, actor: Actor, workshop_id: UUID) -> WorkshopPlace:
    """Sign the actor up and return their place, or their place on the list for another sitting.

    Never more people than places: writes in a class wait for each other. Where another sitting is
    open already, it is a place in that one. In a workshop that has begun it is a part in its room.
    Signing up twice is signing up once.

    *Errors*: `NotFound` (404), ``not_known_yet`` (422), `Stale` ``not_open`` (409).
    """
    if actor.provisional:
        raise DomainError("not_known_yet")
    return _come(db, actor, found(db, actor, workshop_id), actor.membership_id)


def sign_up(db: Session, actor: Actor, workshop_id: UUID, membership_id: UUID) -> WorkshopPlace:
    """Sign somebody up who has no account and said so on paper; the teacher enters it.

    *Errors*: `NotAllowed` (403), and those of `come`.
    """
    only_teachers(actor)
    workshop = found(db, actor, workshop_id)
    if not here(db, actor, [membership_id]):
        raise NotFound
    place = _come(db, actor, workshop, membership_id)
    if membership_id != actor.membership_id:
        place.on_paper = True
    db.flush()
    return place


def sign_up_all(db: Session, actor: Actor, workshop_id: UUID, names: Sequence[UUID]) -> Entered:
    """Sign up those who wrote their names on a sheet, in the order of its lines.

    As if each had pressed: when all places are taken, also on screens meanwhile, the others are
    on the list for another sitting. Who was there already stays where they were.

    *Errors*: `NotAllowed` (403), `NotFound` (404), `Stale` ``not_open`` (409).
    """
    only_teachers(actor)
    workshop = found(db, actor, workshop_id)
    written = list(dict.fromkeys(names))
    known = here(db, actor, written)
    seated = waiting = there = 0
    for one in written:
        if one not in known:
            continue
        before = place_of(db, workshop, one)
        if before is not None and not before.waiting:
            there += 1
            continue
        place = sign_up(db, actor, workshop_id, one)
        seated, waiting = seated + (not place.waiting), waiting + place.waiting
    return Entered(seated, waiting, there, len(written) - len(known))


def sign_off(db: Session, actor: Actor, workshop_id: UUID, membership_id: UUID) -> None:
    """Give up a place, without a reason; the next one who waits moves up.

    The last giver who gives up theirs lets the workshop not begin. The teacher may do it for
    somebody who said so on paper. Nothing happens where there is no place.

    *Errors*: `NotAllowed` (403), `NotFound` (404), `Stale` ``not_open`` (409), ``not_now`` (422)
    once the people in its room look back.
    """
    if membership_id != actor.membership_id:
        only_teachers(actor)
    workshop = found(db, actor, workshop_id)
    place = place_of(db, workshop, membership_id)
    if place is None:
        return
    if workshop.state in (_State.ASKED, _State.NOT_STARTED):
        raise Stale("not_open")
    if workshop.exchange_id is not None and not place.waiting:
        workshop_rooms.leave(db, actor, workshop.exchange_id, membership_id)
        return
    if place.role == GIVER and not _another_giver(db, workshop, place):
        end(db, workshop, by=actor.membership_id)
        return
    db.delete(place)
    db.flush()
    if workshop.state == _State.OPEN:
        _move_up(db, workshop)
    touch(db, workshop.classroom_id)


def leave_all(db: Session, classroom_id: UUID, membership_id: UUID) -> None:
    """Free the places of somebody who leaves for good, and remove their notes to those who come.

    Who waits moves up; a workshop that nobody else would give does not begin. Their part in a room
    that is open ends as in every exchange (`leaving.end_exchanges`).
    """
    rows = db.execute(
        select(WorkshopPlace, Workshop)
        .join(Workshop, Workshop.id == WorkshopPlace.workshop_id)
        .where(
            WorkshopPlace.classroom_id == classroom_id,
            WorkshopPlace.membership_id == membership_id,
        )
        .execution_options(populate_existing=True)
    ).all()
    for place, workshop in rows:
        waits = workshop.state in (_State.ASKED, _State.OPEN)
        if waits and place.role == GIVER and not _another_giver(db, workshop, place):
            end(db, workshop, by=membership_id)
        db.delete(place)
        db.flush()
        if workshop.state == _State.OPEN:
            _move_up(db, workshop)
    db.execute(
        update(Workshop)
        .where(Workshop.classroom_id == classroom_id, Workshop.opened_by_id == membership_id)
        .values(note="")
        .execution_options(synchronize_session=False)
    )


def seen(db: Session, actor: Actor, workshop_id: UUID) -> None:
    """Remember that the actor has been told what is new about their place."""
    workshop = found(db, actor, workshop_id)
    mine = place_of(db, workshop, actor.membership_id)
    if mine is not None and mine.news:
        mine.news = ""
        db.flush()


def _come(db: Session, actor: Actor, workshop: Workshop, membership_id: UUID) -> WorkshopPlace:
    known = place_of(db, workshop, membership_id)
    joining = workshop.state == _State.BEGUN
    if joining and not _may_join(db, workshop):
        raise Stale("not_open")
    if workshop.state not in (_State.OPEN, _State.BEGUN):
        raise Stale("not_open")
    if known is not None and not (joining and known.waiting):
        return known
    full = free(workshop.places, signed_up(places_in(db, workshop))) == 0
    following = _next_open(db, workshop) if full else None
    if following is not None and known is None:
        return _come(db, actor, following, membership_id)
    if known is None:
        known = WorkshopPlace(
            classroom_id=workshop.classroom_id,
            workshop_id=workshop.id,
            membership_id=membership_id,
            role=RECEIVER,
            number=_next_number(db, workshop),
        )
        db.add(known)
    known.waiting = full
    known.news = ""
    db.flush()
    if joining and not full:
        workshop_rooms.join(db, actor, workshop, membership_id)
    touch(db, workshop.classroom_id)
    return known


def _move_up(db: Session, workshop: Workshop) -> None:
    places = places_in(db, workshop)
    up = set(moves_up(workshop.places, signed_up(places)))
    for place in places:
        if place.membership_id in up:
            place.waiting, place.news = False, News.PLACE.value
    db.flush()


def _another_giver(db: Session, workshop: Workshop, place: WorkshopPlace) -> bool:
    return any(one.role == GIVER and one.id != place.id for one in places_in(db, workshop))


def _may_join(db: Session, workshop: Workshop) -> bool:
    state = db.scalar(
        select(Exchange.state).where(
            Exchange.classroom_id == workshop.classroom_id, Exchange.id == workshop.exchange_id
        )
    )
    return state in JOINABLE


def _next_open(db: Session, workshop: Workshop) -> Workshop | None:
    return db.scalar(
        select(Workshop)
        .where(
            Workshop.classroom_id == workshop.classroom_id,
            Workshop.follows_id == workshop.id,
            Workshop.state == _State.OPEN.value,
        )
        .execution_options(populate_existing=True)
    )


def _next_number(db: Session, workshop: Workshop) -> int:
    last = db.scalar(
        select(func.max(WorkshopPlace.number)).where(
            WorkshopPlace.classroom_id == workshop.classroom_id,
            WorkshopPlace.workshop_id == workshop.id,
        )
    )
    return (last or 0) + 1
