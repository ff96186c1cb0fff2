"""Links go from one registration, course or year to another; the people stay themselves."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.errors import DomainError, NotAllowed
from rers_school.classroom.models import Classroom, Membership, Person
from rers_school.classroom.services import classes
from rers_school.db import unscoped
from rers_school.lti.models import ClassMove, ContextLink, Deployment, LoginIdentity, Platform
from rers_school.lti.platforms import PlatformError, short_id
from rers_school.lti.storage import digest

CODE_LIFETIME = timedelta(days=30)
# Without letters and digits that are taken for one another when read aloud.
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


@dataclass(slots=True)
class Moved:
    """How many classes and accounts went over, and how many empty doubles were removed."""

    classes: int = 0
    accounts: int = 0
    doubles: int = 0

    def __str__(self) -> str:
        return (
            f"{self.classes} classes and {self.accounts} accounts went over; "
            f"{self.doubles} empty classes that had been made meanwhile were removed."
        )


def move_platform(db: Session, before: Platform, after: Platform) -> Moved:
    """Let everything of one registration go on under another, which replaces it.

    The same LMS, registered again: its accounts and courses have the ids they had. What was
    made under the new registration meanwhile is removed where it is empty. The old registration
    is switched off.

    *Errors*: `PlatformError` where something of both would have to become one; nothing is
    changed then (the caller rolls back).
    """
    if before.id == after.id:
        raise PlatformError("a registration cannot replace itself")
    moved = Moved()
    with unscoped(db, "a registration's links reach over all its classes"):
        for old in db.scalars(select(Deployment).where(Deployment.platform_id == before.id)).all():
            new = _deployment_for(db, after, old)
            new.school_id = old.school_id
            _move_contexts(db, old, new, moved)
        _move_accounts(db, before, after, moved)
        before.active = False
        db.flush()
    return moved


def lead(db: Session, before: UUID, after: UUID) -> None:
    """Let every course that opens one class open another one from now on."""
    db.execute(
        update(ContextLink)
        .where(ContextLink.classroom_id == before)
        .values(classroom_id=after)
        .execution_options(synchronize_session=False)
    )


def code_for(db: Session, actor: Actor) -> str:
    """Return a code by which this class goes on in another course, good once and for 30 days.

    *Errors*: `NotAllowed` (403).
    """
    if not actor.is_teacher:
        raise NotAllowed
    return _new_code(db, actor.classroom_id, actor.membership_id)


def code_by_operator(db: Session, classroom_id: UUID) -> str:
    """Return such a code where nobody can open the class any more, for its teacher.

    *Errors*: `PlatformError` where there is no such class, or no teacher in it.
    """
    with unscoped(db, "the operator names the class"):
        teacher = db.scalar(
            select(Membership.id)
            .where(Membership.classroom_id == classroom_id, Membership.role == Role.TEACHER.value)
            .order_by(Membership.created_at)
            .limit(1)
        )
        if teacher is None:
            raise PlatformError(f"no class {classroom_id} with a teacher: see `platform classes`")
        return _new_code(db, classroom_id, teacher)


def go_on_with(db: Session, actor: Actor, code: str, platform_id: UUID | None) -> None:
    """Let the course at the screen open the class of a code.

    The class at the screen has to be empty, and goes. Where the LMS is another one, everybody
    is recognised anew by their name. A teacher of the same name as the one who made the code is
    that teacher.

    *Errors*: `NotAllowed` (403), ``code_unknown``, ``class_has_begun`` (422).
    """
    if not actor.is_teacher:
        raise NotAllowed
    move = _redeem(db, code)
    if move.classroom_id == actor.classroom_id:
        raise DomainError("code_unknown")
    if not classes.is_untouched(db, actor.classroom_id):
        raise DomainError("class_has_begun")
    with unscoped(db, "a class goes on in another course"):
        school_id = db.get_one(Classroom, actor.classroom_id).school_id
        lead(db, actor.classroom_id, move.classroom_id)
        _join_teacher(db, actor, move, platform_id)
        classes.expect_again(db, move.classroom_id, _known(db, move.classroom_id, platform_id))
        classes.remove_untouched(db, actor.classroom_id)
        classes.settle_in(db, move.classroom_id, school_id)


def _new_code(db: Session, classroom_id: UUID, membership_id: UUID) -> str:
    letters = "".join(secrets.choice(_LETTERS) for _ in range(12))
    code = f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"
    db.execute(delete(ClassMove).where(ClassMove.classroom_id == classroom_id))
    db.add(
        ClassMove(
            code_digest=digest(code),
            classroom_id=classroom_id,
            membership_id=membership_id,
            expires_at=clock.now() + CODE_LIFETIME,
        )
    )
    db.flush()
    return code


def _redeem(db: Session, code: str) -> ClassMove:
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    written = "-".join((letters[:4], letters[4:8], letters[8:]))
    now = clock.now()
    mine = ClassMove.code_digest == digest(written)
    claimed = db.execute(
        update(ClassMove)
        .where(mine, ClassMove.used_at.is_(None), ClassMove.expires_at > now)
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    if int(getattr(claimed, "rowcount", 0)) != 1:
        raise DomainError("code_unknown")
    return db.scalars(select(ClassMove).where(mine)).one()


def _deployment_for(db: Session, platform: Platform, old: Deployment) -> Deployment:
    """Return where the courses of a deployment go on: the same id, or the only one there is."""
    theirs = db.scalars(select(Deployment).where(Deployment.platform_id == platform.id)).all()
    same = [one for one in theirs if one.deployment_id == old.deployment_id]
    if same or len(theirs) == 1:
        return (same or theirs)[0]
    raise PlatformError(
        f"registration {short_id(platform)} has {len(theirs)} deployments and none is "
        f"{old.deployment_id!r}: name it with `platform add`"
    )


def _move_contexts(db: Session, old: Deployment, new: Deployment, moved: Moved) -> None:
    links = db.scalars(select(ContextLink).where(ContextLink.deployment_pk == old.id)).all()
    for link in links:
        double = db.scalar(
            select(ContextLink).where(
                ContextLink.deployment_pk == new.id, ContextLink.context_id == link.context_id
            )
        )
        if double is not None:
            _remove_double(db, double, link)
            moved.doubles += 1
        link.deployment_pk = new.id
        db.flush()
        moved.classes += 1


def _remove_double(db: Session, double: ContextLink, link: ContextLink) -> None:
    empty = double.classroom_id
    if empty == link.classroom_id:
        db.delete(double)
    elif classes.is_untouched(db, empty):
        # Its links and its people's accounts go with it.
        classes.remove_untouched(db, empty)
    else:
        raise PlatformError(
            f"course {link.context_id!r} has a class under both registrations, and both have "
            "cards: nothing was moved"
        )
    db.flush()


def _move_accounts(db: Session, before: Platform, after: Platform, moved: Moved) -> None:
    theirs = {
        one.sub: one
        for one in db.scalars(select(LoginIdentity).where(LoginIdentity.platform_id == after.id))
    }
    for one in db.scalars(
        select(LoginIdentity).where(LoginIdentity.platform_id == before.id)
    ).all():
        double = theirs.get(one.sub)
        if double is not None:
            another = double.person_id
            db.delete(double)
            db.flush()
            if another != one.person_id:
                _become_one(db, another, one.person_id)
        one.platform_id = after.id
        moved.accounts += 1
    db.flush()


def _become_one(db: Session, double: UUID, person: UUID) -> None:
    """Give the classes of an account's double to the person whom the account stood for before."""
    here = set(db.scalars(select(Membership.classroom_id).where(Membership.person_id == person)))
    for member in db.scalars(select(Membership).where(Membership.person_id == double)).all():
        if member.classroom_id in here:
            raise PlatformError(
                "somebody is in one class under both registrations: nothing was moved"
            )
        member.person_id = person
    db.flush()
    left = db.get(Person, double)
    if left is not None:
        db.delete(left)
        db.flush()


def _known(db: Session, classroom_id: UUID, platform_id: UUID | None) -> set[UUID]:
    return set(
        db.scalars(
            select(LoginIdentity.person_id)
            .join(Membership, Membership.person_id == LoginIdentity.person_id)
            .where(
                Membership.classroom_id == classroom_id, LoginIdentity.platform_id == platform_id
            )
        )
    )


def _join_teacher(db: Session, actor: Actor, move: ClassMove, platform_id: UUID | None) -> None:
    """Let the account at the screen be the teacher who made the code, where names say so."""
    before = db.get(Membership, move.membership_id)
    here, there = db.get(Person, actor.person_id), None
    if before is not None:
        there = db.get(Person, before.person_id)
    if here is None or there is None or here.id == there.id:
        return
    if here.name_key and here.name_key == there.name_key:
        db.execute(
            update(LoginIdentity)
            .where(LoginIdentity.platform_id == platform_id, LoginIdentity.person_id == here.id)
            .values(person_id=there.id)
            .execution_options(synchronize_session=False)
        )
