"""The same life without JavaScript: every act is a form or a link."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Frame, Locator, TimeoutError, expect

from rers_school import clock
from rers_school.classroom.services import workshops
from tests.browser.backstage import TEACHER, Backstage
from tests.browser.conftest import Desk, open_desk

ZOE, INES = "Zoé Bérénger", "Inès Benali"

Sit = Callable[[str], Desk]


class PlainDesk(Desk):
    """A screen without JavaScript."""

    def press(self, target: Locator) -> Frame:
        """Press Enter, and again where nothing happened.

        Without scripts in the page Playwright cannot see that a key came before a new page
        could take it.
        """
        for _ in range(4):
            tool = self.tool
            try:
                with self.page.expect_event(
                    "framenavigated", lambda frame, tool=tool: frame == tool, timeout=3_000
                ):
                    target.press("Enter")
            except TimeoutError:
                continue
            tool.wait_for_load_state("load")
            return self.tool
        raise AssertionError(f"nothing happens: {target}")


@pytest.fixture
def sit_plainly(browser: Browser, demo: str) -> Iterator[Sit]:
    """Return a function that opens somebody's course page in a browser without JavaScript."""
    context = browser.new_context(java_script_enabled=False)

    def open_page(name: str) -> Desk:
        opened = open_desk(context, demo, name)
        desk = PlainDesk(opened.page, opened.errors)
        # The forms between the LMS and the tool do not send themselves: login, then launch.
        for _ in range(2):
            between = desk.page.frame_locator("#contentframe").locator("#auto-post button")
            address = desk.page.frames[-1].url
            between.click()
            desk.page.wait_for_timeout(100)
            _moved_on(desk, address)
        return desk

    yield open_page
    context.close()


def _moved_on(desk: Desk, address: str) -> None:
    for _ in range(100):
        if desk.page.frames[-1].url != address:
            return
        desk.page.wait_for_timeout(50)
    raise AssertionError(f"still at {address}")


def test_an_exchange_begins_without_javascript(sit_plainly: Sit) -> None:
    zoe, ines, teacher = sit_plainly(ZOE), sit_plainly(INES), sit_plainly(TEACHER)
    _zoe_puts_a_card_on_the_wall(zoe)
    _the_teacher_keeps_and_proposes(teacher)
    for desk in (zoe, ines):
        tool = desk.go("Aujourd’hui")
        tool = desk.press(tool.locator('a[href*="/answers/"]').first)
        _until(tool.locator('input[value="yes"]'), "Space", ":checked")
        desk.press(tool.locator("main form button.button-primary").first)
    expect(ines.tool.locator("main h1")).to_contain_text("Tout le monde a dit oui")
    _they_agree(zoe, ines)
    tool = zoe.press(zoe.tool.locator('a[href*="edit=meeting"]'))
    # Not on the day on which the room opened; where it is late already, it is tomorrow.
    tomorrow = clock.now().date() + timedelta(days=1)
    tool.locator("#held_on").fill(tomorrow.isoformat())
    tool.locator("#did").fill("La pâte, et comment la faire sauter.")
    tool = zoe.press(tool.locator("#form-meeting button[type=submit]"))
    expect(tool.locator("#meetings .timeline")).to_contain_text("la faire sauter")


def test_a_workshop_fills_and_begins_without_javascript(
    sit_plainly: Sit, backstage: Backstage
) -> None:
    with backstage.work() as db:
        workshops.open_workshop(
            db, backstage.actor(db, INES), kind="one_to_many", words="lire les nuages", places=2
        )
    zoe, ines = sit_plainly(ZOE), sit_plainly(INES)
    tool = zoe.press(zoe.tool.get_by_role("link", name="lire les nuages"))
    tool = zoe.press(tool.get_by_role("button", name="Je viens"))
    expect(tool.locator("main")).to_contain_text("Tu as ta place")
    tool = ines.go("échanges")
    tool = ines.press(tool.locator("main").get_by_role("link", name="Ateliers"))
    tool = ines.press(tool.get_by_role("link", name="lire les nuages"))
    tool = ines.press(tool.get_by_role("button", name="Nous commençons"))
    expect(tool.locator("h1")).to_contain_text("lire les nuages")
    tool = zoe.go("Aujourd’hui")
    tool = zoe.press(tool.get_by_role("button", name="Je vais dans la salle d’échange").first)
    expect(tool.locator("h1")).to_contain_text("lire les nuages")
    _until(tool.locator("#leave summary"), "Enter", "[open] > summary")
    tool = zoe.press(tool.get_by_role("button", name="Oui, je le quitte"))
    expect(tool.locator(".flash")).to_contain_text("Tu n’es plus dans cet atelier")


def _until(target: Locator, key: str, state: str) -> None:
    """Press ``key`` on ``target`` until it matches ``state``."""
    for _ in range(20):
        if target.evaluate("(one, state) => one.matches(state)", state):
            return
        target.press(key)
        target.page.wait_for_timeout(100)
    raise AssertionError(f"{target} never becomes {state}")


def _zoe_puts_a_card_on_the_wall(zoe: Desk) -> None:
    tool = zoe.go("Mes savoirs")
    assert not tool.locator("html.js").count(), "this browser runs scripts"
    tool = zoe.press(tool.locator('a[href$="/savoirs/new/offer"]').first)
    tool.locator("#words").fill("siffler avec deux doigts")
    # A fold opens without a script.
    _until(tool.locator("main form details > summary"), "Enter", "[open] > summary")
    expect(
        tool.locator("main form details select, main form details textarea").first
    ).to_be_visible()
    zoe.press(tool.locator("main form button.button-primary"))
    wall = zoe.go("Le mur")
    expect(wall.locator("#wall")).to_contain_text("siffler avec deux doigts")
    wall.locator("input[type=search]").fill("siffler")
    wall = zoe.press(wall.locator(".wall-tools button[type=submit]"))
    expect(wall.locator(".wall-row")).to_have_count(1)


def _the_teacher_keeps_and_proposes(teacher: Desk) -> None:
    tool = teacher.go("Mettre en relation")
    circle = tool.locator("#circles li.panel", has_text="parler arabe").filter(
        has_text="faire des crêpes"
    )
    tool = teacher.press(circle.locator('form[action$="/keep"] button'))
    tool = teacher.press(tool.locator("#send button"))
    expect(tool.locator("#send")).to_have_count(0)


def _they_agree(zoe: Desk, ines: Desk) -> None:
    for desk in (zoe, ines):
        tool = desk.go("échanges")
        desk.press(tool.locator("main li.panel a", has_text="crêpes").first)
    while (lines := _empty_lines(zoe.tool)).count():
        tool = zoe.press(lines.first)
        tool.locator("form.line-form textarea").fill("Ce que nous voulons")
        zoe.press(tool.locator("form.line-form button[type=submit]"))
    # Nothing comes by itself here: a page is loaded again.
    tool = ines.go("échanges")
    tool = ines.press(tool.locator("main li.panel a", has_text="crêpes").first)
    while (agrees := ines.tool.locator('form[action$="/agree"] button')).count():
        ines.press(agrees.first)
    tool = zoe.go("échanges")
    tool = zoe.press(tool.locator("main li.panel a", has_text="crêpes").first)
    expect(tool.locator('a[href*="edit=meeting"]')).to_be_visible()


def _empty_lines(tool: Frame) -> Locator:
    return tool.locator('.line-empty a[href*="edit="]')
