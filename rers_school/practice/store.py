"""Everything the practice LMS remembers, in one small SQLite file of its own."""

import sqlite3
from contextlib import closing
from pathlib import Path

from rers_school.practice.people import ListedPerson, free_slug, read_class_list
from rers_school.practice.schema import prepare_tables
from rers_school.practice.settings import CourseSpec, PracticeSettings
from rers_school.practice.tools import save_first_tool

STORE_FILE = "practice.sqlite3"
# In a Moodle, 1 is the guest and 2 the administrator.
FIRST_USER_ID = 3
DESCRIPTION = "Ce que je sais, ce que j'aimerais apprendre.\r\nChacun donne, chacun reçoit."

# Names of hosts that are not given to pupils: the accounts that every Moodle has.
ACCOUNTS = ((1, "Guest", "User", "guest"), (2, "Admin", "User", "admin"))


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
        prepare_tables(store)
        store.execute("BEGIN IMMEDIATE")
        with store:
            save_first_tool(store, settings.tool)
            _open_accounts(store, settings.host_end)
            store.execute("DELETE FROM role")
            # A course without a place is closed; its activity is kept for when it opens again.
            store.execute("UPDATE course SET place = NULL")
            for place, (spec, pupils) in enumerate(lists):
                _save_course(store, spec, place)
                listed = [(ListedPerson(*spec.teacher), "teacher")]
                listed += [(person, "pupil") for person in pupils]
                listed += [(ListedPerson(*names), "mentor") for names in spec.mentors]
                for row, (person, role) in enumerate(listed):
                    _enrol(store, spec, person, role, row, settings.host_end)


def _open_accounts(store: sqlite3.Connection, host_end: str) -> None:
    """Give the guest and the administrator their numbers; nobody on a list is meant by them."""
    for user_id, given, family, slug in ACCOUNTS:
        store.execute(
            "INSERT INTO user (id, given, family, nth, slug, locale)"
            " VALUES (?, ?, ?, 0, ?, 'fr') ON CONFLICT DO NOTHING",
            (user_id, given, family, slug + host_end),
        )


def _save_course(store: sqlite3.Connection, spec: CourseSpec, place: int) -> None:
    store.execute(
        "INSERT INTO course (id, label, title, place) VALUES (?, ?, ?, ?) ON CONFLICT (id)"
        " DO UPDATE SET label = excluded.label, title = excluded.title, place = excluded.place",
        (spec.id, spec.label, spec.title, place),
    )
    store.execute(
        "INSERT INTO activity (course_id, title, description, from_settings)"
        " VALUES (?, ?, ?, 1) ON CONFLICT (course_id) WHERE from_settings"
        " DO UPDATE SET title = excluded.title",
        (spec.id, spec.activity_title, DESCRIPTION),
    )


def _enrol(
    store: sqlite3.Connection,
    spec: CourseSpec,
    person: ListedPerson,
    role: str,
    place: int,
    host_end: str,
) -> None:
    user_id = _known_user(store, person)
    if user_id is None:
        title = spec.teacher_title if role == "teacher" else ""
        user_id = _new_user(store, spec, person, title, host_end)
    # A teacher who stands on the pupils' list as well stays the teacher.
    store.execute(
        "INSERT INTO role (course_id, user_id, name, place) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (spec.id, user_id, role, place),
    )


def _known_user(store: sqlite3.Connection, person: ListedPerson) -> int | None:
    row = store.execute(
        "SELECT id FROM user WHERE (given, family, nth) = (?, ?, ?)",
        (person.given, person.family, person.nth),
    ).fetchone()
    return None if row is None else int(row["id"])


def _new_user(
    store: sqlite3.Connection, spec: CourseSpec, person: ListedPerson, title: str, host_end: str
) -> int:
    (last,) = store.execute("SELECT max(id) FROM user").fetchone()
    user_id = max(FIRST_USER_ID, int(last or 0) + 1)
    taken = {row["slug"] for row in store.execute("SELECT slug FROM user")}
    slug = free_slug(person, title, str(user_id), taken, host_end)
    store.execute(
        "INSERT INTO user (id, given, family, nth, slug, locale) VALUES (?, ?, ?, ?, ?, ?)",
        (user_id, person.given, person.family, person.nth, slug, spec.locale),
    )
    return user_id
