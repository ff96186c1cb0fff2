"""Two schools on one server: each teacher is in their own class, and sees nothing of the other."""

from collections.abc import Callable

from playwright.sync_api import Browser, expect

from tests.browser.backstage import CLASS, CLASS_5E, TEACHER, TEACHER_5E, Backstage
from tests.browser.conftest import AXE, Desk

Sit = Callable[[str], Desk]


def test_each_teacher_is_in_their_own_class_and_sees_nothing_of_the_other(
    sit: Sit, backstage: Backstage, backstage_5e: Backstage
) -> None:
    here, there = sit(TEACHER), sit(TEACHER_5E)
    schools = (
        (here, backstage, CLASS, "nager le crawl", CLASS_5E, "monter à cheval"),
        (there, backstage_5e, CLASS_5E, "monter à cheval", CLASS, "nager le crawl"),
    )
    for desk, _, own, own_savoir, other, other_savoir in schools:
        expect(desk.page.locator(".crumb")).to_contain_text(own)
        wall = desk.go("Mur").locator("body")
        expect(wall).to_contain_text(own)
        expect(wall).to_contain_text(own_savoir)
        expect(wall).not_to_contain_text(other)
        expect(wall).not_to_contain_text(other_savoir)
        desk.check()
    # Nor by the address of the other class.
    for desk, behind in ((here, backstage_5e), (there, backstage)):
        page = desk.page.context.new_page()
        answer = page.goto(behind.url("wall"))
        assert answer is not None and answer.status in (401, 403, 404)
        page.close()


def test_pupils_of_both_schools_sit_side_by_side(sit: Sit, backstage_5e: Backstage) -> None:
    zoe, adam = sit("Zoé Bérénger"), sit("Adam Perrin")
    expect(adam.tool.locator("h1")).to_contain_text("Adam")
    expect(zoe.tool.locator("h1")).to_contain_text("Zoé")
    tool = adam.go("savoirs")
    expect(tool.locator("main")).to_contain_text("faire un site web")
    assert str(backstage_5e.classroom_id) in tool.url
    assert str(backstage_5e.classroom_id) not in zoe.tool.url


def test_the_first_page_groups_everybody_by_school(browser: Browser, demo: str) -> None:
    page = browser.contexts[0].new_page()
    for width, height in ((390, 844), (960, 360), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(demo)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width
    cm2, college = page.locator("section.school").all()
    expect(cm2.locator("h2")).to_have_text("École Marie-Curie")
    expect(college.locator("h2")).to_have_text("Collège Katherine-Johnson")
    assert (cm2.locator("a.person").count(), college.locator("a.person").count()) == (27, 13)
    page.evaluate(AXE + "; 0")
    found = page.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => v.id))"
    )
    assert not found
    page.close()
