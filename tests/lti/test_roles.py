"""Which roles open a class, and as what."""

import pytest
from sqlalchemy import select

from rers_school.classroom.actor import Role
from rers_school.classroom.models import Membership, Visit
from rers_school.db import open_session, unscoped
from rers_school.lti.roles import is_administrator, part_of
from tests.lti.platform import CLAIM, DROP, Lms, refused

V2 = "http://purl.imsglobal.org/vocab/lis/v2/"


@pytest.mark.parametrize(
    ("roles", "part"),
    [
        (["membership#Instructor"], Role.TEACHER),
        (["membership#Learner"], Role.PUPIL),
        (["membership#Learner", "membership#Instructor"], Role.TEACHER),
        (["membership#Instructor", "membership/Instructor#TeachingAssistant"], Role.TEACHER),
        (["membership#Learner", "institution/person#Student"], Role.PUPIL),
        (["membership/Instructor#TeachingAssistant"], None),
        (["membership/Instructor#PrimaryInstructor"], None),
        (["membership/Learner#GuestLearner"], None),
        (["membership#ContentDeveloper"], None),
        (["membership#Mentor"], None),
        (["membership#Manager"], None),
        (["membership#Member"], None),
        (["membership#Administrator"], None),
        (["institution/person#Instructor"], None),
        (["institution/person#Student", "institution/person#Learner"], None),
        (["system/person#Administrator"], None),
        (["system/person#Administrator", "institution/person#Administrator"], None),
        (["membership#instructor"], None),
        (["membership#Instructor "], None),
        ([], None),
    ],
)
def test_the_principal_role_in_the_course_decides(roles: list[str], part: Role | None) -> None:
    assert part_of([V2 + role for role in roles]) is part


@pytest.mark.parametrize(
    ("role", "part"),
    [
        ("Instructor", Role.TEACHER),
        ("Learner", Role.PUPIL),
        ("Mentor", None),
        ("Administrator", None),
        ("TeachingAssistant", None),
        ("urn:lti:role:ims/lis/Instructor", None),
        ("", None),
    ],
)
def test_a_short_name_counts_where_it_is_a_role_in_the_course(role: str, part: Role | None) -> None:
    assert part_of([role]) is part


def test_an_administrator_is_recognised_beside_the_role_in_the_course() -> None:
    assert is_administrator([V2 + "membership#Instructor", V2 + "system/person#Administrator"])
    assert not is_administrator([V2 + "membership#Instructor"])


@pytest.mark.parametrize(
    ("roles", "words"),
    [
        (DROP, "does not say that you are a pupil or a teacher"),
        ([], "does not say that you are a pupil or a teacher"),
        ([V2 + "membership#Mentor"], "Only the pupils of the class and their teachers"),
        ([V2 + "system/person#Administrator"], "You administer the platform"),
        ([V2 + "institution/person#Guest"], "Guests of the course"),
        (
            [V2 + "institution/person#Instructor", V2 + "institution/person#Student"],
            "does not say that you are a pupil or a teacher",
        ),
        (
            [V2 + "membership/Instructor#TeachingAssistant"],
            "does not say that you are a pupil or a teacher",
        ),
        (["invented"], "does not say that you are a pupil or a teacher"),
    ],
)
def test_who_has_no_place_in_the_class_gets_a_page_that_says_why(
    lms: Lms, roles: object, words: str
) -> None:
    response = lms.launch(lms.browser(accept_language="en"), changes={CLAIM + "roles": roles})
    refused(response, lms, "no_usable_role")
    assert words in response.get_data(as_text=True)


def test_an_administrator_who_comes_as_teacher_is_in_the_class_log(lms: Lms) -> None:
    lms.launch(lms.browser(), "teacher_resource_launch")
    with open_session(lms.engine) as db, unscoped(db, "the test looks at every class"):
        assert db.scalars(select(Visit)).all() == []
    lms.launch(lms.browser(), "admin_resource_launch")
    with open_session(lms.engine) as db, unscoped(db, "the test looks at every class"):
        (visit,) = db.scalars(select(Visit)).all()
        member = db.get_one(Membership, visit.membership_id)
        assert member.shown_name == "Admin User"


def test_a_teacher_as_student_sees_the_pupils_view_and_stays_the_teacher(lms: Lms) -> None:
    browser = lms.browser()
    first = lms.launch(browser, "teacher_resource_launch")
    assert "/class" in browser.get(first.location).location
    switched = lms.launch(browser, "teacher_switched_to_student")
    seen = browser.get(switched.location)
    assert seen.status_code == 200
    assert "You see the class as a pupil sees it" in seen.get_data(as_text=True)
    root = switched.location.split("?")[0]
    assert browser.get(root + "people").status_code == 403
    with open_session(lms.engine) as db, unscoped(db, "the test looks at every class"):
        assert [one.role for one in db.scalars(select(Membership))] == ["teacher"]
    again = lms.launch(browser, "teacher_resource_launch")
    assert "/class" in browser.get(again.location).location
