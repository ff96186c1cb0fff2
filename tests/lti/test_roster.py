"""The course's list: every page or nothing, seen before it is applied."""

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from rers_school.classroom.models import Membership, Person
from rers_school.classroom.services import people
from rers_school.db import open_session, scope_to, unscoped
from rers_school.lti.models import ContextLink, LoginIdentity
from tests.factories import check_html
from tests.lti.platform import CLAIM, Answer, Lms

NRPS = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
LIST = "/mod/lti/services.php/CourseSection/2/bindings/1/memberships"
CAPTURES = Path(__file__).parent / "captures"


def members(name: str = "nrps_course_names_emails_shared") -> list[dict[str, Any]]:
    """Return the people whom a Moodle listed."""
    body = json.loads((CAPTURES / f"{name}.json").read_text())["body"]
    return list(body["members"])


def page(people: list[dict[str, Any]], **headers: str) -> Answer:
    return Answer(json.dumps({"id": "x", "members": people}).encode(), headers=headers)


class Class:
    """A teacher's screen in a class whose LMS gives its list."""

    def __init__(self, lms: Lms) -> None:
        self.lms = lms
        self.answers = lms.answers
        self.answers["/token"] = Answer(
            json.dumps({"access_token": "t", "token_type": "Bearer", "expires_in": 3600}).encode(),
            # As a Moodle labels it.
            headers={"Content-Type": "text/html; charset=utf-8"},
        )
        self.answers[LIST] = page(members())
        self.browser = lms.browser(accept_language="en")
        arrived = self.come(self.browser, "teacher_resource_launch")
        found = re.match(r"/c/[^/]+", arrived.location or "")
        assert found is not None
        self.root = found[0]

    def come(self, browser: FlaskClient, name: str, **changes: Any) -> TestResponse:
        claim = {NRPS: {"context_memberships_url": self.lms.base + LIST}}
        return self.lms.launch(browser, name, claim | changes)

    def look(self) -> TestResponse:
        answer = self.browser.get(self.root + "/course/people")
        check_html(answer)
        return answer

    def apply(self, looked: TestResponse) -> TestResponse:
        text = looked.get_data(as_text=True)
        form = text[text.index('action="' + self.root + '/course/people"') :]
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
        return self.browser.post(
            self.root + "/course/people", data={k: unescape(v) for k, v in fields.items()}
        )

    def everybody(self) -> dict[str, Membership]:
        with open_session(self.lms.engine) as db, unscoped(db, "the test looks at every class"):
            rows = db.execute(select(Person, Membership).join(Membership)).all()
        return {f"{one.given_name} {one.family_name}".strip(): member for one, member in rows}


@pytest.fixture
def room(lms: Lms) -> Class:
    return Class(lms)


def test_the_list_is_seen_before_anything_changes(room: Class) -> None:
    looked = room.look()
    text = looked.get_data(as_text=True)
    assert looked.status_code == 200
    assert "14 people are on the list." in text
    assert "Zoé Bérénger" in text
    assert list(room.everybody()) == ["Aïssatou Diallo"]
    assert "zoe@ecole.example" not in text


def test_applied_everybody_is_in_the_class_and_known_at_their_first_visit(room: Class) -> None:
    assert room.apply(room.look()).status_code == 303
    found = room.everybody()
    assert len(found) == 14
    assert found["Zoé Bérénger"].first_launch_at is None
    before = found["Zoé Bérénger"].id
    room.come(room.lms.browser(), "pupil_resource_launch")
    after = room.everybody()
    assert len(after) == 14
    assert after["Zoé Bérénger"].id == before
    assert after["Zoé Bérénger"].first_launch_at is not None
    with open_session(room.lms.engine) as db:
        subs = db.scalars(select(LoginIdentity.sub)).all()
    assert len(subs) == len(set(subs)) == 14


def test_no_email_and_no_sourced_id_are_kept(room: Class) -> None:
    room.apply(room.look())
    with open_session(room.lms.engine) as db, unscoped(db, "the test looks at every class"):
        for table in (Person, Membership, LoginIdentity):
            for row in db.scalars(select(table)):
                said = repr(vars(row))
                assert "@" not in said
                assert "E-0" not in said


def test_all_pages_are_read(room: Class) -> None:
    everybody = members()
    following = f"{LIST}?limit=5&from=5"
    room.answers[LIST] = page(everybody[:5], Link=f'<{room.lms.base}{following}>; rel="next"')
    room.answers[following] = page(everybody[5:])
    assert "14 people are on the list." in room.look().get_data(as_text=True)


@pytest.mark.parametrize(
    "second",
    [
        Answer(status=500),
        Answer(b"<html>"),
        Answer(b"{}"),
        Answer(b'{"members": [{"roles": ["Learner"]}]}'),
        Answer(b'{"members": [{"user_id": 7, "roles": ["Learner"]}]}'),
        Answer(b'{"members": [{"user_id": "7", "roles": "Learner"}]}'),
        Answer(b'{"members": {}}'),
        Answer(b"x" * 400_000),
        Answer(status=302, headers={"Location": "/elsewhere"}),
    ],
)
def test_a_page_that_fails_changes_nothing(room: Class, second: Answer) -> None:
    following = f"{LIST}?limit=5&from=5"
    room.answers[LIST] = page(members()[:5], Link=f'<{room.lms.base}{following}>; rel="next"')
    room.answers[following] = second
    looked = room.look()
    assert looked.status_code == 502
    text = looked.get_data(as_text=True)
    assert "Nothing was changed." in text
    assert 'name="list"' not in text
    assert list(room.everybody()) == ["Aïssatou Diallo"]


