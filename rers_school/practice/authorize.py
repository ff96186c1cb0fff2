"""The authorization endpoint's checks, in Moodle's order and with its error codes.

*Source*: OpenID Connect core 3.1.2 and 3.2.2; IMS security framework 5.1.1.
"""

import sqlite3
from collections.abc import Mapping

from rers_school.practice import directory
from rers_school.practice.directory import Course, Member
from rers_school.practice.settings import ToolSpec
from rers_school.practice.tickets import spend_hint

NEEDED = (
    "scope",
    "response_type",
    "response_mode",
    "prompt",
    "login_hint",
    "lti_message_hint",
    "nonce",
)


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


def check_addressee(asked: Mapping[str, str], tool: ToolSpec) -> None:
    """Guarantee that an answer would go to the registered tool and nowhere else.

    *Errors*: ``UnknownTool``.
    """
    if asked.get("client_id") != tool.client_id:
        raise UnknownTool("client_id")
    if asked.get("redirect_uri") not in tool.redirect_uris:
        raise UnknownTool("redirect_uri")


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
    store: sqlite3.Connection, asked: Mapping[str, str]
) -> tuple[Course, Member, str]:
    """Return who launches what, and how it is shown; the hint is spent by this.

    *Errors*: ``SpentHint``; ``AuthError`` when the hint is another person's or they have left.
    """
    hint = spend_hint(store, asked["lti_message_hint"])
    if hint is None:
        raise SpentHint
    if hint.user_id != asked["login_hint"]:
        raise AuthError("access_denied", "This launch was begun by somebody else")
    course = directory.course_by_id(store, hint.course_id)
    user = directory.user_by_id(store, hint.user_id)
    member = directory.member(store, course, user) if course and user else None
    if course is None or member is None:
        raise AuthError("access_denied", "This person is not in this course any more")
    return course, member, hint.target
