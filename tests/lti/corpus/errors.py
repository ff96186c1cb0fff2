"""Errors that the platform posts, or somebody in its name."""

import re
from collections.abc import Mapping

from werkzeug.test import TestResponse

from tests.lti.corpus.case import Attack, Book

BOOK = Book("platform error")
ERROR = "platform_error"


# What OpenID Connect's own words look like; these are shown, and nothing else is.
_WORD = re.compile(r"[a-z_]{1,40}")


def _posts(name: str, fields: Mapping[str, str], *others: str) -> None:
    """Enter an error post with the state of a login that began."""

    def act(attack: Attack) -> TestResponse:
        browser = attack.browser()
        begun = attack.begin(browser)
        attack.hide([value for value in fields.values() if not _WORD.fullmatch(value)])
        return browser.post("/lti/launch", data={"state": begun.state, **fields})

    BOOK.add(name, ERROR, act, *others)


_posts("nobody is logged in", {"error": "login_required"})
_posts("an empty word", {"error": ""})
_posts("a script", {"error": "<script>alert(document.cookie)</script>"})
_posts("an attribute", {"error": '" onmouseover="alert(1)" x="'})
_posts("a template", {"error": "{{ config.items() }}"})
_posts("a line for the log", {"error": "x\nlaunch accepted session=forged"})
_posts("a format of the log", {"error": "%s%s%s%n access denied"})
_posts("an address", {"error": "https://evil.example/login"})
_posts("a person's name", {"error": "Zoé Bérénger is not allowed"})
_posts("a NUL", {"error": "login_required\0and more"})
_posts("capitals", {"error": "LOGIN REQUIRED NOW"})
_posts("a hundred thousand letters", {"error": "accessdenied" * 8_000})
_posts("a hostile description", {
    "error": "access_denied",
    "error_description": "<a href='https://evil.example'>Type your password here</a>",
    "error_uri": "javascript:alert('uri of the error')",
})  # fmt: skip
_posts("a token that is none beside it", {"error": "access_denied", "id_token": "not-a-token"},
       "token_malformed")  # fmt: skip
_posts("an empty token beside it", {"error": "access_denied", "id_token": ""}, "token_malformed")


@BOOK.case("a forged token beside it", ERROR, "signature_invalid")
def _forged(attack: Attack) -> TestResponse:
    browser = attack.browser()
    begun = attack.begin(browser)
    token = attack.token(begun).rpartition(".")[0] + ".AAAA"
    return attack.send(browser, begun.state, token, error="access_denied")


@BOOK.case("a token for somebody else beside it", ERROR, "wrong_audience")
def _foreign(attack: Attack) -> TestResponse:
    browser = attack.browser()
    begun = attack.begin(browser)
    token = attack.token(begun, {"aud": "another-tool"})
    return attack.send(browser, begun.state, token, error="access_denied")


@BOOK.case("without a state", ERROR)
def _stateless(attack: Attack) -> TestResponse:
    return attack.browser().post("/lti/launch", data={"error": "login_required"})


@BOOK.case("with a state that never was", ERROR)
def _invented(attack: Attack) -> TestResponse:
    return attack.browser().post("/lti/launch", data={"error": "x", "state": "invented\0" * 99})


@BOOK.case("after a launch in order, with its state", ERROR)
def _afterwards(attack: Attack) -> TestResponse:
    browser = attack.browser()
    begun, _ = attack.in_order(browser)
    return browser.post("/lti/launch", data={"error": "login_required", "state": begun.state})
