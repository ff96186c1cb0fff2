"""June and September: a file goes home and comes back, the memory is kept, somebody is erased."""

import json
from collections.abc import Callable

from playwright.sync_api import expect

from rers_school.classroom.services import effects
from tests.browser.backstage import TEACHER, Backstage
from tests.browser.conftest import Desk
from tests.rules.test_trace_file import told

Sit = Callable[[str], Desk]
ZOE, INES = "Zoé Bérénger", "Inès Benali"


def test_a_pupil_brings_the_file_of_last_year_and_chooses(sit: Sit) -> None:
    zoe = sit(ZOE)
    tool = zoe.go("Mes savoirs")
    tool = zoe.press(tool.locator('a[href$="/trace/bring"]'))
    zoe.check()
    file = {"name": "trace.json", "mimeType": "application/json", "buffer": told(offers=3)}
    tool.locator("#file").set_input_files(file)
    tool = zoe.press(tool.locator("form.form button.button-primary"))
    expect(tool.locator("#file-error")).to_contain_text("offers")
    zoe.check()
    tool.locator("#file").set_input_files({**file, "buffer": told()})
    tool = zoe.press(tool.locator("form.form button.button-primary"))
    tool.locator("details > summary", has_text="dedans").click()
    zoe.check()
    tool.get_by_label("les échecs").check()
    tool.locator("input[name=keep_year]").check()
    tool = zoe.press(tool.locator("main form button.button-primary"))
    expect(tool.locator("main")).to_contain_text("2025–2026")
    expect(tool.locator("main")).to_contain_text("trois accords")
    zoe.check()
    taken = tool.evaluate(
        "fetch(document.querySelector('a[download]').href).then((answer) => answer.text())"
    )
    assert json.loads(taken)["earlier_years"][0]["school_year"] == "2025–2026"


def test_the_teacher_keeps_the_memory_and_erases_somebody(sit: Sit, backstage: Backstage) -> None:
    with backstage.work() as db:
        effects.tell(db, backstage.actor(db, ZOE), "dared", "Demander à Inès", shared=True)
        effects.tell(db, backstage.actor(db, INES), "dared", "Parler fort", shared=True)
    teacher = sit(TEACHER)
    tool = teacher.tool
    teacher.page.bring_to_front()
    tool.goto(backstage.url("year"))
    teacher.check()
    tool = teacher.press(tool.locator('a[href$="/memory/keep"]'))
    named = tool.locator("label.tick", has_text="Demander à quelqu’un")
    expect(named.locator("input")).not_to_be_checked()
    teacher.check()
    tool = teacher.press(tool.locator("main form button.button-primary"))
    teacher.check()
    tool = teacher.go("personnes")
    tool = teacher.press(tool.locator("tbody th a", has_text="Inès B."))
    tool.locator("details.fold > summary", has_text="effacer").click()
    tool = teacher.press(tool.locator('a[href$="/erase"]'))
    teacher.check()
    tool.locator("input[name=sure]").check()
    tool = teacher.press(tool.locator("main form button.button-danger-quiet"))
    expect(tool.locator("main")).not_to_contain_text("Inès")
    teacher.check()
    tool = teacher.go("Ensemble")
    expect(tool.locator("main")).to_contain_text("Demander à quelqu’un qui est parti")
