"""Tokens that are no longer, or never were, what the platform signed."""

import base64
import json
from collections.abc import Callable

from werkzeug.test import TestResponse

from tests.lti.corpus.case import CLAIM, Attack, Book, b64, compact, unb64

BOOK = Book("token")
MALFORMED, FORGED = "token_malformed", "signature_invalid"


def _part(place: int, change: Callable[[str], str]) -> Callable[[str], str]:
    def alter(token: str) -> str:
        parts = token.split(".")
        parts[place] = change(parts[place])
        return ".".join(parts)

    return alter


def _flip(at: int) -> Callable[[str], str]:
    """Return a change of the lowest bit of one byte under the base64."""

    def change(segment: str) -> str:
        data = bytearray(unb64(segment))
        data[at] ^= 1
        return b64(bytes(data))

    return change


def _json(change: Callable[[dict], object]) -> Callable[[str], str]:
    return lambda segment: b64(json.dumps(change(json.loads(unb64(segment)))).encode())


def _plain(text: str) -> Callable[[str], str]:
    return lambda token: text


# One bit of each part, at its beginning, in its middle and at its end.
BOOK.altered("header: first bit", MALFORMED, _part(0, _flip(0)))
BOOK.altered("header: last bit", MALFORMED, _part(0, _flip(-1)))
BOOK.altered("payload: first bit", MALFORMED, _part(1, _flip(0)))
BOOK.altered("payload: last bit", MALFORMED, _part(1, _flip(-1)))
BOOK.altered("signature: first bit", FORGED, _part(2, _flip(0)))
BOOK.altered("signature: middle bit", FORGED, _part(2, _flip(128)))
BOOK.altered("signature: last bit", FORGED, _part(2, _flip(-1)))
BOOK.altered("signature: unused bits of the last character", FORGED, _part(2, lambda s: s[:-1] + (
    chr(ord(s[-1]) + 1))), MALFORMED)  # fmt: skip

