"""An LMS registers itself with the one-time address that the operator made."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from rers_school.db import open_session
from rers_school.lti import invitations, platforms
from rers_school.lti.models import ContextLink, Invitation, Platform
from tests.factories import check_html
from tests.lti.platform import TOOL, Answer, Lms, pass_time, refused

TOOL_CLAIM = "https://purl.imsglobal.org/spec/lti-tool-configuration"
CAPTURES = Path(__file__).parent / "captures"


def said_by_moodle(base: str) -> dict[str, Any]:
    """Return what a Moodle says of itself, at the address of the test's server."""
    text = (CAPTURES / "openid_configuration.json").read_text()
    said: dict[str, Any] = json.loads(text.replace("http://127.0.0.1:8090", base))
    return said


def answered_by_moodle() -> dict[str, Any]:
    """Return what a Moodle answered to a registration."""
    answer: dict[str, Any] = json.loads((CAPTURES / "dynamic_registration.json").read_text())
    return dict(answer["response"])


@pytest.fixture
def moodle(lms: Lms) -> Lms:
    """A platform that takes registrations; the tool does not know it under this issuer."""
    said = said_by_moodle(lms.base)
    lms.answers["/mod/lti/openid-configuration.php"] = Answer(json.dumps(said).encode())
    lms.answers["/mod/lti/openid-registration.php"] = Answer(
        json.dumps(answered_by_moodle()).encode()
    )
    return lms


def invited(engine: Engine, **said: Any) -> str:
    with open_session(engine, writes=True) as db:
        secret = invitations.invite(db, **said)
        db.commit()
    return secret


def come(moodle: Lms, secret: str, browser: FlaskClient | None = None, **more: str) -> TestResponse:
    asked = {
        "invitation": secret,
        "openid_configuration": f"{moodle.base}/mod/lti/openid-configuration.php",
        "registration_token": "a.registration.token",
    }
    return (browser or moodle.browser()).get("/lti/register", query_string=asked | more)


def registered(engine: Engine, client_id: str = "V34XTD87BUE9S5r") -> Platform | None:
    with open_session(engine) as db:
        return db.scalar(select(Platform).where(Platform.client_id == client_id))


def test_one_address_registers_a_moodle(moodle: Lms) -> None:
    answer = come(moodle, invited(moodle.engine, school="École Verne", name="Moodle of Verne"))
    check_html(answer)
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    assert "data-lti-close" in page
    platform = registered(moodle.engine)
    assert platform is not None
    assert (platform.issuer, platform.active) == (moodle.base, False)
    assert platform.auth_login_url == f"{moodle.base}/mod/lti/auth.php"
    assert platform.auth_token_url == f"{moodle.base}/mod/lti/token.php"
    assert platform.jwks_url == f"{moodle.base}/mod/lti/certs.php"
    with open_session(moodle.engine) as db:
        line = next(one for one in platforms.listing(db) if one.client_id == platform.client_id)
    assert line.deployments == (("1", "École Verne"),)
    assert line.name == "Moodle of Verne"
    assert "switched off" in str(line)


def test_what_the_tool_asks_for_is_what_it_needs_and_no_more(moodle: Lms) -> None:
    come(moodle, invited(moodle.engine))
    ((headers, body),) = moodle.answers["/mod/lti/openid-registration.php"].received
    asked = json.loads(body)
    assert headers["Authorization"] == "Bearer a.registration.token"
    assert headers["Content-Type"] == "application/json"
    assert asked["initiate_login_uri"] == f"{TOOL}/lti/login"
    assert asked["redirect_uris"] == [f"{TOOL}/lti/launch"]
    assert asked["jwks_uri"] == f"{TOOL}/lti/jwks"
    assert asked["scope"].split() == [
        "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
    ]
    tool = asked[TOOL_CLAIM]
    assert tool["domain"] == TOOL.removeprefix("http://")
    assert "email" not in tool["claims"]
    assert {one["type"] for one in tool["messages"]} == {
        "LtiResourceLinkRequest",
        "LtiDeepLinkingRequest",
    }
    # Moodle takes the registration only with every field that its own check wants.
    kept = json.loads((CAPTURES / "dynamic_registration.json").read_text())["request"]
    assert set(asked) >= set(kept) - {"contacts"}
    assert set(tool) == set(kept[TOOL_CLAIM])


