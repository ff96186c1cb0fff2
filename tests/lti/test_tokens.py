"""Forged, borrowed, late and early tokens are refused, each by its name."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any

import jwt
import pytest
from sqlalchemy import select

from rers_school.db import open_session
from rers_school.lti import platforms
from rers_school.lti.models import LaunchSession, Platform
from tests.lti.platform import (
    CLAIM,
    DROP,
    Answer,
    Lms,
    key_set,
    pem_of,
    refused,
    rsa_key,
)


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def by_hand(header: Any, body: Any, signature: bytes = b"") -> str:
    parts = (json.dumps(header).encode(), json.dumps(body).encode(), signature)
    return ".".join(b64(part) for part in parts)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"exp": int(time.time()) - 11}, "token_expired"),
        ({"iat": int(time.time()) - 700}, "token_expired"),
        ({"iat": int(time.time()) + 3600}, "token_early"),
        ({"nbf": int(time.time()) + 3600}, "token_early"),
        ({"aud": "another-tool"}, "wrong_audience"),
        ({"aud": ["another-tool", "a-third"]}, "wrong_audience"),
        ({"aud": []}, "wrong_audience"),
        ({"aud": ["tool-1", "another-tool"]}, "wrong_audience"),
        ({"aud": ["tool-1", "another-tool"], "azp": "another-tool"}, "wrong_audience"),
        ({"azp": "another-tool"}, "wrong_audience"),
        ({"iss": "https://elsewhere.example"}, "unknown_platform"),
        ({"iss": "https://moodle.example/"}, "unknown_platform"),
        ({CLAIM + "deployment_id": "99"}, "deployment_inactive"),
        ({CLAIM + "target_link_uri": "https://elsewhere.example/"}, "wrong_target"),
        ({CLAIM + "version": "1.2.0"}, "version_unknown"),
        ({CLAIM + "version": DROP}, "version_unknown"),
        ({CLAIM + "message_type": "LtiStartAssessment"}, "message_unknown"),
        ({CLAIM + "message_type": DROP}, "message_unknown"),
        ({CLAIM + "context": DROP}, "no_context"),
        ({CLAIM + "context": {}}, "no_context"),
        ({CLAIM + "context": {"id": ""}}, "no_context"),
    ],
)
def test_a_launch_that_is_not_in_order_is_refused(
    lms: Lms, changes: dict[str, Any], code: str
) -> None:
    refused(lms.launch(lms.browser(), changes=changes), lms, code)
    with open_session(lms.engine) as db:
        assert db.scalars(select(LaunchSession)).all() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": int(time.time()) - 1, "iat": int(time.time()) - 61},
        {"iat": int(time.time()) + 4},
        {"iat": int(time.time()) - 300},
        {"iat": time.time() - 0.5},
        {"aud": ["tool-1"]},
        {"aud": ["tool-1"], "azp": "tool-1"},
        {"aud": ["another-tool", "tool-1"], "azp": "tool-1"},
        {"azp": "tool-1"},
    ],
)
def test_a_launch_that_is_in_order_in_another_way_is_accepted(
    lms: Lms, changes: dict[str, Any]
) -> None:
    now = int(time.time())
    # The table was made when the tests were collected; some of them run a while later.
    if isinstance(changes.get("iat"), int | float):
        drift = now - _COLLECTED
        changes = {k: v + drift if k in ("iat", "exp") else v for k, v in changes.items()}
    assert lms.launch(lms.browser(), changes=changes).status_code == 303


_COLLECTED = int(time.time())


def test_another_kind_of_message_gets_a_page_that_says_so(lms: Lms) -> None:
    response = lms.launch(lms.browser(accept_language="en"), "submission_review_request")
    refused(response, lms, "message_unknown")
    assert "something this tool does not do" in response.get_data(as_text=True)


def test_a_token_signed_by_another_key_of_the_same_name_is_refused(lms: Lms) -> None:
    browser = lms.browser()
    begun = lms.begin(browser)
    claims = lms.claims("pupil_resource_launch", begun.nonce)
    token = jwt.encode(claims, pem_of(rsa_key("thief")), "RS256", headers={"kid": lms.kid})
    refused(lms.send(browser, begun.state, token), lms, "signature_invalid")


def test_claims_changed_after_signing_are_refused(lms: Lms) -> None:
    browser = lms.browser()
    begun = lms.begin(browser)
    claims = lms.claims("pupil_resource_launch", begun.nonce)
    header, _, signature = lms.sign(claims).split(".")
    body = b64(json.dumps(claims | {"sub": "3"}).encode())
    refused(
        lms.send(browser, begun.state, f"{header}.{body}.{signature}"), lms, "signature_invalid"
    )


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "HS256", "RS512", "PS256", "", None, 5])
def test_another_algorithm_than_the_keys_is_refused(lms: Lms, alg: Any) -> None:
    lms.launch(lms.browser(), "teacher_resource_launch")
    browser = lms.browser()
    begun = lms.begin(browser)
    claims = lms.claims("pupil_resource_launch", begun.nonce)
    token = by_hand({"typ": "JWT", "alg": alg, "kid": lms.kid}, claims)
    if alg == "HS256":
        # The public key taken for a shared secret.
        secret = rsa_key(lms.kid).export_to_pem()
        signed = token.rpartition(".")[0]
        mac = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
        token = f"{signed}.{b64(mac)}"
    refused(lms.send(browser, begun.state, token), lms, "signature_invalid")


def test_for_another_algorithm_the_platform_is_not_even_asked(lms: Lms) -> None:
    browser = lms.browser()
    begun = lms.begin(browser)
    claims = lms.claims("pupil_resource_launch", begun.nonce)
    token = by_hand({"alg": "none", "kid": lms.kid}, claims)
    refused(lms.send(browser, begun.state, token), lms, "signature_invalid")
    assert lms.answers["/jwks"].asked == 0


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        "a.b",
        "a.b.c",
        "a.b.c.d",
        "é.é.é",
        by_hand([], {}),
        by_hand({"alg": "RS256"}, []),
        by_hand({"alg": "RS256"}, "text"),
        by_hand({"alg": "RS256"}, None),
        f"{b64(b'{}')}.{b64(b'[' * 30_000)}.",
        "x" * 70_000,
    ],
)
def test_a_token_that_is_none_gets_a_page(lms: Lms, token: str) -> None:
    browser = lms.browser()
    begun = lms.begin(browser)
    refused(lms.send(browser, begun.state, token), lms, "token_malformed")


def test_a_token_cannot_bring_its_own_key(lms: Lms) -> None:
    browser = lms.browser()
    begun = lms.begin(browser)
    claims = lms.claims("pupil_resource_launch", begun.nonce)
    thief = rsa_key("thief")
    header = {
        "kid": "thief",
        "jwk": json.loads(thief.export_public()),
        "jku": f"{lms.base}/thief",
    }
    lms.answers["/thief"] = Answer(key_set(thief).encode())
    token = jwt.encode(claims, pem_of(thief), "RS256", headers=header)
    refused(lms.send(browser, begun.state, token), lms, "key_unknown")
    assert lms.answers["/thief"].asked == 0


@pytest.mark.parametrize("kid", [None, "", 5, ["platform-key-1"]])
def test_a_token_must_name_its_key(lms: Lms, kid: Any) -> None:
    browser = lms.browser()
    begun = lms.begin(browser)
    signed = lms.sign(lms.claims("pupil_resource_launch", begun.nonce))
    _, body, signature = signed.split(".")
    header = b64(json.dumps({"alg": "RS256", "kid": kid}).encode())
    refused(lms.send(browser, begun.state, f"{header}.{body}.{signature}"), lms, "key_unknown")


def test_a_launch_for_another_registration_than_the_logins_is_refused(lms: Lms) -> None:
    lms.register(client_id="tool-2")
    browser = lms.browser()
    begun = lms.begin(browser, client_id="tool-2")
    token = lms.sign(lms.claims("pupil_resource_launch", begun.nonce))
    refused(lms.send(browser, begun.state, token), lms, "wrong_audience")


def test_a_platform_switched_off_during_the_login_is_refused(lms: Lms) -> None:
    browser = lms.browser()
    begun = lms.begin(browser)
    with open_session(lms.engine, writes=True) as db:
        platforms.activate(db, issuer=lms.issuer, client_id=lms.client_id, active=False)
        db.commit()
    token = lms.sign(lms.claims("pupil_resource_launch", begun.nonce))
    refused(lms.send(browser, begun.state, token), lms, "deployment_inactive")


@pytest.mark.parametrize("error", ["login_required", "access_denied", "<script>x</script>", ""])
def test_an_error_of_the_platform_gets_a_readable_page(lms: Lms, error: str) -> None:
    browser = lms.browser(accept_language="en")
    begun = lms.begin(browser)
    response = browser.post("/lti/launch", data={"error": error, "state": begun.state})
    refused(response, lms, "platform_error")
    page = response.get_data(as_text=True)
    assert "The platform stopped the way in." in page
    assert "<script>x" not in page
    with open_session(lms.engine) as db:
        assert lms.last_failure().platform_id == db.scalars(select(Platform.id)).one()
    # The login is over, whatever comes later.
    token = lms.sign(lms.claims("pupil_resource_launch", begun.nonce))
    refused(lms.send(browser, begun.state, token), lms, "nonce_reused")


@pytest.mark.parametrize("fields", [{}, {"error": "x"}, {"state": "x"}, {"id_token": "x"}])
def test_a_launch_without_its_fields_gets_a_page(lms: Lms, fields: dict[str, str]) -> None:
    response = lms.browser().post("/lti/launch", data=fields)
    refused(response, lms, "platform_error" if "error" in fields else "state_missing")


def test_tokens_are_never_in_logs_or_pages(lms: Lms, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    sent: list[str] = []
    pages = []
    for changes in ({}, {"aud": "other"}, {"exp": 1}, {"sub": 5}, {CLAIM + "roles": []}):
        browser = lms.browser()
        begun = lms.begin(browser)
        token = lms.sign(lms.claims("pupil_resource_launch", begun.nonce, changes))
        pages.append(lms.send(browser, begun.state, token))
        sent += [begun.state, begun.nonce, *token.split(".")[1:], "zoe@ecole.example", "Bérénger"]
    told = caplog.text + "".join(f"{page.get_data(as_text=True)} {page.headers}" for page in pages)
    with open_session(lms.engine) as db:
        told += repr([vars(row) for row in db.scalars(select(type(lms.last_failure())))])
    assert "launch refused code=wrong_audience" in told
    assert [secret for secret in sent if secret in told] == []
