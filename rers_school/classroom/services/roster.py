"""The teacher lets the class follow the LMS's list of the course."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.errors import NotAllowed
from rers_school.classroom.models import Membership
from rers_school.classroom.models.people import BY_ROSTER
from rers_school.classroom.rules.roster import Changes, Recognised
from rers_school.classroom.services import naming, people
from rers_school.classroom.services.across.ending import person_leaves
from rers_school.classroom.services.across.guests import follow_person
from rers_school.classroom.services.savoirs import touch


def follow(
    db: Session, actor: Actor, changes: Changes, persons: Mapping[str, UUID]
) -> dict[str, UUID]:
    """Apply what `rules.roster.compare` found; return the person of every account that is new here.

    ``persons``: accounts of the list who are known already, from another class of the same LMS.

    *Errors*: `NotAllowed` (403).
    """
    if not actor.is_teacher:
        raise NotAllowed
    found: dict[str, UUID] = {}
    for account in changes.added:
        member = people.enter(
            db,
            classroom_id=actor.classroom_id,
            given=account.given,
            family=account.family,
            role=account.role,
            how=BY_ROSTER,
            person_id=persons.get(account.sub),
        )
        found[account.sub] = member.person_id
    for one in changes.recognised:
        found[one.account.sub] = _recognise(db, actor, one, persons.get(one.account.sub))
    for member_id, given, family in (
        (one.member.membership_id, one.account.given, one.account.family) for one in changes.renamed
    ):
        naming.take_name(db, actor.classroom_id, member_id, given, family)
    _set_active(db, actor, [one.membership_id for one in changes.back], active=True)
    gone = [one.membership_id for one in changes.gone]
    _set_active(db, actor, gone, active=False)
    for membership_id in gone:
        person_leaves(db, actor.classroom_id, membership_id)
    naming.name_everybody(db, actor.classroom_id)
    touch(db, actor.classroom_id)
    return found


def _recognise(db: Session, actor: Actor, one: Recognised, person_id: UUID | None) -> UUID:
    entry = db.scalars(
        select(Membership).where(
            Membership.classroom_id == actor.classroom_id,
            Membership.id == one.entry.membership_id,
        )
    ).one()
    entry.entered_by, entry.role = BY_ROSTER, Role.PUPIL.value
    if person_id is not None and person_id != entry.person_id:
        before, entry.person_id = entry.person_id, person_id
        db.flush()
        follow_person(db, entry.id, person_id)
        people.forget_unused(db, before)
    else:
        naming.take_name(db, actor.classroom_id, entry.id, one.account.given, one.account.family)
    db.flush()
    return entry.person_id


def _set_active(db: Session, actor: Actor, ids: list[UUID], *, active: bool) -> None:
    for member in db.scalars(
        select(Membership).where(
            Membership.classroom_id == actor.classroom_id, Membership.id.in_(ids)
        )
    ):
        member.active = active
    db.flush()
