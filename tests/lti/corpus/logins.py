"""Announcements that no login may begin with."""

from typing import Any

from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.lti.corpus.case import Attack, Book
from tests.lti.corpus.places import TARGETS
from tests.lti.platform import DROP, TOOL

BOOK = Book("login")
INCOMPLETE, UNKNOWN, TARGET = "request_incomplete", "unknown_platform", "wrong_target"


def _said(name: str, code: str, *others: str, method: str = "POST", **changes: Any) -> None:
    def act(attack: Attack) -> TestResponse:
        attack.hide(changes)
        return attack.lms.announce(attack.browser(), method, **changes)

    BOOK.add(name, code, act, *others)


for _field in ("iss", "login_hint", "target_link_uri"):
    _said(f"{_field}: left away", INCOMPLETE, **{_field: DROP})
    _said(f"{_field}: empty", INCOMPLETE, **{_field: ""})
for _field in ("iss", "client_id", "login_hint", "lti_message_hint"):
    _said(f"{_field}: a NUL", INCOMPLETE, **{_field: "x\0"})
    _said(f"{_field}: five thousand letters", INCOMPLETE, **{_field: "h" * 5_000})
_said("iss: unknown", UNKNOWN, iss="https://elsewhere.example")
_said("iss: unknown, by GET", UNKNOWN, method="GET", iss="https://elsewhere.example")
_said("iss: with a slash", UNKNOWN, iss="https://moodle.example/")
_said("iss: in capitals", UNKNOWN, iss="HTTPS://MOODLE.EXAMPLE")
_said("iss: letters that only look right", UNKNOWN, iss="https://mооdle.example")
_said("iss: a pattern", UNKNOWN, iss="https://moodle.example%")
_said("iss: SQL", UNKNOWN, iss="https://moodle.example' --")
_said("iss: a script", UNKNOWN, iss="<script>alert('issuer')</script>")
_said("client_id: unknown", UNKNOWN, client_id="another-tool")
_said("client_id: SQL", UNKNOWN, client_id="' OR 1=1 -- ")
_said("client_id: two in one text", UNKNOWN, client_id="tool-1,tool-2")
_said("target: five thousand letters of another host", TARGET,
      target_link_uri="https://elsewhere.example/" + "a" * 5_000)  # fmt: skip
for _name in (
    "another host",
    "another port",
    "https",
    "a script",
    "our name as a user",
    "our name before another",
    "our name after a backslash",
    "a backslash after our name",
    "a line end in our name",
    "a path only",
):
    _said(f"target: {_name}", TARGET, target_link_uri=TARGETS[_name])


@BOOK.case("client_id: left away where the issuer has two", UNKNOWN)
def _two_clients(attack: Attack) -> TestResponse:
    attack.lms.register(client_id="tool-2")
    return attack.lms.announce(attack.browser(), client_id=DROP)


@BOOK.case("client_id: another issuer's", UNKNOWN)
def _client_of_other(attack: Attack) -> TestResponse:
    attack.lms.register(issuer="https://other.example", client_id="tool-9")
    return attack.lms.announce(attack.browser(), client_id="tool-9")


@BOOK.case("nothing at all", INCOMPLETE)
def _nothing(attack: Attack) -> TestResponse:
    return attack.browser().post("/lti/login")


@BOOK.case("as JSON", INCOMPLETE)
def _as_json(attack: Attack) -> TestResponse:
    said = {
        "iss": attack.lms.issuer,
        "client_id": "tool-1",
        "login_hint": "6",
        "target_link_uri": f"{TOOL}/lti/launch",
    }
    return attack.browser().post("/lti/login", json=said)


@BOOK.case("in the address of a POST", INCOMPLETE)
def _address_of_post(attack: Attack) -> TestResponse:
    said = {
        "iss": attack.lms.issuer,
        "login_hint": "6",
        "target_link_uri": f"{TOOL}/lti/launch",
    }
    return attack.browser().post("/lti/login", query_string=said)


@BOOK.case("the issuer twice, an unknown one first", UNKNOWN)
def _twice(attack: Attack) -> TestResponse:
    fields = [
        ("iss", "https://elsewhere.example"),
        ("iss", attack.lms.issuer),
        ("client_id", "tool-1"),
        ("login_hint", "6"),
        ("target_link_uri", f"{TOOL}/lti/launch"),
    ]
    return attack.browser().post("/lti/login", data=MultiDict(fields))


@BOOK.outside("too big to be read", 413)
def _too_big(attack: Attack) -> TestResponse:
    return attack.lms.announce(attack.browser(), login_hint="x" * 2_200_000)
