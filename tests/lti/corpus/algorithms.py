"""Other algorithms than the one that the platform's key is for."""

import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from jwcrypto.jwk import JWK
from werkzeug.test import TestResponse

from tests.lti.corpus.case import Attack, Book, b64
from tests.lti.platform import DROP, private_key, rsa_key, sign_by_hand

BOOK = Book("algorithm")
FORGED = "signature_invalid"
KID = "platform-key-1"
Sign = Callable[[bytes], bytes]


def _with(alg: Any, sign: Sign) -> Callable[[Attack], TestResponse]:
    def act(attack: Attack) -> TestResponse:
        browser = attack.browser()
        begun = attack.begin(browser)
        said = {"typ": "JWT", "alg": alg, "kid": KID}
        header = {name: value for name, value in said.items() if value is not DROP}
        parts = (json.dumps(header), json.dumps(attack.claims(begun)))
        signed = ".".join(b64(part.encode()) for part in parts)
        return attack.send(browser, begun.state, f"{signed}.{b64(sign(signed.encode()))}")

    return act


def _unsigned(_data: bytes) -> bytes:
    return b""


def _rsa(data: bytes) -> bytes:
    return private_key(KID).sign(data, padding.PKCS1v15(), hashes.SHA256())


def _mac(secret: Callable[[JWK], bytes], digest: str = "sha256") -> Sign:
    return lambda data: hmac.new(secret(rsa_key(KID)), data, getattr(hashlib, digest)).digest()


def _pss(data: bytes) -> bytes:
    how = padding.PSS(padding.MGF1(hashes.SHA256()), hashes.SHA256().digest_size)
    return private_key(KID).sign(data, how, hashes.SHA256())


for _alg in ("none", "None", "NONE", "nOnE", "none ", "", "null", "unsigned", "RS256,none"):
    BOOK.add(f"unsigned, alg {_alg!r}", FORGED, _with(_alg, _unsigned))
BOOK.add("unsigned, and called RS256", FORGED, _with("RS256", _unsigned))

for _name, _alg in {
    "left away": DROP,
    "null": None,
    "a number": 256,
    "true": True,
    "a list": ["RS256"],
    "an object": {"RS256": True},
    "none": "none",
    "in small letters": "rs256",
    "with a blank": "RS256 ",
    "with a NUL": "RS256\0",
    "RSA": "RSA",
    "RS1": "RS1",
    "RS512": "RS512",
    "RS384": "RS384",
    "HS256": "HS256",
    "ES256": "ES256",
    "EdDSA": "EdDSA",
}.items():
    BOOK.add(f"signed with RS256, alg {_name}", FORGED, _with(_alg, _rsa))


def _public_pem(key: JWK) -> bytes:
    pem: bytes = key.export_to_pem()
    return pem


def _public_number(key: JWK) -> bytes:
    number: str = json.loads(key.export_public())["n"]
    return number.encode()


BOOK.add("HS256 with the public key's PEM as secret", FORGED, _with("HS256", _mac(_public_pem)))
BOOK.add("HS256 with the PEM without its last line end", FORGED,
         _with("HS256", _mac(lambda key: _public_pem(key).rstrip())))  # fmt: skip
BOOK.add("HS256 with the public key's JSON as secret", FORGED,
         _with("HS256", _mac(lambda key: key.export_public().encode())))  # fmt: skip
BOOK.add("HS256 with the public key's number as secret", FORGED,
         _with("HS256", _mac(_public_number)))  # fmt: skip
BOOK.add("HS256 with an empty secret", FORGED, _with("HS256", _mac(lambda key: b"")))
BOOK.add("HS256 with the client id as secret", FORGED, _with("HS256", _mac(lambda key: b"tool-1")))
BOOK.add("HS384 with the public key's PEM as secret", FORGED,
         _with("HS384", _mac(_public_pem, "sha384")))  # fmt: skip
BOOK.add("HS512 with the public key's PEM as secret", FORGED,
         _with("HS512", _mac(_public_pem, "sha512")))  # fmt: skip
BOOK.add("a MAC with the public key, called RS256", FORGED, _with("RS256", _mac(_public_pem)))
BOOK.add("PS256 with the platform's key", FORGED, _with("PS256", _pss))
BOOK.add("PS256 with the platform's key, called RS256", FORGED, _with("RS256", _pss))


@BOOK.case("ES256 with a key of its own", FORGED)
def _elliptic(attack: Attack) -> TestResponse:
    key = ec.generate_private_key(ec.SECP256R1())
    return _with("ES256", lambda data: key.sign(data, ec.ECDSA(hashes.SHA256())))(attack)


for _hash in (hashes.SHA1, hashes.SHA384, hashes.SHA512):

    def _hashed(attack: Attack, hashed: Any = _hash) -> TestResponse:
        browser = attack.browser()
        begun = attack.begin(browser)
        payload = json.dumps(attack.claims(begun)).encode()
        header = json.dumps({"alg": "RS256", "kid": KID}).encode()
        return attack.send(browser, begun.state, sign_by_hand(header, payload, KID, hashed))

    BOOK.add(f"called RS256, signed over {_hash.name}", FORGED, _hashed)
