"""The agenda of a council between classes is open to all; what it decides comes back."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound, Stale
from rers_school.classroom.models import NetworkDecision, NetworkPoint
from rers_school.classroom.rules.gatherings import (
    DECISION_MOST,
    DECISION_STATES,
    POINT_MOST,
    POINTS,
)
from rers_school.classroom.rules.network_life import ABOUT_CHARTER, WHO_MOST, runs
from rers_school.classroom.services.networks.belonging import place_of
from rers_school.classroom.services.networks.gatherings import still_planned, to_run
from rers_school.classroom.services.networks.nameless import words_for_others
from rers_school.db import lock_network, unscoped


def add(db: Session, actor: Actor, network_id: UUID, kind: str, words: str) -> NetworkPoint:
    """Put a point on the agenda of the network's next council; others read the class only.

    *Errors*: `NotFound` (404); ``kind``, ``empty``, ``too_long``, ``named`` (422).
    """
    place = place_of(db, actor, network_id)
    if kind not in POINTS:
        raise DomainError("kind", field="kind")
    point = NetworkPoint(
        classroom_id=actor.classroom_id,
        network_id=network_id,
        network_class_id=place.id,
        written_by_id=actor.membership_id,
        kind=kind,
        words=words_for_others(db, actor, words, field="words", most=POINT_MOST, required=True),
    )
    lock_network(db, network_id)
    db.add(point)
    db.flush()
    return point


def withdraw(db: Session, actor: Actor, network_id: UUID, point_id: UUID) -> None:
    """Take a point off the agenda: one's own; any of the own class, for its teacher.

    *Errors*: `NotFound` (404), also for somebody else's; ``held`` (422) once it was dealt with.
    """
    place_of(db, actor, network_id)
    lock_network(db, network_id)
    point = db.scalar(
        select(NetworkPoint).where(
            NetworkPoint.classroom_id == actor.classroom_id,
            NetworkPoint.network_id == network_id,
            NetworkPoint.id == point_id,
        )
    )
    if point is None or not (point.written_by_id == actor.membership_id or actor.is_teacher):
        raise NotFound
    if point.gathering_id is not None:
        raise DomainError("held")
    db.delete(point)
    db.flush()


def deal_with(
    db: Session,
    actor: Actor,
    network_id: UUID,
    gathering_id: UUID,
    point_id: UUID,
    *,
    done: bool = True,
) -> None:
    """Say that a gathering dealt with a point, of whatever class, or that it is open after all.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``held`` (422).
    """
    gathering = to_run(db, actor, network_id, gathering_id)
    still_planned(gathering)
    with unscoped(db, "whoever runs a council deals with the points of every class"):
        point = db.scalar(
            select(NetworkPoint).where(
                NetworkPoint.network_id == network_id, NetworkPoint.id == point_id
            )
        )
        if point is None or point.gathering_id not in (None, gathering_id):
            raise NotFound
        point.gathering_id = gathering_id if done else None
        db.flush()


def decide(
    db: Session,
    actor: Actor,
    network_id: UUID,
    gathering_id: UUID,
    words: str,
    *,
    who: str = "",
    due_on: date | None = None,
    charter: bool = False,
) -> NetworkDecision:
    """Write down what a gathering decides and return it; ``charter``: it is to be revised.

    *Errors*: `NotAllowed` (403), `NotFound` (404); ``empty``, ``too_long``, ``named``, ``before``
    (422, ``field`` says where).
    """
    gathering = to_run(db, actor, network_id, gathering_id)
    if due_on is not None and due_on < gathering.takes_place_on:
        raise DomainError("before", field="due_on")
    decision = NetworkDecision(
        network_id=network_id,
        gathering_id=gathering_id,
        words=words_for_others(db, actor, words, field="what", most=DECISION_MOST, required=True),
        who=words_for_others(db, actor, who, field="who", most=WHO_MOST),
        due_on=due_on,
        about=ABOUT_CHARTER if charter else "",
    )
    db.add(decision)
    db.flush()
    return decision


def settle(
    db: Session, actor: Actor, network_id: UUID, decision_id: UUID, state: str, *, seen: str
) -> NetworkDecision:
    """Say what became of a decision; ``seen``: where it stood on the page.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``state`` (422); `Stale` (409) when another
    class said something else meanwhile.
    """
    place_of(db, actor, network_id)
    if not runs(actor):
        raise NotAllowed
    lock_network(db, network_id)
    decision = db.scalar(
        select(NetworkDecision)
        .where(NetworkDecision.network_id == network_id, NetworkDecision.id == decision_id)
        .execution_options(populate_existing=True)
    )
    if decision is None:
        raise NotFound
    if state not in DECISION_STATES:
        raise DomainError("state")
    if decision.state not in (seen, state):
        raise Stale
    decision.state = state
    db.flush()
    return decision
