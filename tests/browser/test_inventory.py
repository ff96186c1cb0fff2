"""Savoirs are found in twos at two screens, and all together on the projector."""

import re
from collections.abc import Callable

from playwright.sync_api import Browser, expect

from rers_school import clock
from tests.browser.backstage import TEACHER, Backstage
from tests.browser.conftest import Desk

Sit = Callable[[str], Desk]
ZOE, INES = "Zoé Bérénger", "Inès Benali"


def test_a_classmate_asks_and_the_one_who_spoke_says_yes(sit: Sit, backstage: Backstage) -> None:
    zoe, ines = sit(ZOE), sit(INES)
    zoe.go("Mes savoirs")
    zoe.press(zoe.tool.get_by_role("link", name="On le fait à deux").first)
    zoe.check()
    tool = zoe.press(zoe.tool.get_by_role("link", name=re.compile("Inès B")))
    expect(tool.locator("h1")).to_contain_text("sans aucune aide")
    expect(tool.locator("#words")).to_be_focused()
    tool.locator("#words").fill("souffler le verre")
    tool = zoe.press(tool.get_by_role("button", name="Je l’écris"))
    expect(tool.locator("#so-far")).to_be_visible()
    zoe.check()
    tool = zoe.press(tool.get_by_role("link", name="On s’arrête là"))
    expect(tool.locator("main")).to_contain_text("souffler le verre")

    # Her page follows by itself; until then it is on nobody's wall.
    said = ines.tool.locator("#said")
    expect(said).to_contain_text("Zoé a écrit ça avec toi")
    assert backstage.offers("souffler le verre") == 0
    ines.check()
    ines.press(said.get_by_role("button", name=re.compile("Oui")))
    expect(ines.tool.locator(".flash")).to_be_visible()
    assert backstage.offers("souffler le verre") == 1


def test_the_projector_follows_what_children_say(sit: Sit, backstage: Backstage) -> None:
    teacher, zoe = sit(TEACHER), sit(ZOE)
    teacher.go("Ensemble")
    tool = teacher.press(teacher.tool.get_by_role("button", name="On le fait aujourd’hui"))
    tool = teacher.press(tool.locator('main a[href$="/run"]'))
    tool = teacher.press(tool.locator("main .actions a.button-primary"))
    expect(tool.locator("h1")).to_contain_text("sans aucune aide")
    teacher.check()
    tool.locator("#who").select_option(label="Inès B.")
    tool.locator("#said-words").fill("sculpter la neige")
    tool = teacher.press(tool.get_by_role("button", name="Au mur"))
    expect(tool.locator("#live")).to_contain_text("sculpter la neige")
    expect(tool.locator("#who")).to_be_focused()
    expect(tool.locator("#said-words")).to_have_value("")

    # What a child writes at another screen comes up too, and what is being typed here stays.
    tool.locator("#said-words").fill("dresser un")
    zoe.go("Mes savoirs")
    form = zoe.press(zoe.tool.locator('a[href$="/savoirs/new/demand"]').first)
    form.locator("#words").fill("élever des escargots")
    zoe.press(form.locator("main form button.button-primary"))
    expect(tool.locator("#live")).to_contain_text("élever des escargots")
    expect(tool.locator("#said-words")).to_have_value("dresser un")


def test_an_inventory_without_javascript(browser: Browser, backstage: Backstage) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(backstage.way_in(TEACHER))
    page.goto(backstage.url("together/plan"))
    page.locator('input[value="inventory"]').check()
    page.locator("#day").fill(clock.now().date().isoformat())
    page.locator("main form button.button-primary").click()
    page.locator('main a[href$="/run"]').click()
    page.locator("main .actions a.button-primary").click()
    page.locator("#who").select_option(label="Inès B.")
    page.locator("#said-words").fill("tailler un silex")
    page.locator("#dictation button").click()
    expect(page.locator("#live")).to_contain_text("tailler un silex")
    context.close()
