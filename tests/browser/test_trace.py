"""A year in pictures and words: what became of it, the trace, one pupil's page, the network."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from playwright.sync_api import Frame, expect

from rers_school import clock
from rers_school.classroom.models import Exchange
from rers_school.classroom.services import evaluations, exchanges, meetings
from tests.browser.backstage import TEACHER, Backstage
from tests.browser.conftest import Desk

Sit = Callable[[str], Desk]
ZOE, MAELLE = "Zoé Bérénger", "Maëlle Guivarch"
SAVOIR, CAN = "jouer de la guitare", "Maintenant je joue trois accords."


def _lived(stage: Backstage) -> UUID:
    """Return an exchange that was learned a month ago."""
    room = stage.open_room(MAELLE, SAVOIR, ZOE)
    stage.agree(room, MAELLE, ZOE)
    with stage.work() as db:
        zoe, maelle = stage.actor(db, ZOE), stage.actor(db, MAELLE)
        today = clock.now().date()
        meetings.tell(db, maelle, room, held_on=today, present=[], did="Trois accords")
        exchanges.look_back(db, maelle, room)
        evaluations.answer(db, zoe, room, "receiver", "now_i_can", CAN)
        evaluations.finish(db, zoe, room, "receiver")
        exchanges.close(db, maelle, room, "learned")
        db.get_one(Exchange, room).state_since -= timedelta(days=30)
    return room


def test_a_pupil_tells_what_became_of_it_and_takes_the_year_home(
    sit: Sit, backstage: Backstage
) -> None:
    _lived(backstage)
    zoe = sit(ZOE)
    tool = zoe.tool
    zoe.check()
    tool = zoe.press(tool.locator("#became a"))
    zoe.check()
    expect(tool.locator("input[name=shared]")).not_to_be_checked()
    tool.locator("#words").fill("Je joue à la fête de ma sœur.")
    tool = zoe.press(tool.locator("form.question button.button-primary"))
    for words in (SAVOIR, CAN, "la fête de ma sœur"):
        expect(tool.locator("main")).to_contain_text(words)
    zoe.check()
    file = tool.evaluate(
        "fetch(document.querySelector('a[download]').href).then((answer) => answer.json())"
    )
    assert file["received"][0]["what_became"] == "Je joue à la fête de ma sœur."
    assert file["received"][0]["own_words"] == {"now_i_can": CAN}
    tool = zoe.go("Aujourd’hui")
    expect(tool.locator("#became")).to_have_count(0)
    tool = zoe.go("échanges")
    zoe.press(tool.locator('a[href$="/trace"]'))
    zoe.check()


def test_on_paper_it_is_black_on_white_without_buttons(sit: Sit, backstage: Backstage) -> None:
    zoe = sit(ZOE)
    zoe.go("échanges")
    tool = zoe.press(zoe.tool.locator('a[href$="/trace"]'))
    zoe.page.emulate_media(media="print")
    for hidden in (".bar", ".trace-head .actions", ".trace-head .no-print"):
        expect(tool.locator(hidden).first).to_be_hidden()
    look = "(one) => [getComputedStyle(one).color, getComputedStyle(one).borderBottomColor]"
    entry = tool.locator(".trace-entry").first
    assert entry.evaluate(look)[0] == "rgb(0, 0, 0)"
    zoe.page.emulate_media(media="screen")


def test_the_teacher_reads_facts_and_not_the_private_words(sit: Sit) -> None:
    teacher = sit(TEACHER)
    tool = teacher.go("personnes")
    tool = teacher.press(tool.locator("tbody th a", has_text="Zoé B."))
    expect(tool.locator("main")).to_contain_text(SAVOIR)
    expect(tool.locator(".curtain-inside")).to_be_hidden()
    tool.locator(".curtain > summary").click()
    teacher.check()
    for private in (CAN, "la fête de ma sœur"):
        expect(tool.locator("main")).not_to_contain_text(private)


def _opacity(tool: Frame, name: str) -> str:
    person = tool.locator(".net-person", has_text=name)
    opacity: str = person.locator(".net-mine").evaluate("one => getComputedStyle(one).opacity")
    return opacity


def test_one_pupil_is_followed_on_the_ring_by_keyboard_and_by_touch(sit: Sit) -> None:
    teacher = sit(TEACHER)
    tool = teacher.go("La classe")
    tool = teacher.press(tool.locator('a[href$="/network"]'))
    teacher.check()
    expect(tool.locator(".net-table tbody tr", has_text=SAVOIR)).to_have_count(1)
    zoe = tool.locator(".net-person", has_text="Zoé B.")
    assert _opacity(tool, "Zoé B.") == "0"
    zoe.focus()
    assert _opacity(tool, "Zoé B.") == "1"
    assert _opacity(tool, "Maëlle G.") == "0"
    # Pressed, she stays followed, and the page stays where it is.
    before = tool.evaluate("scrollY")
    zoe.locator("text").last.click()
    tool.evaluate("document.activeElement.blur()")
    teacher.page.mouse.move(2, 2)
    assert _opacity(tool, "Zoé B.") == "1"
    assert abs(tool.evaluate("scrollY") - before) < 200
    teacher.check()
    tool.locator(".net-back a").click()
    assert _opacity(tool, "Zoé B.") == "0"
