"""A pupil brings a point, a pupil of the team runs the gathering, a decision comes back."""

import re
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Frame, expect

from rers_school import clock
from rers_school.classroom.services import people
from tests.browser.backstage import TEACHER, Backstage
from tests.browser.conftest import Desk

Sit = Callable[[str], Desk]
ZOE, MALO = "Zoé Bérénger", "Malo Le Goff"
MARKET, NOISE = "Un marché des savoirs dans la cour", "On ne s’entend plus en lecture"


def _plan(malo: Desk, after: int) -> Frame:
    tool = malo.go("Ensemble")
    tool = malo.press(tool.locator('main a[href$="/together/plan"]'))
    malo.check()
    day = clock.now().date() + timedelta(days=after)
    tool.locator("#day").fill(day.isoformat())
    tool = malo.press(tool.locator("main form button.button-primary"))
    expect(tool.locator("h1")).to_contain_text("Conseil")
    return tool


def _begin(malo: Desk) -> Frame:
    tool = malo.press(malo.tool.locator('main a[href$="/run"]'))
    malo.check()
    return malo.press(tool.locator("main .actions a.button-primary"))


def _bring(zoe: Desk, kind: str, words: str) -> Frame:
    tool = zoe.tool
    tool.locator(f'label:has(input[value="{kind}"])').click()
    tool.locator("#point-words").fill(words)
    return zoe.press(tool.locator("#add-point button[type=submit]"))


def test_a_class_decides_and_the_decision_comes_back(sit: Sit, backstage: Backstage) -> None:
    with backstage.work() as db:
        teacher, malo_before = backstage.actor(db, TEACHER), backstage.actor(db, MALO)
        people.hand_rights(db, teacher, malo_before.membership_id, ["gatherings"])
    zoe, malo = sit(ZOE), sit(MALO)
    _points_reach_the_other_screen(zoe, malo)
    _malo_runs_the_council(malo)
    _the_open_point_and_the_decision_come_back(zoe, malo)


def _points_reach_the_other_screen(zoe: Desk, malo: Desk) -> None:
    # Before any day is set: everybody may bring something at any time.
    zoe.go("Ensemble")
    zoe.check()
    tool = _bring(zoe, "propose", MARKET)
    expect(tool.locator("#agenda")).to_contain_text(MARKET)
    expect(tool.locator('a[href$="/together/plan"]')).to_have_count(0)
    council = _plan(malo, 1)
    expect(council.locator("#agenda")).to_contain_text(MARKET)
    malo.check()
    # While Malo begins to write a point, Zoé's arrives beside it.
    words = council.locator("#point-words")
    words.fill("Merci à")
    _bring(zoe, "solve", NOISE)
    expect(council.locator("#agenda")).to_contain_text(NOISE, timeout=8_000)
    expect(words).to_have_value("Merci à")


def _malo_runs_the_council(malo: Desk) -> None:
    tool = _begin(malo)
    expect(tool.locator("#the-point")).to_have_text(MARKET)
    malo.check()
    tool.locator("#what").fill("Un marché le dernier vendredi")
    tool.locator("#who").fill("Zoé et Malo")
    tool = malo.press(tool.locator("#decide button[type=submit]"))
    expect(tool.locator("main")).to_contain_text("Un marché le dernier vendredi")
    expect(tool.locator("#the-point")).to_have_text(MARKET)
    tool = malo.press(tool.locator('form[action$="/dealt-with"] button'))
    expect(tool.locator("#the-point")).to_have_text(NOISE)
    tool = malo.press(tool.locator("main .actions a.button-secondary"))
    expect(tool.locator("main")).to_contain_text("Un point passe à la prochaine rencontre.")
    malo.check()
    tool = malo.press(tool.locator('form[action$="/held"] button'))
    expect(tool.locator("#decided")).to_contain_text("Un marché le dernier vendredi")
    expect(tool.locator("#agenda")).to_contain_text("pour la prochaine fois")


def _the_open_point_and_the_decision_come_back(zoe: Desk, malo: Desk) -> None:
    _plan(malo, 8)
    tool = _begin(malo)
    expect(tool.locator("main")).to_contain_text("Un marché le dernier vendredi")
    malo.check()
    tool = malo.press(tool.locator('button[name="state"][value="done"]'))
    # Done: it is not asked for again, and the next thing is the point that was left.
    expect(tool.locator("#the-point")).to_have_text(NOISE)
    page = zoe.go("Ensemble")
    expect(page.locator("#agenda")).to_contain_text(NOISE)
    expect(page.locator("#decisions")).not_to_contain_text("Un marché")
    page = zoe.press(page.get_by_role("link", name=re.compile("Conseil")).last)
    expect(page.locator("#decided")).to_contain_text("Un marché le dernier vendredi")
    page = zoe.press(page.locator('a[href$="/minutes"]'))
    zoe.check()
    expect(page.locator(".sheet")).to_contain_text(MARKET)
    assert not zoe.errors and not malo.errors
