"""One whole life: launch, card, wall, proposal, agreement, meeting, self-evaluations, closing."""

import re
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Frame, expect

from rers_school import clock
from tests.browser.conftest import Desk

Sit = Callable[[str], Desk]

LINES = {
    "contents": "Dire bonjour et se présenter en arabe",
    "method": "Elle dit, je répète, on joue une petite scène",
    "evaluation": "Je me présente sans regarder ma feuille",
    "days": "Le mardi et le jeudi",
    "hours": "À 13 h 30, vingt minutes",
    "place": "Au fond de la classe",
    "frequency": "Trois fois",
    "look_back_on": "Le vendredi d’après",
}


def _room(desk: Desk, savoir: str) -> Frame:
    """Open the room of ``savoir`` from the list of exchanges."""
    tool = desk.go("échanges")
    tool = desk.press(tool.get_by_role("link", name=re.compile(savoir)).first)
    expect(tool.locator("#agreement, #agreement-kept")).to_be_visible()
    return tool


def _write(desk: Desk, line: str, words: str) -> None:
    tool = desk.press(desk.tool.locator(f'a[href*="edit={line}"]').first)
    form = tool.locator(f"#form-{line}")
    form.locator("textarea").fill(words)
    tool = desk.press(form.locator("button[type=submit]"))
    expect(tool.locator(f"#line-{line}")).to_contain_text(words)


def test_a_class_lives_a_whole_exchange(sit: Sit) -> None:
    zoe, ines, teacher = sit("Zoé Bérénger"), sit("Inès Benali"), sit("Awa Diallo")
    _a_card_reaches_the_other_walls(zoe, ines)
    _the_teacher_proposes(teacher)
    _each_answers_privately(zoe, ines)
    _they_co_decide(zoe, ines)
    _they_meet_and_look_back(zoe, ines)
    _everybody_sees_that_it_took_place(zoe, teacher)


def _a_card_reaches_the_other_walls(zoe: Desk, ines: Desk) -> None:
    wall = ines.go("Le mur")
    ines.check()
    tool = zoe.go("Mes savoirs")
    zoe.check()
    tool = zoe.press(tool.locator('a[href$="/savoirs/new/offer"]').first)
    zoe.check()
    # Typing proposes what the class already says, accents forgiven; one's own words stay possible.
    tool.locator("#words").press_sequentially("crepe")
    tool.locator("#names button", has_text="faire des crêpes").click()
    expect(tool.locator("#words")).to_have_value("faire des crêpes")
    tool.locator("#words").fill("siffler avec deux doigts")
    tool = zoe.press(tool.locator("main form button.button-primary"))
    expect(tool.locator("main")).to_contain_text("siffler avec deux doigts")
    expect(wall.locator("#wall")).to_contain_text("siffler avec deux doigts", timeout=5_000)


def _the_teacher_proposes(teacher: Desk) -> None:
    teacher.check()
    tool = teacher.go("Mettre en relation")
    teacher.check()
    circle = tool.locator("#circles li.panel", has_text="parler arabe").filter(
        has_text="faire des crêpes"
    )
    tool = teacher.press(circle.locator('form[action$="/keep"] button'))
    expect(tool.locator('#circles [aria-pressed="true"]').first).to_be_visible()
    # By hand: from somebody, by keyboard and touch alike.
    tool = teacher.press(tool.locator('a[href$="/introductions/by-hand"]'))
    teacher.check()
    tool.locator("#person").select_option(label="Théo M.")
    tool = teacher.press(tool.locator('form:has(#person) button[type="submit"]'))
    expect(tool.locator("#one-title")).to_contain_text("Théo")
    by_hand = tool.locator('main section:has(#one-title) form button[type="submit"]')
    tool = teacher.press(by_hand.first)
    teacher.check()
    tool = teacher.press(tool.locator("#send button"))
    expect(tool.locator("#send")).to_have_count(0)
    expect(tool.locator("main")).to_contain_text("parler arabe")
    teacher.check()


def _each_answers_privately(zoe: Desk, ines: Desk) -> None:
    for desk in (zoe, ines):
        tool = desk.go("Aujourd’hui")
        desk.check()
        tool = desk.press(tool.locator('a[href*="/answers/"]').first)
        desk.check()
        tool.locator('label:has(input[value="yes"])').click()
        desk.press(tool.locator("main form button.button-primary").first)
        desk.check()
    expect(ines.tool.locator("main h1")).to_contain_text("Tout le monde a dit oui")


