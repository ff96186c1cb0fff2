"""Slots at three screens: opened by the teacher, chosen by one, agreed to by the other, full."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.backstage import TEACHER, Backstage
from tests.browser.conftest import Desk

Sit = Callable[[str], Desk]
ZOE, INES, MALO, JEROME = "Zoé Bérénger", "Inès Benali", "Malo Le Goff", "Jérôme Petit"


def test_from_the_open_slot_to_the_last_place(sit: Sit, backstage: Backstage) -> None:
    room = backstage.open_room(ZOE, "faire des crêpes", INES)
    other = backstage.open_room(JEROME, "les fractions", MALO)
    teacher = sit(TEACHER)
    tool = teacher.go("Mettre en relation")
    tool = teacher.press(tool.get_by_role("link", name=re.compile("Quand et où")))
    tool.get_by_label("Quel jour ?").select_option(label="chaque mardi")
    tool = teacher.press(tool.get_by_role("button", name="Ouvrir ce créneau"))
    tool.get_by_label("Nom du lieu").last.fill("la bibliothèque")
    tool = teacher.press(tool.get_by_role("button", name="Ouvrir ce lieu"))
    teacher.check()

    zoe, ines, malo = sit(ZOE), sit(INES), sit(MALO)
    for desk, exchange in ((zoe, room), (ines, room), (malo, other)):
        desk.press(desk.go("échanges").locator(f'main a[href$="/exchanges/{exchange}"]').first)
    tool = zoe.press(zoe.tool.locator('#line-days a[href$="/times"]'))
    zoe.check()
    tool = zoe.press(tool.get_by_role("button", name=re.compile("la bibliothèque")))
    expect(tool.locator("#line-days")).to_contain_text("chaque mardi")
    # Inès sees it without doing anything, and agrees as to any line.
    expect(ines.tool.locator("#line-hours")).to_contain_text("13:30, pendant 30 minutes")
    tool = ines.press(ines.tool.locator("#line-hours form[action$='/agree'] button"))
    expect(tool.locator("#line-hours")).to_contain_text("Inès est d’accord")
    ines.check()
    tool = malo.press(malo.tool.locator('#line-days a[href$="/times"]'))
    expect(tool.locator("main")).to_contain_text("la bibliothèque : complet")
    malo.check()

    tool = teacher.go("Mettre en relation")
    tool = teacher.press(tool.get_by_role("link", name=re.compile("Quand et où")))
    tool.locator("summary", has_text="chaque mardi").click()
    expect(tool.locator("main")).to_contain_text("Zoé B. et Inès B.")
    teacher.check()
    teacher.press(tool.locator('form:has-text("Zoé B.") button[name="away"]').first)
    expect(zoe.tool.locator("main")).to_contain_text("il faut choisir à nouveau")
