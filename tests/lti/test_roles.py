"""Which roles open a class, and as what."""

import pytest

from rers_school.classroom.actor import Role
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
    "roles",
    [
        DROP,
        [],
        [V2 + "membership#Mentor"],
        [V2 + "system/person#Administrator"],
        [V2 + "institution/person#Instructor", V2 + "institution/person#Student"],
        [V2 + "membership/Instructor#TeachingAssistant"],
        ["invented"],
    ],
)
def test_who_has_no_place_in_the_class_gets_a_page_that_says_why(lms: Lms, roles: object) -> None:
    response = lms.launch(lms.browser(accept_language="en"), changes={CLAIM + "roles": roles})
    refused(response, lms, "no_usable_role")
    assert "does not say that you are a pupil or a teacher" in response.get_data(as_text=True)
