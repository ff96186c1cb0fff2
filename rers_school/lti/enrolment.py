"""Between the accounts of a list and the people of a class."""

import hashlib
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.models import Membership, Person, Visit
from rers_school.classroom.models.people import BY_NETWORK, HAS_LEFT
from rers_school.classroom.rules.roster import Account, Changes, Known, compare
from rers_school.classroom.services import roster
from rers_school.lti.models import LoginIdentity


def changes_of(
    db: Session, actor: Actor, platform_id: UUID, accounts: tuple[Account, ...]
) -> Changes:
    """Return what the LMS's list would change in the class; nothing is changed."""
    return compare(
        accounts, _known(db, actor.classroom_id, platform_id), asking=actor.membership_id
    )


def fingerprint(changes: Changes) -> str:
    """Return a digest that is another one when applying the list would do something else."""
    return hashlib.sha256(repr(changes).encode()).hexdigest()[:16]


def apply(db: Session, actor: Actor, platform_id: UUID, changes: Changes) -> None:
    """Let the class follow the list, and keep which account is whose.

    *Errors*: `NotAllowed` (403).
    """
    subs = [one.sub for one in changes.added] + [one.account.sub for one in changes.recognised]
    persons = {
        one.sub: one.person_id
        for one in db.scalars(
            select(LoginIdentity).where(
                LoginIdentity.platform_id == platform_id, LoginIdentity.sub.in_(subs)
            )
        )
    }
    for sub, person_id in roster.follow(db, actor, changes, persons).items():
        if sub not in persons:
            db.add(LoginIdentity(platform_id=platform_id, sub=sub, person_id=person_id))
    db.flush()


def _known(db: Session, classroom_id: UUID, platform_id: UUID) -> list[Known]:
    visitors = set(
        db.scalars(select(Visit.membership_id).where(Visit.classroom_id == classroom_id))
    )
    rows = db.execute(
        select(Membership, Person, LoginIdentity.sub)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(
            LoginIdentity,
            (LoginIdentity.person_id == Person.id) & (LoginIdentity.platform_id == platform_id),
        )
        .where(
            Membership.classroom_id == classroom_id,
            Membership.entered_by.not_in([HAS_LEFT, BY_NETWORK]),
        )
        .order_by(Membership.created_at, Membership.id)
    )
    return [
        Known(
            member.id,
            sub,
            person.given_name,
            person.family_name,
            member.role,
            member.active,
            member.first_launch_at is not None,
            member.id in visitors,
        )
        for member, person, sub in rows
    ]
