"""Issuers that are not the login's, deployments that are not the issuer's."""

from typing import Any

from werkzeug.test import TestResponse

from rers_school.db import open_session
from rers_school.lti import platforms
from tests.lti.corpus.case import CLAIM, Attack, Book

BOOK = Book("issuer")
UNKNOWN, INACTIVE = "unknown_platform", "deployment_inactive"
DEPLOYMENT = CLAIM + "deployment_id"

for _name, _issuer in {
    "a slash at its end": "https://moodle.example/",
    "a path": "https://moodle.example/mod/lti",
    "a question mark at its end": "https://moodle.example?",
    "a port": "https://moodle.example:443",
    "capitals": "https://MOODLE.example",
    "the scheme in capitals": "HTTPS://moodle.example",
    "http": "http://moodle.example",
    "no scheme": "moodle.example",
    "a blank at its end": "https://moodle.example ",
    "a dot at its end": "https://moodle.example.",
    "a Cyrillic letter": "https://mооdle.example",
    "full-width letters": "https://ｍoodle.example",
    "an invisible character": "https://moodle\u200b.example",
    "composed differently": "https://moodle.examplé",
    "a user before it": "https://user@moodle.example",
    "a longer name": "https://moodle.example.evil.example",
    "escapes": "https://moodle%2eexample",
    "a pattern": "https://%",
    "SQL": "https://moodle.example' OR '1'='1",
}.items():
    BOOK.claims(f"iss with {_name}", UNKNOWN, {"iss": _issuer})
BOOK.claims(
    "iss as a list of the right one", "claim_malformed", {"iss": ["https://moodle.example"]}
)


def _other(attack: Attack) -> None:
    """Register a second platform with the same client id, key set and deployment id."""
    attack.lms.register(issuer="https://other.example")


@BOOK.case("iss of another registration", UNKNOWN)
def _of_another(attack: Attack) -> TestResponse:
    _other(attack)
    return attack.launch({"iss": "https://other.example"})


@BOOK.case("the login of another registration", UNKNOWN)
def _login_of_another(attack: Attack) -> TestResponse:
    _other(attack)
    browser = attack.browser()
    begun = attack.begin(browser, iss="https://other.example")
    return attack.send(browser, begun.state, attack.token(begun))


@BOOK.case("a platform switched off since the login", INACTIVE)
def _switched_off(attack: Attack) -> TestResponse:
    browser = attack.browser()
    begun = attack.begin(browser)
    _switch_off(attack)
    return attack.send(browser, begun.state, attack.token(begun))


@BOOK.case("a platform switched off before the login", INACTIVE)
def _switched_off_before(attack: Attack) -> TestResponse:
    _switch_off(attack)
    return attack.lms.announce(attack.browser())


def _switch_off(attack: Attack) -> None:
    lms = attack.lms
    with open_session(lms.engine, writes=True) as db:
        platforms.activate(db, issuer=lms.issuer, client_id=lms.client_id, active=False)
        db.commit()


for _name, _value in {
    "unknown": "99",
    "with a zero before": "01",
    "with a blank before": " 1",
    "with a blank after": "1 ",
    "a full-width digit": "１",
    "an Arabic digit": "١",
    "a pattern": "%",
    "SQL": "1' OR '1'='1",
    "a fraction in a text": "1.0",
}.items():
    BOOK.claims(f"deployment: {_name}", INACTIVE, {DEPLOYMENT: _value})
_WRONG: dict[str, Any] = {
    "the number": 1,
    "a list with the right one": ["1"],
    "true, which is 1": True,
}
for _name, _kind in _WRONG.items():
    BOOK.claims(f"deployment: {_name}", "claim_malformed", {DEPLOYMENT: _kind})


@BOOK.case("deployment: another platform's", INACTIVE)
def _deployment_of_another(attack: Attack) -> TestResponse:
    attack.lms.register(issuer="https://other.example", deployment_id="2")
    return attack.launch({DEPLOYMENT: "2"})


@BOOK.case("deployment: the second client's", INACTIVE)
def _deployment_of_second(attack: Attack) -> TestResponse:
    attack.lms.register(client_id="tool-2", deployment_id="2")
    return attack.launch({DEPLOYMENT: "2"})


@BOOK.case("deployment: announced right, sent wrong", INACTIVE)
def _announced(attack: Attack) -> TestResponse:
    browser = attack.browser()
    begun = attack.begin(browser, lti_deployment_id="1")
    return attack.send(browser, begun.state, attack.token(begun, {DEPLOYMENT: "3"}))
