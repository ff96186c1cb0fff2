"""People come into a class: by a launch, by the teacher's list, by hand."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound
from rers_school.classroom.models import Classroom, Membership, Person, Visit
from rers_school.classroom.models.people import BY_LAUNCH, BY_NETWORK, BY_ROSTER
from rers_school.classroom.rules.names import same_person_key
from rers_school.classroom.rules.school_year import school_year
from rers_school.classroom.rules.team import RIGHTS
from rers_school.classroom.rules.text import clean
from rers_school.classroom.services.across.guests import follow_person
from rers_school.classroom.services.naming import cut_name, name_everybody, put_name
from rers_school.classroom.services.recognition import (
    carry_over,
    member_of_class,
    on_the_list,
)
from rers_school.classroom.services.savoirs import touch
from rers_school.db import unscoped


def found_classroom(
    db: Session,
    *,
    school_id: UUID,
    name: str,
    language: str = "fr",
    time_zone: str = "Europe/Paris",
) -> Classroom:
    """Return a new class of a school, with an empty wall."""
    classroom = Classroom(
        school_id=school_id,
        name=clean(name, most=10_000)[:120].strip() or "—",
        language=language,
        time_zone=time_zone,
        school_year=school_year(clock.now().date()),
    )
    db.add(classroom)
    db.flush()
    return classroom


def arrive(
    db: Session,
    *,
    classroom_id: UUID,
    person_id: UUID | None,
    given_name: str,
    family_name: str,
    role: Role,
) -> Membership:
    """Return the membership of somebody whom a launch brings into the class.

    A launch without names never blanks a name. A pupil with the name of somebody on the
    teacher's list, who never came in person, is marked as perhaps being them (`maybe_id`);
    the teacher decides, nothing is merged silently.
    """
    given, family = cut_name(given_name), cut_name(family_name)
    member = _member_of(db, classroom_id, person_id) if person_id else None
    if member is None:
        person = db.get(Person, person_id) if person_id else None
        if person is None:
            person = _new_person(db, classroom_id, given, family)
        member = _join(db, classroom_id, person, role, BY_LAUNCH)
        if role is Role.PUPIL:
            member.maybe_id = on_the_list(db, classroom_id, member, person)
    else:
        person = db.get_one(Person, member.person_id)
        put_name(person, given, family)
        if member.entered_by == BY_NETWORK:
            _no_guest_any_more(member, role, BY_LAUNCH)
    expected = member.entered_by == BY_ROSTER and member.first_launch_at is None
    if role is Role.TEACHER or expected:
        # Seen first "as a student", a teacher is known as one from their first launch as such;
        # and what a launch says of somebody counts more than what a list said.
        member.role = role.value
    member.active = True
    member.named = bool(person.given_name or person.family_name)
    member.first_launch_at = member.first_launch_at or clock.now()
    db.flush()
    name_everybody(db, classroom_id)
    return member


def enter(
    db: Session,
    *,
    classroom_id: UUID,
    given: str,
    family: str,
    role: Role,
    how: str,
    person_id: UUID | None = None,
) -> Membership:
    """Return the membership of somebody whom the teacher enters: they have not come yet.

    ``person_id``: somebody whom another class knows already.
    """
    person = db.get(Person, person_id) if person_id else None
    if person is None:
        person = _new_person(db, classroom_id, cut_name(given), cut_name(family))
    return _join(db, classroom_id, person, role, how)


def note_visit(db: Session, classroom_id: UUID, membership_id: UUID) -> None:
    """Write in the class's log that an administrator of the LMS has come in."""
    db.add(Visit(classroom_id=classroom_id, membership_id=membership_id))
    db.flush()


def hand_rights(db: Session, actor: Actor, membership_id: UUID, rights: Collection[str]) -> None:
    """Hand a pupil these parts of keeping the network going, and no others (the teacher).

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``only_pupils``, ``unknown_choice`` (422).
    """
    if not actor.is_teacher:
        raise NotAllowed
    if not set(rights) <= set(RIGHTS):
        raise DomainError("unknown_choice")
    member = member_of_class(db, actor.classroom_id, membership_id)
    if member.role != Role.PUPIL:
        raise DomainError("only_pupils")
    member.rights = [one for one in RIGHTS if one in rights]
    db.flush()


