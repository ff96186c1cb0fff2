"""A workshop begins and becomes one exchange with several people; another sitting may follow."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed, Stale
from rers_school.classroom.models import (
    Circle,
    Exchange,
    Introduction,
    Participation,
    Workshop,
    WorkshopPlace,
)
from rers_school.classroom.rules.agreement import Place, must_consent
from rers_school.classroom.rules.exchange_states import (
    ExchangeEvent,
    ExchangeState,
    IntroductionState,
)
from rers_school.classroom.rules.workshops import (
    ANSWERS,
    JOINABLE,
    YES,
    News,
    WorkshopState,
    is_over,
    parts_of,
)
from rers_school.classroom.services.exchanges import STOPPED, follow, show_change, step
from rers_school.classroom.services.rooms import Room, enter
from rers_school.classroom.services.savoirs import touch
from rers_school.classroom.services.workshops import (
    GIVER,
    RECEIVER,
    found,
    found_workshop,
    given_by,
    place_of,
    places_in,
)

_State = WorkshopState


def begin(db: Session, actor: Actor, workshop_id: UUID) -> UUID:
    """Let a workshop begin and return its exchange: those who have a place are in its room.

    Signing up was their yes. Who waits is told that there is no other sitting for now. Beginning
    twice is beginning once.

    *Errors*: `NotAllowed` (403) for anybody but a giver or a teacher, `NotFound` (404),
    ``nobody_yet`` (422), `Stale` ``not_open`` (409).
    """
    workshop = found(db, actor, workshop_id)
    given_by(db, actor, workshop)
    if workshop.state == _State.BEGUN and workshop.exchange_id is not None:
        return workshop.exchange_id
    if workshop.state != _State.OPEN:
        raise Stale("not_open")
    places = places_in(db, workshop)
    givers = [one.membership_id for one in places if one.role == GIVER]
    seated = [one for one in places if one.role == RECEIVER and not one.waiting]
    # Somebody who left the class and came back may be one too many.
    receivers = [one.membership_id for one in seated[: workshop.places]]
    parts = parts_of(workshop.kind, givers, receivers)
    if is_over(parts):
        raise DomainError("nobody_yet")
    exchange = _room(db, actor, workshop, parts)
    workshop.state, workshop.settled_at = _State.BEGUN.value, clock.now()
    workshop.exchange_id = exchange.id
    inside = {*givers, *receivers}
    for place in places:
        place.waiting = place.membership_id not in inside
        place.news = (News.NO_OTHER if place.waiting else News.BEGUN).value
        if place.membership_id == actor.membership_id:
            place.news = ""
    db.flush()
    touch(db, workshop.classroom_id)
    return exchange.id


def say_again(db: Session, actor: Actor, workshop_id: UUID, said: str) -> Workshop | None:
    """Keep a giver's private answer to another sitting; with a yes return it, open.

    Who waits is in it already, in the order in which they signed up. A further giver who says yes
    joins the first one. A no changes nothing for anybody: nobody was promised one.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``choose_one`` (422), `Stale` ``not_open``
    (409) when nobody waits any more.
    """
    workshop = found(db, actor, workshop_id)
    mine = given_by(db, actor, workshop)
    if mine is None:
        raise NotAllowed
    if said not in ANSWERS:
        raise DomainError("choose_one")
    if workshop.state not in (_State.OPEN, _State.BEGUN):
        raise Stale("not_open")
    following = _following(db, workshop)
    waiting = [one for one in places_in(db, workshop) if one.waiting]
    if said == YES and following is None and not waiting:
        raise Stale("not_open")
    mine.again = said
    db.flush()
    if said != YES:
        return None
    if following is None:
        following = found_workshop(
            db,
            actor,
            savoir_id=workshop.savoir_id,
            kind=workshop.kind,
            places=workshop.places,
            note=workshop.note,
            givers=[actor.membership_id],
            follows_id=workshop.id,
        )
        _carry(db, following, waiting)
    elif place_of(db, following, actor.membership_id) is None:
        _seat(db, following, actor.membership_id, GIVER, answer=YES)
    touch(db, workshop.classroom_id)
    return following


def join(db: Session, actor: Actor, workshop: Workshop, membership_id: UUID) -> None:
    """Add somebody to the room of a workshop that has begun; every line needs their consent too."""
    exchange = _exchange_of(db, workshop)
    for who, role in parts_of(workshop.kind, [], [membership_id]):
        db.add(
            Participation(
                classroom_id=workshop.classroom_id,
                exchange_id=exchange.id,
                membership_id=who,
                role=role,
            )
        )
    db.flush()
    show_change(exchange)
    follow(db, enter(db, actor, exchange.id), exchange)
    db.flush()


def leave(db: Session, actor: Actor, exchange_id: UUID, membership_id: UUID | None = None) -> None:
    """End the actor's own part in a workshop that goes on; nobody says why.

    Their consent is not needed any more. When nobody is left to give or to receive, the exchange
    has stopped, in the same words as always. The teacher may end the part of somebody else, who
    said so on paper or left the class.

    *Errors*: `NotFound` (404), `NotAllowed` (403) where it is not a workshop, or not theirs;
    ``not_now`` (422) once its people look back.
    """
    me = membership_id or actor.membership_id
    room = enter(db, actor, exchange_id)
    if not room.workshop or me not in room.needed:
        raise NotAllowed
    if me != actor.membership_id and not actor.is_teacher:
        raise NotAllowed
    exchange = room.exchange
    if exchange.state not in JOINABLE:
        raise DomainError("not_now", state=exchange.state)
    db.execute(
        delete(Participation).where(
            Participation.classroom_id == actor.classroom_id,
            Participation.exchange_id == exchange.id,
            Participation.membership_id == me,
        )
    )
    workshops = select(Workshop.id).where(
        Workshop.classroom_id == actor.classroom_id, Workshop.exchange_id == exchange.id
    )
    db.execute(
        delete(WorkshopPlace)
        .where(
            WorkshopPlace.classroom_id == actor.classroom_id,
            WorkshopPlace.workshop_id.in_(workshops),
            WorkshopPlace.membership_id == me,
        )
        .execution_options(synchronize_session=False)
    )
    show_change(exchange)
    left = tuple(part for part in room.parts if part[0] != me)
    if is_over(left):
        step(db, exchange, ExchangeEvent.STOP)
        exchange.outcome = STOPPED
    else:
        follow(db, _without(room, left), exchange)
        _tell_of_the_place(db, actor.classroom_id, exchange.id)
    db.flush()
    touch(db, actor.classroom_id)


def _tell_of_the_place(db: Session, classroom_id: UUID, exchange_id: UUID) -> None:
    """Let those who wait know of a free place in a room: whether they still come is theirs."""
    waiting = db.scalars(
        select(WorkshopPlace)
        .join(Workshop, Workshop.id == WorkshopPlace.workshop_id)
        .where(
            WorkshopPlace.classroom_id == classroom_id,
            Workshop.exchange_id == exchange_id,
            WorkshopPlace.waiting.is_(True),
        )
        .execution_options(populate_existing=True)
    )
    for place in waiting:
        place.news = News.FREE.value


def _without(room: Room, left: tuple[tuple[UUID, str], ...]) -> Room:
    place = Place(room.exchange.id, room.exchange.place, must_consent(left))
    return replace(room, parts=left, places=(place,))


def _room(db: Session, actor: Actor, workshop: Workshop, parts: list[tuple[UUID, str]]) -> Exchange:
    scope, now = {"classroom_id": workshop.classroom_id}, clock.now()
    introduction = Introduction(
        **scope,
        made_by_id=actor.membership_id,
        by_hand=True,
        state=IntroductionState.OPENED.value,
        proposed_at=now,
        settled_at=now,
    )
    db.add(introduction)
    db.flush()
    circle = Circle(**scope, introduction_id=introduction.id, kind=workshop.kind)
    db.add(circle)
    db.flush()
    exchange = Exchange(
        **scope,
        circle_id=circle.id,
        savoir_id=workshop.savoir_id,
        state=ExchangeState.AGREEING.value,
        state_since=now,
    )
    db.add(exchange)
    db.flush()
    for who, role in parts:
        db.add(Participation(**scope, exchange_id=exchange.id, membership_id=who, role=role))
    db.flush()
    return exchange


def _following(db: Session, workshop: Workshop) -> Workshop | None:
    return db.scalar(
        select(Workshop)
        .where(
            Workshop.classroom_id == workshop.classroom_id,
            Workshop.follows_id == workshop.id,
            Workshop.state == _State.OPEN.value,
        )
        .execution_options(populate_existing=True)
    )


def _carry(db: Session, following: Workshop, waiting: list[WorkshopPlace]) -> None:
    """Move those who wait to the next sitting, in their order."""
    for number, place in enumerate(waiting):
        who, on_paper = place.membership_id, place.on_paper
        db.delete(place)
        db.flush()
        late = number >= following.places
        news = "" if late else News.NEXT_SITTING.value
        _seat(db, following, who, RECEIVER, waiting=late, news=news, on_paper=on_paper)


def _seat(db: Session, workshop: Workshop, membership_id: UUID, role: str, **more: object) -> None:
    last = max((one.number for one in places_in(db, workshop)), default=0)
    db.add(
        WorkshopPlace(
            classroom_id=workshop.classroom_id,
            workshop_id=workshop.id,
            membership_id=membership_id,
            role=role,
            number=last + 1,
            **more,
        )
    )
    db.flush()


def _exchange_of(db: Session, workshop: Workshop) -> Exchange:
    return db.scalars(
        select(Exchange)
        .where(Exchange.classroom_id == workshop.classroom_id, Exchange.id == workshop.exchange_id)
        .execution_options(populate_existing=True)
    ).one()
