"""One class invites another with a code that works once, for a few days."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, Stale
from rers_school.classroom.models import (
    NetworkCharter,
    NetworkClass,
    NetworkInvitation,
    SchoolNetwork,
)
from rers_school.classroom.rules.text import clean
from rers_school.classroom.services.networks.belonging import (
    Choice,
    come_in,
    newest_charter,
    place_of,
)
from rers_school.classroom.services.settling import only_teachers
from rers_school.db import lock_network, unscoped

FOR_WHOM_MOST = 120
GOOD_FOR = timedelta(days=7)
#: At most so many codes of a class wait for somebody.
WAITING_MOST = 50
# Letters and digits that nobody confuses when reading a code aloud: 30, so 12 of them hold 58 bits.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Invited:
    """What a code opens, for the teacher who reads before accepting."""

    network: SchoolNetwork
    charter: NetworkCharter
    classes: tuple[str, ...]


def invite(db: Session, actor: Actor, network_id: UUID, for_whom: str) -> str:
    """Return a new code for one class; it is shown once, and only its digest is kept.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``too_long``, ``too_many_codes`` (422).
    """
    only_teachers(actor)
    place_of(db, actor, network_id)
    now = clock.now()
    waiting = NetworkInvitation.classroom_id == actor.classroom_id
    db.execute(delete(NetworkInvitation).where(waiting, NetworkInvitation.expires_at <= now))
    if (db.scalar(select(func.count(NetworkInvitation.id)).where(waiting)) or 0) >= WAITING_MOST:
        raise DomainError("too_many_codes")
    signs = "".join(secrets.choice(_SIGNS) for _ in range(12))
    code = "-".join((signs[:4], signs[4:8], signs[8:]))
    db.add(
        NetworkInvitation(
            classroom_id=actor.classroom_id,
            network_id=network_id,
            made_by_id=actor.membership_id,
            for_whom=clean(for_whom, most=FOR_WHOM_MOST),
            code_digest=_digest(code),
            expires_at=now + GOOD_FOR,
        )
    )
    db.flush()
    return code


def waiting(db: Session, actor: Actor, network_id: UUID) -> list[tuple[UUID, str, datetime]]:
    """Return the codes of this class that wait: id, for whom, until when."""
    now = clock.now()
    rows = db.execute(
        select(NetworkInvitation.id, NetworkInvitation.for_whom, NetworkInvitation.expires_at)
        .where(
            NetworkInvitation.classroom_id == actor.classroom_id,
            NetworkInvitation.network_id == network_id,
            NetworkInvitation.used_at.is_(None),
            NetworkInvitation.expires_at > now,
        )
        .order_by(NetworkInvitation.created_at, NetworkInvitation.id)
    )
    return [(id, for_whom, until) for id, for_whom, until in rows]


def take_back(db: Session, actor: Actor, network_id: UUID, invitation_id: UUID) -> None:
    """Let a code that waits be good no longer; doing it twice is doing it once.

    *Errors*: `NotAllowed` (403), `NotFound` (404).
    """
    only_teachers(actor)
    place_of(db, actor, network_id)
    db.execute(
        delete(NetworkInvitation).where(
            NetworkInvitation.classroom_id == actor.classroom_id,
            NetworkInvitation.network_id == network_id,
            NetworkInvitation.id == invitation_id,
            NetworkInvitation.used_at.is_(None),
        )
    )


def look_at(db: Session, actor: Actor, code: str) -> Invited:
    """Return what a code opens, without using it up.

    *Errors*: `NotAllowed` (403); ``no_such_code`` (422) for one that is unknown, used or over:
    nobody learns which; ``already_in`` (422).
    """
    only_teachers(actor)
    with unscoped(db, "the code was made in another class"):
        network_id = db.scalar(
            select(NetworkInvitation.network_id).where(
                NetworkInvitation.code_digest == _digest(code),
                NetworkInvitation.used_at.is_(None),
                NetworkInvitation.expires_at > clock.now(),
            )
        )
        if network_id is None:
            raise DomainError("no_such_code")
        places = db.execute(
            select(NetworkClass.classroom_id, NetworkClass.called)
            .where(NetworkClass.network_id == network_id)
            .order_by(NetworkClass.created_at, NetworkClass.id)
        ).all()
    if actor.classroom_id in {one for one, _called in places}:
        raise DomainError("already_in", network_id=network_id)
    network = db.get_one(SchoolNetwork, network_id)
    return Invited(network, newest_charter(db, network_id), tuple(called for _id, called in places))


def join(db: Session, actor: Actor, code: str, *, accepts: int, choice: Choice) -> NetworkClass:
    """Bring the class into the network of a code, which is used up; return its place.

    ``accepts``: the version of the charter that the teacher has read and accepted.

    *Errors*: those of `look_at`; `Stale` (409) when the charter was revised meanwhile; ``empty``,
    ``too_long``, ``people_as`` (422).
    """
    invited = look_at(db, actor, code)
    lock_network(db, invited.network.id)
    charter = newest_charter(db, invited.network.id)
    if charter.number != accepts:
        raise Stale(number=charter.number, words=charter.words)
    with unscoped(db, "the code was made in another class; one of two at once may use it"):
        used = db.execute(
            update(NetworkInvitation)
            .where(
                NetworkInvitation.code_digest == _digest(code),
                NetworkInvitation.used_at.is_(None),
                NetworkInvitation.expires_at > clock.now(),
            )
            .values(used_at=clock.now())
            .execution_options(synchronize_session=False)
        )
    if getattr(used, "rowcount", 0) != 1:
        raise DomainError("no_such_code")
    return come_in(db, actor, invited.network.id, choice, number=charter.number)


def _digest(code: str) -> str:
    """Return the digest of a code, however it was typed."""
    signs = "".join(one for one in code.upper() if one.isalnum())
    return hashlib.sha256(f"network:{signs}".encode()).hexdigest()
