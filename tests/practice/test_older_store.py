"""A data folder of the first version keeps working: nobody and nothing gets another number."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from urllib.parse import parse_qs, urlsplit

import html5lib
import pytest

from rers_school.practice.settings import PracticeSettings
from rers_school.practice.store import STORE_FILE

from .helpers import CLAIM, Browser, person

# As the first version made it, with one activity for each course.
FIRST_VERSION = """
CREATE TABLE user (
    id INTEGER PRIMARY KEY, given TEXT NOT NULL, family TEXT NOT NULL, nth INTEGER NOT NULL,
    slug TEXT NOT NULL UNIQUE, locale TEXT NOT NULL, UNIQUE (given, family, nth));
CREATE TABLE course (
    id TEXT PRIMARY KEY, label TEXT NOT NULL, title TEXT NOT NULL, place INTEGER);
CREATE TABLE enrolment (
    course_id TEXT NOT NULL REFERENCES course (id), user_id INTEGER NOT NULL REFERENCES user (id),
    teaches INTEGER NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (course_id, user_id));
CREATE TABLE activity (
    id INTEGER PRIMARY KEY AUTOINCREMENT, course_id TEXT NOT NULL UNIQUE REFERENCES course (id),
    title TEXT NOT NULL, description TEXT NOT NULL, names_shared INTEGER NOT NULL DEFAULT 1);
CREATE TABLE hint (
    launch_id TEXT PRIMARY KEY, user_id INTEGER NOT NULL, course_id TEXT NOT NULL,
    target TEXT NOT NULL, expires INTEGER NOT NULL);
CREATE TABLE token (
    value TEXT PRIMARY KEY, scope TEXT NOT NULL, expires INTEGER NOT NULL);
CREATE TABLE assertion (jti TEXT PRIMARY KEY, expires INTEGER NOT NULL);
INSERT INTO user VALUES (3, 'Théo', 'Marchand', 1, 'theo', 'fr');
INSERT INTO user VALUES (4, 'Zoé', 'Bérénger', 1, 'zoe', 'en');
INSERT INTO user VALUES (5, 'Admin', 'Perrin', 1, 'admin', 'fr');
INSERT INTO course VALUES ('2', 'CM2-DIALLO', 'CM2', 0);
INSERT INTO course VALUES ('9', 'CLOSED', 'Closed', NULL);
INSERT INTO enrolment VALUES ('2', 3, 0, 1);
INSERT INTO activity VALUES (4, '9', 'Closed', 'Elsewhere', 1);
INSERT INTO activity VALUES (7, '2', 'Échanges', 'Ce que je sais', 0);
INSERT INTO hint VALUES ('ltilaunch7_1', 3, '2', 'iframe', 4000000000);
INSERT INTO token VALUES ('abc', 'x', 4000000000);
"""


@pytest.fixture
def older(settings: PracticeSettings, start: Callable[[], Browser]) -> Browser:
    with closing(sqlite3.connect(settings.data_dir / STORE_FILE)) as store:
        store.executescript(FIRST_VERSION)
    return start()


def test_people_and_activities_keep_their_numbers(older: Browser) -> None:
    page = older.get(person("zoe", "/course/2"))
    assert "/practice/launch/2/7" in page.text
    assert 'lang="en"' in page.text
    assert older.get(person("zoe", "/launch/2/7")).status_code == 200
    fields = older.get(person("theo", "/launch/2/7")).text
    assert 'name="login_hint" value="3"' in fields


def test_what_the_teacher_chose_about_names_is_kept(older: Browser) -> None:
    page = older.get(person("mme-diallo", "/course/2")).text
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    pressed = {
        button.get("value"): button.get("aria-pressed")
        for button in tree.iterfind(".//button[@name='shared']")
    }
    assert pressed == {"yes": "false", "no": "true"}


def copied(browser: Browser) -> str:
    """Return the resource link of a copy of the older activity."""
    answer = browser.post(person("mme-diallo", "/course/2/duplicate"), {})
    assert answer.status_code == 303
    (link_id,) = parse_qs(urlsplit(answer.headers["Location"]).query)["activity"]
    return link_id


def test_a_course_can_now_have_another_activity_with_a_new_number(older: Browser) -> None:
    assert int(copied(older)) > 7


def test_a_pupil_who_has_the_administrators_host_name_keeps_it(older: Browser) -> None:
    assert older.get(person("admin", "/course/2")).status_code == 404
    assert older.get(f"{person('theo', '/course/2')}").status_code == 200


def test_a_second_start_changes_nothing(older: Browser, start: Callable[[], Browser]) -> None:
    copy = copied(older)
    again = start()
    for link_id in ("7", copy):
        assert again.get(person("zoe", f"/launch/2/{link_id}")).status_code == 200


def test_the_settings_tool_opens_the_older_activity(older: Browser) -> None:
    older.post(person("mme-diallo", "/course/2/names"), {"shared": "yes"})
    page = older.get(person("zoe", "/launch/2/7")).text
    assert "http://localhost:8600/lti/login" in page
    assert CLAIM not in page
