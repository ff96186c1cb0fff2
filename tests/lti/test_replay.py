"""A state and a nonce are good once, in the browser that began, for some minutes."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from rers_school.classroom.models import Classroom, Person
from rers_school.db import open_session, unscoped
from rers_school.lti.models import LaunchSession, LoginAttempt
from rers_school.lti.storage import LIFETIME, LoginAttempts
from tests.lti.platform import Begun, Lms, pass_time, refused


def token_for(lms: Lms, begun: Begun, name: str = "pupil_resource_launch") -> str:
    return lms.sign(lms.claims(name, begun.nonce))


def count(lms: Lms, table: type) -> int:
    with open_session(lms.engine) as db, unscoped(db, "the test looks at everything"):
        return len(db.scalars(select(table)).all())


@pytest.mark.parametrize("same_browser", [True, False])
def test_a_launch_cannot_be_sent_again(lms: Lms, same_browser: bool) -> None:
    browser = lms.browser()
    begun = lms.begin(browser)
    token = token_for(lms, begun)
    assert lms.send(browser, begun.state, token).status_code == 303
    again = browser if same_browser else lms.browser()
    refused(lms.send(again, begun.state, token), lms, "nonce_reused")
    assert count(lms, LaunchSession) == 1


def test_a_launch_cannot_be_sent_again_with_the_cookie_kept_aside(lms: Lms) -> None:
    browser, thief = lms.browser(), lms.browser()
    begun = lms.begin(browser)
    cookie = begun.response.headers["Set-Cookie"].split(";")[0]
    token = token_for(lms, begun)
    assert lms.send(browser, begun.state, token).status_code == 303
    name, _, secret = cookie.partition("=")
    thief.set_cookie(name, secret, domain="localhost", path="/lti")
    refused(lms.send(thief, begun.state, token), lms, "nonce_reused")


def test_a_nonce_cannot_be_used_again_with_a_new_state(lms: Lms) -> None:
    browser = lms.browser()
    first = lms.begin(browser)
    token = token_for(lms, first)
    lms.send(browser, first.state, token)
    second = lms.begin(browser)
    refused(lms.send(browser, second.state, token), lms, "nonce_reused")


def test_a_nonce_by_itself_is_good_once_whoever_asks_at_once(lms: Lms) -> None:
    begun = lms.begin(lms.browser())

    def ask() -> bool:
        attempts = LoginAttempts(lms.engine)
        with open_session(lms.engine) as db:
            attempts.attempt = db.scalars(select(LoginAttempt)).one()
        return attempts.check_nonce(begun.nonce)

    assert sorted(at_once(*[ask] * 4)) == [False, False, False, True]


def test_a_nonce_belongs_to_its_own_state(lms: Lms) -> None:
    browser = lms.browser()
    first, second = lms.begin(browser), lms.begin(browser)
    refused(lms.send(browser, second.state, token_for(lms, first)), lms, "nonce_reused")


def test_a_nonce_of_no_login_is_refused(lms: Lms) -> None:
    browser = lms.browser()
    begun = lms.begin(browser)
    token = lms.sign(lms.claims("pupil_resource_launch", "invented"))
    refused(lms.send(browser, begun.state, token), lms, "nonce_reused")


def test_a_refused_launch_has_used_its_state_and_nonce(lms: Lms) -> None:
    browser = lms.browser()
    begun = lms.begin(browser)
    forged = lms.sign(lms.claims("pupil_resource_launch", begun.nonce, {"aud": "other"}))
    refused(lms.send(browser, begun.state, forged), lms, "wrong_audience")
    refused(lms.send(browser, begun.state, token_for(lms, begun)), lms, "nonce_reused")
    with open_session(lms.engine) as db:
        row = db.scalars(select(LoginAttempt)).one()
    assert row.used_at is not None
    assert row.nonce_used_at is not None


def test_a_state_of_another_browser_is_refused(lms: Lms) -> None:
    begun = lms.begin(lms.browser())
    other = lms.browser()
    lms.begin(other)
    refused(lms.send(other, begun.state, token_for(lms, begun)), lms, "state_foreign")


def test_a_wrong_secret_is_refused(lms: Lms) -> None:
    begun = lms.begin(lms.browser())
    name = begun.response.headers["Set-Cookie"].partition("=")[0]
    other = lms.browser()
    other.set_cookie(name, "guessed", domain="localhost", path="/lti")
    refused(lms.send(other, begun.state, token_for(lms, begun)), lms, "state_foreign")


@pytest.mark.parametrize("sign", ["address", "browser"])
def test_without_cookies_another_computer_is_refused(lms: Lms, sign: str) -> None:
    begun = lms.begin(lms.browser())
    other = lms.browser()
    if sign == "address":
        other.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    else:
        other.environ_base["HTTP_USER_AGENT"] = "another browser"
    refused(lms.send(other, begun.state, token_for(lms, begun)), lms, "state_foreign")
    assert count(lms, LaunchSession) == 0


@pytest.mark.parametrize("state", ["", "invented", "invented\x00"])
def test_a_state_that_never_was_is_refused(lms: Lms, state: str) -> None:
    browser = lms.browser()
    begun = lms.begin(browser)
    refused(lms.send(browser, state, token_for(lms, begun)), lms, "state_missing")


def test_a_state_ends_after_some_minutes(lms: Lms) -> None:
    browser = lms.browser()
    begun = lms.begin(browser)
    pass_time(LIFETIME + timedelta(seconds=1))
    refused(lms.send(browser, begun.state, token_for(lms, begun)), lms, "state_expired")


def test_logins_that_are_long_over_are_forgotten(lms: Lms) -> None:
    lms.begin(lms.browser())
    pass_time(timedelta(hours=2))
    lms.begin(lms.browser())
    assert count(lms, LoginAttempt) == 1


def at_once(*works) -> list:
    """Run every work in a thread of its own, from the same moment on."""
    start = threading.Barrier(len(works))
    done: list = [None] * len(works)

    def run(place: int) -> None:
        start.wait()
        done[place] = works[place]()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done


def test_of_launches_sent_at_once_with_one_nonce_one_wins(lms: Lms) -> None:
    lms.launch(lms.browser(), "teacher_resource_launch")
    first = lms.browser()
    begun = lms.begin(first)
    cookie = begun.response.headers["Set-Cookie"].split(";")[0].partition("=")
    token = token_for(lms, begun)
    browsers = [first, lms.browser(), lms.browser(), lms.browser()]
    for browser in browsers[1:]:
        browser.set_cookie(cookie[0], cookie[2], domain="localhost", path="/lti")
    answers = at_once(
        *(lambda browser=browser: lms.send(browser, begun.state, token) for browser in browsers)
    )
    assert sorted(answer.status_code for answer in answers) == [303, 403, 403, 403]
    assert count(lms, LaunchSession) == 2


def test_first_launches_at_once_make_one_class(lms: Lms) -> None:
    names = ["pupil_resource_launch", "pupil2_same_browser_after_logout", "teacher_resource_launch"]
    browsers = [lms.browser() for _ in names]
    begun = [lms.begin(browser) for browser in browsers]
    tokens = [token_for(lms, one, name) for one, name in zip(begun, names, strict=True)]
    answers = at_once(
        *(
            lambda browser=browser, state=one.state, token=token: lms.send(browser, state, token)
            for browser, one, token in zip(browsers, begun, tokens, strict=True)
        )
    )
    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert count(lms, Classroom) == 1
    assert count(lms, Person) == 3
    # Everybody waited for the one fetch of the platform's keys.
    assert lms.answers["/jwks"].asked == 1


def test_first_launches_of_one_person_at_once_make_one_person(lms: Lms) -> None:
    browsers = [lms.browser() for _ in range(3)]
    begun = [lms.begin(browser) for browser in browsers]
    tokens = [token_for(lms, one) for one in begun]
    answers = at_once(
        *(
            lambda browser=browser, state=one.state, token=token: lms.send(browser, state, token)
            for browser, one, token in zip(browsers, begun, tokens, strict=True)
        )
    )
    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert count(lms, Person) == 1
    assert count(lms, Classroom) == 1
