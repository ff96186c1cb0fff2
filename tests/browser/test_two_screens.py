"""While somebody types, what the other one does arrives around the words, never over them."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from playwright.sync_api import Frame, expect

from tests.browser.backstage import Backstage
from tests.browser.conftest import Desk

Sit = Callable[[str], Desk]
ZOE, INES = "Zoé Bérénger", "Inès Benali"


@pytest.fixture(scope="module")
def room(backstage: Backstage) -> UUID:
    """A room in which Zoé and Inès have decided nothing yet."""
    return backstage.open_room(ZOE, "faire des crêpes", INES)


def _writing(zoe: Desk, line: str) -> Frame:
    tool = zoe.go("échanges")
    tool = zoe.press(tool.get_by_role("link", name=re.compile("crêpes")).first)
    tool = zoe.press(tool.locator(f'a[href*="edit={line}"]').first)
    tool.locator(f"#form-{line} textarea").click()
    return tool


def test_another_line_changes_while_i_type(sit: Sit, backstage: Backstage, room: UUID) -> None:
    zoe = sit(ZOE)
    tool = _writing(zoe, "contents")
    zoe.page.keyboard.type("Trois recettes")
    words = tool.locator("#form-contents textarea")
    words.evaluate("area => area.setSelectionRange(5, 5)")
    backstage.write(room, INES, "place", "Dans la cuisine de l’école")
    expect(tool.locator("#line-place")).to_contain_text("la cuisine de l’école", timeout=5_000)
    expect(words).to_have_value("Trois recettes")
    expect(words).to_be_focused()
    zoe.page.keyboard.type(" petites")
    expect(words).to_have_value("Trois petites recettes")
    # Three more changes, one after each poll, while the keys go on.
    for number, line in enumerate(("days", "hours", "frequency")):
        backstage.write(room, INES, line, f"Mot {number}")
        zoe.page.keyboard.type("!")
        expect(tool.locator(f"#line-{line}")).to_contain_text(f"Mot {number}", timeout=5_000)
        expect(words).to_be_focused()
    expect(words).to_have_value("Trois petites!!! recettes")
    tool = zoe.press(tool.locator("#form-contents button[type=submit]"))
    expect(tool.locator("#line-contents")).to_contain_text("Trois petites!!! recettes")
    assert not zoe.errors


def test_the_same_line_changes_while_i_type(sit: Sit, backstage: Backstage, room: UUID) -> None:
    zoe = sit(ZOE)
    tool = _writing(zoe, "method")
    zoe.page.keyboard.type("On essaie")
    backstage.write(room, INES, "method", "On regarde d’abord")
    # Both are on the screen before anything is sent.
    expect(tool.locator("#overtaken")).to_contain_text("On regarde d’abord", timeout=5_000)
    words = tool.locator("#form-method textarea")
    expect(words).to_have_value("On essaie")
    expect(words).to_be_focused()
    zoe.page.keyboard.type(" ensemble")
    expect(words).to_have_value("On essaie ensemble")
    tool = zoe.press(tool.locator("#form-method button[type=submit]"))
    expect(tool.locator("#overtaken")).to_contain_text("On regarde d’abord")
    expect(tool.locator("#form-method textarea")).to_have_value("On essaie ensemble")
    tool = zoe.press(tool.locator("#form-method button[type=submit]"))
    expect(tool.locator("#line-method ins")).to_contain_text("On essaie ensemble")
    expect(tool.locator("#line-method del")).to_contain_text("On regarde d’abord")


def test_an_open_fold_and_a_question_stay_open(sit: Sit, backstage: Backstage, room: UUID) -> None:
    zoe = sit(ZOE)
    tool = zoe.go("échanges")
    tool = zoe.press(tool.get_by_role("link", name=re.compile("crêpes")).first)
    tool.locator("#stop > summary").click()
    expect(tool.locator("#stop button")).to_be_visible()
    backstage.write(room, INES, "needs", "Deux poêles")
    expect(tool.locator("#line-needs")).to_contain_text("Deux poêles", timeout=5_000)
    expect(tool.locator("#stop button")).to_be_visible()


def test_what_is_being_looked_for_stays_while_cards_arrive(sit: Sit, backstage: Backstage) -> None:
    from rers_school.classroom.services import cards

    zoe = sit(ZOE)
    wall = zoe.go("Le mur")
    wall.locator("input[type=search]").fill("crepe")
    shown = wall.locator(".wall-row:visible").count()
    with backstage.work() as db:
        ines = backstage.actor(db, INES)
        cards.add(db, ines, "demand", "empiler des galets", {})
        cards.add(db, ines, "demand", "goûter des crêpes", {})
    expect(wall.locator(".wall-row", has_text="empiler des galets")).to_be_attached(timeout=6_000)
    expect(wall.locator(".wall-row", has_text="empiler des galets")).to_be_hidden()
    expect(wall.locator(".wall-row:visible")).to_have_count(shown + 1)
    expect(wall.locator("input[type=search]")).to_have_value("crepe")
