"""Adults without an account: a grandmother, the caretaker. The teacher enters them and writes."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound
from rers_school.classroom.models import Membership, Person
from rers_school.classroom.models.people import BY_HAND
from rers_school.classroom.rules.names import same_person_key
from rers_school.classroom.rules.text import clean, fold
from rers_school.classroom.services import naming, people
from rers_school.classroom.services.recognition import member_of_class
from rers_school.classroom.services.savoirs import touch

ABOUT_MOST = 120


def add(db: Session, actor: Actor, name: str, about: str) -> Membership:
    """Enter an adult by the name that the children use, and who they are; return them.

    They offer and ask like everybody: the teacher writes their cards with them.

    *Errors*: `NotAllowed` (403), ``empty``, ``too_long``, ``adult_there`` (422): somebody of the
    same name who is the same for the class, perhaps one who does not come any more.
    """
    if not actor.is_teacher:
        raise NotAllowed
    name = clean(name, most=naming.NAME_MOST, required=True)
    about = clean(about, most=ABOUT_MOST)
    _check_is_another(db, actor, name, about)
    member = people.enter(
        db,
        classroom_id=actor.classroom_id,
        given=name,
        family="",
        role=Role.ADULT,
        how=BY_HAND,
    )
    member.about = about
    naming.name_everybody(db, actor.classroom_id)
    touch(db, actor.classroom_id)
    return member


def change(db: Session, actor: Actor, membership_id: UUID, name: str, about: str) -> None:
    """Correct the name of an adult, or who they are for the class.

    *Errors*: as for `add`, and `NotFound` (404).
    """
    member = _entered(db, actor, membership_id)
    name = clean(name, most=naming.NAME_MOST, required=True)
    about = clean(about, most=ABOUT_MOST)
    _check_is_another(db, actor, name, about, but=member.id)
    member.about = about
    naming.rename(db, actor, member.id, name, "")
    touch(db, actor.classroom_id)


def let_come(db: Session, actor: Actor, membership_id: UUID, *, comes: bool) -> None:
    """Let an adult come no longer, or again: their cards leave the wall and come back with them.

    *Errors*: `NotAllowed` (403), `NotFound` (404).
    """
    _entered(db, actor, membership_id).active = comes
    db.flush()
    touch(db, actor.classroom_id)


def _entered(db: Session, actor: Actor, membership_id: UUID) -> Membership:
    """Return an adult whom the teacher entered; anybody else is nobody here."""
    if not actor.is_teacher:
        raise NotAllowed
    member = member_of_class(db, actor.classroom_id, membership_id)
    if member.role != Role.ADULT or member.entered_by != BY_HAND:
        raise NotFound
    return member


def _check_is_another(
    db: Session, actor: Actor, name: str, about: str, but: UUID | None = None
) -> None:
    rows = db.execute(
        select(Membership.id, Membership.about, Membership.active)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.classroom_id == actor.classroom_id,
            Membership.role == Role.ADULT,
            Person.name_key == same_person_key(name, ""),
        )
    )
    for member_id, theirs, active in rows:
        if member_id != but and fold(theirs) == fold(about):
            raise DomainError("adult_there", name=name, active=active)
