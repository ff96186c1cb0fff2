"""Everything the practice LMS remembers, in one small SQLite file of its own.

*Units*: times are whole seconds since the epoch.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from rers_school.practice.people import ListedPerson, free_slug, read_class_list
from rers_school.practice.settings import CourseSpec, PracticeSettings

STORE_FILE = "practice.sqlite3"
# In a Moodle, 1 is the guest and 2 the administrator.
FIRST_USER_ID = 3
DESCRIPTION = "Ce que je sais, ce que j'aimerais apprendre.\r\nChacun donne, chacun reçoit."

SCHEMA = """
CREATE TABLE IF NOT EXISTS user (
    id INTEGER PRIMARY KEY, given TEXT NOT NULL, family TEXT NOT NULL, nth INTEGER NOT NULL,
    slug TEXT NOT NULL UNIQUE, locale TEXT NOT NULL, UNIQUE (given, family, nth));
CREATE TABLE IF NOT EXISTS course (
    id TEXT PRIMARY KEY, label TEXT NOT NULL, title TEXT NOT NULL, place INTEGER);
CREATE TABLE IF NOT EXISTS enrolment (
    course_id TEXT NOT NULL REFERENCES course (id), user_id INTEGER NOT NULL REFERENCES user (id),
    teaches INTEGER NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (course_id, user_id));
CREATE TABLE IF NOT EXISTS activity (
    id INTEGER PRIMARY KEY AUTOINCREMENT, course_id TEXT NOT NULL UNIQUE REFERENCES course (id),
    title TEXT NOT NULL, description TEXT NOT NULL, names_shared INTEGER NOT NULL DEFAULT 1);
CREATE TABLE IF NOT EXISTS hint (
    launch_id TEXT PRIMARY KEY, user_id INTEGER NOT NULL, course_id TEXT NOT NULL,
    target TEXT NOT NULL, expires INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS token (
    value TEXT PRIMARY KEY, scope TEXT NOT NULL, expires INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS assertion (jti TEXT PRIMARY KEY, expires INTEGER NOT NULL);
"""


def open_store(data_dir: Path) -> sqlite3.Connection:
    """Return a connection for one request: each statement is a transaction unless one is begun."""
    connection = sqlite3.connect(data_dir / STORE_FILE, timeout=5, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def prepare_store(settings: PracticeSettings) -> None:
    """Make the data folder ready, and bring courses and people in line with the class lists.

    People keep their id and host name for ever; whoever left a list leaves its course only, and
    what was chosen here (languages, names shared or not) is not touched.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    lists = [(spec, read_class_list(spec.csv_path)) for spec in settings.courses]
    with closing(open_store(settings.data_dir)) as store:
        store.execute("PRAGMA journal_mode = WAL")
        store.executescript(SCHEMA)
        store.execute("BEGIN IMMEDIATE")
        with store:
            store.execute("DELETE FROM enrolment")
            # A course without a place is closed; its activity is kept for when it opens again.
            store.execute("UPDATE course SET place = NULL")
            for place, (spec, pupils) in enumerate(lists):
                _save_course(store, spec, place)
                members = [ListedPerson(*spec.teacher), *pupils]
                for row, person in enumerate(members):
                    _enrol(store, spec, person, row)


def _save_course(store: sqlite3.Connection, spec: CourseSpec, place: int) -> None:
    store.execute(
        "INSERT INTO course (id, label, title, place) VALUES (?, ?, ?, ?) ON CONFLICT (id)"
        " DO UPDATE SET label = excluded.label, title = excluded.title, place = excluded.place",
        (spec.id, spec.label, spec.title, place),
    )
    store.execute(
        "INSERT INTO activity (course_id, title, description) VALUES (?, ?, ?)"
        " ON CONFLICT (course_id) DO UPDATE SET title = excluded.title",
        (spec.id, spec.activity_title, DESCRIPTION),
    )


def _enrol(store: sqlite3.Connection, spec: CourseSpec, person: ListedPerson, place: int) -> None:
    user_id = _known_user(store, person)
    if user_id is None:
        user_id = _new_user(store, spec, person, teaches=place == 0)
    # A teacher who stands on the pupils' list as well stays the teacher.
    store.execute(
        "INSERT INTO enrolment (course_id, user_id, teaches, place) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (spec.id, user_id, place == 0, place),
    )


def _known_user(store: sqlite3.Connection, person: ListedPerson) -> int | None:
    row = store.execute(
        "SELECT id FROM user WHERE (given, family, nth) = (?, ?, ?)",
        (person.given, person.family, person.nth),
    ).fetchone()
    return None if row is None else int(row["id"])


def _new_user(
    store: sqlite3.Connection, spec: CourseSpec, person: ListedPerson, *, teaches: bool
) -> int:
    (last,) = store.execute("SELECT max(id) FROM user").fetchone()
    user_id = FIRST_USER_ID if last is None else int(last) + 1
    taken = {row["slug"] for row in store.execute("SELECT slug FROM user")}
    slug = free_slug(person, spec.teacher_title if teaches else "", str(user_id), taken)
    store.execute(
        "INSERT INTO user (id, given, family, nth, slug, locale) VALUES (?, ?, ?, ?, ?, ?)",
        (user_id, person.given, person.family, person.nth, slug, spec.locale),
    )
    return user_id
