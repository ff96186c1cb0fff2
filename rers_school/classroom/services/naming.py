"""How the class calls people: chosen, corrected, taken from the LMS, told apart."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.errors import DomainError, NotAllowed
from rers_school.classroom.models import Membership, Person
from rers_school.classroom.models.people import BY_NETWORK
from rers_school.classroom.rules.names import same_person_key, shown_names
from rers_school.classroom.rules.text import clean
from rers_school.classroom.services.across.guests import rename_guests
from rers_school.classroom.services.recognition import member_of_class, on_the_list
from rers_school.classroom.services.savoirs import touch

NAME_MOST = 80


def choose_name(db: Session, actor: Actor, name: str) -> None:
    """Take the name by which a pupil wants to be called, where the LMS shares none.

    *Errors*: ``empty``, ``too_long``, ``name_known`` (422).
    """
    words = clean(name, most=NAME_MOST, required=True)
    member = db.get_one(Membership, actor.membership_id)
    if member.named:
        raise DomainError("name_known")
    person = db.get_one(Person, member.person_id)
    given, _, family = words.partition(" ")
    put_name(person, given, family)
    member.named = True
    if actor.role is Role.PUPIL:
        member.maybe_id = on_the_list(db, actor.classroom_id, member, person)
    db.flush()
    name_everybody(db, actor.classroom_id)


def rename(db: Session, actor: Actor, membership_id: UUID, given: str, family: str) -> None:
    """Correct somebody's name in the class (the teacher).

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``empty``, ``too_long`` (422).
    """
    if not actor.is_teacher:
        raise NotAllowed
    member = member_of_class(db, actor.classroom_id, membership_id)
    person = db.get_one(Person, member.person_id)
    person.given_name = clean(given, most=NAME_MOST, required=True)
    person.family_name = clean(family, most=NAME_MOST)
    person.name_key = same_person_key(person.given_name, person.family_name)
    member.named = True
    name_everybody(db, actor.classroom_id)


def take_name(
    db: Session, classroom_id: UUID, membership_id: UUID, given: str, family: str
) -> None:
    """Take the name that the LMS has for somebody; nothing blank overwrites one."""
    member = member_of_class(db, classroom_id, membership_id)
    put_name(db.get_one(Person, member.person_id), cut_name(given), cut_name(family))
    member.named = True


def name_everybody(db: Session, classroom_id: UUID) -> None:
    """Give everybody the shortest name that tells them apart: first name and initial.

    Adults are called by their whole name.
    """
    rows = db.execute(
        select(Membership, Person)
        .join(Person, Person.id == Membership.person_id)
        # Guests of other classes are called as their network calls them.
        .where(Membership.classroom_id == classroom_id, Membership.entered_by != BY_NETWORK)
        .order_by(Membership.created_at, Membership.id)
    ).all()
    pupils = [
        (member.id, person.given_name, person.family_name)
        for member, person in rows
        if member.role == Role.PUPIL and member.maybe_id is None
    ]
    names = shown_names(pupils)
    changed = []
    for member, person in rows:
        shown = names.get(member.id) or _shown_alone(member, person)
        if member.shown_name != shown:
            changed.append(member.id)
            member.shown_name = shown
    db.flush()
    if changed:
        rename_guests(db, changed)
        touch(db, classroom_id)


def _shown_alone(member: Membership, person: Person) -> str:
    """Return the name of an adult, whole, or of a newcomer who is not yet told apart."""
    if member.role == Role.PUPIL:
        return shown_names([(member.id, person.given_name, person.family_name)])[member.id]
    return f"{person.given_name} {person.family_name}".strip()


def put_name(person: Person, given: str, family: str) -> None:
    """Give somebody a name; nothing blank overwrites one."""
    if not given and not family:
        return
    person.given_name, person.family_name = given or person.given_name, family
    person.name_key = same_person_key(person.given_name, person.family_name)


def cut_name(raw: str | None) -> str:
    """Return a name that an LMS or a list has, no longer than the class keeps."""
    return clean(raw or "", most=10_000)[:NAME_MOST].strip()
