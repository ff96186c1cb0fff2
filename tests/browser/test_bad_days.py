"""Days on which somebody clicks twice, goes back, opens two tabs, or is thrown out."""

import re
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.backstage import Backstage
from tests.browser.conftest import Desk

Sit = Callable[[str], Desk]
ZOE, INES = "Zoé Bérénger", "Inès Benali"
SEND = "main form button.button-primary"


@pytest.fixture
def zoes(browser: Browser, backstage: Backstage) -> Iterator[BrowserContext]:
    """A browser in which Zoé has the activity in a tab of its own."""
    context = browser.new_context()
    context.new_page().goto(backstage.way_in(ZOE))
    yield context
    context.close()


@pytest.fixture(scope="module")
def room(backstage: Backstage) -> UUID:
    """A room in which Zoé and Inès have decided nothing yet."""
    return backstage.open_room(ZOE, "faire des crêpes", INES)


def test_a_double_click_makes_one_card(zoes: BrowserContext, backstage: Backstage) -> None:
    page = zoes.pages[0]
    page.goto(backstage.url("savoirs/new/offer"))
    page.locator("#words").fill("faire la roue")
    page.locator(SEND).dblclick()
    page.wait_for_url("**/savoirs")
    expect(page.locator(".card-title", has_text="faire la roue")).to_have_count(1)
    assert backstage.offers("faire la roue") == 1


def test_two_sendings_at_once_make_one_card(zoes: BrowserContext, backstage: Backstage) -> None:
    """Even where no script holds the second one back."""
    page = zoes.pages[0]
    page.goto(backstage.url("savoirs/new/offer"))
    page.locator("#words").fill("tenir en équilibre")
    statuses = page.locator("main form").evaluate(
        "form => { const send = () => fetch(form.action, {method: 'POST',"
        " body: new URLSearchParams(new FormData(form))}).then(answer => answer.status);"
        " return Promise.all([send(), send(), send()]); }"
    )
    assert statuses == [200, 200, 200]
    assert backstage.offers("tenir en équilibre") == 1


def test_going_back_and_sending_again_says_what_is(
    zoes: BrowserContext, backstage: Backstage
) -> None:
    page = zoes.pages[0]
    page.goto(backstage.url("savoirs/new/offer"))
    page.locator("#words").fill("nouer un foulard")
    page.locator(SEND).click()
    page.wait_for_url("**/savoirs")
    page.go_back(wait_until="commit")
    page.wait_for_selector("#words")
    if not page.locator("#words").input_value():
        page.locator("#words").fill("nouer un foulard")
    page.locator(SEND).click()
    # Either the same sending, or a second card with the same words, which is refused in words.
    expect(page.locator("#words-error, .card-title").first).to_be_visible()
    assert backstage.offers("nouer un foulard") == 1


def test_two_tabs_of_one_pupil(zoes: BrowserContext, backstage: Backstage, room: UUID) -> None:
    """What was written in one tab is not overwritten silently from the other."""
    one, other = zoes.pages[0], zoes.new_page()
    address = backstage.url(f"exchanges/{room}?edit=place")
    for page in (one, other):
        page.goto(address)
    one.locator("#words").fill("Dans la bibliothèque")
    one.locator("#form-place button[type=submit]").click()
    expect(one.locator("#line-place")).to_contain_text("Dans la bibliothèque")
    other.locator("#words").fill("Sous le préau")
    other.locator("#form-place button[type=submit]").click()
    expect(other.locator("#overtaken")).to_contain_text("Dans la bibliothèque")
    expect(other.locator("#words")).to_have_value("Sous le préau")
    other.locator("#form-place button[type=submit]").click()
    expect(other.locator("#line-place")).to_contain_text("Sous le préau")
    expect(one.locator("#line-place")).to_contain_text("Sous le préau", timeout=5_000)


def test_a_second_launch_leaves_the_first_tab_working(sit: Sit, backstage: Backstage) -> None:
    """Zoé opens the activity a second time: both of her tabs are hers, and nothing is lost."""
    first = sit(ZOE)
    tool = first.go("Mes savoirs")
    tool = first.press(tool.locator('a[href$="/savoirs/new/offer"]').first)
    tool.locator("#words").fill("la calligraphie")
    expect(tool.locator("[data-draft-status]")).not_to_be_empty(timeout=5_000)
    second = sit(ZOE)
    second.tool.wait_for_selector("main h1")
    tool = first.press(tool.locator(SEND))
    expect(tool.locator("main")).to_contain_text("la calligraphie")
    assert backstage.offers("la calligraphie") == 1
    again = second.go("Mes savoirs")
    expect(again.locator("main")).to_contain_text("la calligraphie")


def test_a_lost_session_loses_two_seconds_at_most(
    sit: Sit, backstage: Backstage, room: UUID
) -> None:
    ines = sit(INES)
    tool = ines.go("échanges")
    tool = ines.press(tool.get_by_role("link", name=re.compile("crêpes")).first)
    tool = ines.press(tool.locator('a[href*="edit=contents"]').first)
    words = tool.locator("#form-contents textarea")
    words.press_sequentially("La pâte, puis la cuisson", delay=10)
    ines.page.wait_for_timeout(2_200)
    assert "La pâte, puis la cuisson" in backstage.drafts()
    backstage.lose_sessions()
    words.press_sequentially(" et le reste", delay=10)
    # The page says that it is not connected any more, and takes nothing away.
    expect(tool.locator("#alerts")).to_contain_text("plus connecté", timeout=8_000)
    expect(words).to_have_value("La pâte, puis la cuisson et le reste")
    ines.page.reload()
    tool = ines.go("échanges")
    tool = ines.press(tool.get_by_role("link", name=re.compile("crêpes")).first)
    tool = ines.press(tool.locator('a[href*="edit=contents"]').first)
    words = tool.locator("#form-contents textarea")
    expect(words).to_have_value(re.compile("^La pâte, puis la cuisson"))
    tool.locator("#form-contents button[type=submit]").click()
    expect(ines.tool.locator("#line-contents")).to_contain_text("La pâte, puis la cuisson")


def test_sending_without_a_session_is_explained(zoes: BrowserContext, backstage: Backstage) -> None:
    page = zoes.pages[0]
    page.goto(backstage.url("savoirs/new/offer"))
    page.locator("#words").fill("une carte de trop")
    backstage.lose_sessions()
    page.locator(SEND).click()
    expect(page.locator("main h1")).to_contain_text("plus connecté")
    assert backstage.offers("une carte de trop") == 0
    # Going back brings the page with what was typed, or the same explanation: never an empty page.
    page.go_back(wait_until="commit")
    expect(page.locator("main h1")).to_be_visible()