@pytest.mark.parametrize(
    "link",
    [
        lambda room: f"{room.lms.base}{LIST}",
        lambda room: "http://127.0.0.1:9/elsewhere",
        lambda room: "/relative",
    ],
)
def test_pages_lead_on_at_the_same_platform_and_not_in_a_circle(
    room: Class, link: Callable[[Class], str]
) -> None:
    room.answers[LIST] = page(members()[:5], Link=f'<{link(room)}>; rel="next"')
    assert room.look().status_code == 502


def test_where_the_courses_list_has_no_names_the_activitys_has(room: Class) -> None:
    room.answers[LIST] = page(members("nrps_delegate_course"))
    room.answers[LIST + "?rlid=1"] = page(members("nrps_delegate_rlid_on"))
    assert "Zoé Bérénger" in room.look().get_data(as_text=True)


@pytest.mark.parametrize("status", [404, 400])
def test_a_platform_without_the_activitys_list_has_the_courses(room: Class, status: int) -> None:
    room.answers[LIST] = page(members("nrps_delegate_course"))
    room.answers[LIST + "?rlid=1"] = Answer(status=status)
    looked = room.look()
    assert looked.status_code == 200
    assert "13 accounts without a name" in looked.get_data(as_text=True)


def test_an_account_without_a_name_waits_for_its_owner_and_blanks_nothing(room: Class) -> None:
    room.come(room.lms.browser(), "pupil_resource_launch")
    room.answers[LIST] = page(members("nrps_delegate_course"))
    room.answers[LIST + "?rlid=1"] = page(members("nrps_delegate_course"))
    looked = room.look()
    text = looked.get_data(as_text=True)
    assert "12 accounts without a name" in text
    assert "nothing to change" in text
    assert set(room.everybody()) == {"Aïssatou Diallo", "Zoé Bérénger"}


def test_who_is_gone_becomes_inactive_and_comes_back(room: Class) -> None:
    room.come(room.lms.browser(), "pupil_resource_launch")
    everybody = members()
    room.answers[LIST] = page([one for one in everybody if one["user_id"] != "6"])
    looked = room.look()
    assert "Not on the list any more" in looked.get_data(as_text=True)
    assert room.everybody()["Zoé Bérénger"].active
    room.apply(looked)
    assert not room.everybody()["Zoé Bérénger"].active
    room.answers[LIST] = page(everybody)
    again = room.look()
    assert "Back in the class" in again.get_data(as_text=True)
    room.apply(again)
    assert room.everybody()["Zoé Bérénger"].active


def test_a_launch_brings_somebody_back_too(room: Class) -> None:
    room.come(room.lms.browser(), "pupil_resource_launch")
    room.answers[LIST] = page([one for one in members() if one["user_id"] != "6"])
    room.apply(room.look())
    room.come(room.lms.browser(), "pupil_resource_launch")
    assert room.everybody()["Zoé Bérénger"].active


def test_whoever_asks_is_never_gone(room: Class) -> None:
    # An administrator is in no list, and may ask all the same.
    room.answers[LIST] = page([one for one in members() if one["user_id"] != "3"])
    looked = room.look()
    assert "Not on the list any more" not in looked.get_data(as_text=True)
    room.apply(looked)
    assert room.everybody()["Aïssatou Diallo"].active


def test_an_administrator_who_visited_is_in_no_list_and_not_gone(room: Class) -> None:
    room.come(room.lms.browser(), "admin_resource_launch")
    assert "Not on the list any more" not in room.look().get_data(as_text=True)


@pytest.mark.parametrize("status", ["Inactive", "Deleted"])
def test_who_is_suspended_is_not_expected(room: Class, status: str) -> None:
    everybody = members()
    everybody[1]["status"] = status
    room.answers[LIST] = page(everybody)
    assert "Zoé Bérénger" not in room.look().get_data(as_text=True)


def test_an_empty_list_changes_nothing(room: Class) -> None:
    room.come(room.lms.browser(), "pupil_resource_launch")
    room.answers[LIST] = page([])
    looked = room.look()
    assert looked.status_code == 502
    assert "empty list" in looked.get_data(as_text=True)


def test_renamed_in_the_lms_renamed_here(room: Class) -> None:
    room.come(room.lms.browser(), "pupil_resource_launch")
    everybody = members()
    everybody[1] |= {"given_name": "Zoë", "family_name": "Bérénger-Noir", "name": "x"}
    room.answers[LIST] = page(everybody)
    looked = room.look()
    assert "Zoë Bérénger-Noir" in looked.get_data(as_text=True)
    room.apply(looked)
    assert "Zoë Bérénger-Noir" in room.everybody()


