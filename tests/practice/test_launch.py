"""A launch as Moodle makes it: login initiation, authentication request, signed token."""

import json
from typing import Any

import jwt
import pytest

from rers_school import clock

from .helpers import (
    CLAIM,
    CLIENT_ID,
    ISSUER,
    TOOL,
    Browser,
    auth_request,
    capture,
    person,
    posted_form,
)

# What this LMS never sends: it has no marks, and e-mail addresses are nobody's business.
LEFT_OUT = {
    "email",
    "https://purl.imsglobal.org/spec/lti-bo/claim/basicoutcome",
    "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint",
}
MOODLES_CUSTOM_OF_THE_TEST_ACTIVITY = f"{CLAIM}custom"


def shape(claims: dict[str, Any]) -> dict[str, Any]:
    """Return the names in the claims, two deep."""
    return {
        name: set(value) if isinstance(value, dict) else type(value)
        for name, value in claims.items()
        if name not in LEFT_OUT | {MOODLES_CUSTOM_OF_THE_TEST_ACTIVITY}
    }


def test_the_login_initiation_has_moodles_fields(browser: Browser) -> None:
    fields = browser.login_fields("zoe")
    moodles = capture("claims_pupil_resource_launch")["login_initiation"]
    assert fields.keys() == moodles.keys()
    hint = json.loads(fields["lti_message_hint"])
    assert hint.keys() == json.loads(moodles["lti_message_hint"]).keys()
    assert hint["launchid"].startswith("ltilaunch1_")
    assert fields["iss"] == ISSUER
    assert fields["target_link_uri"] == f"{TOOL}/lti/launch"


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("zoe", "claims_pupil_resource_launch"),
        ("mme-diallo", "claims_teacher_resource_launch"),
    ],
)
def test_the_token_has_the_claims_of_moodles(browser: Browser, slug: str, name: str) -> None:
    claims, moodles = browser.claims(slug), capture(name)["claims"]
    assert shape(claims) == shape(moodles)
    assert claims[f"{CLAIM}roles"] == moodles[f"{CLAIM}roles"]
    assert claims[f"{CLAIM}context"] == moodles[f"{CLAIM}context"]
    for key in ("message_type", "version", "deployment_id"):
        assert claims[CLAIM + key] == moodles[CLAIM + key]
    assert "context_memberships_url" in claims[f"{CLAIM}custom"]


def test_the_token_of_a_pupil_says_who_and_where(browser: Browser) -> None:
    claims = browser.claims("zoe", nonce="the-nonce")
    assert claims["sub"] == browser.login_fields("zoe")["login_hint"]
    assert (claims["given_name"], claims["family_name"]) == ("Zoé", "Bérénger")
    assert claims["name"] == "Zoé Bérénger"
    assert claims["nonce"] == "the-nonce"
    assert claims["aud"] == CLIENT_ID
    assert claims["exp"] - claims["iat"] == 60
    assert claims[f"{CLAIM}tool_platform"]["name"] == "practice"
    presentation = claims[f"{CLAIM}launch_presentation"]
    assert (presentation["locale"], presentation["document_target"]) == ("fr", "iframe")
    assert presentation["return_url"].startswith(person("zoe", "/return/2"))


def test_a_token_names_the_key_it_was_signed_with(browser: Browser) -> None:
    header = jwt.get_unverified_header(posted_form(browser.launch("zoe").text)[1]["id_token"])
    assert header.keys() == capture("claims_pupil_resource_launch")["header"].keys()
    (key,) = browser.get(f"{ISSUER}/jwks").get_json()["keys"]
    assert (header["alg"], header["kid"]) == ("RS256", key["kid"])
    assert key.keys() == {"kty", "alg", "kid", "e", "n", "use"}


def test_a_new_window_is_announced_as_a_window(browser: Browser) -> None:
    login = browser.login_fields("zoe", query="?container=window")
    answer = browser.get(f"{ISSUER}/auth", query_string=auth_request(login))
    claims = browser.verified(posted_form(answer.text)[1]["id_token"])
    moodles = capture("claims_pupil_new_window_launch")["claims"]
    target = claims[f"{CLAIM}launch_presentation"]["document_target"]
    assert target == moodles[f"{CLAIM}launch_presentation"]["document_target"] == "window"


def test_a_person_has_the_same_number_in_every_course(browser: Browser) -> None:
    first = browser.login_fields("zoe")
    page = browser.get(person("zoe", "/launch/3/2"))
    assert posted_form(page.text)[1]["login_hint"] == first["login_hint"]


