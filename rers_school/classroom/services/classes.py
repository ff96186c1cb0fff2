"""A class begins a new school year, goes on in another course, or is the same as before."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed
from rers_school.classroom.models import (
    ClassGuide,
    Classroom,
    FormKey,
    Guest,
    MeetingPlace,
    Membership,
    NetworkClass,
    Person,
    Succession,
    Visit,
)
from rers_school.classroom.models.people import (
    BY_HAND,
    BY_LIST,
    BY_MOVE,
    BY_NETWORK,
    HAS_LEFT,
)
from rers_school.classroom.rules.school_year import school_year
from rers_school.classroom.services.across.ending import class_leaves
from rers_school.classroom.services.networks.belonging import go_on
from rers_school.classroom.services.savoirs import touch
from rers_school.db import Base, ClassScoped, unscoped

#: What is in a class although nobody has written or done anything but come in.
_NO_WORK = (Membership, FormKey, Visit, ClassGuide, NetworkClass)


def is_untouched(db: Session, classroom_id: UUID) -> bool:
    """Tell whether nobody has written or done anything in a class yet, but come in."""
    with unscoped(db, "another class than the one at the screen may be asked about"):
        if db.scalar(select(Guest.id).where(Guest.home_class_id == classroom_id).limit(1)):
            return False
        return not _has_own_places(db, classroom_id) and not any(
            db.scalar(select(table.id).where(table.classroom_id == classroom_id).limit(1))
            for table in _work()
            if table is not MeetingPlace
        )


def _has_own_places(db: Session, classroom_id: UUID) -> bool:
    """Tell whether a class has places that it did not bring along from the year before."""
    before = db.scalar(select(Succession.follows_id).where(Succession.classroom_id == classroom_id))
    return not set(_places(db, classroom_id)) <= set(_places(db, before))


def _places(db: Session, classroom_id: UUID | None) -> list[tuple[str, int]]:
    """Return the meeting places of a class in the order in which they were opened."""
    return [
        (name, holds)
        for name, holds in db.execute(
            select(MeetingPlace.name, MeetingPlace.holds)
            .where(MeetingPlace.classroom_id == classroom_id)
            .order_by(MeetingPlace.created_at, MeetingPlace.id)
        )
    ]


def _work() -> list[Any]:
    """Return every table that holds what somebody wrote or did, whatever is added later."""
    tables = (mapper.class_ for mapper in Base.registry.mappers)
    return [one for one in tables if issubclass(one, ClassScoped) and one not in _NO_WORK]


def start_year(db: Session, actor: Actor) -> UUID:
    """Return a new, empty class that follows this one, for the school year that has begun.

    Its settings come along, and the meeting places with what they hold: the library is still there.
    Slots do not. Those of one day are over, and weekly ones belong to last year's timetable: pupils
    would choose among them at once, in hours that nobody has looked at. They are opened anew.
    In its networks the new class takes the place of this one; what this one lives with other
    classes ends. The caller holds no class.

    *Errors*: `NotAllowed` (403), ``year_not_over`` (422), also where the new class is there.
    """
    class_leaves(db, actor.classroom_id)
    classroom = _of_teacher(db, actor)
    year = school_year(clock.now().date())
    begun = db.scalar(select(Succession.id).where(Succession.follows_id == classroom.id))
    if classroom.school_year >= year or begun is not None:
        raise DomainError("year_not_over")
    new = Classroom(
        school_id=classroom.school_id,
        name=classroom.name,
        language=classroom.language,
        time_zone=classroom.time_zone,
        young_readers=classroom.young_readers,
        idle_minutes=classroom.idle_minutes,
        glance=classroom.glance,
        free_times=classroom.free_times,
        first_meeting_same_day=classroom.first_meeting_same_day,
        middle_evaluation=classroom.middle_evaluation,
        school_year=year,
    )
    db.add(new)
    db.flush()
    db.add(Succession(classroom_id=new.id, follows_id=classroom.id))
    if db.scalar(select(ClassGuide.put_away).where(ClassGuide.classroom_id == classroom.id)):
        # Who knows the way in one year knows it in the next.
        db.add(ClassGuide(classroom_id=new.id, put_away=True))
    go_on(db, classroom.id, new.id)
    for name, holds in _places(db, classroom.id):
        # One after the other: they are shown in the order in which they were opened.
        db.add(MeetingPlace(classroom_id=new.id, name=name, holds=holds))
        db.flush()
    return new.id


def carry_on(db: Session, actor: Actor) -> None:
    """Keep the same class in the school year that has begun.

    *Errors*: `NotAllowed` (403).
    """
    _of_teacher(db, actor).school_year = school_year(clock.now().date())
    touch(db, actor.classroom_id)


def take_up_again(db: Session, actor: Actor) -> UUID:
    """Return the class before this one, to go on with; this one must still be empty.

    *Errors*: `NotAllowed` (403), ``no_class_before``, ``class_has_begun`` (422).
    """
    _of_teacher(db, actor)
    before = db.scalar(
        select(Succession.follows_id).where(Succession.classroom_id == actor.classroom_id)
    )
    if before is None:
        raise DomainError("no_class_before")
    if not is_untouched(db, actor.classroom_id):
        raise DomainError("class_has_begun")
    go_on(db, actor.classroom_id, before)
    return before


def remove_untouched(db: Session, classroom_id: UUID) -> None:
    """Remove a class in which nobody has done anything, and people known from nowhere else.

    *Errors*: ``class_has_begun`` (422).
    """
    if not is_untouched(db, classroom_id):
        raise DomainError("class_has_begun")
    with unscoped(db, "the class is removed whole"):
        people = db.scalars(
            select(Membership.person_id).where(Membership.classroom_id == classroom_id)
        ).all()
        db.execute(
            update(Membership).where(Membership.classroom_id == classroom_id).values(maybe_id=None)
        )
        db.execute(delete(Classroom).where(Classroom.id == classroom_id))
        db.flush()
        elsewhere = set(
            db.scalars(select(Membership.person_id).where(Membership.person_id.in_(people)))
        )
        db.execute(delete(Person).where(Person.id.in_(set(people) - elsewhere)))
    db.expire_all()


def settle_in(db: Session, classroom_id: UUID, school_id: UUID) -> None:
    """Let a class, and the people who are in no other class, belong to another school."""
    with unscoped(db, "people who are in other classes too stay in their school"):
        db.execute(
            update(Classroom).where(Classroom.id == classroom_id).values(school_id=school_id)
        )
        own = Membership.entered_by != BY_NETWORK
        here = select(Membership.person_id).where(Membership.classroom_id == classroom_id, own)
        elsewhere = select(Membership.person_id).where(Membership.classroom_id != classroom_id, own)
        db.execute(
            update(Person)
            .where(Person.id.in_(here), Person.id.not_in(elsewhere))
            .values(school_id=school_id)
            .execution_options(synchronize_session=False)
        )


def expect_again(db: Session, classroom_id: UUID, known: set[UUID]) -> None:
    """Let everybody be recognised anew by their name, but those whose accounts are ``known``.

    In another LMS the same pupils have other accounts: as after the teacher's list, each is
    recognised at their first visit and the teacher confirms.
    """
    with unscoped(db, "the class goes on in another course than the one at the screen"):
        for member in db.scalars(select(Membership).where(Membership.classroom_id == classroom_id)):
            # An adult without an account has none in any LMS; who was erased never comes again.
            apart = (BY_HAND, HAS_LEFT, BY_NETWORK)
            if member.person_id not in known and member.entered_by not in apart:
                # Of the list and never here: the teacher goes on writing for them.
                if member.entered_by != BY_LIST or member.first_launch_at is not None:
                    member.entered_by = BY_MOVE
                member.first_launch_at = None
                member.maybe_id = None
        db.flush()


def _of_teacher(db: Session, actor: Actor) -> Classroom:
    if not actor.is_teacher:
        raise NotAllowed
    return db.get_one(Classroom, actor.classroom_id)