def test_a_launch_role_wins_over_the_lists(room: Class) -> None:
    # A Moodle lists its non-editing teacher as a learner, and launches him as a teacher.
    moreau = next(one for one in members() if one["name"] == "Benoît Moreau")
    assert moreau["roles"] == ["Learner"]
    room.apply(room.look())
    assert room.everybody()["Benoît Moreau"].role == "pupil"
    room.come(room.lms.browser(), "nonediting_teacher_resource_launch")
    assert room.everybody()["Benoît Moreau"].role == "teacher"
    looked = room.look()
    assert "nothing to change" in looked.get_data(as_text=True)


def test_an_entry_of_the_teachers_list_gets_its_account(room: Class) -> None:
    with open_session(room.lms.engine, writes=True) as db:
        classroom_id = db.scalars(select(ContextLink.classroom_id)).one()
        scope_to(db, classroom_id)
        people.enter(
            db, classroom_id=classroom_id, given="Zoe", family="Berenger",
            role=people.Role.PUPIL, how="list",
        )  # fmt: skip
        db.commit()
    before = room.everybody()["Zoe Berenger"].id
    looked = room.look()
    assert "Already on your list" in looked.get_data(as_text=True)
    room.apply(looked)
    found = room.everybody()
    assert found["Zoé Bérénger"].id == before
    assert len(found) == 14
    room.come(room.lms.browser(), "pupil_resource_launch")
    assert len(room.everybody()) == 14


def test_two_of_the_same_name_are_told_apart_by_nobody_but_the_teacher(room: Class) -> None:
    everybody = [*members(), members()[1] | {"user_id": "99"}]
    room.answers[LIST] = page(everybody)
    with open_session(room.lms.engine, writes=True) as db:
        classroom_id = db.scalars(select(ContextLink.classroom_id)).one()
        scope_to(db, classroom_id)
        people.enter(
            db, classroom_id=classroom_id, given="Zoé", family="Bérénger",
            role=people.Role.PUPIL, how="list",
        )  # fmt: skip
        db.commit()
    assert "Already on your list" not in room.look().get_data(as_text=True)


def test_what_changed_meanwhile_is_shown_anew(room: Class) -> None:
    looked = room.look()
    room.come(room.lms.browser(), "pupil_resource_launch")
    answer = room.apply(looked)
    assert answer.status_code == 409
    assert "The class has changed meanwhile" in answer.get_data(as_text=True)
    assert len(room.everybody()) == 2
    assert room.apply(answer).status_code == 303
    assert len(room.everybody()) == 14


def test_a_forged_list_is_refused(room: Class) -> None:
    looked = room.look()
    token = re.search(r'name="_launch" value="([^"]+)"', looked.get_data(as_text=True))
    assert token is not None
    answer = room.browser.post(
        room.root + "/course/people", data={"_launch": token[1], "list": "W10.x.y"}
    )
    assert answer.status_code == 422
    assert len(room.everybody()) == 1


def test_a_token_that_the_platform_forgot_is_asked_for_again(room: Class) -> None:
    room.look()
    assert room.answers["/token"].asked == 1
    room.look()
    assert room.answers["/token"].asked == 1
    room.answers[LIST] = Answer(status=401)
    assert room.look().status_code == 502
    assert room.answers["/token"].asked == 2


def test_a_platform_that_refuses_is_named_as_such(room: Class) -> None:
    room.answers["/token"] = Answer(b'{"error": "invalid_scope"}', status=400)
    looked = room.look()
    assert "does not give the list of the course to this tool" in looked.get_data(as_text=True)


def test_without_a_list_the_page_says_so(lms: Lms) -> None:
    browser = lms.browser(accept_language="en")
    arrived = lms.launch(browser, "teacher_resource_launch", {NRPS: {}})
    root = (arrived.location or "").split("?")[0].rstrip("/")
    shown = browser.get(root + "/course")
    assert "does not give its list" in shown.get_data(as_text=True)
    assert browser.get(root + "/course/people").status_code == 422


def test_hostile_names_stay_words(room: Class) -> None:
    everybody = members()
    everybody[1] |= {"given_name": "<script>alert(1)</script>", "family_name": "\x00‮Bob" * 50}
    room.answers[LIST] = page(everybody)
    looked = room.look()
    assert looked.status_code == 200
    assert "<script>alert" not in looked.get_data(as_text=True)
    assert room.apply(looked).status_code == 303
    assert "nothing to change" in room.look().get_data(as_text=True)


def test_a_person_of_another_class_is_one_person_in_both(room: Class) -> None:
    second = {CLAIM + "context": {"id": "3", "title": "CM1", "type": ["CourseSection"]}}
    room.come(room.lms.browser(), "pupil_resource_launch", **second)
    room.apply(room.look())
    with open_session(room.lms.engine) as db, unscoped(db, "the test looks at every class"):
        person = db.scalars(select(LoginIdentity.person_id).where(LoginIdentity.sub == "6")).one()
        theirs = db.scalars(select(Membership).where(Membership.person_id == person)).all()
    assert len(theirs) == 2