def test_the_answer_goes_to_the_tool_with_its_state(browser: Browser) -> None:
    action, fields = posted_form(browser.launch("zoe").text)
    assert action == f"{TOOL}/lti/launch"
    assert fields.keys() == {"id_token", "state"}
    assert fields["state"] == "the-state"


def test_an_authentication_request_may_come_by_post(browser: Browser) -> None:
    answer = browser.post(f"{ISSUER}/auth", auth_request(browser.login_fields("zoe")))
    assert "id_token" in posted_form(answer.text)[1]


def test_a_hint_opens_the_activity_once(browser: Browser) -> None:
    login = browser.login_fields("zoe")
    first = browser.get(f"{ISSUER}/auth", query_string=auth_request(login))
    again = browser.get(f"{ISSUER}/auth", query_string=auth_request(login))
    assert (first.status_code, again.status_code) == (200, 404)
    assert "id_token" not in again.text
    assert "auto-post" not in again.text


def test_a_hint_does_not_wait_for_ever(browser: Browser) -> None:
    login, issued = browser.login_fields("zoe"), clock.now()
    later = issued.fromtimestamp(issued.timestamp() + 301, issued.tzinfo)
    clock.set_clock(lambda: later)
    try:
        answer = browser.get(f"{ISSUER}/auth", query_string=auth_request(login))
    finally:
        clock.set_clock(None)
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "hint",
    ["no json", "[]", "{}", '{"launchid": 7}', '{"cmid":101,"launchid":"ltilaunch1_000"}'],
)
def test_an_invented_hint_is_not_found(browser: Browser, hint: str) -> None:
    assert browser.launch("zoe", lti_message_hint=hint).status_code == 404


def test_a_hint_is_bound_to_its_person(browser: Browser) -> None:
    theo = browser.login_fields("theo")["login_hint"]
    action, fields = posted_form(browser.launch("zoe", login_hint=theo).text)
    assert action == f"{TOOL}/lti/launch"
    assert (fields["error"], fields["state"]) == ("access_denied", "the-state")
    assert "id_token" not in fields


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": "http://localhost:8600/lti/launch/"},
        {"redirect_uri": "http://localhost:8600/lti/launch?next=elsewhere"},
        {"redirect_uri": "https://evil.example/lti/launch"},
        {"redirect_uri": None},
        {"client_id": "somebody-else"},
        {"client_id": None},
    ],
)
def test_nothing_is_sent_to_an_unregistered_tool(
    browser: Browser, changes: dict[str, str | None]
) -> None:
    answer = browser.launch("zoe", **changes)
    assert answer.status_code == 400
    assert "auto-post" not in answer.text


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"scope": "openid email"}, "invalid_scope"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"scope": None}, "invalid_request"),
        ({"response_type": "code"}, "unsupported_response_type"),
        ({"response_mode": "query"}, "invalid_request"),
        ({"response_mode": None}, "invalid_request"),
        ({"prompt": "login"}, "invalid_request"),
        ({"nonce": None}, "invalid_request"),
        ({"nonce": ""}, "invalid_request"),
        ({"lti_message_hint": None}, "invalid_request"),
        ({"login_hint": None}, "invalid_request"),
        ({"repost": "1"}, "invalid_request"),
    ],
)
def test_a_wrong_request_is_told_to_the_tool(
    browser: Browser, changes: dict[str, str | None], code: str
) -> None:
    answer = browser.launch("zoe", **changes)
    action, fields = posted_form(answer.text)
    assert (answer.status_code, action) == (200, f"{TOOL}/lti/launch")
    assert fields.keys() == {"error", "error_description", "state"}
    assert (fields["error"], fields["state"]) == (code, "the-state")


def test_a_parameter_given_twice_does_not_count(browser: Browser) -> None:
    request = auth_request(browser.login_fields("zoe"))
    doubled = {**request, "scope": ["openid", "openid"]}
    fields = posted_form(browser.get(f"{ISSUER}/auth", query_string=doubled).text)[1]
    assert fields["error"] == "invalid_request"


def test_without_shared_names_a_token_has_none(browser: Browser) -> None:
    browser.post(person("mme-diallo", "/course/2/names"), {"shared": "no"})
    for slug in ("zoe", "mme-diallo"):
        claims = browser.claims(slug)
        assert shape(claims) == shape(capture("claims_pupil_privacy_never")["claims"])
        assert claims[f"{CLAIM}ext"] == {"lms": "moodle-2"}
    assert "Bérénger" not in json.dumps(browser.claims("zoe"), ensure_ascii=False)
