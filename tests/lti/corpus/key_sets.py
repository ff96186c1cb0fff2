"""Key sets that are none: what a platform's address may say instead, and how."""

import gzip
import json
from typing import Any

import pytest
from jwcrypto.jwk import JWK
from werkzeug.test import TestResponse

from rers_school.lti.http import MOST_BYTES, PlatformHttp
from tests.lti.corpus.case import Attack, Book, b64
from tests.lti.platform import Answer, key_set, rsa_key

BOOK = Book("key set")
UNREACHABLE, UNKNOWN = "keys_unreachable", "key_unknown"
KID = "platform-key-1"
JSON = {"Content-Type": "application/json"}


def _good() -> dict[str, Any]:
    public: dict[str, Any] = json.loads(rsa_key(KID).export_public())
    return public


def _set(*entries: Any) -> bytes:
    return json.dumps({"keys": list(entries)}).encode()


def _says(name: str, code: str, body: bytes, **how: Any) -> None:
    """Enter a launch in order whose platform publishes this."""

    def act(attack: Attack) -> TestResponse:
        attack.lms.answers["/jwks"] = Answer(body, **how)
        return attack.launch()

    BOOK.add(name, code, act)


def _entry(name: str, change: Any, *others: str) -> None:
    """Enter a launch whose platform publishes its key with something changed."""
    BOOK.add(name, UNKNOWN, lambda attack: _with_entry(attack, change), *others)


