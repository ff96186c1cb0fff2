"""Who one is in a course: switched roles, the administrator, mentors, guests, people who left."""

import json

import pytest

from .helpers import (
    CLAIM,
    ISSUER,
    TOOL,
    Browser,
    auth_request,
    capture,
    person,
    posted_form,
)
from .standin import ADMIN, StandIn

TEACHER = "mme-diallo"
MEMBERS = f"{ISSUER}/nrps/CourseSection/2/bindings/1/memberships"


def switch(browser: Browser, role: str, slug: str = TEACHER, course: str = "2") -> int:
    return browser.post(person(slug, f"/course/{course}/role"), {"role": role}).status_code


def user_id(browser: Browser, slug: str) -> str:
    return browser.login_fields(slug)["login_hint"]


def change(browser: Browser, act: str, user: str, course: str = "2") -> int:
    fields = {"act": act, "user": user, "course": course}
    return browser.post(f"{ADMIN}/people", fields).status_code


def listed(browser: Browser, token: str) -> dict[str, str]:
    answer = browser.get(MEMBERS, headers={"Authorization": f"Bearer {token}"})
    return {one["user_id"]: one["status"] for one in json.loads(answer.text)["members"]}


def test_a_teacher_sees_the_course_as_a_pupil_and_is_herself_again(browser: Browser) -> None:
    before = browser.claims(TEACHER)
    assert switch(browser, "student") == 303
    claims, moodles = browser.claims(TEACHER), capture("claims_teacher_switched_to_student")
    assert claims[f"{CLAIM}roles"] == moodles["claims"][f"{CLAIM}roles"]
    assert (claims["sub"], claims["name"]) == (before["sub"], before["name"])
    page = browser.get(person(TEACHER, "/course/2")).text
    assert "Vous voyez le cours comme un élève" in page
    assert "/course/2/add" not in page
    assert switch(browser, "own") == 303
    assert browser.claims(TEACHER)[f"{CLAIM}roles"] == before[f"{CLAIM}roles"]


def test_a_switched_role_counts_when_the_launch_arrives(browser: Browser) -> None:
    login = browser.login_fields(TEACHER)
    switch(browser, "student")
    answer = browser.get(f"{ISSUER}/auth", query_string=auth_request(login))
    claims = browser.verified(posted_form(answer.text)[1]["id_token"])
    assert claims[f"{CLAIM}roles"] == ["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"]


def test_a_switched_teacher_is_a_teacher_in_the_list_of_members(
    browser: Browser, token: str
) -> None:
    switch(browser, "student")
    answer = browser.get(f"{MEMBERS}?role=Instructor", headers={"Authorization": f"Bearer {token}"})
    assert len(json.loads(answer.text)["members"]) == 1


def test_a_switched_teacher_changes_nothing_in_the_course(browser: Browser) -> None:
    switch(browser, "student")
    assert browser.post(person(TEACHER, "/course/2/names"), {"shared": "no"}).status_code == 403
    assert browser.post(person(TEACHER, "/course/2/duplicate"), {}).status_code == 403


def test_pupils_have_no_other_role(browser: Browser) -> None:
    for role in ("student", "own"):
        assert switch(browser, role, "zoe") == 403
    assert switch(browser, "principal") == 400
    assert 'name="role"' not in browser.get(person("zoe", "/course/2")).text


@pytest.mark.parametrize("course", ["2", "3"])
def test_the_administrator_opens_every_course(browser: Browser, course: str) -> None:
    page = browser.get(person("admin", f"/launch/{course}/{int(course) - 1}"))
    answer = browser.get(f"{ISSUER}/auth", query_string=auth_request(posted_form(page.text)[1]))
    claims = browser.verified(posted_form(answer.text)[1]["id_token"])
    moodles = capture("claims_admin_resource_launch")["claims"]
    assert claims[f"{CLAIM}roles"] == moodles[f"{CLAIM}roles"]
    assert claims["sub"] == moodles["sub"]
    assert claims["name"] == moodles["name"]
    assert claims[f"{CLAIM}lis"]["person_sourcedid"] == ""


