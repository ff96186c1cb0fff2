"""The authorization endpoint's checks, in Moodle's order and with its error codes.

*Source*: OpenID Connect core 3.1.2 and 3.2.2; IMS security framework 5.1.1.
"""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from rers_school.practice import directory
from rers_school.practice.activities import Activity, activity_by_link
from rers_school.practice.directory import Course, Member
from rers_school.practice.sessions import session_user
from rers_school.practice.tickets import Hint, spend_hint
from rers_school.practice.tools import Tool, tool_by_client

NEEDED = (
    "scope",
    "response_type",
    "response_mode",
    "prompt",
    "login_hint",
    "lti_message_hint",
    "nonce",
)


@dataclass(frozen=True)
class Launch:
    """Who opens which tool from where; without an activity, to choose contents there."""

    course: Course
    member: Member
    tool: Tool
    activity: Activity | None
    target: str
    session: str


class AuthError(Exception):
    """A request that the tool is told about, by an error post to its redirect address."""

    def __init__(self, code: str, description: str) -> None:
        """Keep the protocol's code and a sentence for the tool's log."""
        super().__init__(code, description)
        self.code, self.description = code, description


class UnknownTool(Exception):
    """A client or redirect address that is not registered: nothing may be sent there."""


class SpentHint(Exception):
    """A message hint that was used, is too old, or was never issued."""


def addressee(store: sqlite3.Connection, asked: Mapping[str, str]) -> Tool:
    """Return the tool that asks; an answer would go to it and nowhere else.

    *Errors*: ``UnknownTool``, also for a tool that nobody has activated.
    """
    tool = tool_by_client(store, asked.get("client_id"))
    if tool is None:
        raise UnknownTool("client_id")
    if asked.get("redirect_uri") not in tool.redirect_uris:
        raise UnknownTool("redirect_uri")
    return tool


def check_request(asked: Mapping[str, str]) -> None:
    """Guarantee that the parameters are the ones LTI 1.3 prescribes.

    *Errors*: ``AuthError``.
    """
    missing = [name for name in NEEDED if not asked.get(name)]
    if missing:
        raise AuthError("invalid_request", f"Missing: {', '.join(missing)}")
    if "repost" in asked:
        raise AuthError("invalid_request", "The parameter repost is the platform's own")
    if asked["scope"] != "openid":
        raise AuthError("invalid_scope", "The scope has to be exactly openid")
    if asked["response_type"] != "id_token":
        raise AuthError("unsupported_response_type", "The response type has to be id_token")
    if asked["response_mode"] != "form_post":
        raise AuthError("invalid_request", "The response mode has to be form_post")
    if asked["prompt"] != "none":
        raise AuthError("invalid_request", "The prompt has to be none")


def resolve_launch(
    store: sqlite3.Connection, asked: Mapping[str, str], tool: Tool, cookie: str
) -> Launch:
    """Return who launches what, and how it is shown; the hint is spent by this.

    A launch that was begun in a session has to be finished in it: ``cookie`` is its key, as the
    browser sent it here.

    *Errors*: ``SpentHint``; ``AuthError`` when the session is lost or another person's, when the
    hint is another person's or another tool's, or when they have left.
    """
    hint = spend_hint(store, asked["lti_message_hint"])
    if hint is None:
        raise SpentHint
    if hint.session:
        _check_session(store, hint, cookie)
    if hint.user_id != asked["login_hint"] or hint.tool_id != tool.id:
        raise AuthError("access_denied", "This launch was begun by somebody else")
    course, member = _place(store, hint)
    activity = activity_by_link(store, course.id, hint.link_id)
    if hint.link_id and activity is None:
        raise AuthError("access_denied", "This activity is not there any more")
    if not hint.link_id and not member.teaches:
        raise AuthError("access_denied", "Only teachers add activities")
    return Launch(course, member, tool, activity, hint.target, hint.session)


def _check_session(store: sqlite3.Connection, hint: Hint, cookie: str) -> None:
    user = session_user(store, cookie)
    if user is None:
        raise AuthError("login_required", "Nobody is logged in")
    if user.id != hint.user_id:
        raise AuthError("access_denied", "Somebody else is logged in meanwhile")


def _place(store: sqlite3.Connection, hint: Hint) -> tuple[Course, Member]:
    course = directory.course_by_id(store, hint.course_id)
    user = directory.user_by_id(store, hint.user_id)
    member = directory.member(store, course, user, hint.session) if course and user else None
    if course is None or member is None:
        raise AuthError("access_denied", "This person is not in this course any more")
    if member.user.suspended:
        raise AuthError("access_denied", "This account is suspended")
    return course, member
