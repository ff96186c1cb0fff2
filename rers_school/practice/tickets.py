"""What is valid for a short while or once: message hints, access tokens, client assertions."""

import json
import secrets
import sqlite3
from dataclasses import dataclass

from rers_school.clock import now
from rers_school.practice.directory import Course, User

HINT_SECONDS = 300
TOKEN_SECONDS = 3600
LAUNCH_ID_DIGITS = 30


@dataclass(frozen=True)
class Hint:
    """A launch that was begun on a course page and waits for its authentication request."""

    user_id: str
    course_id: str
    target: str


def seconds_now() -> int:
    """Return the present moment in whole seconds since the epoch."""
    return int(now().timestamp())


def issue_hint(store: sqlite3.Connection, user: User, course: Course, target: str) -> str:
    """Return a new message hint, written as Moodle writes it; nobody can guess it."""
    number = secrets.randbelow(10**LAUNCH_ID_DIGITS)
    launch_id = f"ltilaunch{course.link_id}_{number:0{LAUNCH_ID_DIGITS}d}"
    store.execute("DELETE FROM hint WHERE expires <= ?", (seconds_now(),))
    store.execute(
        "INSERT INTO hint (launch_id, user_id, course_id, target, expires) VALUES (?, ?, ?, ?, ?)",
        (launch_id, int(user.id), course.id, target, seconds_now() + HINT_SECONDS),
    )
    return json.dumps({"cmid": course.cmid, "launchid": launch_id}, separators=(",", ":"))


def spend_hint(store: sqlite3.Connection, message_hint: str) -> Hint | None:
    """Return the launch behind a hint and forget it; nothing when it is unknown, used or old."""
    try:
        launch_id = json.loads(message_hint)["launchid"]
    except (ValueError, TypeError, KeyError):
        return None
    if not isinstance(launch_id, str):
        return None
    # One statement reads and deletes: of two requests with the same hint, one gets it.
    rows = store.execute(
        "DELETE FROM hint WHERE launch_id = ? RETURNING user_id, course_id, target, expires",
        (launch_id,),
    ).fetchall()
    if not rows or rows[0]["expires"] <= seconds_now():
        return None
    row = rows[0]
    return Hint(str(row["user_id"]), row["course_id"], row["target"])


def issue_token(store: sqlite3.Connection, scope: str) -> str:
    """Return a new access token for these scopes."""
    value = secrets.token_hex(16)
    store.execute("DELETE FROM token WHERE expires <= ?", (seconds_now(),))
    store.execute(
        "INSERT INTO token (value, scope, expires) VALUES (?, ?, ?)",
        (value, scope, seconds_now() + TOKEN_SECONDS),
    )
    return value


def token_allows(store: sqlite3.Connection, value: str, scope: str) -> bool:
    """Return whether this access token is still valid and was given for this scope."""
    row = store.execute(
        "SELECT scope FROM token WHERE value = ? AND expires > ?", (value, seconds_now())
    ).fetchone()
    return row is not None and scope in row["scope"].split()


def spend_assertion(store: sqlite3.Connection, jti: str, expires: int) -> bool:
    """Return whether this assertion's id is seen for the first time."""
    store.execute("DELETE FROM assertion WHERE expires <= ?", (seconds_now(),))
    added = store.execute(
        "INSERT INTO assertion (jti, expires) VALUES (?, ?) ON CONFLICT DO NOTHING", (jti, expires)
    )
    return added.rowcount == 1
