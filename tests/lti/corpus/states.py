"""States that are missing, invented, over, or used before."""

from datetime import timedelta

from werkzeug.test import TestResponse

from tests.lti.corpus.case import Attack, Book
from tests.lti.platform import pass_time

BOOK = Book("state")
MISSING, REUSED, EXPIRED = "state_missing", "nonce_reused", "state_expired"


def _says(name: str, change: str) -> None:
    """Enter a launch in order but for its state."""

    def act(attack: Attack) -> TestResponse:
        browser = attack.browser()
        begun = attack.begin(browser)
        said = change.format(
            state=begun.state, nonce=begun.nonce, other=begun.state.swapcase(), cut=begun.state[:-1]
        )
        return attack.send(browser, said, attack.token(begun))

    BOOK.add(name, MISSING, act)


_says("empty", "")
_says("invented", "a-state-that-never-was")
_says("the right one and a blank", "{state} ")
_says("the right one and a NUL", "{state}\0")
_says("the right one and a line end", "{state}\r\n")
_says("the right one after a byte order mark", "\ufeff{state}")
_says("the right one in other letters", "{other}")
_says("the right one without its end", "{cut}")
_says("the right one twice", "{state}{state}")
_says("the nonce instead", "{nonce}")
_says("a pattern", "%")
_says("SQL", "' OR used_at IS NULL --")
_says("a NUL", "\0")
_says("a hundred thousand letters", "s" * 100_000)
_says("an emoji", "🎒")
_says("an attribute of a cookie", "x; Domain=localhost; Path=/")
_says("a header", "x\r\nSet-Cookie: __Secure-rers=forged")


@BOOK.case("left away", MISSING)
def _absent(attack: Attack) -> TestResponse:
    browser = attack.browser()
    token = attack.token(attack.begin(browser))
    return browser.post("/lti/launch", data={"id_token": token})


@BOOK.case("the digest that the database keeps", MISSING)
def _digest(attack: Attack) -> TestResponse:
    from rers_school.lti.storage import digest

    browser = attack.browser()
    begun = attack.begin(browser)
    return attack.send(browser, digest(begun.state), attack.token(begun))


@BOOK.case("without any login, as a platform that starts by itself", MISSING)
def _unasked(attack: Attack) -> TestResponse:
    begun = attack.begin(attack.browser())
    return attack.send(attack.browser(), "unasked", attack.token(begun))


@BOOK.case("used with the same token in the same browser", REUSED)
def _same(attack: Attack) -> TestResponse:
    browser = attack.browser()
    begun, token = attack.in_order(browser)
    return attack.send(browser, begun.state, token)


@BOOK.case("used with the same token in another browser", REUSED)
def _same_elsewhere(attack: Attack) -> TestResponse:
    begun, token = attack.in_order()
    return attack.send(attack.elsewhere(), begun.state, token)


@BOOK.case("used with the same token and the cookie kept aside", REUSED)
def _with_cookie(attack: Attack) -> TestResponse:
    begun, token = attack.in_order()
    thief = attack.elsewhere()
    name, secret = attack.cookie(begun)
    thief.set_cookie(name, secret, domain="localhost", path="/lti")
    return attack.send(thief, begun.state, token)


@BOOK.case("used with another token of the platform", REUSED)
def _another_token(attack: Attack) -> TestResponse:
    browser = attack.browser()
    begun, _ = attack.in_order(browser)
    return attack.send(browser, begun.state, attack.token(begun, {"sub": "7"}))


@BOOK.case("used with a token for another login", REUSED)
def _token_of_other(attack: Attack) -> TestResponse:
    browser = attack.browser()
    begun, _ = attack.in_order(browser)
    return attack.send(browser, begun.state, attack.token(attack.begin(browser)))


@BOOK.case("used a day later", MISSING, REUSED)
def _next_day(attack: Attack) -> TestResponse:
    browser = attack.browser()
    begun, _ = attack.in_order(browser)
    pass_time(timedelta(days=1))
    # A login makes room: what is long over is forgotten.
    attack.begin(attack.browser())
    return attack.send(browser, begun.state, attack.token(begun))


@BOOK.case("used by a token that was refused", REUSED)
def _used_by_refused(attack: Attack) -> TestResponse:
    browser = attack.browser()
    begun = attack.begin(browser)
    attack.send(browser, begun.state, "not-a-token")
    return attack.send(browser, begun.state, attack.token(begun))


@BOOK.case("used by the platform's error", REUSED)
def _used_by_error(attack: Attack) -> TestResponse:
    browser = attack.browser()
    begun = attack.begin(browser)
    browser.post("/lti/launch", data={"error": "login_required", "state": begun.state})
    return attack.send(browser, begun.state, attack.token(begun))


def _after(name: str, passed: timedelta, code: str) -> None:
    def act(attack: Attack) -> TestResponse:
        browser = attack.browser()
        begun = attack.begin(browser)
        pass_time(passed)
        return attack.send(browser, begun.state, attack.token(begun))

    BOOK.add(name, code, act)


_after("ten minutes old", timedelta(minutes=10), EXPIRED)
_after("two hours old", timedelta(hours=2), EXPIRED)


@BOOK.case("forgotten since", MISSING)
def _forgotten(attack: Attack) -> TestResponse:
    browser = attack.browser()
    begun = attack.begin(browser)
    pass_time(timedelta(hours=2))
    attack.begin(browser)
    return attack.send(browser, begun.state, attack.token(begun))


@BOOK.case("of another login in the same browser", REUSED)
def _other_login(attack: Attack) -> TestResponse:
    browser = attack.browser()
    first, second = attack.begin(browser), attack.begin(browser)
    return attack.send(browser, first.state, attack.token(second))
