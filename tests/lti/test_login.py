"""The beginning of a launch: what the tool asks the platform, and whom it does not ask."""

from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from rers_school.db import open_session
from rers_school.lti import platforms
from rers_school.lti.models import LoginAttempt
from tests.lti.platform import DROP, Lms, refused


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_login_asks_the_platform_who_it_is_by_a_get(lms: Lms, method: str) -> None:
    response = lms.announce(lms.browser(), method=method)
    assert response.status_code == 302
    address = urlsplit(response.location)
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{lms.base}/auth"
    asked = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert len(asked.pop("state")) >= 40
    assert len(asked.pop("nonce")) >= 40
    assert asked == {
        "from": "test",
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": "tool-1",
        "redirect_uri": "http://localhost/lti/launch",
        "login_hint": "6",
        "lti_message_hint": '{"cmid":3,"launchid":"ltilaunch1_436727789"}',
    }


def test_the_browser_keeps_a_secret_that_comes_back_from_inside_a_frame(lms: Lms) -> None:
    response = lms.announce(lms.browser())
    (cookie,) = response.headers.getlist("Set-Cookie")
    attributes = {part.strip() for part in cookie.split(";")[1:]}
    assert cookie.startswith("__Secure-rers-login-")
    assert {"Secure", "HttpOnly", "Path=/lti", "SameSite=None", "Partitioned"} <= attributes


def test_the_database_keeps_digests_only(lms: Lms) -> None:
    browser = lms.browser()
    begun = lms.begin(browser)
    secret = begun.response.headers["Set-Cookie"].split("=", 1)[1].split(";")[0]
    with open_session(lms.engine) as db:
        row = db.scalars(select(LoginAttempt)).one()
    kept = f"{row.state_digest} {row.nonce_digest} {row.browser_digest} {row.client_digest}"
    assert begun.state not in kept
    assert begun.nonce not in kept
    assert secret not in kept
    assert "127.0.0.1" not in kept


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"iss": "https://elsewhere.example"}, "unknown_platform"),
        ({"client_id": "another-tool"}, "unknown_platform"),
        ({"iss": DROP}, "request_incomplete"),
        ({"iss": ""}, "request_incomplete"),
        ({"iss": "https://moodle.example\x00"}, "request_incomplete"),
        ({"client_id": "tool-1\x00"}, "request_incomplete"),
        ({"login_hint": DROP}, "request_incomplete"),
        ({"lti_message_hint": "x" * 5000}, "request_incomplete"),
        ({"target_link_uri": DROP}, "request_incomplete"),
        ({"target_link_uri": "https://elsewhere.example/lti/launch"}, "wrong_target"),
        ({"target_link_uri": "http://localhost.elsewhere.example/"}, "wrong_target"),
        ({"target_link_uri": "http://localhost@elsewhere.example/"}, "wrong_target"),
        ({"target_link_uri": "http://["}, "wrong_target"),
        ({"target_link_uri": "javascript:alert(1)"}, "wrong_target"),
    ],
)
def test_a_login_that_is_not_for_this_tool_gets_a_page(
    lms: Lms, changes: dict[str, str], code: str
) -> None:
    refused(lms.announce(lms.browser(), **changes), lms, code)


def test_a_login_without_client_id_is_understood_where_the_issuer_has_one(lms: Lms) -> None:
    assert lms.announce(lms.browser(), client_id=DROP).status_code == 302
    lms.register(client_id="tool-2")
    refused(lms.announce(lms.browser(), client_id=DROP), lms, "unknown_platform")


def test_a_platform_that_is_switched_off_gets_a_page(lms: Lms) -> None:
    with open_session(lms.engine, writes=True) as db:
        platforms.activate(db, issuer=lms.issuer, client_id=lms.client_id, active=False)
        db.commit()
    refused(lms.announce(lms.browser()), lms, "deployment_inactive")


def test_the_page_of_a_failure_may_be_framed_by_its_own_platform_only(lms: Lms) -> None:
    response = lms.announce(lms.browser(), target_link_uri="https://elsewhere.example/")
    policy = response.headers["Content-Security-Policy"]
    assert f"frame-ancestors https://moodle.example {lms.base}" in policy
