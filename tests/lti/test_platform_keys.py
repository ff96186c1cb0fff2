"""The platforms’ keys: fetched when needed, kept, and taken for keys only if they are."""

import json
from datetime import timedelta

import pytest
from jwcrypto.jwk import JWK

from tests.lti.platform import Lms, key_set, pass_time, refused, rsa_key


def test_the_platforms_keys_are_fetched_once_and_kept(lms: Lms) -> None:
    for _ in range(3):
        assert lms.launch(lms.browser()).status_code == 303
    assert lms.answers["/jwks"].asked == 1


def test_an_unknown_key_is_looked_for_once_a_minute(lms: Lms) -> None:
    lms.launch(lms.browser())
    lms.kid = "platform-key-2"
    refused(lms.launch(lms.browser()), lms, "key_unknown")
    assert lms.answers["/jwks"].asked == 1
    pass_time(timedelta(seconds=61))
    refused(lms.launch(lms.browser()), lms, "key_unknown")
    refused(lms.launch(lms.browser()), lms, "key_unknown")
    assert lms.answers["/jwks"].asked == 2


def test_a_platform_that_changes_its_key_is_understood_at_the_next_launch(lms: Lms) -> None:
    lms.launch(lms.browser())
    pass_time(timedelta(seconds=61))
    lms.kid = "platform-key-2"
    lms.answers["/jwks"].body = key_set(rsa_key("platform-key-2")).encode()
    assert lms.launch(lms.browser()).status_code == 303
    assert lms.answers["/jwks"].asked == 2


def test_a_fetch_that_fails_leaves_the_keys_at_hand(lms: Lms) -> None:
    lms.launch(lms.browser())
    pass_time(timedelta(seconds=61))
    lms.answers["/jwks"].status = 500
    lms.kid = "platform-key-2"
    lms.launch(lms.browser())
    lms.kid = "platform-key-1"
    assert lms.launch(lms.browser()).status_code == 303


SMALL = json.loads(JWK.generate(kty="RSA", size=1024, kid="platform-key-1").export_public())
GOOD = json.loads(rsa_key("platform-key-1").export_public())


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        (b"", "keys_unreachable"),
        (b"no json", "keys_unreachable"),
        (b"[]", "keys_unreachable"),
        (b'{"keys": {}}', "keys_unreachable"),
        (b'{"keys": []}', "keys_unreachable"),
        (b'{"keys": [5]}', "keys_unreachable"),
        (b"\xff\xfe", "keys_unreachable"),
        (b"[" * 100_000, "keys_unreachable"),
        (b'{"keys": [{"kid": "platform-key-1"}]}', "key_unknown"),
        (b'{"keys": [{"kid": "platform-key-1", "kty": "RSA", "n": 5, "e": []}]}', "key_unknown"),
        (b'{"keys": [{"kid": "platform-key-1", "kty": "RSA", "n": "", "e": ""}]}', "key_unknown"),
        (b'{"keys": [{"kid": "platform-key-1", "kty": "oct", "k": "AAAA"}]}', "key_unknown"),
        (json.dumps({"keys": [SMALL]}).encode(), "key_unknown"),
        (json.dumps({"keys": [GOOD | {"use": "enc"}]}).encode(), "key_unknown"),
        (json.dumps({"keys": [GOOD | {"alg": "RS512"}]}).encode(), "key_unknown"),
    ],
)
def test_a_key_set_that_is_none_gets_a_page(lms: Lms, keys: bytes, code: str) -> None:
    lms.answers["/jwks"].body = keys
    refused(lms.launch(lms.browser()), lms, code)
