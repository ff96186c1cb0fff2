"""People come into a class: by a launch, by the teacher's list, by hand."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound
from rers_school.classroom.models import Classroom, Membership, Person
from rers_school.classroom.rules.names import same_person_key, shown_names
from rers_school.classroom.rules.text import clean
from rers_school.classroom.services.recognition import carry_over
from rers_school.classroom.services.savoirs import touch

NAME_MOST = 80
_BY_LAUNCH = "launch"


def found_classroom(
    db: Session,
    *,
    school_id: UUID,
    name: str,
    language: str = "fr",
    time_zone: str = "Europe/Paris",
) -> Classroom:
    """Return a new class of a school, with an empty wall."""
    today = clock.now()
    classroom = Classroom(
        school_id=school_id,
        name=clean(name, most=10_000)[:120].strip() or "—",
        language=language,
        time_zone=time_zone,
        school_year=today.year if today.month >= 8 else today.year - 1,
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
    given, family = _name(given_name), _name(family_name)
    member = _member_of(db, classroom_id, person_id) if person_id else None
    if member is None:
        person = db.get(Person, person_id) if person_id else None
        if person is None:
            person = _new_person(db, classroom_id, given, family)
        member = _join(db, classroom_id, person, role, _BY_LAUNCH)
        if role is Role.PUPIL:
            member.maybe_id = _on_the_list(db, classroom_id, member, person)
    else:
        person = db.get_one(Person, member.person_id)
        _rename(person, given, family)
    if role is Role.TEACHER:
        # Seen first "as a student", a teacher is known as one from their first launch as such.
        member.role = role.value
    member.active = True
    member.named = bool(person.given_name or person.family_name)
    member.first_launch_at = member.first_launch_at or clock.now()
    db.flush()
    name_everybody(db, classroom_id)
    return member


def enter(
    db: Session, *, classroom_id: UUID, given: str, family: str, role: Role, how: str
) -> Membership:
    """Return the membership of somebody whom the teacher enters, without any account."""
    person = _new_person(db, classroom_id, _name(given), _name(family))
    return _join(db, classroom_id, person, role, how)


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
    _rename(person, given, family)
    member.named = True
    if actor.role is Role.PUPIL:
        member.maybe_id = _on_the_list(db, actor.classroom_id, member, person)
    db.flush()
    name_everybody(db, actor.classroom_id)


def rename(db: Session, actor: Actor, membership_id: UUID, given: str, family: str) -> None:
    """Correct somebody's name in the class (the teacher).

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``empty``, ``too_long`` (422).
    """
    if not actor.is_teacher:
        raise NotAllowed
    member = _member(db, actor.classroom_id, membership_id)
    person = db.get_one(Person, member.person_id)
    person.given_name = clean(given, most=NAME_MOST, required=True)
    person.family_name = clean(family, most=NAME_MOST)
    person.name_key = same_person_key(person.given_name, person.family_name)
    member.named = True
    name_everybody(db, actor.classroom_id)


def same_person(db: Session, actor: Actor, newcomer_id: UUID) -> UUID:
    """Join a newcomer and the entry of the teacher's list that they are; return the entry's id.

    All that the newcomer has done goes to the entry, which becomes theirs. Screens that the
    newcomer has open are the caller's part (`identity.move`), before this.

    *Errors*: `NotAllowed` (403), `NotFound` (404).
    """
    if not actor.is_teacher:
        raise NotAllowed
    newcomer = _member(db, actor.classroom_id, newcomer_id)
    if newcomer.maybe_id is None:
        raise NotFound
    entry = _member(db, actor.classroom_id, newcomer.maybe_id)
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
    _forget_unused(db, entry_person)
    name_everybody(db, actor.classroom_id)
    touch(db, actor.classroom_id)
    return entry.id


def other_person(db: Session, actor: Actor, newcomer_id: UUID) -> None:
    """Keep a newcomer apart from the entry of the same name: they are two people.

    *Errors*: `NotAllowed` (403), `NotFound` (404).
    """
    if not actor.is_teacher:
        raise NotAllowed
    _member(db, actor.classroom_id, newcomer_id).maybe_id = None
    db.flush()
    name_everybody(db, actor.classroom_id)
    touch(db, actor.classroom_id)


def choose_language(db: Session, actor: Actor, language: str) -> None:
    """Remember the language in which somebody wants the pages."""
    db.get_one(Membership, actor.membership_id).language = language
    db.flush()


def name_everybody(db: Session, classroom_id: UUID) -> None:
    """Give everybody the shortest name that tells them apart: first name and initial.

    Adults are called by their whole name.
    """
    rows = db.execute(
        select(Membership, Person)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.classroom_id == classroom_id)
        .order_by(Membership.created_at, Membership.id)
    ).all()
    pupils = [
        (member.id, person.given_name, person.family_name)
        for member, person in rows
        if member.role == Role.PUPIL and member.maybe_id is None
    ]
    names = shown_names(pupils)
    changed = False
    for member, person in rows:
        shown = names.get(member.id) or _shown_alone(member, person)
        if member.shown_name != shown:
            member.shown_name, changed = shown, True
    db.flush()
    if changed:
        touch(db, classroom_id)


def _shown_alone(member: Membership, person: Person) -> str:
    """Return the name of an adult, whole, or of a newcomer who is not yet told apart."""
    if member.role == Role.PUPIL:
        return shown_names([(member.id, person.given_name, person.family_name)])[member.id]
    return f"{person.given_name} {person.family_name}".strip()


def _member(db: Session, classroom_id: UUID, membership_id: UUID) -> Membership:
    member = db.scalar(
        select(Membership).where(
            Membership.classroom_id == classroom_id, Membership.id == membership_id
        )
    )
    if member is None:
        raise NotFound
    return member


def _member_of(db: Session, classroom_id: UUID, person_id: UUID) -> Membership | None:
    return db.scalar(
        select(Membership).where(
            Membership.classroom_id == classroom_id, Membership.person_id == person_id
        )
    )


def _join(db: Session, classroom_id: UUID, person: Person, role: Role, how: str) -> Membership:
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


def _on_the_list(
    db: Session, classroom_id: UUID, newcomer: Membership, person: Person
) -> UUID | None:
    """Return the one entry of the teacher's list with this name that nobody has taken yet."""
    if not person.name_key:
        return None
    entries = db.scalars(
        select(Membership.id)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.classroom_id == classroom_id,
            Membership.id != newcomer.id,
            Membership.entered_by != _BY_LAUNCH,
            Membership.first_launch_at.is_(None),
            Person.name_key == person.name_key,
        )
    ).all()
    return entries[0] if len(entries) == 1 else None


def _rename(person: Person, given: str, family: str) -> None:
    if not given and not family:
        return
    person.given_name, person.family_name = given or person.given_name, family
    person.name_key = same_person_key(person.given_name, person.family_name)


def _name(raw: str | None) -> str:
    return clean(raw or "", most=10_000)[:NAME_MOST].strip()


def _forget_unused(db: Session, person_id: UUID) -> None:
    """Remove a person of the list who has become somebody else and is in no other class."""
    person = db.get(Person, person_id)
    if person is not None and not db.scalar(
        select(Membership.id).where(Membership.person_id == person_id).limit(1)
    ):
        db.delete(person)
        db.flush()


def _keep_name(db: Session, newcomer: Membership, entry: Membership) -> None:
    """Let the list's name stay where the LMS shares none."""
    person, listed = db.get_one(Person, newcomer.person_id), db.get_one(Person, entry.person_id)
    if not person.name_key:
        _rename(person, listed.given_name, listed.family_name)
