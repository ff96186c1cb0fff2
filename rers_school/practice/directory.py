"""Who is in which course, in which role: what the pages and services read."""

import sqlite3
from dataclasses import dataclass, replace

from rers_school.practice.people import fold

LOCALES = ("fr", "en")
GUEST, ADMINISTRATOR = "1", "2"


@dataclass(frozen=True)
class User:
    """A person with an account; the same id in every course."""

    id: str
    given: str
    family: str
    slug: str
    locale: str
    suspended: bool = False

    @property
    def name(self) -> str:
        """Return the full name as the LMS shows it."""
        return f"{self.given} {self.family}".strip()

    @property
    def sourced_id(self) -> str:
        """Return the number by which the school's own lists know this person."""
        return "" if self.id in (GUEST, ADMINISTRATOR) else f"P-{int(self.id):03d}"


@dataclass(frozen=True)
class Course:
    """A course."""

    id: str
    label: str
    title: str


@dataclass(frozen=True)
class Member:
    """A person in a course. ``switched`` is a teacher who looks at it as a pupil."""

    user: User
    role: str
    switched: bool = False

    @property
    def teaches(self) -> bool:
        """Return whether this person may change the course, in the role they have now."""
        return self.role in ("teacher", "admin")


USER_QUERY = (
    "SELECT user.id, user.given, user.family, user.slug, user.locale,"
    " suspension.user_id IS NOT NULL AS suspended"
    " FROM user LEFT JOIN suspension ON suspension.user_id = user.id"
)
# A course without a place is closed, and somebody who left is not listed.
COURSE_QUERY = "SELECT course.id, course.label, course.title FROM course"
OPEN = "course.place IS NOT NULL"
STAYS = (
    "NOT EXISTS (SELECT 1 FROM departure WHERE departure.course_id = role.course_id"
    " AND departure.user_id = role.user_id)"
)


def all_courses(store: sqlite3.Connection) -> list[Course]:
    """Return the courses in the order of the settings."""
    rows = store.execute(f"{COURSE_QUERY} WHERE {OPEN} ORDER BY course.place")
    return [Course(*row) for row in rows]


def course_by_id(store: sqlite3.Connection, course_id: str) -> Course | None:
    """Return one course, if it exists."""
    row = store.execute(f"{COURSE_QUERY} WHERE {OPEN} AND course.id = ?", (course_id,)).fetchone()
    return None if row is None else Course(*row)


def courses_of(store: sqlite3.Connection, user: User) -> list[Course]:
    """Return the courses this person can open."""
    return [one for one in all_courses(store) if member(store, one, user)]


def members(store: sqlite3.Connection, course: Course) -> list[Member]:
    """Return everybody in a course: the teacher, then the others in the list's order."""
    rows = store.execute(
        f"SELECT found.*, role.name FROM ({USER_QUERY}) found JOIN role ON role.user_id = found.id"
        f" WHERE role.course_id = ? AND {STAYS} ORDER BY role.place",
        (course.id,),
    )
    return [Member(_user(row), row["name"]) for row in rows]


def members_by_name(store: sqlite3.Connection, course: Course) -> list[Member]:
    """Return everybody in a course by family name, the order of Moodle's own lists."""
    return sorted(
        members(store, course),
        key=lambda member: (fold(member.user.family), fold(member.user.given), member.user.id),
    )


def member(
    store: sqlite3.Connection, course: Course, user: User, session: str = ""
) -> Member | None:
    """Return this person's place in this course, if they have one.

    The administrator has one in every course and is on no list. A role is switched for one
    session only; people who are known by their host have the empty one.
    """
    found = next((one for one in members(store, course) if one.user.id == user.id), None)
    if found is None and user.id == ADMINISTRATOR:
        found = Member(user, "admin")
    if found is not None and found.teaches and _is_switched(store, course, user, session):
        found = replace(found, role="pupil", switched=True)
    return found


def switch_role(
    store: sqlite3.Connection, course: Course, user: User, session: str, *, to_pupil: bool
) -> None:
    """Let a teacher see a course as its pupils do, or be its teacher again."""
    values = (course.id, int(user.id), session)
    if to_pupil:
        store.execute("INSERT INTO role_switch VALUES (?, ?, ?) ON CONFLICT DO NOTHING", values)
    else:
        store.execute(
            "DELETE FROM role_switch WHERE (course_id, user_id, session) = (?, ?, ?)", values
        )


def leave_course(store: sqlite3.Connection, course: Course, user: User, *, gone: bool) -> None:
    """Take somebody out of a course, or let them back in; their account stays."""
    values = (course.id, int(user.id))
    if gone:
        store.execute("INSERT INTO departure VALUES (?, ?) ON CONFLICT DO NOTHING", values)
    else:
        store.execute("DELETE FROM departure WHERE (course_id, user_id) = (?, ?)", values)


def suspend(store: sqlite3.Connection, user: User, *, suspended: bool) -> None:
    """Close somebody's account, or open it again; they stay in their courses."""
    if suspended:
        store.execute("INSERT INTO suspension VALUES (?) ON CONFLICT DO NOTHING", (int(user.id),))
    else:
        store.execute("DELETE FROM suspension WHERE user_id = ?", (int(user.id),))


def everybody(store: sqlite3.Connection) -> list[User]:
    """Return everybody with an account by number, those of the site itself last."""
    site = f"user.id IN ({GUEST}, {ADMINISTRATOR})"
    return [_user(row) for row in store.execute(f"{USER_QUERY} ORDER BY {site}, user.id")]


def user_by_slug(store: sqlite3.Connection, slug: str) -> User | None:
    """Return the person whose host name begins so."""
    return _user_where(store, "user.slug = ?", slug)


def user_by_id(store: sqlite3.Connection, user_id: str) -> User | None:
    """Return the person with this number."""
    return _user_where(store, "CAST(user.id AS TEXT) = ?", user_id)


def set_locale(store: sqlite3.Connection, user: User, locale: str) -> None:
    """Keep the language a person chose for themself."""
    store.execute("UPDATE user SET locale = ? WHERE id = ?", (locale, int(user.id)))


def _is_switched(store: sqlite3.Connection, course: Course, user: User, session: str) -> bool:
    row = store.execute(
        "SELECT 1 FROM role_switch WHERE (course_id, user_id, session) = (?, ?, ?)",
        (course.id, int(user.id), session),
    ).fetchone()
    return row is not None


def _user_where(store: sqlite3.Connection, condition: str, value: str) -> User | None:
    row = store.execute(f"{USER_QUERY} WHERE {condition}", (value,)).fetchone()
    return None if row is None else _user(row)


def _user(row: sqlite3.Row) -> User:
    return User(
        str(row["id"]),
        row["given"],
        row["family"],
        row["slug"],
        row["locale"],
        bool(row["suspended"]),
    )
