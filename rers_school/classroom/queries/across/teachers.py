"""Circles across classes as the teacher of one of them sees them, and what could be linked."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.models import (
    AcrossAnswer,
    AcrossCircle,
    AcrossLink,
    Circle,
    Exchange,
    Introduction,
    Membership,
    NetworkClass,
)
from rers_school.classroom.queries.people import who
from rers_school.classroom.rules.across import YES, AcrossState, Somebody
from rers_school.classroom.rules.agreement import ROOM_OPEN
from rers_school.classroom.rules.exchange_states import IntroductionState
from rers_school.classroom.rules.visibility import INITIAL
from rers_school.classroom.services.across.circles import Held, read
from rers_school.classroom.services.settling import only_teachers
from rers_school.db import unscoped

#: What a circle is told as: it asks this class, asks others, asks the pupils, goes on, is over.
ASKS_YOU, ASKS_OTHERS, ASKS_PUPILS = "asks_you", "asks_others", "asks_pupils"
BEGUN, NOT_STARTED, ENDED = "begun", "not_started", "ended"
ORDER = (ASKS_YOU, ASKS_OTHERS, ASKS_PUPILS, BEGUN, NOT_STARTED, ENDED)


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody in a circle: own pupils by name, the others as their class shows them.

    ``name`` is empty where a class shows only "a pupil of …".
    """

    name: str
    called: str
    own: bool


@dataclass(frozen=True, slots=True)
class SeenLink:
    """One savoir that would go from one to another, or does; ``room`` when the reader may look."""

    giver: Seen
    receiver: Seen
    savoir: str
    room: UUID | None


@dataclass(frozen=True, slots=True)
class SeenCircle:
    """A circle across classes for the teacher of one of them.

    ``agreed`` and ``waiting`` are classes, as the network calls them. A circle that did not start
    tells nothing of who said what.
    """

    id: UUID
    told: str
    since: datetime
    links: tuple[SeenLink, ...]
    mediator: Seen | None
    agreed: tuple[str, ...]
    waiting: tuple[str, ...]
    host: str
    own_room: bool
    reasons: tuple[str, ...]


def across_of(db: Session, actor: Actor, network_id: UUID) -> list[SeenCircle]:
    """Return the circles of a network that concern the actor's class, what waits for it first.

    Seven queries, however many there are. *Errors*: `NotAllowed` (403).
    """
    only_teachers(actor)
    ids = db.scalars(
        select(AcrossAnswer.circle_id)
        .join(AcrossCircle, AcrossCircle.id == AcrossAnswer.circle_id)
        .where(
            AcrossAnswer.classroom_id == actor.classroom_id, AcrossCircle.network_id == network_id
        )
    ).all()
    circles = read(db, ids)
    names = _names(db, actor, network_id, circles)
    called = _called(db, network_id)
    rooms, introductions = _rooms(db, circles), _introductions(db, circles)
    seen = [_seen(actor, one, names, called, rooms, introductions) for one in circles]
    seen.sort(key=lambda one: one.since, reverse=True)
    return sorted(seen, key=lambda one: ORDER.index(one.told))


def across_waiting(db: Session, classroom_id: UUID) -> dict[UUID, int]:
    """Return how many circles of each network wait for this class's teacher: one query."""
    rows = db.execute(
        select(AcrossCircle.network_id, func.count(AcrossAnswer.id))
        .join(AcrossAnswer, AcrossAnswer.circle_id == AcrossCircle.id)
        .where(
            AcrossAnswer.classroom_id == classroom_id,
            AcrossAnswer.answer.is_(None),
            AcrossCircle.state == AcrossState.ASKING.value,
        )
        .group_by(AcrossCircle.network_id)
    )
    return {network_id: number for network_id, number in rows}


def linked_elsewhere(db: Session, classroom_id: UUID) -> set[UUID]:
    """Return who of a class gives or receives in a circle across classes that is asked or lived.

    For teachers, behind the curtain: they are not without a link. Two queries.
    """
    with unscoped(db, "links across classes name people of several classes"):
        rows = db.execute(
            select(
                AcrossLink.giver_class_id,
                AcrossLink.giver_id,
                AcrossLink.receiver_class_id,
                AcrossLink.receiver_id,
            )
            .join(AcrossCircle, AcrossCircle.id == AcrossLink.circle_id)
            .outerjoin(Introduction, Introduction.id == AcrossCircle.introduction_id)
            .where(
                or_(
                    AcrossLink.giver_class_id == classroom_id,
                    AcrossLink.receiver_class_id == classroom_id,
                ),
                or_(
                    AcrossCircle.state == AcrossState.ASKING.value,
                    (AcrossCircle.state == AcrossState.PROPOSED.value)
                    & Introduction.state.in_(
                        [IntroductionState.PROPOSED.value, IntroductionState.OPENED.value]
                    ),
                ),
            )
        ).all()
    return {
        who
        for giver_class, giver, receiver_class, receiver in rows
        for of, who in ((giver_class, giver), (receiver_class, receiver))
        if of == classroom_id
    }


