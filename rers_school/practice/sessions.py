"""Sessions on the issuer's host, as a real LMS has them: one cookie says who is there."""

import secrets
import sqlite3

from rers_school.practice import directory
from rers_school.practice.directory import User
from rers_school.practice.tickets import seconds_now

COOKIE = "PracticeSession"
SESSION_SECONDS = 8 * 3600


def begin_session(store: sqlite3.Connection, user: User) -> str:
    """Return the key of a new session."""
    key = secrets.token_urlsafe(24)
    store.execute("DELETE FROM session WHERE expires <= ?", (seconds_now(),))
    store.execute(
        "INSERT INTO session (key, user_id, expires) VALUES (?, ?, ?)",
        (key, int(user.id), seconds_now() + SESSION_SECONDS),
    )
    return key


def session_user(store: sqlite3.Connection, key: str) -> User | None:
    """Return who is logged in under this key; nobody when it is unknown, old or ended."""
    row = store.execute(
        "SELECT user_id FROM session WHERE key = ? AND expires > ?", (key, seconds_now())
    ).fetchone()
    return None if row is None else directory.user_by_id(store, str(row["user_id"]))


def end_session(store: sqlite3.Connection, key: str) -> None:
    """Log out; roles that were switched in this session are forgotten."""
    store.execute("DELETE FROM session WHERE key = ?", (key,))
    store.execute("DELETE FROM role_switch WHERE session = ?", (key,))
