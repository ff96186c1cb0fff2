"""A pupil of the team: tidies the wall up and leads the rounds of a market day."""

from collections.abc import Callable

from playwright.sync_api import expect

from rers_school import clock
from rers_school.classroom.services import cards, market
from tests.browser.backstage import TEACHER, Backstage
from tests.browser.conftest import Desk

Sit = Callable[[str], Desk]
MALO = "Malo Le Goff"


def test_what_the_teacher_hands_to_a_pupil(sit: Sit, backstage: Backstage) -> None:
    with backstage.work() as db:
        teacher, inès = backstage.actor(db, TEACHER), backstage.actor(db, "Inès Benali")
        malo = backstage.actor(db, MALO)
        cards.add(db, inès, "demand", "cuisiner des crêpes")
        day = market.announce(db, teacher, day=clock.now().date(), minutes=10, places=[])
        market.lay_out(db, teacher, [], day.revision)
    desk = sit(TEACHER)
    tool = desk.tool
    tool.goto(backstage.url(f"people/{malo.membership_id}"))
    tool.locator("summary", has_text="Fait vivre le réseau avec moi").click()
    for right in ("wall", "market"):
        tool.locator(f'input[name="right"][value="{right}"]').check()
    tool = desk.press(tool.locator("form[action$='/rights'] button"))
    expect(tool.locator("main")).to_contain_text("dans l’équipe")

    pupil = sit(MALO)
    tool = pupil.go("Le mur")
    tool = pupil.press(tool.locator("a[href$='/tidy']"))
    pupil.check()
    twins = tool.locator("li, article, form", has_text="cuisiner des crêpes")
    expect(twins.first).to_be_visible()

    tool = pupil.go("Aujourd’hui")
    expect(tool.locator("#live")).to_contain_text("Tu fais vivre notre réseau")
    pupil.check()
    tool = pupil.press(tool.locator("a[href$='/market']").first)
    tool = pupil.press(tool.locator("a[href$='/market/board']"))
    tool = pupil.press(tool.locator("form[action$='/market/next'] button"))
    pupil.check()
    expect(tool.locator("main")).to_contain_text("1")
    tool.goto(backstage.url("class"))
    expect(tool.locator("h1")).to_contain_text("n’est pas pour toi")
