"""The course's list of people, asked of the LMS: every page of it, or nothing.

*Source*: LTI Names and Role Provisioning Services 2.0; what a Moodle answers, lti.md, "Names".
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import requests
from pylti1p3.exception import LtiException

from rers_school.classroom.rules.roster import Account
from rers_school.classroom.rules.text import clean
from rers_school.classroom.services.naming import NAME_MOST
from rers_school.lti.claims import CLAIM, origin_of
from rers_school.lti.connector import PlatformConnector
from rers_school.lti.registration import NRPS_SCOPE
from rers_school.lti.roles import part_of
from rers_school.lti.tool_config import PlatformRegistration

_TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
_MOST_PAGES = 100
_MOST_PEOPLE = 2000
_WHOLE_SECONDS = 25.0
_ID_MOST = 255
_UNCUT = 10_000


class RosterFailed(Exception):
    """The list could not be read to its end; ``code`` says why, for the teacher's page."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody whom the LMS lists in the course."""

    accounts: tuple[Account, ...]

    @property
    def has_names(self) -> bool:
        return any(one.named for one in self.accounts)


def fetch(
    registration: PlatformRegistration,
    http: requests.Session,
    *,
    roster_url: str,
    resource_link_id: str,
) -> Roster:
    """Return everybody in the course.

    Where the course's list has no names, the activity's own list (``rlid``) is asked: a Moodle
    that leaves the choice to teachers has them there only.

    *Errors*: `RosterFailed` ``not_allowed`` (the LMS does not give the list to this tool),
    ``unreachable``, ``unreadable``, ``empty``.
    """
    connector = PlatformConnector(registration, http)
    ends = time.monotonic() + _WHOLE_SECONDS
    found = _whole(connector, roster_url, ends)
    if not found.has_names and resource_link_id:
        with_names = _of_activity(connector, roster_url, resource_link_id, ends)
        if with_names is not None and with_names.has_names:
            found = with_names
    if not found.accounts:
        raise RosterFailed("empty")
    return found


def _of_activity(
    connector: PlatformConnector, roster_url: str, resource_link_id: str, ends: float
) -> Roster | None:
    parts = urlsplit(roster_url)
    query = [*parse_qsl(parts.query, keep_blank_values=True), ("rlid", resource_link_id)]
    try:
        return _whole(connector, parts._replace(query=urlencode(query)).geturl(), ends)
    except RosterFailed as failed:
        # A platform without such lists says no: the course's list, read to its end, counts.
        if failed.code in ("not_allowed", "unreadable"):
            return None
        raise


def _whole(connector: PlatformConnector, first: str, ends: float) -> Roster:
    accounts: dict[str, Account] = {}
    seen: set[str] = set()
    address: str | None = first
    while address:
        if address in seen or len(seen) >= _MOST_PAGES or origin_of(address) != origin_of(first):
            raise RosterFailed("unreadable", "next page")
        if time.monotonic() > ends:
            raise RosterFailed("unreachable", "too slow")
        seen.add(address)
        body, address = _page(connector, address)
        for account in _accounts(body):
            accounts[account.sub] = account
        if len(accounts) > _MOST_PEOPLE:
            raise RosterFailed("unreadable", "too many people")
    return Roster(tuple(accounts.values()))


def _page(connector: PlatformConnector, address: str) -> tuple[Mapping[str, Any], str | None]:
    try:
        answer = _asked(connector, address)
    except LtiException as refused:
        status = _status(refused)
        code = "not_allowed" if status in (400, 401, 403, 404) else "unreachable"
        raise RosterFailed(code, f"status {status}") from None
    except requests.JSONDecodeError:
        raise RosterFailed("unreadable", "not JSON") from None
    except requests.RequestException as error:
        raise RosterFailed("unreachable", type(error).__name__) from None
    except (KeyError, TypeError, ValueError, AttributeError):
        raise RosterFailed("unreadable", "token") from None
    body = answer["body"]
    if not isinstance(body, Mapping) or not isinstance(body.get("members"), list):
        raise RosterFailed("unreadable", "members")
    return body, answer["next_page_url"]


def _asked(connector: PlatformConnector, address: str) -> Any:
    """Return a page; a token that the platform has forgotten is asked for once more."""
    try:
        return connector.make_service_request(
            [NRPS_SCOPE], address, accept=_TYPE, case_insensitive_headers=True
        )
    except LtiException as refused:
        if _status(refused) != 401:
            raise
    connector.forget_token([NRPS_SCOPE])
    return connector.make_service_request(
        [NRPS_SCOPE], address, accept=_TYPE, case_insensitive_headers=True
    )


def _status(refused: LtiException) -> int:
    return int(getattr(getattr(refused, "response", None), "status_code", 0))


def _accounts(body: Mapping[str, Any]) -> list[Account]:
    found = []
    for member in body["members"]:
        if not isinstance(member, Mapping):
            raise RosterFailed("unreadable", "member")
        sub, roles = member.get("user_id"), member.get("roles")
        if not isinstance(sub, str) or not 0 < len(sub) <= _ID_MOST or not sub.isprintable():
            raise RosterFailed("unreadable", "user_id")
        if not isinstance(roles, list) or not all(isinstance(role, str) for role in roles):
            raise RosterFailed("unreadable", "roles")
        role = part_of(roles)
        # Who is suspended or has left is not expected; who is neither pupil nor teacher neither.
        if role is None or member.get("status", "Active") != "Active":
            continue
        given, family = _name(member)
        found.append(Account(sub, given, family, role))
    return found


def _name(member: Mapping[str, Any]) -> tuple[str, str]:
    given, family = _text(member, "given_name"), _text(member, "family_name")
    if not given and not family:
        given, _, family = _text(member, "name").partition(" ")
    return given, family


def _text(member: Mapping[str, Any], name: str) -> str:
    value = member.get(name)
    if not isinstance(value, str) or len(value) > _UNCUT:
        value = _launch_text(member, name)
    return clean(value, most=_UNCUT)[:NAME_MOST].strip()


def _launch_text(member: Mapping[str, Any], name: str) -> str:
    """Return a name from the launch message that an activity's list may hold for each member."""
    messages = member.get("message")
    for message in messages if isinstance(messages, list) else []:
        if isinstance(message, Mapping) and CLAIM + "message_type" in message:
            value = message.get(name)
            if isinstance(value, str) and len(value) <= _UNCUT:
                return value
    return ""
