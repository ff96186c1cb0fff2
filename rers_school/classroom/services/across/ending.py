"""Circles across classes come to an orderly end, whoever leaves: a person, a class, a teacher's no.

Everybody concerned reads the words of every exchange that stopped, or that does not start.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import NotFound, Stale
from rers_school.classroom.models import (
    AcrossAnswer,
    AcrossCircle,
    AcrossLink,
    Circle,
    Exchange,
    Guest,
    Introduction,
    Membership,
)
from rers_school.classroom.models.people import BY_NETWORK
from rers_school.classroom.rules.across import AcrossState
from rers_school.classroom.rules.exchange_states import ExchangeEvent, IntroductionState
from rers_school.classroom.services import leaving
from rers_school.classroom.services.across.circles import Held, hold, read, touch_all
from rers_school.classroom.services.settling import found, move_exchanges, only_teachers
from rers_school.db import in_class, lock_classrooms, unscoped

_LIVE = (AcrossState.ASKING.value, AcrossState.PROPOSED.value)


def withdraw(db: Session, actor: Actor, circle_id: UUID) -> None:
    """Take a circle back before it begins; everybody reads the same words as after a refusal.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``no_longer_open`` (409) once it has begun.
    """
    only_teachers(actor)
    held = hold(db, actor, circle_id)
    if held.circle.state in (AcrossState.NOT_STARTED, AcrossState.ENDED):
        return
    if not _take_back(db, held):
        raise Stale("no_longer_open")
    touch_all(db, held)


def end_part(db: Session, actor: Actor, circle_id: UUID) -> None:
    """End the part of the actor's own pupils in a circle, at any time and without a reason.

    An exchange goes on without them where others still give and others still receive.

    *Errors*: `NotAllowed` (403), `NotFound` (404).
    """
    only_teachers(actor)
    held = hold(db, actor, circle_id)
    if held.circle.state in _LIVE and not _take_back(db, held):
        _end_for(db, held, held.people(actor.classroom_id))
    touch_all(db, held)


def circle_of(db: Session, actor: Actor, exchange_id: UUID) -> UUID:
    """Return the circle across classes of an exchange, for a class that it concerns.

    *Errors*: `NotFound` (404).
    """
    with unscoped(db, "the exchange may live in the class of a partner"):
        circle_id = db.scalar(
            select(AcrossCircle.id)
            .join(Circle, Circle.introduction_id == AcrossCircle.introduction_id)
            .join(Exchange, Exchange.circle_id == Circle.id)
            .join(AcrossAnswer, AcrossAnswer.circle_id == AcrossCircle.id)
            .where(Exchange.id == exchange_id, AcrossAnswer.classroom_id == actor.classroom_id)
        )
    if circle_id is None:
        raise NotFound
    return circle_id


def class_leaves(db: Session, classroom_id: UUID, network_id: UUID | None = None) -> None:
    """End all that a class lives with others, in one network or everywhere.

    What waits is taken back; what goes on stops for its people. The caller holds no class.
    """
    for held in _held_of_class(db, classroom_id, network_id):
        if held.circle.state not in _LIVE:
            continue
        host = held.circle.host_class_id == classroom_id
        if not _take_back(db, held):
            # Without the class that keeps the room there is no room for anybody.
            leaves = held.classes if host else (classroom_id,)
            _end_for(db, held, [who for one in leaves for who in held.people(one)])
        if host or len(held.classes) == 2 or held.circle.state == AcrossState.NOT_STARTED:
            held.circle.state = AcrossState.ENDED.value
        db.flush()
        touch_all(db, held)


def lock_all_of(db: Session, classroom_id: UUID, membership_id: UUID | None = None) -> None:
    """Lock every class that somebody, or a whole class, has to do with, in one order."""
    lock_classrooms(db, [classroom_id, *_concerned(db, classroom_id, membership_id)])


def person_leaves(db: Session, classroom_id: UUID, membership_id: UUID) -> None:
    """End all that somebody lives across classes: they are not in their class any more.

    What they lived stays in their trace and in the others'.
    """
    lock_all_of(db, classroom_id, membership_id)
    for held in _held_of(db, membership_id):
        if held.circle.state in _LIVE and not _take_back(db, held):
            _end_for(db, held, [membership_id])
        touch_all(db, held)
    for host_id, guest_id, _own in guest_rows(db, membership_id):
        with in_class(db, host_id, "a guest leaves the exchanges that live there"):
            leaving.end_exchanges(db, host_id, guest_id)


def person_is_erased(
    db: Session,
    classroom_id: UUID,
    membership_id: UUID,
    forget: Callable[[UUID, UUID], None],
) -> None:
    """Remove every trace of somebody from the classes whose guest they are, and their circles.

    ``forget``: erases the membership of a guest from its class, texts included.
    """
    person_leaves(db, classroom_id, membership_id)
    for held in _held_of(db, membership_id):
        if held.circle.mediator_id == membership_id:
            held.circle.mediator_id = held.circle.mediator_class_id = None
            db.flush()
        if membership_id in {who for one in held.classes for who in held.people(one)}:
            # The names of its savoirs go with it; what was lived stays where the room is.
            db.execute(
                delete(AcrossCircle)
                .where(AcrossCircle.id == held.circle.id)
                .execution_options(synchronize_session=False)
            )
    for host_id, guest_id, own in guest_rows(db, membership_id):
        with in_class(db, host_id, "what a guest wrote is erased where the exchange lives"):
            db.execute(
                delete(Guest)
                .where(Guest.classroom_id == host_id, Guest.home_id == membership_id)
                .execution_options(synchronize_session=False)
            )
            if own:
                forget(host_id, guest_id)
    db.expire_all()


def guest_rows(db: Session, membership_id: UUID) -> list[tuple[UUID, UUID, bool]]:
    """Return where somebody is a guest: class, membership there, and whether only as a guest."""
    with unscoped(db, "a guest is in two classes"):
        return [
            (host_id, guest_id, entered_by == BY_NETWORK)
            for host_id, guest_id, entered_by in db.execute(
                select(Guest.classroom_id, Guest.membership_id, Membership.entered_by)
                .join(Membership, Membership.id == Guest.membership_id)
                .where(Guest.home_id == membership_id)
                .order_by(Guest.created_at, Guest.id)
            )
        ]


def guests_from(db: Session, classroom_id: UUID) -> list[UUID]:
    """Return who of a class is a guest in another one."""
    with unscoped(db, "guests are in two classes"):
        return list(
            db.scalars(select(Guest.home_id).where(Guest.home_class_id == classroom_id).distinct())
        )


def _take_back(db: Session, held: Held) -> bool:
    """Take a circle back that has not begun; tell whether it had not."""
    circle = held.circle
    if circle.state == AcrossState.ASKING:
        circle.state = AcrossState.NOT_STARTED.value
        db.flush()
        return True
    if circle.introduction_id is None:
        return False
    with in_class(db, circle.host_class_id, "the introduction stands where the room would live"):
        introduction: Introduction = found(db, circle.host_class_id, circle.introduction_id)
        if introduction.state == IntroductionState.PROPOSED:
            introduction.state = IntroductionState.WITHDRAWN.value
            introduction.settled_at = clock.now()
            move_exchanges(db, introduction, ExchangeEvent.NOT_START)
            circle.state = AcrossState.NOT_STARTED.value
            return True
    return introduction.state != IntroductionState.OPENED


def _end_for(db: Session, held: Held, people: Collection[UUID]) -> None:
    """End the exchanges of a circle for some of its people."""
    host_id = held.circle.host_class_id
    with in_class(db, host_id, "the room lives there"):
        exchanges = db.scalars(
            select(Exchange.id)
            .join(Circle, Circle.id == Exchange.circle_id)
            .where(
                Exchange.classroom_id == host_id,
                Circle.introduction_id == held.circle.introduction_id,
            )
        ).all()
        known: dict[UUID, UUID] = {
            row.home_id: row.membership_id
            for row in db.execute(
                select(Guest.home_id, Guest.membership_id).where(
                    Guest.classroom_id == host_id, Guest.home_id.in_(list(people))
                )
            )
        }
        for who in people:
            leaving.end_exchanges(db, host_id, known.get(who, who), only=exchanges)


def _held_of_class(db: Session, classroom_id: UUID, network_id: UUID | None) -> list[Held]:
    """Return the circles that concern a class, every class of theirs locked."""
    asked = (
        select(AcrossAnswer.circle_id)
        .join(AcrossCircle, AcrossCircle.id == AcrossAnswer.circle_id)
        .where(AcrossAnswer.classroom_id == classroom_id)
    )
    if network_id is not None:
        asked = asked.where(AcrossCircle.network_id == network_id)
    lock_all_of(db, classroom_id)
    # Nobody makes another one now: that needs the lock of this class as well.
    with unscoped(db, "a circle concerns several classes"):
        ids = db.scalars(asked).all()
    return read(db, ids)


def _held_of(db: Session, membership_id: UUID) -> list[Held]:
    with unscoped(db, "a circle concerns several classes"):
        ids = db.scalars(_circles_of(membership_id)).all()
    return read(db, set(ids))


def _circles_of(membership_id: UUID) -> Select[Any]:
    return (
        select(AcrossCircle.id)
        .join(AcrossLink, AcrossLink.circle_id == AcrossCircle.id)
        .where(
            or_(
                AcrossLink.giver_id == membership_id,
                AcrossLink.receiver_id == membership_id,
                AcrossCircle.mediator_id == membership_id,
            )
        )
    )


def _concerned(db: Session, classroom_id: UUID, membership_id: UUID | None) -> Iterable[UUID]:
    """Return the other classes that somebody, or a whole class, has to do with."""
    with unscoped(db, "a circle concerns several classes"):
        if membership_id is None:
            circles: Select[Any] = select(AcrossAnswer.circle_id).where(
                AcrossAnswer.classroom_id == classroom_id
            )
            hosts = select(Guest.classroom_id).where(Guest.home_class_id == classroom_id)
        else:
            circles = _circles_of(membership_id)
            hosts = select(Guest.classroom_id).where(Guest.home_id == membership_id)
        others = select(AcrossAnswer.classroom_id).where(AcrossAnswer.circle_id.in_(circles))
        return {*db.scalars(others), *db.scalars(hosts)}
