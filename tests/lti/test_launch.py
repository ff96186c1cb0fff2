"""Launches as a real Moodle makes them, signed again by the platform of the test."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import func, select

from rers_school.classroom.models import Classroom, Membership, Person, School
from rers_school.db import open_session, unscoped
from rers_school.lti.models import ContextLink, LaunchSession, LoginIdentity
from tests.lti.platform import CLAIM, DROP, Lms, refused


def rows(lms: Lms, table: type) -> list:
    with open_session(lms.engine) as db, unscoped(db, "the test looks at everything"):
        return list(db.scalars(select(table)))


def test_a_pupil_comes_into_the_class(lms: Lms) -> None:
    response = lms.launch(lms.browser())
    (classroom,) = rows(lms, Classroom)
    (session,) = rows(lms, LaunchSession)
    (person,) = rows(lms, Person)
    assert response.status_code == 303
    address = urlsplit(response.location)
    assert address.path == f"/c/{classroom.id}/"
    assert set(parse_qs(address.query)) == {"arrived"}
    assert classroom.name == "CM2 – Classe de Mme Diallo"
    assert (person.given_name, person.family_name) == ("Zoé", "Bérénger")
    assert session.role == "pupil"
    assert session.roster_url.endswith("/CourseSection/2/bindings/1/memberships")
    assert session.return_url.startswith("http://127.0.0.1:8090/mod/lti/return.php?course=2")
    # The last one is where the platform says that its page is.
    assert session.frame_origins == f"https://moodle.example {lms.base} http://127.0.0.1:8090"


def test_the_class_gets_its_cookie_and_the_login_loses_its_own(lms: Lms) -> None:
    response = lms.launch(lms.browser())
    (classroom,) = rows(lms, Classroom)
    login, session = sorted(
        response.headers.getlist("Set-Cookie"), key=lambda cookie: "-login-" not in cookie
    )
    assert "Max-Age=0" in login
    assert f"Path=/c/{classroom.id}" in session
    assert {"Secure", "HttpOnly", "SameSite=None", "Partitioned"} <= {
        part.strip() for part in session.split(";")
    }


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("pupil_accents_resource_launch", "pupil"),
        ("pupil_privacy_never", "pupil"),
        ("pupil_lang_fr", "pupil"),
        ("pupil_tablet_ua", "pupil"),
        ("teacher_resource_launch", "teacher"),
        ("teacher_privacy_never", "teacher"),
        ("nonediting_teacher_resource_launch", "teacher"),
        ("admin_resource_launch", "teacher"),
        ("teacher_switched_to_student", "pupil"),
    ],
)
def test_the_rights_are_those_of_this_launch(lms: Lms, name: str, role: str) -> None:
    assert lms.launch(lms.browser(), name).status_code == 303
    (session,) = rows(lms, LaunchSession)
    assert session.role == role


def test_a_teacher_who_looks_as_a_student_stays_one_person(lms: Lms) -> None:
    browser = lms.browser()
    lms.launch(browser, "teacher_resource_launch")
    lms.launch(browser, "teacher_switched_to_student")
    assert len(rows(lms, Person)) == len(rows(lms, Membership)) == 1
    assert sorted(session.role for session in rows(lms, LaunchSession)) == ["pupil", "teacher"]


def test_every_launch_makes_a_session_of_its_own(lms: Lms) -> None:
    browser = lms.browser()
    first = lms.launch(browser, "pupil_resource_launch")
    second = lms.launch(browser, "pupil2_same_browser_after_logout")
    one, other = rows(lms, LaunchSession)
    assert one.membership_id != other.membership_id
    assert one.token_digest != other.token_digest
    assert urlsplit(first.location).path == urlsplit(second.location).path


def test_a_duplicated_activity_opens_the_same_class(lms: Lms) -> None:
    lms.launch(lms.browser(), "pupil_resource_launch")
    lms.launch(lms.browser(), "pupil_duplicated_activity")
    assert len(rows(lms, Classroom)) == len(rows(lms, Person)) == 1


def test_a_second_course_is_a_second_class_of_the_same_school_with_the_same_person(
    lms: Lms,
) -> None:
    lms.launch(lms.browser(), "pupil_resource_launch")
    lms.launch(lms.browser(), "pupil_second_course")
    one, other = rows(lms, Classroom)
    assert one.school_id == other.school_id
    assert len(rows(lms, Person)) == 1
    assert len(rows(lms, Membership)) == 2


def test_the_same_user_id_on_two_platforms_is_two_people(lms: Lms) -> None:
    lms.launch(lms.browser())
    lms.client_id = "tool-2"
    lms.register()
    lms.launch(lms.browser())
    assert len(rows(lms, Person)) == len(rows(lms, LoginIdentity)) == 2
    assert len(rows(lms, Classroom)) == len(rows(lms, ContextLink)) == 2
    assert len(rows(lms, School)) == 1


def test_a_launch_without_names_never_blanks_a_name(lms: Lms) -> None:
    lms.launch(lms.browser(), "pupil_resource_launch")
    lms.launch(lms.browser(), "pupil_privacy_never")
    (person,) = rows(lms, Person)
    assert (person.given_name, person.family_name) == ("Zoé", "Bérénger")


def test_a_single_name_shows_no_more_than_a_first_name(lms: Lms) -> None:
    lms.launch(lms.browser(), changes={"given_name": DROP, "family_name": DROP})
    (person,) = rows(lms, Person)
    assert (person.given_name, person.family_name) == ("Zoé", "Bérénger")


def test_no_e_mail_address_is_kept(lms: Lms) -> None:
    lms.launch(lms.browser())
    with open_session(lms.engine) as db, unscoped(db, "the test looks at everything"):
        for table in (Person, Membership, LoginIdentity, LaunchSession, Classroom):
            for row in db.scalars(select(table)):
                assert "ecole.example" not in repr(vars(row))


def test_the_language_of_the_launch_is_kept_for_the_pages(lms: Lms) -> None:
    lms.launch(lms.browser(), "pupil_lang_fr")
    (session,) = rows(lms, LaunchSession)
    assert session.locale == "fr"


def test_a_course_without_a_title_gets_a_name_all_the_same(lms: Lms) -> None:
    lms.launch(lms.browser(), changes={CLAIM + "context": {"id": "2", "label": "CM2"}})
    (classroom,) = rows(lms, Classroom)
    assert classroom.name == "CM2"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "/back", "http://[", "ftp://x/y"])
def test_a_way_back_that_is_no_web_address_is_left_out(lms: Lms, address: str) -> None:
    screen = {"return_url": address, "document_target": "iframe"}
    lms.launch(lms.browser(), changes={CLAIM + "launch_presentation": screen})
    (session,) = rows(lms, LaunchSession)
    assert session.return_url == ""


def test_parallel_logins_in_one_browser_do_not_disturb_each_other(lms: Lms) -> None:
    browser = lms.browser()
    first, second = lms.begin(browser), lms.begin(browser)
    for begun in (second, first):
        token = lms.sign(lms.claims("pupil_resource_launch", begun.nonce))
        assert lms.send(browser, begun.state, token).status_code == 303


def test_where_no_cookie_comes_back_the_class_opens_in_a_tab_of_its_own(lms: Lms) -> None:
    begun = lms.begin(lms.browser())
    token = lms.sign(lms.claims("pupil_resource_launch", begun.nonce))
    without_cookies = lms.browser()
    response = lms.send(without_cookies, begun.state, token)
    refused(response, lms, "cookies_blocked")
    (classroom,) = rows(lms, Classroom)
    page = response.get_data(as_text=True)
    assert f'href="/c/{classroom.id}/tab/' in page
    assert "Zoé Bérénger" in page
    # The offer, too, is good once.
    refused(lms.send(without_cookies, begun.state, token), lms, "nonce_reused")


def test_the_failure_page_speaks_the_language_of_the_browser(lms: Lms) -> None:
    english = lms.announce(lms.browser(accept_language="en"), iss="x").get_data(as_text=True)
    assert '<html lang="' in english
    assert "We do not know this platform yet." in english


def test_launches_are_counted_without_names(lms: Lms, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", logger="rers.lti"):
        lms.launch(lms.browser(), "admin_resource_launch")
    assert "role=teacher administrator=True" in caplog.text
    assert "Admin User" not in caplog.text
    with open_session(lms.engine) as db:
        assert db.scalar(select(func.count()).select_from(LaunchSession)) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({CLAIM + "roles": []}, "La plateforme ne dit pas que tu es élève"),
        ({"exp": 1}, "Le temps"),
        ({CLAIM + "version": "1.2"}, "La plateforme parle une autre version"),
    ],
)
def test_a_launch_that_fails_speaks_the_launchs_language(
    lms: Lms, changes: dict[str, Any], words: str
) -> None:
    screen = {CLAIM + "launch_presentation": {"locale": "fr_ca", "document_target": "iframe"}}
    answer = lms.launch(lms.browser(accept_language="en"), changes=screen | changes)
    assert answer.status_code >= 400
    text = answer.get_data(as_text=True)
    assert 'lang="fr"' in text
    assert words in text
