"""Launches in another browser than the one that began, with cookies of all kinds."""

from collections.abc import Callable

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.lti.corpus.case import Attack, Book
from tests.lti.platform import Begun

BOOK = Book("cookie")
FOREIGN = "state_foreign"


def _brings(
    name: str, cookie: Callable[[Attack, Begun], tuple[str, str]], *, path: str = "/lti"
) -> None:
    """Enter a victim's launch that arrives from elsewhere with this cookie."""

    def act(attack: Attack) -> TestResponse:
        begun = attack.begin(attack.browser())
        thief = attack.elsewhere()
        key, value = cookie(attack, begun)
        thief.set_cookie(key, value, domain="localhost", path=path)
        return attack.send(thief, begun.state, attack.token(begun))

    BOOK.add(name, FOREIGN, act)


_brings("its secret emptied", lambda attack, begun: (attack.cookie(begun)[0], ""))
_brings("its secret guessed", lambda attack, begun: (attack.cookie(begun)[0], "guessed"))
_brings("its secret cut", lambda attack, begun: (
    attack.cookie(begun)[0], attack.cookie(begun)[1][:-1]))  # fmt: skip
_brings("its secret and a letter", lambda attack, begun: (
    attack.cookie(begun)[0], attack.cookie(begun)[1] + "x"))  # fmt: skip
_brings("its secret in other letters", lambda attack, begun: (
    attack.cookie(begun)[0], attack.cookie(begun)[1].swapcase()))  # fmt: skip
_brings("its secret in quotes, with a blank", lambda attack, begun: (
    attack.cookie(begun)[0], attack.cookie(begun)[1] + " x"))  # fmt: skip
_brings("the state as secret", lambda attack, begun: (attack.cookie(begun)[0], begun.state))
_brings("letters that are no ASCII", lambda attack, begun: (attack.cookie(begun)[0], "é🎒"))
_brings("four thousand letters", lambda attack, begun: (attack.cookie(begun)[0], "x" * 4_000))
_brings("under another name", lambda attack, begun: (
    "rers-login", attack.cookie(begun)[1]))  # fmt: skip
_brings("under its name without the prefix", lambda attack, begun: (
    attack.cookie(begun)[0].removeprefix("__Secure-"), attack.cookie(begun)[1]))  # fmt: skip
_brings("under the name of no login", lambda attack, begun: (
    "__Secure-rers-login-", attack.cookie(begun)[1]))  # fmt: skip
_brings("as if it were a session", lambda attack, begun: ("__Secure-rers", "x" * 43))
_brings("for another path", (
    lambda attack, begun: attack.cookie(begun)), path="/c")  # fmt: skip


@BOOK.case("none, from another address", FOREIGN)
def _other_address(attack: Attack) -> TestResponse:
    browser = attack.browser()
    browser.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    return _victims(attack, browser)


@BOOK.case("none, from another kind of browser", FOREIGN)
def _other_kind(attack: Attack) -> TestResponse:
    return _victims(attack, attack.browser(user_agent="another browser"))


@BOOK.case("none, with the victim's address in a header of one's own", FOREIGN)
def _forwarded(attack: Attack) -> TestResponse:
    thief = attack.browser(x_forwarded_for="127.0.0.1", forwarded="for=127.0.0.1")
    thief.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    return _victims(attack, thief)


def _victims(attack: Attack, browser: FlaskClient) -> TestResponse:
    """Send a victim's launch from this browser."""
    begun = attack.begin(attack.browser())
    return attack.send(browser, begun.state, attack.token(begun))


@BOOK.case("that of a login of its own, at the same computer", FOREIGN)
def _own_login(attack: Attack) -> TestResponse:
    thief = attack.browser()
    attack.begin(thief)
    return _victims(attack, thief)


@BOOK.case("that of a login of its own under the victim's name", FOREIGN)
def _own_secret(attack: Attack) -> TestResponse:
    victim, thief = attack.begin(attack.browser()), attack.elsewhere()
    own = attack.begin(thief)
    thief.set_cookie(
        attack.cookie(victim)[0], attack.cookie(own)[1], domain="localhost", path="/lti"
    )
    return attack.send(thief, victim.state, attack.token(victim))


@BOOK.case("the secrets of two logins of one browser, swapped", FOREIGN)
def _swapped(attack: Attack) -> TestResponse:
    browser = attack.browser()
    first, second = attack.begin(browser), attack.begin(browser)
    for one, other in ((first, second), (second, first)):
        browser.set_cookie(
            attack.cookie(one)[0], attack.cookie(other)[1], domain="localhost", path="/lti"
        )
    return attack.send(browser, first.state, attack.token(first))


@BOOK.case("login forged: a thief's own launch put into a victim's browser", FOREIGN)
def _forced(attack: Attack) -> TestResponse:
    """The victim would work, unknowingly, in the thief's name."""
    thief = attack.begin(attack.elsewhere())
    victim = attack.browser()
    attack.in_order(victim)
    attack.begin(victim)
    return attack.send(victim, thief.state, attack.token(thief))
