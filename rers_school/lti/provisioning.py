"""From the ids of a platform to the people and classes they stand for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Role
from rers_school.classroom.services import people
from rers_school.db import lock_classroom, open_session, scope_to
from rers_school.lti.claims import LaunchFacts
from rers_school.lti.models import ContextLink, Deployment, LoginIdentity, Platform

_TRIES = 4
_LANGUAGES = ("fr", "en")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where a launch leads: a membership of a class."""

    membership_id: UUID
    classroom_id: UUID


def together(engine: Engine, work: Callable[[Session], T]) -> T:
    """Return what ``work`` returns, committed; done again where another launch was faster.

    Two first launches at the same moment both want to make the class or the person: the
    database's unique constraints let one of them through, and the other finds what was made.
    """
    for left in reversed(range(_TRIES)):
        with open_session(engine, writes=True) as db:
            try:
                done = work(db)
                db.commit()
                return done
            except IntegrityError:
                if not left:
                    raise
    raise AssertionError("unreachable")


def arrive(db: Session, platform: Platform, facts: LaunchFacts, role: Role) -> Arrival:
    """Return the membership that a launch opens; its class and person are made at the first one."""
    classroom_id = _classroom(db, platform, facts)
    scope_to(db, classroom_id)
    lock_classroom(db, classroom_id)
    known = db.scalar(
        select(LoginIdentity).where(
            LoginIdentity.platform_id == platform.id, LoginIdentity.sub == facts.sub
        )
    )
    member = people.arrive(
        db,
        classroom_id=classroom_id,
        person_id=known.person_id if known else None,
        given_name=facts.given_name,
        family_name=facts.family_name,
        role=role,
    )
    if known is None:
        db.add(LoginIdentity(platform_id=platform.id, sub=facts.sub, person_id=member.person_id))
        db.flush()
    return Arrival(member.id, classroom_id)


def _classroom(db: Session, platform: Platform, facts: LaunchFacts) -> UUID:
    deployment = db.scalars(
        select(Deployment).where(
            Deployment.platform_id == platform.id,
            Deployment.deployment_id == facts.deployment_id,
        )
    ).one()
    linked = db.scalar(
        select(ContextLink.classroom_id).where(
            ContextLink.deployment_pk == deployment.id,
            ContextLink.context_id == facts.context_id,
        )
    )
    if linked is not None:
        return linked
    classroom = people.found_classroom(
        db,
        school_id=deployment.school_id,
        name=facts.context_title or facts.context_label or facts.context_id,
        language=facts.locale if facts.locale in _LANGUAGES else _LANGUAGES[0],
    )
    db.add(
        ContextLink(
            deployment_pk=deployment.id,
            context_id=facts.context_id,
            classroom_id=classroom.id,
        )
    )
    db.flush()
    return classroom.id