def let_rest(db: Session, actor: Actor, membership_id: UUID, *, rests: bool) -> None:
    """Let somebody rest for a while, or take part again: no link is suggested meanwhile (teacher).

    *Errors*: `NotAllowed` (403), `NotFound` (404).
    """
    if not actor.is_teacher:
        raise NotAllowed
    member_of_class(db, actor.classroom_id, membership_id).resting = rests
    db.flush()
    touch(db, actor.classroom_id)


def same_person(db: Session, actor: Actor, newcomer_id: UUID) -> UUID:
    """Join a newcomer and the entry of the teacher's list that they are; return the entry's id.

    All that the newcomer has done goes to the entry, which becomes theirs. Screens that the
    newcomer has open are the caller's part (`identity.move`), before this.

    *Errors*: `NotAllowed` (403), `NotFound` (404).
    """
    if not actor.is_teacher:
        raise NotAllowed
    newcomer = member_of_class(db, actor.classroom_id, newcomer_id)
    if newcomer.maybe_id is None:
        raise NotFound
    entry = member_of_class(db, actor.classroom_id, newcomer.maybe_id)
    if entry.first_launch_at is not None:
        raise DomainError("already_taken")
    carry_over(db, actor.classroom_id, newcomer.id, entry.id)
    _keep_name(db, newcomer, entry)
    entry_person, person_id = entry.person_id, newcomer.person_id
    entry.first_launch_at = newcomer.first_launch_at
    entry.language = newcomer.language
    db.delete(newcomer)
    db.flush()
    entry.person_id = person_id
    db.flush()
    follow_person(db, entry.id, person_id)
    forget_unused(db, entry_person)
    name_everybody(db, actor.classroom_id)
    touch(db, actor.classroom_id)
    return entry.id


def other_person(db: Session, actor: Actor, newcomer_id: UUID) -> None:
    """Keep a newcomer apart from the entry of the same name: they are two people.

    *Errors*: `NotAllowed` (403), `NotFound` (404).
    """
    if not actor.is_teacher:
        raise NotAllowed
    member_of_class(db, actor.classroom_id, newcomer_id).maybe_id = None
    db.flush()
    name_everybody(db, actor.classroom_id)
    touch(db, actor.classroom_id)


def choose_language(db: Session, actor: Actor, language: str) -> None:
    """Remember the language in which somebody wants the pages."""
    db.get_one(Membership, actor.membership_id).language = language
    db.flush()


def _member_of(db: Session, classroom_id: UUID, person_id: UUID) -> Membership | None:
    return db.scalar(
        select(Membership).where(
            Membership.classroom_id == classroom_id, Membership.person_id == person_id
        )
    )


def _join(db: Session, classroom_id: UUID, person: Person, role: Role, how: str) -> Membership:
    guest = _member_of(db, classroom_id, person.id)
    if guest is not None and guest.entered_by == BY_NETWORK:
        return _no_guest_any_more(guest, role, how)
    member = Membership(
        classroom_id=classroom_id,
        person_id=person.id,
        role=role.value,
        entered_by=how,
        named=bool(person.given_name or person.family_name),
    )
    db.add(member)
    db.flush()
    return member


def _no_guest_any_more(guest: Membership, role: Role, how: str) -> Membership:
    """Let somebody who was here as a guest be one of the class."""
    guest.entered_by, guest.role, guest.active = how, role.value, True
    return guest


def _new_person(db: Session, classroom_id: UUID, given: str, family: str) -> Person:
    school_id = db.scalars(select(Classroom.school_id).where(Classroom.id == classroom_id)).one()
    person = Person(
        school_id=school_id,
        given_name=given,
        family_name=family,
        name_key=same_person_key(given, family),
    )
    db.add(person)
    db.flush()
    return person


def forget_unused(db: Session, person_id: UUID) -> None:
    """Remove a person of the list who has become somebody else and is in no other class."""
    person = db.get(Person, person_id)
    with unscoped(db, "a person may be in classes that are not at this screen"):
        elsewhere = db.scalar(
            select(Membership.id).where(Membership.person_id == person_id).limit(1)
        )
    if person is not None and elsewhere is None:
        db.delete(person)
        db.flush()


def _keep_name(db: Session, newcomer: Membership, entry: Membership) -> None:
    """Let the list's name stay where the LMS shares none."""
    person, listed = db.get_one(Person, newcomer.person_id), db.get_one(Person, entry.person_id)
    if not person.name_key:
        put_name(person, listed.given_name, listed.family_name)
