"""Times that are over, not yet there, or no times.

The token's times are made when the case runs: seconds from that moment.
"""

from datetime import timedelta
from typing import Any

from werkzeug.test import TestResponse

from rers_school import clock
from tests.lti.corpus.case import Attack, Book
from tests.lti.platform import pass_time

BOOK = Book("time")
OVER, EARLY, MALFORMED = "token_expired", "token_early", "claim_malformed"
FOREVER = 10**30


def _at(name: str, code: str, *others: str, **seconds: float) -> None:
    def act(attack: Attack) -> TestResponse:
        now = clock.now().timestamp()
        return attack.launch({claim: now + shift for claim, shift in seconds.items()})

    BOOK.add(name, code, act, *others)


def _of(name: str, code: str, *others: str, **values: Any) -> None:
    BOOK.claims(name, code, values, *others)


_at("exp: eleven seconds ago", OVER, exp=-11)
_at("exp: an hour ago", OVER, exp=-3600, iat=-3660)
_at("exp: long ago, iat now", OVER, exp=-(10**8))
_at("exp: ten and a half seconds ago", OVER, exp=-10.5)
_at("iat: in a minute", EARLY, iat=60)
_at("iat: in twelve seconds, as a fraction", EARLY, iat=12.5)
_at("iat: next year", EARLY, iat=3e7, exp=4e7)
_at("iat: eleven minutes ago, though exp is tomorrow", OVER, iat=-660, exp=86_400)
_at("nbf: in a minute", EARLY, nbf=60)
_at("nbf: after exp", EARLY, nbf=1000)
_at("exp: before iat", OVER, exp=-100, iat=0)
_of("exp: zero", OVER, exp=0)
_of("exp: one", OVER, exp=1)
_of("exp: minus one", OVER, exp=-1)
_of("exp: minus forever", OVER, exp=-FOREVER)
_of("iat: zero", OVER, iat=0)
_of("iat: minus forever", OVER, iat=-FOREVER)
_of("iat: forever", EARLY, iat=FOREVER)
_of("iat: a number of four thousand digits", EARLY, iat=10**4_000)
_of("nbf: forever", EARLY, nbf=FOREVER)
_of("exp: not a number", MALFORMED, "token_malformed", exp=float("nan"))
_of("iat: not a number", MALFORMED, "token_malformed", iat=float("nan"))
_of("nbf: not a number", MALFORMED, "token_malformed", nbf=float("nan"))
_of("exp: infinite", MALFORMED, exp=float("inf"))
_of("iat: minus infinite", MALFORMED, iat=float("-inf"))
_of("nbf: infinite", MALFORMED, nbf=float("inf"))
_of("exp: a number in a text", MALFORMED, exp="99999999999")
_of("exp: a date in a text", MALFORMED, exp="2099-01-01T00:00:00Z")
_of("iat: a number in a text", MALFORMED, iat="0")
_of("nbf: a number in a text", MALFORMED, nbf="0")
_of("nbf: true", MALFORMED, nbf=True)
_of("nbf: a list", MALFORMED, nbf=[])
_of("nbf: an object", MALFORMED, nbf={})


@BOOK.case("exp: a number too great for a fraction", MALFORMED, "token_malformed")
def _overflow(attack: Attack) -> TestResponse:
    browser = attack.browser()
    begun = attack.begin(browser)
    said = attack.lms.claims("pupil_resource_launch", begun.nonce, {"exp": 1})
    payload = attack.lms.as_bytes(said).replace(b'"exp": 1,', b'"exp": 1e999,')
    assert b"1e999" in payload
    return attack.send(browser, begun.state, attack.signed(payload))


@BOOK.case("a token kept for two minutes", OVER)
def _kept(attack: Attack) -> TestResponse:
    browser = attack.browser()
    begun = attack.begin(browser)
    token = attack.token(begun)
    pass_time(timedelta(minutes=2))
    return attack.send(browser, begun.state, token)
