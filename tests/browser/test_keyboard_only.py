"""The keyboard alone is enough, and one always sees where one is."""

import re
from collections.abc import Callable
from uuid import UUID

from playwright.sync_api import Frame, expect

from rers_school.classroom.services import answers
from tests.browser.backstage import Backstage
from tests.browser.conftest import Desk

Sit = Callable[[str], Desk]
ZOE, INES = "Zoé Bérénger", "Inès Benali"

# What the person sees of the focus: a ring, inside the window, not covered by the bar.
_FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body || !document.hasFocus()) return null;
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  const near = one.closest('label, summary') ?? one, around = getComputedStyle(near);
  const ring = (s) => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2);
  const x = box.left + Math.min(box.width, 30) / 2, y = box.top + Math.min(box.height, 30) / 2;
  const top = document.elementFromPoint(x, y);
  return {
    html: one.outerHTML.slice(0, 160),
    ring: one.id === 'main' || ring(style) || ring(around),
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    free: !!top && (one.contains(top) || top.contains(one) || near.contains(top)),
  };
}"""


def _tab_to(desk: Desk, selector: str, key: str = "Tab", most: int = 150) -> None:
    """Press Tab until ``selector`` has the focus; look at every stop on the way."""
    tool = desk.tool
    for _ in range(most + 1):
        if tool.evaluate("s => document.hasFocus() && document.activeElement.matches(s)", selector):
            return
        desk.page.keyboard.press(key)
        _look_at_focus(tool)
    raise AssertionError(f"no way to {selector} by keyboard")


def _look_at_focus(tool: Frame) -> None:
    seen = tool.evaluate(_FOCUS)
    if seen is not None:
        assert seen["ring"], f"no ring: {seen['html']}"
        assert seen["inside"], f"outside the window: {seen['html']}"
        assert seen["free"], f"covered: {seen['html']}"


def _enter(desk: Desk, selector: str, key: str = "Enter") -> Frame:
    """Go to a link or button by keyboard, press it, and wait for the next page."""
    _tab_to(desk, selector)
    tool = desk.tool
    with desk.page.expect_event("framenavigated", lambda frame: frame == tool):
        desk.page.keyboard.press(key)
    tool.wait_for_load_state("load")
    return desk.tool


def test_a_pupil_puts_a_card_on_the_wall(sit: Sit) -> None:
    hugo = sit("Hugo Lambert")
    hugo.tool.wait_for_selector("h1")
    tool = _enter(hugo, 'main a[href$="/savoirs/new/offer"]')
    _tab_to(hugo, "#words")
    hugo.page.keyboard.type("grimper à la corde")
    tool = _enter(hugo, "main form button.button-primary")
    tool = _enter(hugo, 'nav a[href$="/wall"]')
    expect(tool.locator("#wall")).to_contain_text("grimper à la corde")
    # What one looks for is found by typing; Escape closes the menu and gives the focus back.
    _tab_to(hugo, "input[type=search]")
    hugo.page.keyboard.type("grimper")
    expect(tool.locator(".wall-row:visible")).to_have_count(1)
    _tab_to(hugo, ".bar-end details[data-menu] > summary", "Shift+Tab")
    hugo.page.keyboard.press("Enter")
    _tab_to(hugo, ".menu-panel button")
    hugo.page.keyboard.press("Escape")
    assert tool.evaluate("document.activeElement.matches('.bar-end summary')")


def test_a_pupil_answers_and_writes_a_line(sit: Sit, backstage: Backstage) -> None:
    introduction = backstage.propose((ZOE, "faire des crêpes", INES))
    zoe = sit(ZOE)
    zoe.tool.wait_for_selector("h1")
    _enter(zoe, f'main a[href$="/answers/{introduction}"]')
    _tab_to(zoe, 'input[name="answer"]')
    zoe.page.keyboard.press("Space")
    _enter(zoe, "main form button.button-primary")
    _ines_says_yes(backstage, introduction)
    tool = _enter(zoe, '.tabs a[href$="/exchanges"]')
    tool = _enter(zoe, "main li.panel h3 a")
    tool = _enter(zoe, 'a[href*="edit=contents"]')
    # The form that opens is where one is: no bar and no other line in between. (Browsers ignore
    # `autofocus` in a frame of another site.)
    _tab_to(zoe, "#form-contents textarea", most=2)
    zoe.page.keyboard.type("La pâte et la cuisson")
    tool = _enter(zoe, "#form-contents button[type=submit]")
    expect(tool.locator("#line-contents")).to_contain_text("La pâte et la cuisson")


def test_the_focus_stays_after_a_poll(sit: Sit, backstage: Backstage) -> None:
    room = backstage.open_room("Théo Marchand", "jouer aux échecs", "Noémie Lefort")
    noemie = sit("Noémie Lefort")
    tool = noemie.go("échanges")
    tool = noemie.press(tool.get_by_role("link", name=re.compile("échecs")).first)
    target = 'a[href*="edit=place"]'
    _tab_to(noemie, target)
    backstage.write(room, "Théo Marchand", "contents", "Les pièces et trois ouvertures")
    expect(tool.locator("#line-contents")).to_contain_text("trois ouvertures", timeout=5_000)
    assert tool.evaluate("s => document.activeElement.matches(s)", target)
    _look_at_focus(tool)
    # A button that has just appeared above takes nothing away either, and is reached at once.
    _tab_to(noemie, "#line-contents form[action$='/agree'] button", "Shift+Tab")
    backstage.write(room, "Théo Marchand", "method", "On joue et on en parle")
    expect(tool.locator("#line-method")).to_contain_text("on en parle", timeout=5_000)
    assert tool.evaluate("document.activeElement.matches('#line-contents button')")
    noemie.page.keyboard.press("Space")
    expect(tool.locator("#line-contents form[action$='/agree']")).to_have_count(0)


def test_the_skip_link_leads_past_the_bar(sit: Sit) -> None:
    lea = sit("Léa Okafor")
    tool = lea.go("Le mur")
    _tab_to(lea, "a.skip")
    assert tool.locator("a.skip").is_visible()
    lea.page.keyboard.press("Enter")
    lea.page.keyboard.press("Tab")
    assert tool.evaluate("document.activeElement.closest('main') !== null")


def _ines_says_yes(stage: Backstage, introduction: UUID) -> None:
    with stage.work() as db:
        answers.answer(db, stage.actor(db, INES), introduction, "yes")
