"""A market day at three screens: a plan, a board that follows, a pupil who knows where to go."""

import re
from collections.abc import Callable

from playwright.sync_api import Browser, expect

from tests.browser.backstage import TEACHER, Backstage
from tests.browser.conftest import Desk

Sit = Callable[[str], Desk]


def test_from_the_announcement_to_the_one_question(
    sit: Sit, browser: Browser, backstage: Backstage
) -> None:
    teacher = sit(TEACHER)
    tool = teacher.press(teacher.tool.get_by_role("link", name="Le marché des savoirs"))
    tool.get_by_label("Quels lieux ?").fill("la bibliothèque 6\nla cour 10")
    tool = teacher.press(tool.get_by_role("button", name="L’annoncer"))
    teacher.check()

    zoe = sit("Zoé Bérénger")
    expect(zoe.tool.locator("main")).to_contain_text("Marché des savoirs")
    zoe.press(zoe.tool.get_by_role("link", name="Je regarde"))
    zoe.check()

    tool = teacher.press(teacher.tool.get_by_role("button", name="Répartir les tours"))
    expect(tool.locator("h2", has_text="Tour 1")).to_be_visible()
    teacher.check()
    # Zoé's page follows by itself.
    expect(zoe.tool.locator("h2", has_text="Tour 1")).to_be_visible()
    expect(zoe.tool.locator("main")).to_contain_text(re.compile("Tu montres à|te montre"))

    tool = teacher.press(tool.get_by_role("link", name="Montrer à la classe"))
    tool = teacher.press(tool.get_by_role("button", name="Commencer le premier tour"))
    expect(tool.locator("h2")).to_contain_text("Tour 1")
    teacher.check()
    expect(zoe.tool.locator("h2", has_text="Tour 1")).to_contain_text("maintenant")
    zoe.check()
    for _ in range(12):
        last = tool.get_by_role("button", name="Le dernier tour est fini")
        if last.count():
            break
        tool = teacher.press(tool.get_by_role("button", name=re.compile("le suivant")))
    tool = teacher.press(last)

    expect(zoe.tool.locator("h2", has_text="Une question pour toi")).to_be_visible()
    zoe.tool.get_by_label(re.compile("À quel moment")).fill("Inès a compris grâce à moi.")
    zoe.press(zoe.tool.get_by_role("button", name="Le garder"))
    expect(zoe.tool.locator(".flash")).to_contain_text("Tes mots sont gardés")
    zoe.check()
