"""A class in a network: it comes in, chooses what it lets others see, and leaves at any moment."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotFound, Stale
from rers_school.classroom.models import (
    NetworkCharter,
    NetworkClass,
    NetworkInvitation,
    NetworkNews,
    SchoolNetwork,
)
from rers_school.classroom.rules.text import clean_field
from rers_school.classroom.rules.visibility import PEOPLE_AS
from rers_school.classroom.services.across.ending import class_leaves
from rers_school.classroom.services.networks.sharing import settle
from rers_school.classroom.services.savoirs import touch
from rers_school.classroom.services.settling import only_teachers
from rers_school.db import lock_network, unscoped

CALLED_MOST, PLACE_MOST = 80, 120


@dataclass(frozen=True, slots=True)
class Choice:
    """What a class lets its network see: how it is called, where it is, its people, its cards."""

    called: str
    place: str = ""
    people_as: str = "class"
    offers: bool = True
    demands: bool = True


def place_of(db: Session, actor: Actor, network_id: UUID) -> NetworkClass:
    """Return the place of the actor's class in a network.

    *Errors*: `NotFound` (404) when the class is not in it: a network is unknown to others.
    """
    found = db.scalar(
        select(NetworkClass)
        .where(
            NetworkClass.classroom_id == actor.classroom_id,
            NetworkClass.network_id == network_id,
        )
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def newest_charter(db: Session, network_id: UUID) -> NetworkCharter:
    """Return the charter in force."""
    return db.scalars(
        select(NetworkCharter)
        .where(NetworkCharter.network_id == network_id)
        .order_by(NetworkCharter.number.desc())
        .limit(1)
    ).one()


def come_in(
    db: Session, actor: Actor, network_id: UUID, choice: Choice, *, number: int
) -> NetworkClass:
    """Let the actor's class into a network under a version of its charter; return its place.

    Whoever calls has made sure that the class is invited, or founds the network.

    *Errors*: ``empty``, ``too_long``, ``people_as`` (422).
    """
    place = NetworkClass(
        classroom_id=actor.classroom_id,
        network_id=network_id,
        charter_number=number,
        accepted_by_id=actor.membership_id,
        accepted_at=clock.now(),
        **_chosen(choice),
    )
    db.add(place)
    db.add(NetworkNews(network_id=network_id, kind="joined", called=place.called))
    db.flush()
    settle(db, actor.classroom_id)
    touch(db, actor.classroom_id)
    return place


def choose(db: Session, actor: Actor, network_id: UUID, choice: Choice) -> NetworkClass:
    """Change what the class lets a network see, at once; return its place.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``empty``, ``too_long``, ``people_as`` (422).
    """
    only_teachers(actor)
    place = place_of(db, actor, network_id)
    for field, value in _chosen(choice).items():
        setattr(place, field, value)
    db.flush()
    settle(db, actor.classroom_id)
    touch(db, actor.classroom_id)
    return place


def accept(db: Session, actor: Actor, network_id: UUID, number: int) -> None:
    """Accept the charter as it was read.

    *Errors*: `NotAllowed` (403), `NotFound` (404), `Stale` (409) when a newer one is in force.
    """
    only_teachers(actor)
    place = place_of(db, actor, network_id)
    newest = newest_charter(db, network_id)
    if number != newest.number:
        raise Stale(number=newest.number, words=newest.words)
    place.charter_number, place.accepted_at = number, clock.now()
    place.accepted_by_id = actor.membership_id
    db.flush()


def leave(db: Session, actor: Actor, network_id: UUID) -> None:
    """Take the class out of a network, and everything that it shared there, at once.

    With the last class the network itself goes. What goes on with other classes ends in the words
    of every exchange that stopped. The caller holds no class (``@allow(…, across=True)``).

    *Errors*: `NotAllowed` (403), `NotFound` (404).
    """
    only_teachers(actor)
    place_of(db, actor, network_id)
    class_leaves(db, actor.classroom_id, network_id)
    lock_network(db, network_id)
    place = place_of(db, actor, network_id)
    db.add(NetworkNews(network_id=network_id, kind="left", called=place.called))
    db.execute(
        delete(NetworkInvitation).where(
            NetworkInvitation.classroom_id == actor.classroom_id,
            NetworkInvitation.network_id == network_id,
        )
    )
    db.delete(place)
    db.flush()
    with unscoped(db, "a network without a class is nobody's"):
        others = db.scalar(
            select(NetworkClass.id).where(NetworkClass.network_id == network_id).limit(1)
        )
    if others is None:
        db.execute(delete(SchoolNetwork).where(SchoolNetwork.id == network_id))
    touch(db, actor.classroom_id)


def go_on(db: Session, before: UUID, after: UUID) -> None:
    """Let a class take the place of another in its networks: the same class in a new year.

    What it let others see stays chosen; the cards that were shown go with the old year. Nobody of
    the new class has accepted the charter yet, but the class holds to the version it stood under.
    """
    with unscoped(db, "a class and the one that follows it"):
        places = db.scalars(select(NetworkClass).where(NetworkClass.classroom_id == before)).all()
        for place in places:
            kept = {
                name: getattr(place, name)
                for name in ("network_id", "called", "place", "people_as", "offers", "demands",
                             "charter_number", "accepted_at")
            }  # fmt: skip
            db.delete(place)
            db.flush()
            db.add(NetworkClass(classroom_id=after, **kept))
        db.flush()


def _chosen(choice: Choice) -> dict[str, object]:
    if choice.people_as not in PEOPLE_AS:
        raise DomainError("people_as", field="people_as")
    return {
        "called": clean_field(choice.called, "called", most=CALLED_MOST, required=True),
        "place": clean_field(choice.place, "place", most=PLACE_MOST),
        "people_as": choice.people_as,
        "offers": choice.offers,
        "demands": choice.demands,
    }