def _they_co_decide(zoe: Desk, ines: Desk) -> None:
    one, other = _room(zoe, "parler arabe"), _room(ines, "parler arabe")
    zoe.check()
    for line, words in LINES.items():
        _write(zoe, line, words)
    # Two screens: what one writes, the other sees within three seconds, without doing anything.
    expect(other.locator("#line-contents")).to_contain_text(LINES["contents"], timeout=3_000)
    _nobody_overwrites_silently(zoe, ines)
    for line in LINES:
        agree = other.locator(f"#line-{line} form[action$='/agree'] button")
        if agree.count():
            other = ines.press(agree.first)
    # The changed line was agreed to anew by everybody; the agreement is whole on both screens.
    for screen in (one, other):
        expect(screen.locator('a[href*="edit=meeting"]')).to_be_visible(timeout=5_000)
    zoe.check()


def _nobody_overwrites_silently(zoe: Desk, ines: Desk) -> None:
    """Both open the same line; the second to send sees both versions, and loses nothing."""
    one = zoe.press(zoe.tool.locator('a[href*="edit=place"]').first)
    other = ines.press(ines.tool.locator('a[href*="edit=place"]').first)
    first, second = "À la bibliothèque", "Dans la cour, sous le préau"
    one.locator("#form-place textarea").fill(first)
    other.locator("#form-place textarea").fill(second)
    one = zoe.press(one.locator("#form-place button[type=submit]"))
    expect(one.locator("#line-place")).to_contain_text(first)
    other = ines.press(other.locator("#form-place button[type=submit]"))
    expect(other.locator("#overtaken")).to_contain_text(first)
    expect(other.locator("#form-place textarea")).to_have_value(second)
    ines.check()
    other = ines.press(other.locator("#overtaken button"))
    expect(other.locator("#line-place")).to_contain_text(first)


def _they_meet_and_look_back(zoe: Desk, ines: Desk) -> None:
    tool = zoe.press(zoe.tool.locator('a[href*="edit=meeting"]'))
    # Not on the day on which the room opened; where it is late already, it is tomorrow.
    tomorrow = clock.now().date() + timedelta(days=1)
    tool.locator("#held_on").fill(tomorrow.isoformat())
    tool.locator("#did").fill("On a appris à dire bonjour et à compter jusqu’à dix.")
    zoe.check()
    tool = zoe.press(tool.locator("#form-meeting button[type=submit]"))
    expect(tool.locator("#meetings .timeline")).to_contain_text("compter jusqu’à dix")
    tool = zoe.press(tool.locator('form[action$="/act/look-back"] button'))
    zoe.check()
    _evaluate(zoe, share=True)
    ines_room = ines.tool
    ines_room.wait_for_selector("#looking-back", timeout=5_000)
    _evaluate(ines, share=False)
    expect(ines.tool.locator("#looking-back")).to_contain_text("je sais me présenter")
    expect(zoe.tool.locator("#looking-back")).not_to_contain_text("redire autrement")
    tool = zoe.press(zoe.tool.locator('a[href*="edit=review"]'))
    tool.locator("#review-learned").fill("Chacune a appris de l’autre.")
    tool = zoe.press(tool.locator("#form-review button[type=submit]"))
    expect(tool.locator("#review")).to_contain_text("Chacune a appris")
    zoe.check()
    tool = zoe.press(tool.locator('#closing button[value="learned"]'))
    expect(tool.locator("#closing")).to_have_count(0)
    zoe.press(tool.locator('form[action$="/pass-on"] button'))
    mine = zoe.go("Mes savoirs")
    expect(mine.locator("section:has(#offers)")).to_contain_text("parler arabe")


def _evaluate(desk: Desk, *, share: bool) -> None:
    """Answer the first question, skip the others, and say who may read it."""
    tool = desk.press(desk.tool.locator('a[href*="/mine/"]').first)
    desk.check()
    words = "Maintenant je sais me présenter." if share else "J’ai dû redire autrement."
    tool.locator("form.question textarea").fill(words)
    tool = desk.press(tool.locator("form.question button.button-primary"))
    while not tool.locator('input[name="with_partners"]').count():
        tool = desk.press(tool.locator("form.question a.button-quiet").first)
    desk.check()
    if share:
        tool.locator('input[name="with_partners"]').check()
    desk.press(tool.locator("form.question button.button-primary"))


def _everybody_sees_that_it_took_place(zoe: Desk, teacher: Desk) -> None:
    wall = zoe.go("Le mur")
    row = wall.locator(".wall-row", has_text="parler arabe")
    expect(row).to_contain_text("un échange a eu lieu")
    zoe.check()
    page = teacher.go("La classe")
    expect(page.locator("main")).to_contain_text("parler arabe")
    teacher.check()
