"""Keys that are not, or no longer, the platform's."""

import json
from datetime import timedelta

from sqlalchemy import select
from werkzeug.test import TestResponse

from rers_school.db import open_session
from rers_school.lti import keys as tool_keys
from rers_school.lti.models import ToolKey
from tests.lti.corpus.case import Attack, Book
from tests.lti.platform import Answer, key_set, pass_time, rsa_key, sign_by_hand

BOOK = Book("key")
FORGED, UNKNOWN = "signature_invalid", "key_unknown"


def _signed_by(attack: Attack, key: str, kid: str) -> TestResponse:
    """Launch with a token of the right claims, signed with ``key`` and naming ``kid``."""
    browser = attack.browser()
    begun = attack.begin(browser)
    payload = json.dumps(attack.claims(begun)).encode()
    header = json.dumps({"alg": "RS256", "kid": kid}).encode()
    return attack.send(browser, begun.state, sign_by_hand(header, payload, key))


def _second_platform(attack: Attack) -> None:
    attack.lms.answers["/other-jwks"] = Answer(key_set(rsa_key("other-platform")).encode())
    attack.lms.register(
        issuer="https://other.example",
        client_id="tool-9",
        jwks_url=f"{attack.lms.base}/other-jwks",
    )


@BOOK.case("a thief's key under the platform's name", FORGED)
def _thief(attack: Attack) -> TestResponse:
    return _signed_by(attack, "thief", attack.lms.kid)


@BOOK.case("a thief's key under its own name", UNKNOWN)
def _thief_by_name(attack: Attack) -> TestResponse:
    return _signed_by(attack, "thief", "thief")


@BOOK.case("another registered platform's key, under its own name", UNKNOWN)
def _other_platform(attack: Attack) -> TestResponse:
    _second_platform(attack)
    return _signed_by(attack, "other-platform", "other-platform")


@BOOK.case("another registered platform's key, under this platform's name", FORGED)
def _other_as_ours(attack: Attack) -> TestResponse:
    _second_platform(attack)
    return _signed_by(attack, "other-platform", attack.lms.kid)


@BOOK.case("this platform's key, under another platform's name", UNKNOWN)
def _ours_as_other(attack: Attack) -> TestResponse:
    _second_platform(attack)
    return _signed_by(attack, attack.lms.kid, "other-platform")


@BOOK.case("a second client's key, for the first client of one issuer", UNKNOWN)
def _second_client(attack: Attack) -> TestResponse:
    attack.lms.answers["/other-jwks"] = Answer(key_set(rsa_key("other-platform")).encode())
    attack.lms.register(client_id="tool-2", jwks_url=f"{attack.lms.base}/other-jwks")
    return _signed_by(attack, "other-platform", "other-platform")


def _tool_key(attack: Attack) -> tuple[str, str]:
    """Return the tool's own key as the tests' platform would use it, and its name."""
    with open_session(attack.lms.engine) as db:
        row = db.scalars(select(ToolKey)).one()
    return row.private_pem, row.kid


@BOOK.case("the tool's own key's name", UNKNOWN)
def _tool_name(attack: Attack) -> TestResponse:
    return _signed_by(attack, "thief", _tool_key(attack)[1])


@BOOK.case("the tool's own key, leaked, under its own name", UNKNOWN)
def _tool_leaked(attack: Attack) -> TestResponse:
    pem, kid = _tool_key(attack)
    return _signed_by(attack, pem, kid)


@BOOK.case("the tool's own key, leaked, under the platform's name", FORGED)
def _tool_as_platform(attack: Attack) -> TestResponse:
    return _signed_by(attack, _tool_key(attack)[0], attack.lms.kid)


@BOOK.case("the tool's own key after it was changed", UNKNOWN)
def _tool_rotated(attack: Attack) -> TestResponse:
    pem, kid = _tool_key(attack)
    with open_session(attack.lms.engine, writes=True) as db:
        tool_keys.rotate(db)
        db.commit()
    return _signed_by(attack, pem, kid)


@BOOK.case("a key that the platform has retired", UNKNOWN)
def _retired(attack: Attack) -> TestResponse:
    lms = attack.lms
    lms.kid = "old-key"
    lms.answers["/jwks"].body = key_set(rsa_key("old-key")).encode()
    attack.in_order()
    pass_time(timedelta(seconds=61))
    lms.kid = "platform-key-1"
    lms.answers["/jwks"].body = key_set(rsa_key("platform-key-1")).encode()
    attack.in_order()
    return _signed_by(attack, "old-key", "old-key")


@BOOK.case("a retired key under the new key's name", FORGED)
def _retired_renamed(attack: Attack) -> TestResponse:
    attack.in_order()
    return _signed_by(attack, "old-key", attack.lms.kid)


@BOOK.case("a key that will be published in a minute", UNKNOWN)
def _too_early(attack: Attack) -> TestResponse:
    attack.in_order()
    return _signed_by(attack, "new-key", "new-key")