def test_an_invitation_may_let_the_users_in_at_once(moodle: Lms) -> None:
    answer = come(moodle, invited(moodle.engine, activates=True))
    platform = registered(moodle.engine)
    assert platform is not None
    assert platform.active
    assert "switches it on" not in answer.get_data(as_text=True)


def test_an_invitation_works_once(moodle: Lms) -> None:
    secret = invited(moodle.engine)
    assert come(moodle, secret).status_code == 200
    refused(come(moodle, secret), moodle, "invitation_invalid")
    assert moodle.last_failure().detail == "used"


def test_an_invitation_ends(moodle: Lms) -> None:
    secret = invited(moodle.engine, days=2)
    pass_time(timedelta(days=2, seconds=1))
    refused(come(moodle, secret), moodle, "invitation_invalid")
    assert registered(moodle.engine) is None


@pytest.mark.parametrize("secret", ["", "x", "é", "0" * 5000])
def test_nobody_registers_without_an_invitation(moodle: Lms, secret: str) -> None:
    refused(come(moodle, secret), moodle, "invitation_invalid")
    assert registered(moodle.engine) is None


def test_of_two_registrations_at_once_one_goes_on(moodle: Lms) -> None:
    secret = invited(moodle.engine)
    moodle.answers["/mod/lti/openid-registration.php"].wait = 0.3
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: come(moodle, secret), range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 403, 403, 403]


def _without(said: dict[str, Any], claim: str) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name != claim}


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        ({"issuer": None}, "issuer"),
        ({"issuer": "https://another.example"}, "issuer is not where openid_configuration is"),
        ({"issuer": "not an address"}, "issuer"),
        ({"jwks_uri": None}, "jwks_uri"),
        ({"jwks_uri": 7}, "jwks_uri"),
        ({"token_endpoint": "ftp://x.example/t"}, "token_endpoint"),
        ({"authorization_endpoint": "https://user:pw@x.example/"}, "authorization_endpoint"),
        ({"registration_endpoint": None}, "registration_endpoint"),
        ({"registration_endpoint": "http://127.0.0.1:9/r"}, "registration_endpoint does not"),
    ],
)
def test_a_platform_that_says_wrong_things_is_not_registered(
    moodle: Lms, change: dict[str, Any], detail: str
) -> None:
    said = said_by_moodle(moodle.base) | change
    moodle.answers["/mod/lti/openid-configuration.php"].body = json.dumps(said).encode()
    secret = invited(moodle.engine)
    refused(come(moodle, secret), moodle, "registration_failed")
    assert detail in moodle.last_failure().detail
    assert registered(moodle.engine) is None
    # The same address works again once the platform is in order.
    moodle.answers["/mod/lti/openid-configuration.php"].body = json.dumps(
        said_by_moodle(moodle.base)
    ).encode()
    assert come(moodle, secret).status_code == 200


@pytest.mark.parametrize(
    "answer",
    [
        Answer(status=500),
        Answer(status=302, headers={"Location": "/mod/lti/openid-registration.php"}),
        Answer(b"<html>"),
        Answer(b"[]"),
        Answer(b"{}"),
        Answer(b'{"client_id": 7}'),
        Answer(b'{"client_id": "' + b"x" * 300 + b'"}'),
        Answer(b"[" * 20_000),
        Answer(b" " * 400_000),
    ],
)
def test_an_answer_that_is_none_registers_nothing(moodle: Lms, answer: Answer) -> None:
    moodle.answers["/mod/lti/openid-registration.php"] = answer
    secret = invited(moodle.engine)
    refused(come(moodle, secret), moodle, "registration_failed")
    with open_session(moodle.engine) as db:
        assert db.scalars(select(Platform.client_id)).all() == ["tool-1"]
        assert db.scalars(select(Invitation.used_at)).all() == [None]


