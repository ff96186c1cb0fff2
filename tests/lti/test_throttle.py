"""A flood is asked to wait; a school that arrives all at once is not."""

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select

from rers_school.app import create_app
from rers_school.db import open_session
from rers_school.lti.failures import LaunchRefused
from rers_school.lti.models import LaunchFailure, LoginAttempt
from rers_school.lti.throttle import RECORDS_PER_MINUTE, Throttle
from rers_school.settings import Settings
from tests.lti.platform import TOOL, Lms, refused


def made_for(engine: Engine, logins_per_minute: int) -> Flask:
    settings = Settings(
        database_url=str(engine.url),
        base_url=TOOL,
        secret_key="a-secret-for-tests-that-is-long-enough-0123456789",
        allow_private_platforms=True,
        logins_per_minute=logins_per_minute,
    )
    return create_app(settings, engine=engine)


@pytest.fixture
def narrow(lms: Lms) -> Lms:
    """The same platform at a tool that takes five logins a minute from one address."""
    lms.app = made_for(lms.engine, 5)
    return lms


def test_a_thousand_pupils_behind_one_address_come_in_at_once() -> None:
    throttle = Throttle(1500)
    for _ in range(1000):
        throttle.login("192.0.2.1")
        throttle.launch("192.0.2.1")


def test_logins_and_launches_are_counted_apart_and_by_address() -> None:
    throttle = Throttle(2)
    for address in ("192.0.2.1", "192.0.2.2"):
        for _ in range(2):
            throttle.login(address)
            throttle.launch(address)
        for count in (throttle.login, throttle.launch):
            with pytest.raises(LaunchRefused, match="too_many"):
                count(address)


def test_too_many_logins_wait_and_write_nothing(narrow: Lms) -> None:
    browser = narrow.browser(accept_language="en")
    for _ in range(5):
        assert narrow.announce(browser).status_code == 302
    waiting = narrow.announce(browser)
    refused(waiting, narrow, "too_many")
    assert waiting.status_code == 429
    assert waiting.headers["Retry-After"] == "60"
    assert "Wait a minute" in waiting.get_data(as_text=True)
    with open_session(narrow.engine) as db:
        assert db.scalar(select(func.count()).select_from(LoginAttempt)) == 5


def test_too_many_launches_wait(narrow: Lms) -> None:
    browser = narrow.browser()
    for _ in range(5):
        narrow.send(browser, "unknown", "a.b.c")
    refused(narrow.send(browser, "unknown", "a.b.c"), narrow, "too_many")


def test_somebody_elses_flood_keeps_nobody_out(narrow: Lms) -> None:
    flood = narrow.browser()
    flood.environ_base["REMOTE_ADDR"] = "192.0.2.66"
    for _ in range(8):
        narrow.announce(flood)
    assert narrow.launch(narrow.browser()).status_code == 303


def test_a_flood_of_failures_does_not_fill_the_database(lms: Lms) -> None:
    browser = lms.browser()
    for _ in range(RECORDS_PER_MINUTE + 5):
        assert browser.post("/lti/launch", data={"state": "x"}).status_code == 400
    with open_session(lms.engine) as db:
        assert db.scalar(select(func.count()).select_from(LaunchFailure)) == RECORDS_PER_MINUTE
    # And locks nobody out.
    assert lms.launch(lms.browser()).status_code == 303


def test_a_minute_later_all_is_well_again(monkeypatch: pytest.MonkeyPatch) -> None:
    import limits.storage.memory

    throttle = Throttle(1)
    throttle.login("192.0.2.1")
    with pytest.raises(LaunchRefused):
        throttle.login("192.0.2.1")
    now = limits.storage.memory.time.time()
    monkeypatch.setattr(limits.storage.memory.time, "time", lambda: now + 61)
    throttle.login("192.0.2.1")
