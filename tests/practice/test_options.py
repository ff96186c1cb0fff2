"""What an administrator can try out: privacy, pages of the list, failing pages, storage."""

import json
from typing import Any

import pytest
from werkzeug.test import TestResponse

from .helpers import ISSUER, Browser, capture, person, posted_form
from .standin import ADMIN, StandIn

MEMBERS = f"{ISSUER}/nrps/CourseSection/2/bindings/1/memberships"


def choose(browser: Browser, **changes: str) -> int:
    off = {"members_per_page": "0", "second_page_fails": "no", "platform_storage": "no"}
    return browser.post(f"{ADMIN}/options", {**off, **changes}).status_code


def ask(browser: Browser, token: str, url: str = MEMBERS) -> TestResponse:
    return browser.get(url, headers={"Authorization": f"Bearer {token}"})


def next_page(answer: TestResponse) -> str:
    link = answer.headers["Link"]
    assert link.endswith('>; rel="next"')
    return link[1 : link.index(">")]


def members(answer: TestResponse) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(answer.text)["members"]
    return found


@pytest.mark.parametrize("rlid", ["", "?rlid=1"])
def test_the_list_comes_in_pages_where_nobody_asked_for_them(
    browser: Browser, token: str, rlid: str
) -> None:
    whole = members(ask(browser, token, MEMBERS + rlid))
    assert choose(browser, members_per_page="3") == 303
    first = ask(browser, token, MEMBERS + rlid)
    second = ask(browser, token, next_page(first))
    third = ask(browser, token, next_page(second))
    assert [len(members(one)) for one in (first, second, third)] == [3, 3, 1]
    assert "Link" not in third.headers
    assert members(first) + members(second) + members(third) == whole


def test_whoever_asks_for_another_size_gets_it(browser: Browser, token: str) -> None:
    choose(browser, members_per_page="3")
    assert len(members(ask(browser, token, f"{MEMBERS}?limit=5"))) == 5


def test_the_second_page_can_fail(browser: Browser, token: str) -> None:
    choose(browser, members_per_page="3", second_page_fails="yes")
    first = ask(browser, token)
    assert first.status_code == 200
    failed = ask(browser, token, next_page(first))
    assert failed.status_code == 500
    assert json.loads(failed.text).keys() == capture("nrps_bad_token")["body"].keys()
    choose(browser, members_per_page="3")
    assert ask(browser, token, next_page(first)).status_code == 200


@pytest.mark.parametrize(
    ("names", "shared", "in_course", "in_activity"),
    [
        ("always", "no", True, True),
        ("never", "yes", False, False),
        ("delegate", "yes", False, True),
        ("delegate", "no", False, False),
    ],
)
def test_names_follow_the_privacy_of_the_tool(
    browser: Browser, token: str, names: str, shared: str, in_course: bool, in_activity: bool
) -> None:
    browser.post(person("mme-diallo", "/course/2/names"), {"shared": shared})
    answer = browser.post(f"{ADMIN}/tools/0/names", {"names": names})
    assert answer.status_code == 303
    assert all(("name" in one) == in_course for one in members(ask(browser, token)))
    listed = members(ask(browser, token, f"{MEMBERS}?rlid=1"))
    assert all(("name" in one) == in_activity for one in listed)
    assert ("name" in browser.claims("zoe")) == in_activity


def test_a_list_without_names_is_moodles(browser: Browser, token: str) -> None:
    browser.post(f"{ADMIN}/tools/0/names", {"names": "never"})
    moodles = capture("nrps_privacy_never")["body"]["members"]
    assert all(one.keys() == moodles[0].keys() for one in members(ask(browser, token)))


def test_the_teacher_is_asked_about_names_only_where_it_is_hers_to_say(browser: Browser) -> None:
    page = person("mme-diallo", "/course/2")
    assert "names-label" in browser.get(page).text
    for names in ("always", "never"):
        browser.post(f"{ADMIN}/tools/0/names", {"names": names})
        assert "names-label" not in browser.get(page).text


def test_what_was_chosen_lasts_over_a_restart(browser: Browser, token: str, start: Any) -> None:
    browser.post(f"{ADMIN}/tools/0/names", {"names": "never"})
    choose(browser, members_per_page="4")
    again = start()
    assert "name" not in again.claims("zoe")
    assert len(members(ask(again, token))) == 4


def test_storage_is_announced_only_where_it_was_switched_on(
    browser: Browser, standin: StandIn
) -> None:
    contents = person("mme-diallo", f"/course/2/contents/{standin.deployment_id}")
    assert "lti_storage_target" not in browser.login_fields("zoe")
    assert "storage.js" not in browser.get(person("zoe", "/course/2")).text
    choose(browser, platform_storage="yes")
    assert browser.login_fields("zoe")["lti_storage_target"] == "_parent"
    assert posted_form(browser.get(contents).text)[1]["lti_storage_target"] == "_parent"
    assert "storage.js" in browser.get(person("zoe", "/course/2")).text
    # Around a window of its own there is no page that could keep anything.
    assert "lti_storage_target" not in browser.login_fields("zoe", query="?container=window")


@pytest.mark.parametrize(
    "changes",
    [
        {"members_per_page": "many"},
        {"members_per_page": "-1"},
        {"members_per_page": ""},
        {"members_per_page": "1001"},
        {"members_per_page": "²"},
        {"second_page_fails": "perhaps"},
        {"platform_storage": ""},
    ],
)
def test_a_wrong_choice_changes_nothing(browser: Browser, changes: dict[str, str]) -> None:
    assert choose(browser, **{"platform_storage": "yes", **changes}) == 400
    assert "lti_storage_target" not in browser.login_fields("zoe")
    assert browser.post(f"{ADMIN}/tools/0/names", {"names": "x"}).status_code == 400
    assert browser.post(f"{ADMIN}/tools/9/names", {"names": "never"}).status_code == 404
