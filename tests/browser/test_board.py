"""The wall on the projector, while a pupil writes a card at another screen."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.backstage import TEACHER, Backstage
from tests.browser.conftest import Desk

Sit = Callable[[str], Desk]


def test_a_card_announces_itself_and_goes_with_a_word(sit: Sit, backstage: Backstage) -> None:
    zoe, teacher = sit("Zoé Bérénger"), sit(TEACHER)
    teacher.go("Le mur")
    board = teacher.press(teacher.tool.get_by_role("link", name="Projeter"))
    assert board.evaluate("document.documentElement.scrollWidth <= innerWidth")
    zoe.page.bring_to_front()
    zoe.tool.goto(backstage.url("savoirs/new/offer?words=aaa+qui+se+moque"))
    zoe.press(zoe.tool.get_by_role("button", name="Je l’accroche au mur"))
    teacher.page.bring_to_front()
    expect(board.locator("#news")).to_contain_text("aaa qui se moque")
    row = board.locator(".board-row", has_text="aaa qui se moque")
    expect(row.locator(".is-new")).to_be_visible()
    teacher.check()

    # The card is taken off from its own page; the board is looked at again.
    teacher.tool.goto(backstage.url("wall"))
    teacher.press(teacher.tool.locator("section", has_text="aaa qui se moque").get_by_role("link"))
    teacher.tool.locator("summary", has_text="Retirer cette carte du mur").click()
    teacher.tool.get_by_label("Votre mot à son auteur").fill("Dis-le sans te moquer.")
    teacher.press(teacher.tool.get_by_role("button", name="La retirer du mur"))
    teacher.check()
    teacher.tool.goto(backstage.url("wall/board"))
    expect(teacher.tool.locator("main")).not_to_contain_text("aaa qui se moque")

    zoe.page.bring_to_front()
    zoe.tool.goto(backstage.url("?today=1"))
    expect(zoe.tool.locator("main")).to_contain_text("Dis-le sans te moquer.")
    zoe.check()
    zoe.press(zoe.tool.get_by_role("link", name="Je change cette carte"))
    zoe.tool.get_by_label(re.compile("J’offre")).fill("raconter une blague")
    zoe.press(zoe.tool.get_by_role("button", name="Je garde cette carte"))
    expect(zoe.tool.locator("main")).to_contain_text("Tu l’as changée")

    teacher.page.bring_to_front()
    teacher.tool.goto(backstage.url("wall/aside"))
    teacher.tool.locator("details.curtain > summary").click()
    teacher.press(teacher.tool.get_by_role("link", name="raconter une blague"))
    teacher.press(teacher.tool.get_by_role("button", name="La remettre sur le mur"))
    zoe.go("Le mur")
    expect(zoe.tool.locator("main")).to_contain_text("raconter une blague")
