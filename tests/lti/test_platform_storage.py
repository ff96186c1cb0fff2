"""A platform that offers its own storage: it proves the browser where no cookie comes back."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner
from sqlalchemy import select
from werkzeug.test import TestResponse

from rers_school.classroom.models import Membership
from rers_school.db import open_session, unscoped
from rers_school.lti.models import LoginAttempt
from tests.factories import check_html
from tests.lti.platform import Begun, Lms, refused


def data(page: TestResponse, name: str) -> str:
    found = re.search(rf'data-{name}="([^"]*)"', page.get_data(as_text=True))
    assert found is not None, name
    return unescape(found[1])


def announced(lms: Lms, browser: FlaskClient, target: str = "_parent") -> tuple[Begun, str]:
    """Begin a login at a platform that keeps secrets; return it and the secret."""
    page = lms.announce(browser, lti_storage_target=target)
    check_html(page)
    assert page.status_code == 200
    address = re.search(r'<a class="button[^>]* href="([^"]+)"', page.get_data(as_text=True))
    assert address is not None
    query = unescape(address[1])
    state, nonce = (re.search(rf"[?&]{name}=([^&]+)", query) for name in ("state", "nonce"))
    assert state is not None and nonce is not None
    return Begun(state[1], nonce[1], page), data(page, "secret")


def arrive(lms: Lms, begun: Begun, browser: FlaskClient) -> TestResponse:
    token = lms.sign(lms.claims("pupil_resource_launch", begun.nonce))
    return lms.send(browser, begun.state, token)


def prove(page: TestResponse, browser: FlaskClient, secret: str) -> TestResponse:
    sealed = re.search(r'name="arrival" value="([^"]+)"', page.get_data(as_text=True))
    assert sealed is not None
    return browser.post("/lti/prove", data={"arrival": unescape(sealed[1]), "secret": secret})


def tab_of(page: TestResponse) -> str:
    link = re.search(r'href="(/c/[^"]+/tab/[^"]+)"', page.get_data(as_text=True))
    assert link is not None
    return unescape(link[1])


def test_where_cookies_come_back_the_storage_is_not_asked(lms: Lms) -> None:
    browser = lms.browser()
    begun, _ = announced(lms, browser)
    assert arrive(lms, begun, browser).status_code == 303


def test_a_platform_without_storage_gets_its_redirection(lms: Lms) -> None:
    assert lms.announce(lms.browser()).status_code == 302
    for odd in ("", " ", "a b", "<script>", "x" * 300, "javascript:alert(1)//"):
        assert lms.announce(lms.browser(), lti_storage_target=odd).status_code == 302, odd


def test_the_secret_is_for_the_platforms_origin_only(lms: Lms) -> None:
    begun, secret = announced(lms, lms.browser(), "platform-frame")
    page = begun.response
    assert data(page, "origin") == lms.base
    assert data(page, "target") == "platform-frame"
    assert begun.state not in data(page, "key")
    assert len(secret) >= 32
    with open_session(lms.engine) as db:
        assert secret not in repr(vars(db.scalars(select(LoginAttempt)).one()))


def test_without_cookies_the_secret_opens_a_tab(lms: Lms) -> None:
    begun, secret = announced(lms, lms.browser(user_agent="A"))
    # Another address or kind of browser is no hindrance: the secret proves more.
    later = lms.browser(user_agent="B")
    page = arrive(lms, begun, later)
    check_html(page)
    assert page.status_code == 200
    assert "/tab/" not in page.get_data(as_text=True)
    offered = prove(page, later, secret)
    tab = lms.browser()
    opened = tab.get(tab_of(offered))
    assert tab.get(opened.location).status_code == 200


def test_a_proof_opens_one_tab_only(lms: Lms) -> None:
    begun, secret = announced(lms, lms.browser())
    page = arrive(lms, begun, lms.browser())
    offered = prove(page, lms.browser(), secret)
    # A second press before the tab is opened is a double click, and harmless.
    offered = prove(page, lms.browser(), secret)
    assert lms.browser().get(tab_of(offered)).status_code == 303
    refused(prove(page, lms.browser(), secret), lms, "state_expired")


@pytest.mark.parametrize("secret", ["wrong", "x" * 5000])
def test_a_wrong_secret_opens_nothing(lms: Lms, secret: str) -> None:
    begun, _ = announced(lms, lms.browser())
    page = arrive(lms, begun, lms.browser())
    refused(prove(page, lms.browser(), secret), lms, "state_foreign")


def test_without_the_secret_only_the_same_computer_goes_on(lms: Lms) -> None:
    begun, _ = announced(lms, lms.browser(user_agent="A"))
    page = arrive(lms, begun, lms.browser(user_agent="B"))
    refused(prove(page, lms.browser(user_agent="B"), ""), lms, "state_foreign")
    begun, _ = announced(lms, lms.browser(user_agent="A"))
    page = arrive(lms, begun, lms.browser(user_agent="A"))
    assert tab_of(prove(page, lms.browser(), ""))


def test_a_choice_by_another_computer_is_refused(lms: Lms) -> None:
    begun, _ = announced(lms, lms.browser(user_agent="A"))
    token = lms.sign(lms.claims("deep_linking_request", begun.nonce))
    refused(lms.send(lms.browser(user_agent="B"), begun.state, token), lms, "state_foreign")


def test_a_proof_waits_two_minutes(lms: Lms, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, secret = announced(lms, lms.browser())
    page = arrive(lms, begun, lms.browser())
    now = TimestampSigner("x").get_timestamp()
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: now + 122)
    refused(prove(page, lms.browser(), secret), lms, "state_expired")


@pytest.mark.parametrize("forged", ["", "x", "W10.x.y"])
def test_a_forged_arrival_is_refused(lms: Lms, forged: str) -> None:
    answer = lms.browser().post("/lti/prove", data={"arrival": forged, "secret": "x"})
    refused(answer, lms, "state_expired")


def test_a_replay_is_refused_here_too(lms: Lms) -> None:
    begun, _ = announced(lms, lms.browser())
    arrive(lms, begun, lms.browser())
    refused(arrive(lms, begun, lms.browser()), lms, "nonce_reused")
    with open_session(lms.engine) as db, unscoped(db, "the test looks at every class"):
        assert len(db.scalars(select(Membership)).all()) == 1
