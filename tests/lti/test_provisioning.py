"""Two first launches at the same moment find the same class and the same person."""

import threading
import time
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Role
from rers_school.classroom.models import Classroom, Person, School
from rers_school.db import open_session, unscoped
from rers_school.lti import claims, platforms
from rers_school.lti.provisioning import Arrival, arrive, together
from tests.lti.platform import CLAIM, Lms, refused


@pytest.mark.parametrize("courses", [("2", "2"), ("2", "3")], ids=["one course", "two courses"])
def test_who_comes_second_finds_what_the_first_is_still_making(
    lms: Lms, courses: tuple[str, str]
) -> None:
    with open_session(lms.engine) as db:
        platform = platforms.find(db, issuer=lms.issuer, client_id=lms.client_id)
    assert platform is not None
    first_has_made, people, classes = threading.Event(), set[UUID](), set[UUID]()

    def come(course: str, *, first: bool) -> None:
        said = lms.claims("pupil_resource_launch", "n", {CLAIM + "context": {"id": course}})
        facts = claims.read(said, own_origin="http://localhost")

        def work(db: Session) -> Arrival:
            made = arrive(db, platform, facts, Role.PUPIL)
            if first:
                first_has_made.set()
                # Long enough for the second one to have looked, and to be about to write.
                time.sleep(0.3)
            return made

        if not first:
            first_has_made.wait()
        made = together(lms.engine, work)
        people.add(made.membership_id)
        classes.add(made.classroom_id)

    second = threading.Thread(target=come, args=(courses[1],), kwargs={"first": False})
    second.start()
    come(courses[0], first=True)
    second.join()
    different = len(set(courses))
    assert (len(people), len(classes)) == (different, different)
    with open_session(lms.engine) as db:
        assert len(db.scalars(select(Classroom)).all()) == different
    assert lms.launch(lms.browser()).status_code == 303


def test_the_same_course_and_user_of_another_school_are_another_class_and_person(
    lms: Lms, college: Lms
) -> None:
    for school in (lms, college, lms):
        assert school.launch(school.browser()).status_code == 303
    with open_session(lms.engine) as db, unscoped(db, "the test looks at both schools"):
        found = db.execute(
            select(School.name, Classroom.id).join(School, School.id == Classroom.school_id)
        ).all()
        assert {name for name, _ in found} == {"École Marie-Curie", "Collège Katherine-Johnson"}
        assert len(found) == len(db.scalars(select(Person)).all()) == 2
    # And neither can speak for the other.
    begun = lms.begin(browser := lms.browser())
    claims_of_lms = lms.claims("pupil_resource_launch", begun.nonce)
    refused(lms.send(browser, begun.state, college.sign(claims_of_lms)), lms, "key_unknown")
