"""Stands of a joint celebration: offered by pupils, let through by the teacher of their class."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.errors import DomainError, NotFound
from rers_school.classroom.models import Membership, NetworkStand, NetworkStandPerson
from rers_school.classroom.rules.network_life import CELEBRATION, NEEDS_MOST, STAND_MOST
from rers_school.classroom.rules.visibility import stand_as_read
from rers_school.classroom.services.networks.belonging import place_of
from rers_school.classroom.services.networks.gatherings import find, still_planned
from rers_school.classroom.services.networks.nameless import words_for_others
from rers_school.classroom.services.networks.opening import fingerprint
from rers_school.classroom.services.settling import only_teachers
from rers_school.db import lock_network

PEOPLE_MOST = 6


def offer(
    db: Session,
    actor: Actor,
    network_id: UUID,
    gathering_id: UUID,
    *,
    what: str,
    needs: str = "",
    others: Collection[UUID] = (),
    stand_id: UUID | None = None,
) -> NetworkStand:
    """Keep what somebody would like to show, alone or with others of the class; or change it.

    Nothing of it leaves the class before the teacher has let it through (`agree`); a teacher's own
    stand is let through by that. Other words, or somebody more at it, ask anew.

    *Errors*: `NotFound` (404), also for somebody else's stand; ``not_here``, ``held``, ``empty``,
    ``too_long``, ``named``, ``too_many`` (``most``) (422).
    """
    place = place_of(db, actor, network_id)
    lock_network(db, network_id)
    gathering = find(db, actor, network_id, gathering_id)
    if gathering.kind != CELEBRATION:
        raise DomainError("not_here")
    still_planned(gathering)
    words = words_for_others(db, actor, what, field="what", most=STAND_MOST, required=True)
    needed = words_for_others(db, actor, needs, field="needs", most=NEEDS_MOST)
    chosen = _classmates(db, actor, others)
    if stand_id is None:
        stand = NetworkStand(
            classroom_id=actor.classroom_id,
            network_id=network_id,
            network_class_id=place.id,
            gathering_id=gathering_id,
            membership_id=actor.membership_id,
        )
        db.add(stand)
    else:
        stand = own(db, actor, network_id, stand_id)
    stand.what, stand.needs = words, needed
    db.flush()
    _bring(db, stand, chosen)
    if actor.is_teacher:
        _let_through(stand, as_read_now(db, stand))
    db.flush()
    return stand


def own(db: Session, actor: Actor, network_id: UUID, stand_id: UUID) -> NetworkStand:
    """Return a stand of one's own.

    *Errors*: `NotFound` (404).
    """
    stand = _of_class(db, actor, network_id, stand_id)
    if stand.membership_id != actor.membership_id:
        raise NotFound
    return stand


def withdraw(db: Session, actor: Actor, network_id: UUID, stand_id: UUID) -> None:
    """Take back what one would have shown; the teacher takes off any of the own class.

    *Errors*: `NotFound` (404), ``held`` (422).
    """
    stand = _open(db, actor, network_id, stand_id)
    if not (stand.membership_id == actor.membership_id or actor.is_teacher):
        raise NotFound
    db.delete(stand)
    db.flush()


def step_out(db: Session, actor: Actor, network_id: UUID, stand_id: UUID) -> None:
    """Say that one is not at a stand to which somebody else has put one; no yes is needed anew.

    *Errors*: `NotFound` (404) when one is not at it, ``held`` (422).
    """
    stand = _open(db, actor, network_id, stand_id)
    there = db.scalar(
        select(NetworkStandPerson).where(
            NetworkStandPerson.classroom_id == actor.classroom_id,
            NetworkStandPerson.stand_id == stand.id,
            NetworkStandPerson.membership_id == actor.membership_id,
        )
    )
    if there is None:
        raise NotFound
    agreed = stand.agreed_words == as_read_now(db, stand)
    db.delete(there)
    db.flush()
    if agreed:
        stand.agreed_words = as_read_now(db, stand)
        db.flush()


def agree(db: Session, actor: Actor, network_id: UUID, read: Collection[tuple[UUID, str]]) -> int:
    """Let stands of the own class through as they were read; return how many changed meanwhile.

    *Shapes*: ``read`` are pairs (stand, digest of what was read).
    *Errors*: `NotAllowed` (403), `NotFound` (404).
    """
    only_teachers(actor)
    place_of(db, actor, network_id)
    lock_network(db, network_id)
    changed = 0
    for stand_id, seen in read:
        stand = db.scalar(_query(actor, network_id, stand_id))
        now = as_read_now(db, stand) if stand is not None else ""
        if stand is None or fingerprint(now) != seen:
            changed += 1
        else:
            _let_through(stand, now)
    db.flush()
    return changed


def keep_back(db: Session, actor: Actor, network_id: UUID, stand_id: UUID) -> None:
    """Take back the yes to a stand of the own class: it is in no programme until a new one.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``held`` (422).
    """
    only_teachers(actor)
    stand = _open(db, actor, network_id, stand_id)
    stand.agreed_words = stand.slot = stand.spot = None
    db.flush()


def as_read_now(db: Session, stand: NetworkStand) -> str:
    """Return what a teacher reads of a stand of the own class, in one text."""
    people = db.scalars(
        select(NetworkStandPerson.membership_id).where(
            NetworkStandPerson.classroom_id == stand.classroom_id,
            NetworkStandPerson.stand_id == stand.id,
        )
    )
    return stand_as_read(stand, [stand.membership_id, *people])


def _let_through(stand: NetworkStand, now: str) -> None:
    if stand.agreed_words != now:
        # Its cell may have been given away, or somebody new at it may be busy then.
        stand.agreed_words, stand.slot, stand.spot = now, None, None


def _query(actor: Actor, network_id: UUID, stand_id: UUID) -> Select[NetworkStand]:
    return (
        select(NetworkStand)
        .where(
            NetworkStand.classroom_id == actor.classroom_id,
            NetworkStand.network_id == network_id,
            NetworkStand.id == stand_id,
        )
        .execution_options(populate_existing=True)
    )


def _of_class(db: Session, actor: Actor, network_id: UUID, stand_id: UUID) -> NetworkStand:
    place_of(db, actor, network_id)
    stand: NetworkStand | None = db.scalar(_query(actor, network_id, stand_id))
    if stand is None:
        raise NotFound
    return stand


def _open(db: Session, actor: Actor, network_id: UUID, stand_id: UUID) -> NetworkStand:
    lock_network(db, network_id)
    stand = _of_class(db, actor, network_id, stand_id)
    still_planned(find(db, actor, network_id, stand.gathering_id))
    return stand


def _classmates(db: Session, actor: Actor, others: Collection[UUID]) -> set[UUID]:
    """Return those who may be at a stand beside the actor: pupils of the class, a few.

    *Errors*: `NotFound` (404) for somebody else, ``too_many`` (``most``) (422).
    """
    wanted = set(others) - {actor.membership_id}
    if len(wanted) >= PEOPLE_MOST:
        raise DomainError("too_many", field="with", most=PEOPLE_MOST - 1)
    found = set(
        db.scalars(
            select(Membership.id).where(
                Membership.classroom_id == actor.classroom_id,
                Membership.id.in_(wanted),
                Membership.role == Role.PUPIL,
                Membership.active.is_(True),
            )
        )
    )
    if found != wanted:
        raise NotFound
    return found


def _bring(db: Session, stand: NetworkStand, chosen: set[UUID]) -> None:
    there = {
        one.membership_id: one
        for one in db.scalars(
            select(NetworkStandPerson).where(
                NetworkStandPerson.classroom_id == stand.classroom_id,
                NetworkStandPerson.stand_id == stand.id,
            )
        )
    }
    for gone in there.keys() - chosen:
        db.delete(there[gone])
    for new in chosen - there.keys():
        db.add(
            NetworkStandPerson(
                classroom_id=stand.classroom_id, stand_id=stand.id, membership_id=new
            )
        )
    db.flush()
