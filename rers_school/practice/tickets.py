"""What is valid for a short while or once: message hints, access tokens, client assertions."""

import json
import secrets
import sqlite3
from dataclasses import astuple, dataclass

from rers_school.clock import now

HINT_SECONDS = 300
TOKEN_SECONDS = 3600
# A teacher may take their time to choose.
CONTENT_SECONDS = 7200
LAUNCH_ID_DIGITS = 30


@dataclass(frozen=True)
class Hint:
    """A launch that was begun on a course page and waits for its authentication request.

    Without ``link_id`` the tool is asked for contents. ``session`` is empty for people who are
    known by their host.
    """

    user_id: str
    course_id: str
    tool_id: int
    link_id: str
    target: str
    session: str


@dataclass(frozen=True)
class ContentRequest:
    """A teacher whom the tool was asked to give contents to."""

    user_id: str
    course_id: str
    tool_id: int
    session: str


def seconds_now() -> int:
    """Return the present moment in whole seconds since the epoch."""
    return int(now().timestamp())


def issue_hint(store: sqlite3.Connection, hint: Hint, cmid: int | None) -> str:
    """Return a new message hint, written as Moodle writes it; nobody can guess it."""
    number = f"{secrets.randbelow(10**LAUNCH_ID_DIGITS):0{LAUNCH_ID_DIGITS}d}"
    launch_id = f"ltilaunch{hint.link_id}_{number}"
    if not hint.link_id:
        launch_id = f"ltilaunch_ContentItemSelectionRequest{number}"
    store.execute("DELETE FROM launch_hint WHERE expires <= ?", (seconds_now(),))
    store.execute(
        "INSERT INTO launch_hint VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (launch_id, *astuple(hint), seconds_now() + HINT_SECONDS),
    )
    place = {} if cmid is None else {"cmid": cmid}
    return json.dumps({**place, "launchid": launch_id}, separators=(",", ":"))


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
        "DELETE FROM launch_hint WHERE launch_id = ? RETURNING CAST(user_id AS TEXT),"
        " course_id, tool_id, link_id, target, session, expires",
        (launch_id,),
    ).fetchall()
    if not rows or rows[0]["expires"] <= seconds_now():
        return None
    return Hint(*rows[0][:-1])


def issue_content_key(store: sqlite3.Connection, request: ContentRequest) -> str:
    """Return the key by which the tool's answer finds its way; nobody can guess it."""
    key = secrets.token_urlsafe(16)
    store.execute("DELETE FROM content_request WHERE expires <= ?", (seconds_now(),))
    store.execute(
        "INSERT INTO content_request VALUES (?, ?, ?, ?, ?, ?)",
        (key, *astuple(request), seconds_now() + CONTENT_SECONDS),
    )
    return key


def content_request(store: sqlite3.Connection, key: str) -> ContentRequest | None:
    """Return what was asked under this key; nothing when it is unknown or old."""
    row = store.execute(
        "SELECT CAST(user_id AS TEXT), course_id, tool_id, session FROM content_request"
        " WHERE key = ? AND expires > ?",
        (key, seconds_now()),
    ).fetchone()
    return None if row is None else ContentRequest(*row)


def issue_token(store: sqlite3.Connection, tool_id: int, scope: str) -> str:
    """Return a new access token of a tool for these scopes."""
    value = secrets.token_hex(16)
    store.execute("DELETE FROM access_token WHERE expires <= ?", (seconds_now(),))
    store.execute(
        "INSERT INTO access_token (value, tool_id, scope, expires) VALUES (?, ?, ?, ?)",
        (value, tool_id, scope, seconds_now() + TOKEN_SECONDS),
    )
    return value


def token_owner(store: sqlite3.Connection, value: str, scope: str) -> int | None:
    """Return whose access token this is, if it is still valid and was given for this scope."""
    row = store.execute(
        "SELECT tool_id, scope FROM access_token WHERE value = ? AND expires > ?",
        (value, seconds_now()),
    ).fetchone()
    if row is None or scope not in row["scope"].split():
        return None
    return int(row["tool_id"])


def spend_assertion(store: sqlite3.Connection, jti: str, expires: int) -> bool:
    """Return whether something that is used once, named by this id, is seen for the first time."""
    store.execute("DELETE FROM assertion WHERE expires <= ?", (seconds_now(),))
    added = store.execute(
        "INSERT INTO assertion (jti, expires) VALUES (?, ?) ON CONFLICT DO NOTHING", (jti, expires)
    )
    return added.rowcount == 1
