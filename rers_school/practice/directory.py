"""Who is in which course, and which activity is there: what the pages and services read."""

import sqlite3
from dataclasses import dataclass

from rers_school.practice.people import fold

# A course-module id is not the resource link's id: a tool must not take one for the other.
CMID_OFFSET = 100
LOCALES = ("fr", "en")


@dataclass(frozen=True)
class User:
    """A person with an account; the same id in every course."""

    id: str
    given: str
    family: str
    slug: str
    locale: str

    @property
    def name(self) -> str:
        """Return the full name as the LMS shows it."""
        return f"{self.given} {self.family}".strip()

    @property
    def sourced_id(self) -> str:
        """Return the number by which the school's own lists know this person."""
        return f"P-{int(self.id):03d}"


@dataclass(frozen=True)
class Course:
    """A course and its one activity, which opens the tool."""

    id: str
    label: str
    title: str
    link_id: str
    activity_title: str
    description: str
    names_shared: bool

    @property
    def cmid(self) -> int:
        """Return the number of the activity's place on the course page."""
        return CMID_OFFSET + int(self.link_id)


@dataclass(frozen=True)
class Member:
    """A person in a course."""

    user: User
    teaches: bool


USER_COLUMNS = "user.id, user.given, user.family, user.slug, user.locale"
COURSE_QUERY = (
    "SELECT course.id, course.label, course.title, activity.id AS link_id,"
    " activity.title AS activity_title, activity.description, activity.names_shared"
    " FROM course JOIN activity ON activity.course_id = course.id AND course.place IS NOT NULL"
)


def all_courses(store: sqlite3.Connection) -> list[Course]:
    """Return the courses in the order of the settings."""
    return [_course(row) for row in store.execute(f"{COURSE_QUERY} ORDER BY course.place")]


def course_by_id(store: sqlite3.Connection, course_id: str) -> Course | None:
    """Return one course, if it exists."""
    row = store.execute(f"{COURSE_QUERY} WHERE course.id = ?", (course_id,)).fetchone()
    return None if row is None else _course(row)


def courses_of(store: sqlite3.Connection, user: User) -> list[Course]:
    """Return the courses this person is in."""
    rows = store.execute(
        f"{COURSE_QUERY} JOIN enrolment ON enrolment.course_id = course.id"
        " WHERE enrolment.user_id = ? ORDER BY course.place",
        (int(user.id),),
    )
    return [_course(row) for row in rows]


def members(store: sqlite3.Connection, course: Course) -> list[Member]:
    """Return everybody in a course: the teacher, then the pupils in the list's order."""
    rows = store.execute(
        f"SELECT {USER_COLUMNS}, enrolment.teaches FROM enrolment"
        " JOIN user ON user.id = enrolment.user_id"
        " WHERE enrolment.course_id = ? ORDER BY enrolment.place",
        (course.id,),
    )
    return [Member(_user(row), bool(row["teaches"])) for row in rows]


def members_by_name(store: sqlite3.Connection, course: Course) -> list[Member]:
    """Return everybody in a course by family name, the order of Moodle's own lists."""
    return sorted(
        members(store, course),
        key=lambda member: (fold(member.user.family), fold(member.user.given), member.user.id),
    )


def member(store: sqlite3.Connection, course: Course, user: User) -> Member | None:
    """Return this person's place in this course, if they have one."""
    return next((one for one in members(store, course) if one.user.id == user.id), None)


def user_by_slug(store: sqlite3.Connection, slug: str) -> User | None:
    """Return the person whose host name begins so."""
    return _user_where(store, "user.slug = ?", slug)


def user_by_id(store: sqlite3.Connection, user_id: str) -> User | None:
    """Return the person with this number."""
    return _user_where(store, "CAST(user.id AS TEXT) = ?", user_id)


def set_locale(store: sqlite3.Connection, user: User, locale: str) -> None:
    """Keep the language a person chose for themself."""
    store.execute("UPDATE user SET locale = ? WHERE id = ?", (locale, int(user.id)))


def share_names(store: sqlite3.Connection, course: Course, *, shared: bool) -> None:
    """Keep whether the activity tells the tool people's names."""
    store.execute("UPDATE activity SET names_shared = ? WHERE course_id = ?", (shared, course.id))


def _user_where(store: sqlite3.Connection, condition: str, value: str) -> User | None:
    row = store.execute(f"SELECT {USER_COLUMNS} FROM user WHERE {condition}", (value,)).fetchone()
    return None if row is None else _user(row)


def _user(row: sqlite3.Row) -> User:
    return User(str(row["id"]), row["given"], row["family"], row["slug"], row["locale"])


def _course(row: sqlite3.Row) -> Course:
    return Course(
        row["id"],
        row["label"],
        row["title"],
        str(row["link_id"]),
        row["activity_title"],
        row["description"],
        bool(row["names_shared"]),
    )
