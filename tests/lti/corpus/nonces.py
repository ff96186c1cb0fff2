"""Nonces that are used up, invented, or another login's."""

from datetime import timedelta

from werkzeug.test import TestResponse

from tests.lti.corpus.case import Attack, Book
from tests.lti.platform import pass_time

BOOK = Book("nonce")
REUSED = "nonce_reused"

BOOK.claims("invented", REUSED, {"nonce": "a-nonce-that-never-was"})
BOOK.claims("empty", "claim_malformed", {"nonce": ""})
BOOK.claims("a pattern", REUSED, {"nonce": "%"})
BOOK.claims("SQL", REUSED, {"nonce": "' OR nonce_used_at IS NULL --"})


def _changed(name: str, change: str) -> None:
    def act(attack: Attack) -> TestResponse:
        browser = attack.browser()
        begun = attack.begin(browser)
        said = change.format(nonce=begun.nonce, state=begun.state, capitals=begun.nonce.swapcase())
        return attack.send(browser, begun.state, attack.token(begun, {"nonce": said}))

    BOOK.add(name, REUSED, act)


_changed("the right one and a blank", "{nonce} ")
_changed("the right one and a letter", "{nonce}x")
_changed("the right one in other letters", "{capitals}")
_changed("the state instead", "{state}")
_changed("the right one twice", "{nonce}{nonce}")


@BOOK.case("the right one in a list", "claim_malformed")
def _listed(attack: Attack) -> TestResponse:
    browser = attack.browser()
    begun = attack.begin(browser)
    return attack.send(browser, begun.state, attack.token(begun, {"nonce": [begun.nonce]}))


@BOOK.case("the digest that the database keeps", REUSED)
def _digest(attack: Attack) -> TestResponse:
    from rers_school.lti.storage import digest

    browser = attack.browser()
    begun = attack.begin(browser)
    return attack.send(browser, begun.state, attack.token(begun, {"nonce": digest(begun.nonce)}))


@BOOK.case("used up, with a new state", REUSED)
def _used(attack: Attack) -> TestResponse:
    browser = attack.browser()
    _, token = attack.in_order(browser)
    return attack.send(browser, attack.begin(browser).state, token)


@BOOK.case("used up, in a new token for a new state", REUSED)
def _used_in_new_token(attack: Attack) -> TestResponse:
    browser = attack.browser()
    first, _ = attack.in_order(browser)
    second = attack.begin(browser)
    return attack.send(browser, second.state, attack.token(first))


@BOOK.case("used up, from another computer with a state of its own", REUSED)
def _used_elsewhere(attack: Attack) -> TestResponse:
    _, token = attack.in_order()
    thief = attack.elsewhere()
    return attack.send(thief, attack.begin(thief).state, token)


@BOOK.case("used up by a launch that was refused", REUSED)
def _used_by_refused(attack: Attack) -> TestResponse:
    browser = attack.browser()
    first = attack.begin(browser)
    attack.send(browser, first.state, attack.token(first, {"aud": "another-tool"}))
    return attack.send(browser, attack.begin(browser).state, attack.token(first))


@BOOK.case("of another login in the same browser", REUSED)
def _other_login(attack: Attack) -> TestResponse:
    browser = attack.browser()
    first, second = attack.begin(browser), attack.begin(browser)
    return attack.send(browser, second.state, attack.token(first))


@BOOK.case("of a victim's login, caught before it arrived", REUSED)
def _victim(attack: Attack) -> TestResponse:
    victim = attack.begin(attack.browser())
    thief = attack.elsewhere()
    return attack.send(thief, attack.begin(thief).state, attack.token(victim))


@BOOK.case("of a login at another client of the issuer", REUSED)
def _other_client(attack: Attack) -> TestResponse:
    attack.lms.register(client_id="tool-2")
    browser = attack.browser()
    other = attack.begin(browser, client_id="tool-2")
    return attack.send(browser, attack.begin(browser).state, attack.token(other))


@BOOK.case("of a login that is long over", REUSED)
def _old(attack: Attack) -> TestResponse:
    browser = attack.browser()
    old = attack.begin(browser)
    pass_time(timedelta(hours=2))
    return attack.send(browser, attack.begin(browser).state, attack.token(old))
