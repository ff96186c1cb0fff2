"""A network comes together: planned by a teacher of any of its classes, run by any of them."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound, Stale
from rers_school.classroom.models import NetworkDecision, NetworkGathering, NetworkPoint
from rers_school.classroom.rules.gatherings import MINUTES_MOST
from rers_school.classroom.rules.network_life import (
    KINDS,
    PLACE_MOST,
    TITLE_MOST,
    WAYS,
    WHO_MOST,
    runs,
)
from rers_school.classroom.rules.school_year import near
from rers_school.classroom.services.networks.belonging import place_of
from rers_school.classroom.services.networks.nameless import words_for_others
from rers_school.classroom.services.settling import only_teachers
from rers_school.db import lock_network, unscoped


def find(db: Session, actor: Actor, network_id: UUID, gathering_id: UUID) -> NetworkGathering:
    """Return a gathering of a network of the actor's class, as it is now.

    *Errors*: `NotFound` (404), also for every class that is not in the network.
    """
    place_of(db, actor, network_id)
    found = db.scalar(
        select(NetworkGathering)
        .where(NetworkGathering.network_id == network_id, NetworkGathering.id == gathering_id)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def to_run(db: Session, actor: Actor, network_id: UUID, gathering_id: UUID) -> NetworkGathering:
    """Return a gathering to somebody who runs it; nobody else changes the network meanwhile.

    *Errors*: `NotFound` (404), `NotAllowed` (403).
    """
    place_of(db, actor, network_id)
    if not runs(actor):
        raise NotAllowed
    lock_network(db, network_id)
    return find(db, actor, network_id, gathering_id)


def plan(
    db: Session,
    actor: Actor,
    network_id: UUID,
    *,
    kind: str,
    day: date | None,
    title: str = "",
    host: str = "",
    way: str = "",
    place: str = "",
) -> NetworkGathering:
    """Plan a gathering of the network and return it.

    *Errors*: `NotAllowed` (403), `NotFound` (404); ``kind``, ``date``, ``too_far``, ``way``,
    ``too_long``, ``named`` (422, ``field`` says where).
    """
    only_teachers(actor)
    place_of(db, actor, network_id)
    if kind not in KINDS:
        raise DomainError("kind", field="kind")
    made = NetworkGathering(network_id=network_id, kind=kind)
    _say(db, actor, made, day=day, title=title, host=host, way=way, place=place)
    lock_network(db, network_id)
    db.add(made)
    db.flush()
    return made


def change(
    db: Session,
    actor: Actor,
    network_id: UUID,
    gathering_id: UUID,
    *,
    seen: int,
    day: date | None,
    title: str,
    host: str,
    way: str,
    place: str,
) -> NetworkGathering:
    """Change when, where and how a gathering to come takes place; ``seen``: what was on the page.

    *Errors*: as `plan`; ``held`` (422); `Stale` (409) when another class changed it meanwhile.
    """
    only_teachers(actor)
    gathering = to_run(db, actor, network_id, gathering_id)
    still_planned(gathering)
    before = _said(gathering)
    with db.no_autoflush:
        _say(db, actor, gathering, day=day, title=title, host=host, way=way, place=place)
        changed = _said(gathering) != before
        if changed and gathering.version != seen:
            db.refresh(gathering)
            raise Stale
    gathering.version += changed
    db.flush()
    return gathering


def cancel(db: Session, actor: Actor, network_id: UUID, gathering_id: UUID) -> None:
    """Take back a plan; open points are for the next council.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``held``, ``begun`` (422).
    """
    only_teachers(actor)
    gathering = to_run(db, actor, network_id, gathering_id)
    still_planned(gathering)
    with unscoped(db, "points of every class of the network"):
        dealt = db.scalar(
            select(NetworkPoint.id).where(NetworkPoint.gathering_id == gathering_id).limit(1)
        )
    decided = db.scalar(
        select(NetworkDecision.id).where(NetworkDecision.gathering_id == gathering_id).limit(1)
    )
    if gathering.minutes or dealt or decided:
        raise DomainError("begun")
    db.delete(gathering)
    db.flush()


def hold(db: Session, actor: Actor, network_id: UUID, gathering_id: UUID) -> None:
    """Close a gathering that took place; what is open waits for the next council.

    *Errors*: `NotAllowed` (403), `NotFound` (404).
    """
    gathering = to_run(db, actor, network_id, gathering_id)
    if gathering.state != "held":
        gathering.state, gathering.held_at = "held", clock.now()
        db.flush()


def write_minutes(
    db: Session, actor: Actor, network_id: UUID, gathering_id: UUID, words: str, seen: int
) -> None:
    """Keep the minutes; ``seen``: the version that the author had before their eyes.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``too_long``, ``named`` (422); `Stale` (409)
    when somebody wrote meanwhile.
    """
    gathering = to_run(db, actor, network_id, gathering_id)
    new = words_for_others(db, actor, words, field="minutes", most=MINUTES_MOST, lines=True)
    if new == gathering.minutes:
        return
    if gathering.minutes_version != seen:
        raise Stale
    gathering.minutes, gathering.minutes_version = new, seen + 1
    db.flush()


def still_planned(gathering: NetworkGathering) -> None:
    """Let pass what is still to come.

    *Errors*: ``held`` (422).
    """
    if gathering.state != "planned":
        raise DomainError("held")


def next_council(db: Session, network_id: UUID) -> UUID | None:
    """Return the next gathering to come of a network: open points are on its agenda."""
    return db.scalar(
        select(NetworkGathering.id)
        .where(NetworkGathering.network_id == network_id, NetworkGathering.state == "planned")
        .order_by(NetworkGathering.takes_place_on, NetworkGathering.created_at)
        .limit(1)
    )


def _said(gathering: NetworkGathering) -> tuple[object, ...]:
    one = gathering
    return (one.takes_place_on, one.title, one.host, one.way, one.place)


def _say(
    db: Session,
    actor: Actor,
    gathering: NetworkGathering,
    *,
    day: date | None,
    title: str,
    host: str,
    way: str,
    place: str,
) -> None:
    if day is None:
        raise DomainError("date", field="day")
    if way and way not in WAYS:
        raise DomainError("way", field="way")
    texts = {
        name: words_for_others(db, actor, text, field=name, most=most)
        for name, text, most in (
            ("title", title, TITLE_MOST),
            ("host", host, WHO_MOST),
            ("place", place, PLACE_MOST),
        )
    }
    gathering.takes_place_on = near(day, clock.now().date())
    gathering.way = way
    for name, words in texts.items():
        setattr(gathering, name, words)
