"""A session led from its page: who is absent, who meets whom, the projector that follows."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Browser, expect

from rers_school.classroom.models import Exchange
from tests.browser.backstage import TEACHER, Backstage
from tests.browser.conftest import Desk

Sit = Callable[[str], Desk]
ZOE, MALO = "Zoé Bérénger", "Malo Le Goff"


def test_from_the_list_of_the_absent_to_the_projector(
    sit: Sit, browser: Browser, backstage: Backstage
) -> None:
    exchange = backstage.open_room(ZOE, "le nœud de chaise", MALO)
    backstage.agree(exchange, ZOE, MALO)
    with backstage.work() as db:
        db.get_one(Exchange, exchange).state_since -= timedelta(days=1)
    teacher = sit(TEACHER)
    tool = teacher.press(teacher.tool.get_by_role("link", name="Cette séance").first)
    expect(tool.locator("h2").first).to_contain_text("Qui manque aujourd’hui")
    teacher.check()
    tool = teacher.press(tool.get_by_role("button", name="Garder la liste"))
    expect(tool.locator("#next")).to_contain_text("Les rencontres peuvent commencer")
    teacher.check()

    projector = sit(TEACHER)
    board = projector.press(projector.tool.get_by_role("link", name="Cette séance").first)
    board = projector.press(board.get_by_role("link", name="Montrer à la classe").first)
    expect(board.locator("main")).to_contain_text("le nœud de chaise")
    expect(board.locator("main")).to_contain_text("Observe")
    projector.check()

    tool.locator("#attendance > summary").click()
    tool.get_by_label("Malo L.").check()
    tool = teacher.press(tool.get_by_role("button", name="Garder la liste"))
    expect(tool.locator("main")).to_contain_text("Absents aujourd’hui : Malo L.")
    # The projector follows by itself.
    expect(board.locator("main")).to_contain_text("Pour un autre jour")
    projector.check()