BOOK.altered("header: cut in the middle", MALFORMED, _part(0, lambda s: s[: len(s) // 2]))
BOOK.altered("payload: cut in the middle", MALFORMED, _part(1, lambda s: s[: len(s) // 2]))
BOOK.altered("payload: one character left", MALFORMED, _part(1, lambda s: s[:1]))
BOOK.altered("signature: cut by one byte", FORGED, _part(2, lambda s: b64(unb64(s)[:-1])))
BOOK.altered("signature: one byte more", FORGED, _part(2, lambda s: b64(unb64(s) + b"\0")))
BOOK.altered("signature: half of it", FORGED, _part(2, lambda s: s[: len(s) // 2]))
BOOK.altered("signature: left away", FORGED, _part(2, lambda s: ""))
BOOK.altered("signature: zeros", FORGED, _part(2, lambda s: b64(bytes(256))))
BOOK.altered("signature: twice", FORGED, _part(2, lambda s: b64(unb64(s) * 2)))
BOOK.altered("signature: backwards", FORGED, _part(2, lambda s: b64(unb64(s)[::-1])))
BOOK.altered("signature: that of the header alone", FORGED, lambda t: t.rpartition(".")[0] + (
    "." + t.partition(".")[0]))  # fmt: skip
BOOK.altered("header: empty", MALFORMED, _part(0, lambda s: ""))
BOOK.altered("payload: empty", MALFORMED, _part(1, lambda s: ""))

# Other claims under the same signature: what a pupil who wants to be a teacher tries first.
BOOK.altered("payload: another person", FORGED, _part(1, _json(lambda c: c | {"sub": "3"})))
BOOK.altered(
    "payload: another role",
    FORGED,
    _part(
        1,
        _json(
            lambda c: (
                c
                | {
                    CLAIM + "roles": [
                        "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"
                    ]
                }
            )
        ),
    ),
)
BOOK.altered(
    "payload: another class",
    FORGED,
    _part(1, _json(lambda c: c | {CLAIM + "context": {"id": "99"}})),
)
BOOK.altered("payload: a later end", FORGED, _part(1, _json(lambda c: c | {"exp": 2**40})))
BOOK.altered(
    "payload: the same claims, written in another order",
    FORGED,
    _part(1, _json(lambda c: dict(reversed(c.items())))),
)
BOOK.altered(
    "payload: the same claims, with blanks",
    FORGED,
    _part(1, lambda s: b64(json.dumps(json.loads(unb64(s)), indent=1).encode())),
)
BOOK.altered(
    "header: other fields under the same signature", FORGED, _part(0, _json(lambda h: h | {"x": 1}))
)

# Padding, blanks, other alphabets.
BOOK.altered("header: with an equals sign inside", MALFORMED, _part(
    0, lambda s: s[:4] + "=" + s[4:]), FORGED)  # fmt: skip
BOOK.altered("payload: with a line end inside", FORGED, _part(1, lambda s: s[:8] + "\r\n" + s[8:]),
             MALFORMED)  # fmt: skip
BOOK.altered("payload: with a blank inside", FORGED, _part(1, lambda s: s[:8] + " " + s[8:]),
             MALFORMED)  # fmt: skip
BOOK.altered("payload: with a NUL inside", FORGED, _part(1, lambda s: s[:8] + "\0" + s[8:]),
             MALFORMED)  # fmt: skip
BOOK.altered("payload: with a dot more", MALFORMED, _part(1, lambda s: s[:8] + "." + s[8:]))
BOOK.altered("payload: in hexadecimal", MALFORMED, _part(1, lambda s: unb64(s).hex()))
BOOK.altered(
    "payload: in base32", MALFORMED, _part(1, lambda s: base64.b32encode(unb64(s)).decode())
)
BOOK.altered("payload: in plain JSON", MALFORMED, _part(1, lambda s: json.dumps(
    {"iss": "x"})), FORGED)  # fmt: skip
BOOK.altered("payload: base64 of base64", MALFORMED, _part(1, lambda s: b64(s.encode())))
BOOK.altered(
    "payload: letters that only look like Latin ones",
    MALFORMED,
    _part(1, lambda s: s.replace("e", "е").replace("I", "І")),
)
BOOK.altered(
    "payload: full-width letters",
    MALFORMED,
    _part(1, lambda s: "".join(chr(ord(c) + 0xFEE0) for c in s[:20]) + s[20:]),
)
BOOK.altered("payload: an emoji at its end", MALFORMED, _part(1, lambda s: s + "🎒"), FORGED)

# Not a token of three parts.
BOOK.altered("no token: empty", MALFORMED, _plain(""))
BOOK.altered("no token: two dots", MALFORMED, _plain(".."))
BOOK.altered("no token: one part", MALFORMED, lambda t: t.partition(".")[0])
BOOK.altered("no token: two parts", MALFORMED, lambda t: t.rpartition(".")[0])
BOOK.altered("no token: four parts", MALFORMED, lambda t: t + ".e30")
BOOK.altered(
    "no token: five parts, as an encrypted one",
    MALFORMED,
    lambda t: b64(b'{"alg":"RSA-OAEP","enc":"A256GCM"}') + ".AAAA.BBBB.CCCC.DDDD",
)
BOOK.altered(
    "no token: JWS in JSON",
    MALFORMED,
    lambda t: json.dumps(
        dict(zip(("protected", "payload", "signature"), t.split("."), strict=True))
    ),
)
BOOK.altered("no token: the words null", MALFORMED, _plain("null.null.null"))
BOOK.altered("no token: a thousand dots", MALFORMED, _plain("." * 1000))
BOOK.altered("no token: longer than any launch", MALFORMED, lambda t: t + "A" * 70_000)
BOOK.altered("no token: the good one twice", MALFORMED, lambda t: t + t)
BOOK.altered("no token: the good one after Bearer", MALFORMED, lambda t: "Bearer " + t, FORGED)
BOOK.altered("no token: the good one in quotes", MALFORMED, lambda t: f'"{t}"', FORGED)
BOOK.altered(
    "no token: a token inside a token",
    FORGED,
    lambda t: compact({"alg": "RS256", "kid": "platform-key-1", "cty": "JWT"}, t.encode()),
    MALFORMED,
)

# Payloads that the platform signed, but that are not claims.
for _name, _bytes in {
    "a list": b"[]",
    "a list of claims": b'[{"iss": "x"}]',
    "a text": b'"claims"',
    "a number": b"5",
    "null": b"null",
    "true": b"true",
    "nothing": b"",
    "half an object": b'{"iss": ',
    "two objects": b"{}{}",
    "Latin-1": '{"name": "Zoé"}'.encode("latin-1"),
    "UTF-16": '{"name": "x"}'.encode("utf-16"),
    "deep lists": b"[" * 20_000,
    "deep objects": b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    "single quotes": b"{'iss': 'x'}",
    "a comment": b"/* */ {}",
    "a number of five thousand digits": b'{"exp": ' + b"9" * 5_000 + b"}",
}.items():
    BOOK.add(f"signed payload: {_name}", MALFORMED, lambda attack, said=_bytes: _sent(
        attack, said))  # fmt: skip
BOOK.add("signed payload: an empty object", "claim_malformed", lambda attack: _sent(attack, b"{}"))


def _sent(attack: Attack, payload: bytes) -> TestResponse:
    browser = attack.browser()
    begun = attack.begin(browser)
    return attack.send(browser, begun.state, attack.signed(payload))


def _rewritten(attack: Attack, change: Callable[[bytes], bytes]) -> TestResponse:
    """Send the platform's claims, written in another way and signed like that."""
    browser = attack.browser()
    begun = attack.begin(browser)
    payload = json.dumps(attack.claims(begun)).encode()
    return attack.send(browser, begun.state, attack.signed(change(payload)))


BOOK.add(
    "signed payload: the claims after a byte order mark",
    MALFORMED,
    lambda attack: _rewritten(attack, lambda p: b"\xef\xbb\xbf" + p),
)
BOOK.add(
    "signed payload: the claims before rubbish",
    MALFORMED,
    lambda attack: _rewritten(attack, lambda p: p + b"x"),
)
BOOK.add(
    "signed payload: the claims with a raw NUL",
    MALFORMED,
    lambda attack: _rewritten(attack, lambda p: p[:-1] + b', "x": "\0"}'),
)
BOOK.add(
    "signed payload: the claims with an invalid byte",
    MALFORMED,
    lambda attack: _rewritten(attack, lambda p: p[:-1] + b', "x": "\xff"}'),
)
BOOK.add(
    "signed payload: an audience said twice, the last one wrong",
    "wrong_audience",
    lambda attack: _rewritten(attack, lambda p: p[:-1] + b', "aud": "another-tool"}'),
)
BOOK.add(
    "signed payload: an end said twice, the last one over",
    "token_expired",
    lambda attack: _rewritten(attack, lambda p: p[:-1] + b', "exp": 1}'),
)
BOOK.add(
    "signed payload: roles said twice, the last ones none",
    "no_usable_role",
    lambda attack: _rewritten(attack, lambda p: p[:-1] + (f', "{CLAIM}roles": []}}'.encode())),
)
