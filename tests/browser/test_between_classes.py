"""Two classes of two schools: a network, a card that leaves its class, a circle, a room, an end."""

from collections.abc import Callable

from playwright.sync_api import Browser, Frame, expect

from tests.browser.backstage import TEACHER, TEACHER_5E, Backstage
from tests.browser.conftest import Desk

Sit = Callable[[str], Desk]

ADAM, FRANCOIS = "Adam Perrin", "François Garnier"
SITE, BIRDS = "faire un site web", "reconnaître les oiseaux"


def test_two_classes_live_an_exchange(
    sit: Sit, browser: Browser, backstage: Backstage, backstage_5e: Backstage
) -> None:
    awa, julien = sit(TEACHER), sit(TEACHER_5E)
    _one_founds_and_the_other_comes_in(awa, julien)
    adam, francois = sit(ADAM), sit(FRANCOIS)
    _a_card_leaves_its_class(adam, julien, "offer", SITE)
    _a_card_leaves_its_class(adam, julien, "demand", BIRDS)
    _a_card_leaves_its_class(francois, awa, "offer", BIRDS)
    _the_other_class_reads_it(francois)
    _it_is_read_without_scripts(browser, backstage)
    _the_teachers_agree_on_a_circle(awa, julien)
    _each_answers_in_their_own_class(adam, francois, backstage, backstage_5e)
    _a_line_is_written_by_one_and_agreed_by_the_other(adam, francois)
    _a_teacher_ends_their_pupils_part(julien, francois)


def _one_founds_and_the_other_comes_in(awa: Desk, julien: Desk) -> None:
    """A class in no network has no sign of any but a line in its settings."""
    tool = awa.tool
    expect(tool.locator("nav.tabs, .tabs").first).not_to_contain_text("Entre classes")
    tool = _by_settings(awa)
    awa.check()
    tool = awa.press(tool.get_by_role("link", name="Fonder un réseau"))
    awa.check()
    tool.locator('label:has(input[value="place"])').click()
    tool.locator("#name").fill("Réseau du Val")
    tool.locator("#called").fill("CM2 de Marie-Curie")
    tool.locator('label:has(input[value="initial"])').click()
    tool = awa.press(tool.locator("main form button.button-primary"))
    awa.check()
    tool.locator("#for_whom").fill("la 5e de M. Vasseur")
    tool = awa.press(tool.get_by_role("button", name="Faire un code"))
    awa.check()
    code = tool.locator("section:has(#code) .figure").inner_text()

    tool = _by_settings(julien)
    tool = julien.press(tool.get_by_role("link", name="J’ai un code"))
    # As somebody types what was read aloud to them.
    tool.locator("#code").fill(code.replace("-", " ").lower())
    tool = julien.press(tool.locator("main form button.button-primary"))
    julien.check()
    expect(tool.locator("main")).to_contain_text("CM2 de Marie-Curie")
    tool.locator("input[name=accepts]").check()
    tool.locator("#called").fill("5e de Katherine-Johnson")
    tool = julien.press(tool.locator("main form button.button-primary"))
    expect(tool.locator("section:has(#classes)")).to_contain_text("5e de Katherine-Johnson")
    julien.check()


def _by_settings(desk: Desk) -> Frame:
    desk.page.bring_to_front()
    menu = desk.tool.locator("details[data-menu]:has(a[href$='/settings'])")
    menu.locator("summary").click()
    tool = desk.press(menu.locator("a[href$='/settings']"))
    # What a new class does not need yet is folded.
    tool.locator("main details:has(a[href$='/networks']) > summary").click()
    return desk.press(tool.locator('main a[href$="/networks"]'))


def _a_card_leaves_its_class(owner: Desk, teacher: Desk, kind: str, savoir: str) -> None:
    """The owner opens it, the teacher reads what others will read, and says yes."""
    tool = owner.go("Mes savoirs")
    tool = owner.press(
        tool.locator(f'a[href*="/savoirs/{kind}/"][href$="/open"]').filter(has_text=savoir)
    )
    owner.check()
    tool.locator('label:has(input[value="network"])').click()
    tool = owner.press(tool.locator("main form button.button-primary"))
    tool = teacher.go("Entre classes")
    tool = teacher.press(tool.locator('main a[href$="/networks/asked"]').first)
    expect(tool.locator("main article")).to_have_count(1)
    expect(tool.locator("main article")).to_contain_text(savoir)
    teacher.check()
    tool = teacher.press(tool.locator('main button[form="yes"]'))
    expect(tool.locator("main article")).to_have_count(0)


def _the_other_class_reads_it(francois: Desk) -> None:
    """By its savoir, also with a slip of the hand; of its owner the class only, as it chose."""
    tool = francois.go("Entre classes")
    francois.check()
    tool = francois.press(tool.get_by_role("link", name="Le mur du réseau"))
    expect(tool.locator("main")).to_contain_text(SITE)
    francois.check()
    tool.locator("input[name=search]").fill("un sitte web")
    tool = francois.press(tool.locator("main form[role=search] button"))
    expect(tool.locator(".wall-row")).to_have_count(1)
    tool = francois.press(tool.locator(".wall-row a.card-link"))
    expect(tool.locator("main")).to_contain_text("élève de 5e de Katherine-Johnson")
    expect(tool.locator("main")).to_contain_text("Tu auras ta page à toi")
    expect(tool.locator("body")).not_to_contain_text("Adam")
    # Why somebody likes it, and where they learned it, stays in their class.
    expect(tool.locator("body")).not_to_contain_text("ma cousine")
    francois.check()