def _number(value: int) -> str:
    """Return a number as a key set writes it."""
    return b64(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _with_entry(attack: Attack, change: Any) -> TestResponse:
    attack.lms.answers["/jwks"] = Answer(_set(change(_good()) if callable(change) else change))
    return attack.launch()


GOOD = key_set(rsa_key(KID)).encode()
PAGE = b"<!doctype html><title>Maintenance</title><p>Back soon"

_says("nothing", UNREACHABLE, b"")
_says("a page", UNREACHABLE, PAGE, headers={"Content-Type": "text/html"})
_says("a login page instead of the keys", UNREACHABLE, PAGE, status=401)
_says("null", UNREACHABLE, b"null")
_says("a list", UNREACHABLE, json.dumps([_good()]).encode())
_says("one key without a set", UNREACHABLE, json.dumps(_good()).encode())
_says("no keys", UNREACHABLE, _set())
_says("keys: null", UNREACHABLE, b'{"keys": null}')
_says("keys: an object by name", UNREACHABLE, json.dumps({"keys": {KID: _good()}}).encode())
_says("keys: a text", UNREACHABLE, json.dumps({"keys": json.dumps([_good()])}).encode())
_says("keys: numbers", UNREACHABLE, _set(1, 2))
_says("keys: lists", UNREACHABLE, _set([_good()]))
_says("keys: said twice, the last ones none", UNREACHABLE, GOOD[:-1] + b', "keys": []}')
_says("half a set", UNREACHABLE, GOOD[: len(GOOD) // 2])
_says("deep lists", UNREACHABLE, b"[" * 100_000)
_says("bytes", UNREACHABLE, bytes(range(256)))
_says("a number of five thousand digits", UNREACHABLE, b'{"keys": ' + b"9" * 5_000 + b"}")
_says("the right set, but 404", UNREACHABLE, GOOD, status=404)
_says("the right set, but 500", UNREACHABLE, GOOD, status=500)
_says("the right set, but 203", UNREACHABLE, GOOD, status=203)
_says("the right set after blanks without end", UNREACHABLE, b" " * MOST_BYTES + GOOD)
_says("a set that grows when it is unpacked", UNREACHABLE, gzip.compress(b" " * 30_000_000 + GOOD),
      headers=JSON | {"Content-Encoding": "gzip"})  # fmt: skip
_says("a set that says it is packed and is not", UNREACHABLE, GOOD,
      headers={"Content-Encoding": "gzip"})  # fmt: skip
_says("five hundred headers", UNREACHABLE, GOOD, headers={f"X-{n}": "x" for n in range(500)})
_says("a header without end", UNREACHABLE, GOOD, headers={"X-Long": "x" * 100_000})
_says("a character set of no text", UNREACHABLE, GOOD[:-2],
      headers={"Content-Type": "application/json; charset=idna"})  # fmt: skip
_says("a character set that makes lone surrogates", UNKNOWN,  # as UTF-8 it is a name like others
      b'{"keys": [{"kid": "+2AA-"}]}',
      headers={"Content-Type": "application/json; charset=utf-7"})  # fmt: skip
_says("two lengths that differ", UNREACHABLE, GOOD, headers=JSON | {"Content-Length": "5"})
_says("a cookie and no keys", UNREACHABLE, b"", headers={"Set-Cookie": "=; expires=never"})
_says("keys in UTF-16", UNREACHABLE, GOOD.decode().encode("utf-16"))

_entry("a key without a type", lambda key: {n: v for n, v in key.items() if n != "kty"})
_entry("a key of type EC", lambda key: key | {"kty": "EC"})
_entry("a key of type OKP", lambda key: key | {"kty": "OKP"})
_entry("a key of type rsa, in small letters", lambda key: key | {"kty": "rsa"})
_entry("a key of type null", lambda key: key | {"kty": None})
_entry("a key for encryption", lambda key: key | {"use": "enc"})
_entry("a key of no use", lambda key: key | {"use": None})
_entry("a key for RS512", lambda key: key | {"alg": "RS512"})
_entry("a key for HS256", lambda key: key | {"alg": "HS256"})
_entry("a key without a name", lambda key: {n: v for n, v in key.items() if n != "kid"})
_entry("a key whose name is a list", lambda key: key | {"kid": [KID]})
_entry("a key under another name", lambda key: key | {"kid": "another"})
_entry("a key without its number", lambda key: {n: v for n, v in key.items() if n != "n"})
_entry("a key whose number is a number", lambda key: key | {"n": 5})
_entry("a key whose number is no base64", lambda key: key | {"n": "!" * 342})
_entry("a key whose number is empty", lambda key: key | {"n": ""})
_entry("a key without exponent", lambda key: {n: v for n, v in key.items() if n != "e"})
_entry("a key with the exponent one", lambda key: key | {"e": "AQ"})
_entry("a key with an even exponent", lambda key: key | {"e": "Ag"})
_entry("a key whose number is even", lambda key: key | {"n": _number(2**2048 - 2)},
       "signature_invalid")  # fmt: skip
_entry("a key whose number has 20 000 bits", lambda key: key | {"n": _number(2**20_000 - 1)},
       "signature_invalid")  # fmt: skip
_entry("a key whose number has 800 000 bits", lambda key: key | {"n": _number(2**800_000 - 1)},
       "signature_invalid")  # fmt: skip
_entry("a key with an exponent of 2048 bits", lambda key: key | {"e": _number(2**2048 - 1)},
       "signature_invalid")  # fmt: skip
_entry("a key whose exponent is a number", lambda key: key | {"e": 65537})
_entry("a shared secret under the key's name",
       {"kty": "oct", "kid": KID, "alg": "HS256", "k": "c2VjcmV0"})  # fmt: skip
_entry("a certificate instead of a number", {"kty": "RSA", "kid": KID, "x5c": ["MIIB"]})


@BOOK.case("a key of 1024 bits", UNKNOWN)
def _short(attack: Attack) -> TestResponse:
    small = json.loads(JWK.generate(kty="RSA", size=1024, kid=KID).export_public())
    return _with_entry(attack, small)


@BOOK.case("another key of the same name first", "signature_invalid")
def _doubled(attack: Attack) -> TestResponse:
    thief = json.loads(rsa_key("thief").export_public()) | {"kid": KID}
    attack.lms.answers["/jwks"] = Answer(_set(thief))
    return attack.launch()


@BOOK.case("moved to another address", UNREACHABLE)
def _moved(attack: Attack) -> TestResponse:
    attack.lms.answers["/elsewhere"] = Answer(GOOD)
    attack.lms.answers["/jwks"] = Answer(status=302, headers={"Location": "/elsewhere"})
    answer = attack.launch()
    assert attack.lms.answers["/elsewhere"].asked == 0, "the tool followed a redirection"
    return answer


@BOOK.case("moved to itself", UNREACHABLE)
def _loop(attack: Attack) -> TestResponse:
    attack.lms.answers["/jwks"] = Answer(status=307, headers={"Location": "/jwks"})
    return attack.launch()


@BOOK.case("moved to a file", UNREACHABLE)
def _file(attack: Attack) -> TestResponse:
    attack.lms.answers["/jwks"] = Answer(status=302, headers={"Location": "file:///etc/hostname"})
    return attack.launch()


@BOOK.case("silent", UNREACHABLE)
def _silent(attack: Attack) -> TestResponse:
    attack.lms.answers["/jwks"] = Answer(GOOD, wait=1.0)
    return _in_a_hurry(attack)


@BOOK.case("dripping", UNREACHABLE)
def _dripping(attack: Attack) -> TestResponse:
    attack.lms.answers["/jwks"] = Answer(GOOD, drip=0.02)
    return _in_a_hurry(attack)


@BOOK.case("pieces that are none", UNREACHABLE)
def _pieces(attack: Attack) -> TestResponse:
    attack.lms.answers["/jwks"] = Answer(GOOD, headers={"Transfer-Encoding": "chunked"})
    return _in_a_hurry(attack)


def _in_a_hurry(attack: Attack) -> TestResponse:
    """Launch with the limits of time made short: the corpus cannot wait for the real ones."""
    with pytest.MonkeyPatch.context() as patch:
        limits = PlatformHttp.__init__.__kwdefaults__
        patch.setitem(limits, "timeouts", (0.3, 0.3))
        patch.setitem(limits, "whole", 0.3)
        return attack.launch()


def _address(name: str, address: str) -> None:
    def act(attack: Attack) -> TestResponse:
        attack.lms.register(jwks_url=address)
        return attack.launch()

    BOOK.add(name, UNREACHABLE, act)


_address("nobody at the port", "http://127.0.0.1:1/jwks")
_address("a host that does not exist", "http://no-such-host.invalid/jwks")
_address("https where http is spoken", "https://127.0.0.1:1/jwks")


@BOOK.case("inside the network, where that is not allowed", UNREACHABLE)
def _inside(attack: Attack) -> TestResponse:
    with attack.outside_only():
        answer = attack.launch()
    assert attack.lms.answers["/jwks"].asked == 0, "the tool reached into the network"
    return answer


# Ways to write this computer's own address that a guard for texts would let pass.
for _host in (
    "localhost",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "0.0.0.0",
    "127.1",
    "2130706433",
    "0x7f000001",
    "someone@127.0.0.1",
):

    def _inside_as(attack: Attack, host: str = _host) -> TestResponse:
        attack.lms.register(jwks_url=attack.lms.base.replace("127.0.0.1", host) + "/jwks")
        with attack.outside_only():
            answer = attack.launch()
        assert attack.lms.answers["/jwks"].asked == 0, "the tool reached into the network"
        return answer

    BOOK.add(f"inside the network as {_host}, where that is not allowed", UNREACHABLE, _inside_as)
