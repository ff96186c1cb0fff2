"""Headers that try to choose the key, the algorithm or the way of checking."""

import json
from typing import Any

from werkzeug.test import TestResponse

from tests.lti.corpus.case import Attack, Book
from tests.lti.platform import DROP, Answer, key_set, rsa_key, sign_by_hand

BOOK = Book("header")
FORGED, UNKNOWN = "signature_invalid", "key_unknown"


def _said(name: str, code: str, *others: str, **header: Any) -> None:
    """Enter a launch that the platform signed, with this in its header."""
    BOOK.add(name, code, lambda attack: attack.launch(**header), *others)


def _by_a_thief(name: str, **header: Any) -> None:
    """Enter a launch signed by a thief, whose header points at the thief's own key."""

    def act(attack: Attack) -> TestResponse:
        attack.lms.answers["/thief"] = Answer(key_set(rsa_key("thief")).encode())
        said = {"alg": "RS256", "kid": "platform-key-1"} | {
            field: value(attack) if callable(value) else value for field, value in header.items()
        }
        browser = attack.browser()
        begun = attack.begin(browser)
        payload = json.dumps(attack.claims(begun)).encode()
        answer = attack.send(
            browser, begun.state, sign_by_hand(json.dumps(said).encode(), payload, "thief")
        )
        assert attack.lms.answers["/thief"].asked == 0, "the tool asked the thief for a key"
        return answer

    BOOK.add(name, FORGED, act, UNKNOWN, "token_malformed")


def _thief_public(_attack: Attack) -> dict[str, str]:
    public: dict[str, str] = json.loads(rsa_key("thief").export_public())
    return public | {"kid": "platform-key-1"}


def _thief_url(attack: Attack) -> str:
    return f"{attack.lms.base}/thief"


_by_a_thief("jwk: the thief's own key in the header", jwk=_thief_public)
_by_a_thief("jku: the thief's key set", jku=_thief_url)
_by_a_thief("jku: the thief's key set, and its key's name", jku=_thief_url, kid="thief")
_by_a_thief("x5u: the thief's certificate", x5u=_thief_url)
_by_a_thief("x5c: a certificate in the header", x5c=["MIIB"])
_by_a_thief("x5t: a thumbprint", x5t="AAAA")
_by_a_thief("kid: an address of a key set", kid=_thief_url)
_by_a_thief("iss and sub in the header", iss="https://moodle.example", sub="3")

_said("kid: left away", UNKNOWN, kid=DROP)
_said("kid: null", UNKNOWN, kid=None)
_said("kid: empty", UNKNOWN, kid="")
_said("kid: a number", UNKNOWN, kid=1)
_said("kid: true", UNKNOWN, kid=True)
_said("kid: a list with the right name", UNKNOWN, kid=["platform-key-1"])
_said("kid: an object", UNKNOWN, kid={"$ne": ""})
_said("kid: the right name and a blank", UNKNOWN, kid="platform-key-1 ")
_said("kid: the right name in capitals", UNKNOWN, kid="PLATFORM-KEY-1")
_said("kid: the right name and a NUL", UNKNOWN, kid="platform-key-1\0")
_said("kid: the right name and a lone surrogate", UNKNOWN, kid="platform-key-1\ud800")
_said("kid: the beginning of the right name", UNKNOWN, kid="platform-key")
_said("kid: a path", UNKNOWN, kid="../../../../dev/null")
_said("kid: SQL", UNKNOWN, kid="x' UNION SELECT 'secret' -- ")
_said("kid: a command", UNKNOWN, kid="|/usr/bin/id")
_said("kid: a pattern", UNKNOWN, kid="%")
_said("kid: a page's script", UNKNOWN, kid="<script>alert(1)</script>")
_said("kid: a line for the log", UNKNOWN, kid="x\nlaunch accepted session=forged")
_said("kid: ten thousand characters", UNKNOWN, kid="k" * 10_000)

_said("crit: an extension nobody knows", FORGED, crit=["x-nobody"], **{"x-nobody": 1})
_said("crit: a registered claim", FORGED, crit=["exp"], exp=1)
_said("crit: an empty list", FORGED, crit=[])
_said("crit: a text", FORGED, crit="b64")
_said("crit: a field that is not there", FORGED, crit=["x-absent"])
_said("b64: false, and critical", FORGED, "token_malformed", b64=False, crit=["b64"])
_said("b64: false, not critical", FORGED, "token_malformed", b64=False)
_said("enc: as if it were encrypted", FORGED, "token_malformed", alg="dir", enc="A128GCM")


def _raw_header(header: bytes) -> Any:
    def act(attack: Attack) -> TestResponse:
        browser = attack.browser()
        begun = attack.begin(browser)
        payload = json.dumps(attack.claims(begun)).encode()
        token = sign_by_hand(header, payload, attack.lms.kid)
        return attack.send(browser, begun.state, token)

    return act


for _name, _bytes in {
    "a list": b'["RS256", "platform-key-1"]',
    "null": b"null",
    "a text": b'"RS256"',
    "no JSON": b"alg=RS256",
    "Latin-1": '{"alg": "RS256", "kid": "é"}'.encode("latin-1"),
    "a byte order mark": b'\xef\xbb\xbf{"alg": "RS256", "kid": "platform-key-1"}',
    "five thousand digits": b'{"alg": "RS256", "kid": ' + b"9" * 5_000 + b"}",
}.items():
    BOOK.add(f"header: {_name}", "token_malformed", _raw_header(_bytes))
BOOK.add("header: an empty object", FORGED, _raw_header(b"{}"))
BOOK.add("header: alg said twice, the last one none", FORGED, _raw_header(
    b'{"alg": "RS256", "kid": "platform-key-1", "alg": "none"}'))  # fmt: skip
BOOK.add("header: kid said twice, the last one unknown", UNKNOWN, _raw_header(
    b'{"alg": "RS256", "kid": "platform-key-1", "kid": "x"}'))  # fmt: skip


@BOOK.case("header: nested just as deep as one reader can follow", "token_malformed", FORGED)
def _nested(attack: Attack) -> TestResponse:
    """Two readers read the header; the one that is called deeper gives up earlier.

    Where that is depends on the depth of the calls, so that many depths are tried.
    """
    for depth in (*range(850, 1000, 2), 23_000):
        nest = b"[" * depth + b"]" * depth
        header = b'{"alg": "RS256", "kid": "platform-key-1", "x": ' + nest + b"}"
        answer: TestResponse = _raw_header(header)(attack)
        if answer.status_code == 303:
            # Both could read it, and a field that means nothing is no reason to refuse.
            attack.let_in += 1
        elif answer.status_code >= 500:
            break
    return answer