def test_a_deployment_may_be_told_later(moodle: Lms) -> None:
    answer = answered_by_moodle()
    del answer[TOOL_CLAIM]["deployment_id"]
    moodle.answers["/mod/lti/openid-registration.php"].body = json.dumps(answer).encode()
    assert come(moodle, invited(moodle.engine)).status_code == 200
    with open_session(moodle.engine) as db:
        line = next(one for one in platforms.listing(db) if one.issuer == moodle.base)
    assert line.deployments == ()


def test_a_known_registration_is_not_taken_over(moodle: Lms) -> None:
    moodle.register(issuer=moodle.base, client_id="V34XTD87BUE9S5r")
    refused(come(moodle, invited(moodle.engine)), moodle, "registration_failed")
    platform = registered(moodle.engine)
    assert platform is not None
    assert platform.jwks_url == f"{moodle.base}/jwks"


def test_an_invitation_for_one_platform_is_for_no_other(moodle: Lms) -> None:
    secret = invited(moodle.engine, issuer="https://moodle.verne.example")
    refused(come(moodle, secret), moodle, "registration_failed")
    said = said_by_moodle(moodle.base) | {"issuer": "https://moodle.verne.example"}
    moodle.answers["/mod/lti/openid-configuration.php"].body = json.dumps(said).encode()
    assert come(moodle, secret).status_code == 200


def test_plain_http_is_for_the_schools_own_network_only(moodle: Lms) -> None:
    object.__setattr__(moodle.app.extensions["rers"].settings, "allow_private_platforms", False)
    refused(come(moodle, invited(moodle.engine)), moodle, "registration_failed")
    assert "https" in moodle.last_failure().detail
    assert moodle.answers["/mod/lti/openid-configuration.php"].asked == 0


def test_neither_token_nor_invitation_are_in_the_log_or_on_the_page(
    moodle: Lms, caplog: pytest.LogCaptureFixture
) -> None:
    moodle.answers["/mod/lti/openid-registration.php"].status = 500
    secret = invited(moodle.engine)
    answer = come(moodle, secret, registration_token="very-secret-token")
    for text in (caplog.text, answer.get_data(as_text=True), moodle.last_failure().detail):
        assert secret not in text
        assert "very-secret-token" not in text


def test_registered_again_the_classes_go_on(moodle: Lms) -> None:
    moodle.register(issuer=moodle.base)
    moodle.issuer = moodle.base
    first = moodle.launch(moodle.browser())
    assert first.status_code == 303
    with open_session(moodle.engine) as db:
        old = db.scalars(select(Platform).where(Platform.issuer == moodle.base)).one()
    answer = come(moodle, invited(moodle.engine, replaces=old.id.hex[:8], activates=True))
    assert answer.status_code == 200, answer.get_data(as_text=True)
    moodle.client_id = "V34XTD87BUE9S5r"
    moodle.answers["/mod/lti/certs.php"] = moodle.answers["/jwks"]
    again = moodle.launch(moodle.browser())
    where = [re.match(r"(/c/[^/]+)/", one.location or "") for one in (first, again)]
    assert where[0] is not None and where[1] is not None
    assert where[0][1] == where[1][1]
    with open_session(moodle.engine) as db:
        assert len(db.scalars(select(ContextLink)).all()) == 1


def test_a_flood_of_registrations_waits(moodle: Lms) -> None:
    browser = moodle.browser()
    answers = [come(moodle, "wrong", browser) for _ in range(21)]
    assert [one.status_code for one in answers[:20]] == [403] * 20
    assert answers[20].status_code == 429
    assert answers[20].headers["Retry-After"] == "60"