def test_the_administrator_switches_to_a_pupil_as_in_moodle(browser: Browser) -> None:
    switch(browser, "student", "admin")
    moodles = capture("claims_admin_switched_to_student")["claims"]
    assert browser.claims("admin")[f"{CLAIM}roles"] == moodles[f"{CLAIM}roles"]


def test_the_administrator_is_on_no_list(browser: Browser, token: str) -> None:
    assert "2" not in listed(browser, token)
    assert "admin.localhost" not in browser.get(f"{ISSUER}/").text
    assert person("admin", "/course/2") in browser.get(f"{ADMIN}/").text


def test_a_mentor_comes_without_the_roles_of_a_class(browser: Browser) -> None:
    page = browser.get(person("odile", "/launch/3/2"))
    answer = browser.get(f"{ISSUER}/auth", query_string=auth_request(posted_form(page.text)[1]))
    claims = browser.verified(posted_form(answer.text)[1]["id_token"])
    assert claims[f"{CLAIM}roles"] == ["http://purl.imsglobal.org/vocab/lis/v2/membership#Mentor"]
    assert browser.post(person("odile", "/course/3/names"), {"shared": "no"}).status_code == 403


@pytest.mark.parametrize("path", ["/course/2", "/launch/2/1", "/course/2/add"])
def test_a_guest_is_turned_away_by_the_lms_itself(browser: Browser, path: str) -> None:
    answer = browser.get(person("guest", path))
    assert answer.status_code == 403
    assert "auto-post" not in answer.text
    assert "pas de rôle" in answer.text


@pytest.mark.parametrize(
    ("act", "back", "described"), [("leave", "return", "course"), ("suspend", "reopen", "account")]
)
def test_a_launch_of_somebody_who_left_ends_in_an_error_post(
    browser: Browser, act: str, back: str, described: str
) -> None:
    zoe, login = user_id(browser, "zoe"), browser.login_fields("zoe")
    assert change(browser, act, zoe) == 303
    answer = browser.get(f"{ISSUER}/auth", query_string=auth_request(login))
    action, fields = posted_form(answer.text)
    assert action == f"{TOOL}/lti/launch"
    assert fields.keys() == {"error", "error_description", "state"}
    assert (fields["error"], fields["state"]) == ("access_denied", "the-state")
    assert described in fields["error_description"]
    assert browser.get(person("zoe", "/course/2")).status_code in (403, 404)
    assert change(browser, back, zoe) == 303
    assert browser.claims("zoe")["sub"] == zoe


def test_whoever_left_is_off_the_list_and_whoever_is_suspended_stays(
    browser: Browser, token: str
) -> None:
    zoe, theo = user_id(browser, "zoe"), user_id(browser, "theo")
    change(browser, "leave", zoe)
    change(browser, "suspend", theo)
    statuses = listed(browser, token)
    assert zoe not in statuses
    assert statuses[theo] == "Active"
    # Zoé is still in her other course.
    assert browser.get(person("zoe", "/course/3")).status_code == 200


def test_who_left_stays_away_over_a_restart(browser: Browser, start: object) -> None:
    change(browser, "leave", user_id(browser, "zoe"))
    assert callable(start)
    assert start().get(person("zoe", "/course/2")).status_code == 404


@pytest.mark.parametrize(
    ("act", "user", "course"),
    [("leave", "99", "2"), ("leave", "3", "9"), ("expel", "3", "2"), ("", "", "")],
)
def test_an_unknown_change_is_refused(browser: Browser, act: str, user: str, course: str) -> None:
    assert change(browser, act, user, course) == 400


def test_two_tools_see_the_same_person(browser: Browser, standin: StandIn) -> None:
    browser.post(person(TEACHER, "/course/2/add"), {"tool": standin.deployment_id})
    claims = standin.claims(browser.get(person("zoe", "/launch/2/3")))
    assert claims["sub"] == user_id(browser, "zoe")