def _seen(
    actor: Actor,
    held: Held,
    names: dict[Somebody, Seen],
    called: dict[UUID, str],
    rooms: dict[UUID, list[tuple[int, UUID]]],
    introductions: dict[UUID, str],
) -> SeenCircle:
    circle = held.circle
    told = _told(actor, held, introductions)
    open_rooms = dict(rooms.get(circle.introduction_id, [])) if circle.introduction_id else {}
    links = []
    for place, link in enumerate(held.links):
        mine = any(one.classroom_id == actor.classroom_id for one in link.two)
        host = circle.host_class_id == actor.classroom_id
        room = open_rooms.get(place) if mine or host else None
        links.append(
            SeenLink(names[link.giver], names[link.receiver], held.rows[place].savoir, room)
        )
    mediator = None
    if circle.mediator_id and circle.mediator_class_id:
        mediator = names.get(Somebody(circle.mediator_class_id, circle.mediator_id))
    asking = told in (ASKS_YOU, ASKS_OTHERS)
    answered = {id: one.answer for id, one in held.answers.items()}
    return SeenCircle(
        id=circle.id,
        told=told,
        since=circle.created_at,
        links=tuple(links),
        mediator=mediator,
        agreed=tuple(sorted(called.get(id, "") for id, said in answered.items() if said == YES))
        if asking
        else (),
        waiting=tuple(sorted(called.get(id, "") for id, said in answered.items() if said is None))
        if asking
        else (),
        host=called.get(circle.host_class_id, ""),
        own_room=circle.host_class_id == actor.classroom_id,
        reasons=tuple(str(one) for one in circle.reasons),
    )


def _told(actor: Actor, held: Held, introductions: dict[UUID, str]) -> str:
    state = held.circle.state
    if state == AcrossState.ASKING:
        mine = held.answers[actor.classroom_id].answer
        return ASKS_OTHERS if mine == YES else ASKS_YOU
    if state == AcrossState.ENDED:
        return ENDED
    if state == AcrossState.NOT_STARTED or held.circle.introduction_id is None:
        return NOT_STARTED
    introduction = introductions.get(held.circle.introduction_id)
    if introduction == IntroductionState.PROPOSED:
        return ASKS_PUPILS
    return BEGUN if introduction == IntroductionState.OPENED else NOT_STARTED


def _called(db: Session, network_id: UUID) -> dict[UUID, str]:
    with unscoped(db, "the classes of a network are called as they chose"):
        rows = db.execute(
            select(NetworkClass.classroom_id, NetworkClass.called).where(
                NetworkClass.network_id == network_id
            )
        )
        return {row.classroom_id: row.called for row in rows}


def _names(
    db: Session, actor: Actor, network_id: UUID, circles: list[Held]
) -> dict[Somebody, Seen]:
    ids = {id for one in circles for link in one.links for id in _ids(link)}
    ids |= {one.circle.mediator_id for one in circles if one.circle.mediator_id}
    with unscoped(db, "the people of other classes, as their class shows them"):
        rows: Any = db.execute(
            select(Membership, NetworkClass.called, NetworkClass.people_as)
            .outerjoin(
                NetworkClass,
                (NetworkClass.classroom_id == Membership.classroom_id)
                & (NetworkClass.network_id == network_id),
            )
            .where(Membership.id.in_(list(ids)))
        ).all()
    found: dict[Somebody, Seen] = {}
    for member, called, people_as in rows:
        own = member.classroom_id == actor.classroom_id
        shown = own or people_as == INITIAL
        name = who(member).shown_name if shown else ""
        found[Somebody(member.classroom_id, member.id)] = Seen(name, called or "", own)
    return found


def _ids(link: Any) -> tuple[UUID, UUID]:
    return link.giver.membership_id, link.receiver.membership_id


def _introductions(db: Session, circles: list[Held]) -> dict[UUID, str]:
    ids = [one.circle.introduction_id for one in circles if one.circle.introduction_id]
    with unscoped(db, "an introduction stands in the class of the room"):
        rows = db.execute(
            select(Introduction.id, Introduction.state).where(Introduction.id.in_(ids))
        )
        return {row.id: row.state for row in rows}


def _rooms(db: Session, circles: list[Held]) -> dict[UUID, list[tuple[int, UUID]]]:
    """Return the open rooms of each introduction, by their place in the circle."""
    ids = [one.circle.introduction_id for one in circles if one.circle.introduction_id]
    found: dict[UUID, list[tuple[int, UUID]]] = defaultdict(list)
    with unscoped(db, "a room lives in one class"):
        for introduction_id, place, exchange_id in db.execute(
            select(Circle.introduction_id, Exchange.place, Exchange.id)
            .join(Exchange, Exchange.circle_id == Circle.id)
            .where(Circle.introduction_id.in_(ids), Exchange.state.in_(ROOM_OPEN))
        ):
            found[introduction_id].append((place, exchange_id))
    return found


def pupils_of(db: Session, actor: Actor) -> list[tuple[UUID, str]]:
    """Return who of the own class can take part in something new, by name, with the teacher."""
    found = db.scalars(
        select(Membership)
        .where(
            Membership.classroom_id == actor.classroom_id,
            Membership.active.is_(True),
            Membership.resting.is_(False),
            Membership.maybe_id.is_(None),
        )
        .order_by(Membership.role != Role.PUPIL.value, Membership.shown_name, Membership.id)
    )
    return [(one.id, one.shown_name) for one in found]
