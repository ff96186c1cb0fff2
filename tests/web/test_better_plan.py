"""The offer of a better plan on the Introductions page, with and without JavaScript."""

import html
import re

from werkzeug.test import TestResponse

from tests.classroom.better_factory import dense_class, surpassed
from tests.classroom.introductions_factory import page, pair
from tests.factories import Kit, Screen, Site

ASKS = re.compile(r'hx-get="([^"]*/introductions/better[^"]*)"')


def _sealed(response: TestResponse) -> str:
    (found,) = re.findall(r'name="better" value="([^"]*)"', response.text)
    return html.unescape(found)


def _looks_at(screen: Screen) -> str:
    """Return the address that the page asks by itself, without the class's part."""
    (address,) = ASKS.findall(screen.get("/introductions").text)
    return "/introductions" + html.unescape(address).partition("/introductions")[2]


def test_the_offer_comes_by_itself_and_is_shown_when_the_teacher_wants_it(
    kit: Kit, site: Site
) -> None:
    dense_class(kit)
    shown, found = surpassed(kit)
    teacher = site.at(kit.teacher)
    address = _looks_at(teacher)
    part = teacher.get(address, **{"HX-Request": "true"})
    assert part.text.lstrip().startswith('<div id="better"')
    assert "<html" not in part.text
    whole = teacher.get(address)
    assert "Another plan links as many people" in whole.text
    # Looking changed nothing: the plan on the screen is still the first one.
    kit.save()
    assert page(kit).seen == shown.seen
    sent = teacher.post("/introductions/better", better=_sealed(part))
    after = teacher.follow(sent)
    assert "Here is the other plan. Nothing has been proposed yet." in after.text
    assert found.plan is not None
    kit.save()
    assert page(kit).seen == found.plan["fingerprint"]


def test_the_teacher_may_stay_with_the_first_plan(kit: Kit, site: Site) -> None:
    dense_class(kit)
    surpassed(kit)
    teacher = site.at(kit.teacher)
    offer = teacher.get(_looks_at(teacher))
    assert "Stay with this one" in offer.text
    assert not ASKS.search(teacher.get("/introductions?as_it_is=1").text)


def test_two_clicks_and_two_tabs_show_one_plan(kit: Kit, site: Site) -> None:
    dense_class(kit)
    surpassed(kit)
    teacher, tab = site.at(kit.teacher), site.at(kit.teacher)
    sealed = _sealed(teacher.get(_looks_at(teacher)))
    for _click in range(2):
        answer = teacher.post("/introductions/better", _key="one-click", better=sealed)
        assert answer.status_code == 303
    assert tab.post("/introductions/better", better=sealed).status_code == 303


def test_an_offer_that_came_too_late_is_refused_in_words(kit: Kit, site: Site) -> None:
    dense_class(kit)
    shown, _found = surpassed(kit)
    teacher, tab = site.at(kit.teacher), site.at(kit.teacher)
    address = _looks_at(teacher)
    sealed = _sealed(teacher.get(address))
    kept = tab.post("/introductions/keep", circle=shown.suggestions[0].key, plan=shown.seen)
    assert kept.status_code == 303
    late = teacher.post("/introductions/better", better=sealed)
    assert late.status_code == 409
    assert "The plan has changed meanwhile." in late.text
    assert "Propose the kept circles (1)" in late.text
    assert "Another plan" not in teacher.get(address).text


def test_only_what_was_offered_is_shown(kit: Kit, site: Site) -> None:
    dense_class(kit)
    surpassed(kit)
    teacher = site.at(kit.teacher)
    sealed = _sealed(teacher.get(_looks_at(teacher)))
    before = page(kit).seen
    for forged in ("", "x.y", sealed[:-2], "." + sealed, sealed.replace(".", ".A")):
        answer = teacher.post("/introductions/better", better=forged)
        assert answer.status_code == 409
    kit.save()
    assert page(kit).seen == before


def test_nothing_better_is_said_quietly(kit: Kit, site: Site) -> None:
    pair(kit)
    teacher = site.at(kit.teacher)
    assert "With these cards no plan has more circles." in teacher.get(_looks_at(teacher)).text


def test_a_page_asks_nothing_once_a_circle_is_kept(kit: Kit, site: Site) -> None:
    pair(kit)
    teacher = site.at(kit.teacher)
    key = page(kit).suggestions[0].key
    teacher.post("/introductions/keep", circle=key)
    assert not ASKS.search(teacher.get("/introductions").text)


def test_pupils_do_not_reach_it(kit: Kit, site: Site) -> None:
    dense_class(kit, 6)
    pupil = site.at(kit.pupil("Pupil00"))
    assert pupil.get("/introductions/better?seen=x").status_code == 403
    assert pupil.post("/introductions/better", better="x").status_code == 403


def test_the_helpful_card_is_behind_the_curtain(kit: Kit, site: Site) -> None:
    pair(kit)
    kit.offer(kit.pupil("Timéo"), "pêche à pied")
    kit.demand(kit.pupil("Léa"), "magie")
    text = site.at(kit.teacher).get("/introductions").text
    before, _curtain, inside = text.partition('<details class="curtain"')
    assert "Cards that would help the class most" in inside
    assert "could offer" not in before
