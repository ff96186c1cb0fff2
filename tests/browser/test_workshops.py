"""A workshop at the screens of its giver, of those who sign up, and of the teacher."""

from collections.abc import Callable

from playwright.sync_api import expect

from rers_school.classroom.queries.workshops import workshops
from rers_school.classroom.services import cards, workshop_places
from tests.browser.backstage import TEACHER, Backstage
from tests.browser.conftest import Desk

Sit = Callable[[str], Desk]

ZOE, INES, MALO, JEROME = "Zoé Bérénger", "Inès Benali", "Malo Le Goff", "Jérôme Petit"
SAVOIR = "siffler avec deux doigts"


def _come(stage: Backstage, name: str) -> None:
    """Let somebody sign up at another screen."""
    with stage.work() as db:
        actor = stage.actor(db, name)
        (one,) = (one for one in workshops(db, actor) if one.savoir == SAVOIR and not one.further)
        workshop_places.come(db, actor, one.id)


def test_from_a_card_to_two_sittings(sit: Sit, backstage: Backstage) -> None:
    with backstage.work() as db:
        cards.add(db, backstage.actor(db, ZOE), "offer", SAVOIR, {"group_size": "few"})
    zoe = sit(ZOE)
    tool = zoe.go("Mes savoirs")
    tool = zoe.press(tool.get_by_role("link", name="J’ouvre un atelier"))
    zoe.check()
    tool.get_by_label("Combien d’autres peuvent venir ?").fill("2")
    tool = zoe.press(tool.get_by_role("button", name="Ouvrir"))
    expect(tool.locator("main")).to_contain_text("La liste est ouverte")

    ines = sit(INES)
    tool = ines.press(ines.tool.locator("#live").get_by_role("link", name=SAVOIR))
    tool = ines.press(tool.get_by_role("button", name="Je viens"))
    expect(tool.locator("main")).to_contain_text("Tu as ta place")
    tool = ines.press(tool.locator("main").get_by_role("link", name="Ateliers"))
    expect(tool.locator("main")).to_contain_text("Il reste 1 place")
    # The list follows by itself when somebody takes the last place.
    _come(backstage, MALO)
    expect(tool.locator("main")).to_contain_text("toutes les places sont prises")
    ines.check()

    _come(backstage, JEROME)
    tool = zoe.go("Aujourd’hui")
    tool = zoe.press(tool.get_by_role("link", name="Je réponds"))
    expect(tool.locator("main")).not_to_contain_text("Jérôme")
    zoe.check()
    tool = zoe.press(tool.get_by_role("button", name="Oui, une autre séance"))
    expect(tool.locator("main")).to_contain_text("Places prises : 1 sur 2")
    jerome = sit(JEROME)
    expect(jerome.tool.locator("main")).to_contain_text("Il y a une autre séance")
    jerome.check()

    teacher = sit(TEACHER)
    tool = teacher.go("Échanges")
    tool = teacher.press(tool.get_by_role("link", name="Ateliers"))
    tool = teacher.press(tool.get_by_role("link", name=SAVOIR).first)
    expect(tool.get_by_text("Inès B.", exact=True)).to_be_hidden()
    tool.locator(".curtain > summary").click()
    expect(tool.get_by_text("Inès B.", exact=True)).to_be_visible()
    teacher.check()
    tool = teacher.press(tool.get_by_role("button", name="Nous commençons"))
    expect(tool.locator("h1")).to_contain_text(SAVOIR)
    teacher.check()

    tool = ines.go("Aujourd’hui")
    tool = ines.press(tool.get_by_role("button", name="Je vais dans la salle d’échange"))
    expect(tool.locator(".people").first).to_contain_text("Malo")
    ines.check()
