"""The invented classes of the demonstration: cards on the wall, no exchange yet.

Made by the same services as a real class: the class list is imported as a teacher would, the
practice LMS's users are linked to its people as their first launches and their teacher would, and
what pupils have written beyond the list is put up as they would.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.models import Membership, Person
from rers_school.classroom.rules import classlist
from rers_school.classroom.rules.names import same_person_key
from rers_school.classroom.services import cards, class_import, people
from rers_school.db import open_session, scope_to
from rers_school.lti import platforms
from rers_school.lti.models import ContextLink, Deployment, LoginIdentity, Platform
from rers_school.practice import directory
from rers_school.practice.settings import (
    CourseSpec,
    PracticeSettings,
    framing_origins,
    registration_facts,
)
from rers_school.practice.store import open_store


def seed(engine: Engine, lms: PracticeSettings) -> dict[str, UUID]:
    """Register the practice LMS and, at the first start, enter its classes.

    Return those that were entered now, by the label of their course.
    """
    entered: dict[str, UUID] = {}
    with open_session(engine, writes=True) as db:
        _follow(db, lms)
        platform = platforms.add(
            db,
            **registration_facts(lms),
            school=lms.school,
            name="practice",
            frame_origins=framing_origins(lms),
        )
        deployment = db.scalars(
            select(Deployment).where(Deployment.platform_id == platform.id)
        ).one()
        for course in lms.courses:
            if not _is_linked(db, deployment, course):
                classroom_id = _enter_class(db, deployment, course)
                people_there = _people(db, classroom_id)
                _link_people(db, people_there, platform, course, lms.data_dir)
                _let_write(db, classroom_id, people_there, course)
                entered[course.label] = classroom_id
        db.commit()
    return entered


def _follow(db: Session, lms: PracticeSettings) -> None:
    """Let the registration follow the practice LMS to another port, with its class."""
    known = db.scalar(select(Platform).where(Platform.client_id == lms.tool.client_id))
    if known is not None:
        known.issuer = lms.issuer
        db.flush()


def _is_linked(db: Session, deployment: Deployment, course: CourseSpec) -> bool:
    return bool(
        db.scalar(
            select(ContextLink.id).where(
                ContextLink.deployment_pk == deployment.id, ContextLink.context_id == course.id
            )
        )
    )


def _enter_class(db: Session, deployment: Deployment, course: CourseSpec) -> UUID:
    classroom = people.found_classroom(
        db, school_id=deployment.school_id, name=course.title, language=course.locale
    )
    db.add(
        ContextLink(deployment_pk=deployment.id, context_id=course.id, classroom_id=classroom.id)
    )
    scope_to(db, classroom.id)
    given, family = course.teacher
    people.enter(
        db, classroom_id=classroom.id, given=given, family=family, role=Role.TEACHER, how="list"
    )
    listed = classlist.read(course.csv_path.read_bytes())
    class_import.apply(db, None, classroom.id, listed)
    return classroom.id


def _people(db: Session, classroom_id: UUID) -> dict[str, Membership]:
    """Return the members of a class by the key of their names."""
    found = db.execute(
        select(Person.name_key, Membership)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.classroom_id == classroom_id)
    )
    return {name_key: member for name_key, member in found}


def _let_write(
    db: Session, classroom_id: UUID, by_name: Mapping[str, Membership], course: CourseSpec
) -> None:
    """Put up the cards that pupils have written in full, where the class has any such file."""
    path = course.csv_path.with_suffix(".cards.json")
    for card in json.loads(path.read_text("utf-8")) if path.exists() else ():
        member = by_name[same_person_key(*card["by"])]
        writer = Actor(member.id, member.person_id, classroom_id, Role.PUPIL)
        cards.add(db, writer, card["kind"], card["words"], card["more"])


def _link_people(
    db: Session,
    by_name: Mapping[str, Membership],
    platform: Platform,
    course: CourseSpec,
    lms_data: Path,
) -> None:
    """Say which user of the practice LMS is whom, so that a first launch finds the cards."""
    store = open_store(lms_data)
    try:
        found = directory.course_by_id(store, course.id)
        users = [member.user for member in directory.members(store, found)] if found else []
    finally:
        store.close()
    for user in users:
        member = by_name.get(same_person_key(user.given, user.family))
        if member is not None:
            db.add(LoginIdentity(platform_id=platform.id, sub=user.id, person_id=member.person_id))
    db.flush()
