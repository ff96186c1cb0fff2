"""Two pupils, one computer: a page never acts for somebody else, and nothing stays behind."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from rers_school.classroom.models import Classroom
from tests.browser.backstage import Backstage
from tests.browser.chromium import running_browser
from tests.browser.conftest import open_desk

ZOE, THEO = "Zoé Bérénger", "Théo Marchand"
WORDS = "marcher sur les mains"


@pytest.fixture
def computer(browser: Browser) -> Iterator[BrowserContext]:
    """A computer that nobody has used."""
    context = browser.new_context()
    yield context
    context.close()


def _in_a_window(computer: BrowserContext, demo: str, name: str) -> Page:
    """Open the activity in a window of its own, where everybody shares one cookie jar."""
    course = open_desk(computer, demo, name).page
    course.goto(f"{course.url.partition('?')[0]}?open=window")
    with computer.expect_page() as opened:
        course.locator(".window a").click()
    page = opened.value
    page.wait_for_url("**/c/**")
    page.wait_for_selector("main h1")
    return page


def test_the_page_of_the_pupil_before_does_nothing(
    computer: BrowserContext, demo: str, backstage: Backstage
) -> None:
    before = _in_a_window(computer, demo, ZOE)
    before.goto(backstage.url("savoirs/new/offer"))
    before.locator("#words").fill(WORDS)
    after = _in_a_window(computer, demo, THEO)
    expect(after.locator(".bar-name")).to_contain_text("Théo")
    before.locator("main form button.button-primary").click()
    expect(before.locator("main h1")).to_contain_text("quelqu’un d’autre")
    expect(before.locator("body")).not_to_contain_text("Théo")
    assert before.locator("main form").count() == 0
    assert backstage.offers(WORDS) == 0
    # The one who is here now works on undisturbed.
    after.goto(backstage.url("savoirs/new/offer"))
    assert after.locator("#words").input_value() == ""
    after.locator("#words").fill("siffler une chanson")
    after.locator("main form button.button-primary").click()
    expect(after.locator(".flash")).to_be_visible()
    assert backstage.offers("siffler une chanson") == 1


def test_a_page_that_looks_by_itself_stops_showing_anything(
    computer: BrowserContext, demo: str, backstage: Backstage
) -> None:
    before = _in_a_window(computer, demo, ZOE)
    before.goto(backstage.url("wall"))
    before.wait_for_selector("#wall")
    after = _in_a_window(computer, demo, THEO)
    before.bring_to_front()
    # The wall looks every 2.4 seconds.
    expect(before.locator("body")).to_contain_text("quelqu’un d’autre", timeout=8_000)
    expect(before.locator("#wall")).to_have_count(0)
    expect(before.locator("body")).not_to_contain_text("Théo")
    expect(after.locator(".bar-name")).to_contain_text("Théo")


def test_i_have_finished_leaves_nothing(
    computer: BrowserContext, demo: str, backstage: Backstage
) -> None:
    page = _in_a_window(computer, demo, ZOE)
    page.goto(backstage.url("savoirs"))
    expect(page.locator("main")).to_contain_text("le nœud de chaise")
    page.locator(".bar-end > form button").click()
    page.wait_for_url("**/goodbye")
    expect(page.locator("body")).not_to_contain_text("Zoé")
    # A browser may bring a page back as it was left, without asking the server.
    page.go_back(wait_until="commit")
    expect(page.locator("body")).not_to_contain_text("le nœud de chaise")
    expect(page.locator("body")).not_to_contain_text("Zoé")
    page.goto(backstage.url("savoirs"))
    expect(page.locator("main h1")).to_contain_text("plus connecté")


@pytest.fixture(scope="module")
def forgetful(
    _playwright: Playwright, demo: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    """A browser in which a frame of another site keeps no cookie at all, not even its own."""
    tool = f"http://localhost:{urlsplit(demo).port}"
    cookies = {"default_content_setting_values": {"cookies": 2}} | {
        "content_settings": {"exceptions": {"cookies": {f"{tool},{tool}": {"setting": 1}}}}
    }
    folder: Path = tmp_path_factory.mktemp("forgetful")
    with running_browser(folder, {"profile": cookies}) as address:
        connected = _playwright.chromium.connect_over_cdp(address)
        yield connected
        connected.close()


def test_where_no_cookie_comes_back_a_tab_of_its_own_opens_once(
    forgetful: Browser, demo: str
) -> None:
    computer = forgetful.contexts[0]
    course = open_desk(computer, demo, ZOE).page
    frame = course.frame_locator("#contentframe")
    link = frame.locator("#launch-failure a.button-primary")
    expect(link).to_be_visible()
    # Where no cookie proves the browser, the person reads whose class opens.
    expect(frame.locator("#launch-failure")).to_contain_text("Zoé")
    address = link.get_attribute("href")
    with computer.expect_page() as opened:
        link.click()
    tab = opened.value
    expect(tab.locator(".bar-name")).to_contain_text("Zoé")
    tab.locator('main a[href*="/"]').first.click()
    expect(tab.locator(".bar-name")).to_contain_text("Zoé")
    # Somebody who finds the address later gets nothing from it.
    other = forgetful.new_context().new_page()
    assert address
    answer = other.goto(f"http://localhost:{urlsplit(demo).port}{address}")
    assert answer and answer.status == 401
    expect(other.locator("body")).not_to_contain_text("Zoé")
    other.context.close()


def test_a_page_left_alone_closes_itself(browser: Browser, backstage: Backstage) -> None:
    with backstage.work() as db:
        db.get_one(Classroom, backstage.classroom_id).idle_minutes = 3
    page = browser.contexts[0].new_page()
    page.clock.install()
    page.goto(backstage.way_in("Zoé Bérénger"))
    page.goto(backstage.url("savoirs/new/offer"))
    page.locator("#words").press_sequentially("faire des nœuds")
    page.clock.run_for(150_000)
    page.locator("#words").press("End")
    page.clock.run_for(150_000)
    expect(page.locator("#words")).to_be_visible()
    page.clock.run_for(60_000)
    page.wait_for_url("**/goodbye")
    page.goto(backstage.url("wall"))
    expect(page.locator("h1")).to_have_text("Tu n’es plus connecté")
    page.close()
    with backstage.work() as db:
        db.get_one(Classroom, backstage.classroom_id).idle_minutes = 0