def _it_is_read_without_scripts(browser: Browser, backstage: Backstage) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(backstage.way_in("Noémie Lefort"))
    page.goto(backstage.url("networks"))
    page.locator("main").get_by_role("link", name="Le mur du réseau").click()
    page.locator("input[name=search]").fill("oiseau")
    page.locator("main form[role=search] button").click()
    expect(page.locator(".wall-row")).to_have_count(1)
    expect(page.locator(".wall-row")).to_contain_text("François G., CM2 de Marie-Curie")
    context.close()


def _the_teachers_agree_on_a_circle(awa: Desk, julien: Desk) -> None:
    tool = awa.go("Entre classes")
    tool = awa.press(tool.locator("main").get_by_role("link", name="Le mur du réseau"))
    card = tool.locator(".wall-row").filter(has_text=SITE).locator("a.card-link")
    tool = awa.press(card)
    tool = awa.press(tool.get_by_role("link", name="Mettre deux classes en relation"))
    awa.check()
    # Whose card asks for it stands first.
    expect(tool.locator("#person option").first).to_contain_text("François G.")
    tool = awa.press(tool.locator("main form button.button-primary"))
    tool.locator("main label.choice", has_text=BIRDS).click()
    awa.check()
    tool = awa.press(tool.locator("main form button.button-primary"))
    expect(tool.locator("main")).to_contain_text("Pas encore de réponse : 5e de Katherine-Johnson")
    awa.check()

    # His own first page says that something waits.
    tool = julien.go("La classe")
    tool = julien.press(tool.locator('main a[href$="/networks"]'))
    tool = julien.press(tool.get_by_role("link", name="1 cercle entre classes attend"))
    expect(tool.locator("main")).to_contain_text("François G., CM2 de Marie-Curie")
    julien.check()
    tool = julien.press(tool.get_by_role("button", name="Oui, demander à mes élèves"))
    expect(tool.locator("main")).to_contain_text("chacun en privé")


def _each_answers_in_their_own_class(
    adam: Desk, francois: Desk, backstage: Backstage, backstage_5e: Backstage
) -> None:
    for desk, home in ((adam, backstage_5e), (francois, backstage)):
        tool = desk.go("Aujourd’hui")
        desk.check()
        tool = desk.press(tool.locator('main a[href*="/answers/"]').first)
        assert tool.url.startswith(home.url())
        desk.check()
        tool.locator('label:has(input[value="yes"])').click()
        tool = desk.press(tool.locator("main form button.button-primary").first)
    expect(tool.locator("main h1")).to_contain_text("Tout le monde a dit oui")


def _a_line_is_written_by_one_and_agreed_by_the_other(adam: Desk, francois: Desk) -> None:
    rooms = {}
    for desk in (adam, francois):
        # A class without an exchange had no tab for them until now.
        desk.go("Aujourd’hui")
        tool = desk.go("échanges")
        rooms[desk.page] = desk.press(tool.locator("main").get_by_role("link", name=SITE).first)
        desk.check()
    # The room lives in Adam's class: there the visitor is called as his own class shows him.
    expect(rooms[adam.page].locator("main")).to_contain_text("François G., CM2 de Marie-Curie")
    expect(rooms[francois.page].locator("main")).to_contain_text("Adam")
    expect(rooms[francois.page].locator("body")).not_to_contain_text("Perrin")
    tool = francois.press(francois.tool.locator('a[href*="edit=way"]').first)
    words = "On se rend visite, au CDI du collège"
    tool.locator("#form-way textarea").fill(words)
    francois.press(tool.locator("#form-way button[type=submit]"))
    adam.page.bring_to_front()
    line = adam.tool.locator("#line-way")
    expect(line).to_contain_text(words, timeout=6_000)
    adam.press(line.locator("form[action$='/agree'] button"))
    francois.page.bring_to_front()
    expect(francois.tool.locator("#line-way")).to_contain_text("d’accord", timeout=6_000)
    expect(francois.tool.locator("#line-way form[action$='/agree']")).to_have_count(0)


def _a_teacher_ends_their_pupils_part(julien: Desk, francois: Desk) -> None:
    tool = julien.go("Entre classes")
    tool = julien.press(tool.locator("main h2 a").first)
    tool = julien.press(tool.locator('main a[href$="/across"]').first)
    tool.locator("details.confirm > summary").first.click()
    julien.check()
    tool = julien.press(tool.get_by_role("button", name="Oui, terminer leur part"))
    julien.check()
    francois.page.bring_to_front()
    expect(francois.tool.locator("main")).to_contain_text("arrêté", timeout=6_000)
    # No line is worded any more; what both wrote is kept.
    expect(francois.tool.locator('a[href*="edit=contents"]')).to_have_count(0, timeout=6_000)
    expect(francois.tool.locator("main")).to_contain_text("On se rend visite")
    francois.check()
