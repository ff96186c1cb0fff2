"""A network is founded under a written charter, which its council revises."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, Stale
from rers_school.classroom.models import NetworkCharter, NetworkNews, SchoolNetwork
from rers_school.classroom.rules.text import clean_field
from rers_school.classroom.services.networks.belonging import (
    Choice,
    come_in,
    newest_charter,
    place_of,
)
from rers_school.classroom.services.settling import only_teachers
from rers_school.db import lock_network

KINDS = ("school", "place", "theme")
NAME_MOST, ABOUT_MOST, CHARTER_MOST, DECIDED_MOST = 120, 500, 8000, 200


def found(
    db: Session, actor: Actor, *, kind: str, name: str, about: str, charter: str, choice: Choice
) -> SchoolNetwork:
    """Found a network, with this class as its first; return it.

    *Errors*: `NotAllowed` (403); ``kind``, ``empty``, ``too_long`` (422, ``field`` says where).
    """
    only_teachers(actor)
    if kind not in KINDS:
        raise DomainError("kind", field="kind")
    network = SchoolNetwork(
        kind=kind,
        name=clean_field(name, "name", most=NAME_MOST, required=True),
        about=clean_field(about, "about", most=ABOUT_MOST),
    )
    words = clean_field(charter, "charter", most=CHARTER_MOST, lines=True, required=True)
    db.add(network)
    db.flush()
    db.add(NetworkCharter(network_id=network.id, number=1, words=words))
    db.flush()
    come_in(db, actor, network.id, choice, number=1)
    return network


def revise(
    db: Session, actor: Actor, network_id: UUID, *, words: str, decided: str, seen: int
) -> NetworkCharter:
    """Write down the charter that the network's council has decided; return the new version.

    Every class is asked to accept it anew; until then it stays under the one it accepted.
    ``decided``: where and when. ``seen``: the version that was on the page.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``empty``, ``too_long`` (422); `Stale` (409,
    ``number``, ``words``) when another class wrote a version meanwhile.
    """
    only_teachers(actor)
    own = place_of(db, actor, network_id)
    new = clean_field(words, "charter", most=CHARTER_MOST, lines=True, required=True)
    decided = clean_field(decided, "decided", most=DECIDED_MOST, required=True)
    lock_network(db, network_id)
    before = newest_charter(db, network_id)
    if before.words == new:
        return before
    if before.number != seen:
        raise Stale(number=before.number, words=before.words)
    after = NetworkCharter(
        network_id=network_id, number=before.number + 1, words=new, decided=decided
    )
    db.add(after)
    own.charter_number, own.accepted_by_id = after.number, actor.membership_id
    db.add(NetworkNews(network_id=network_id, kind="charter", number=after.number))
    db.flush()
    return after


def charters(db: Session, actor: Actor, network_id: UUID) -> list[NetworkCharter]:
    """Return every version of the charter, the newest first.

    *Errors*: `NotFound` (404) for a class that is not in the network.
    """
    place_of(db, actor, network_id)
    return list(
        db.scalars(
            select(NetworkCharter)
            .where(NetworkCharter.network_id == network_id)
            .order_by(NetworkCharter.number.desc())
        )
    )
