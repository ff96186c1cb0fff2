"""The guide to the first sessions: it leads, can be led, and can be put away for good."""

import re
from datetime import date, timedelta

import pytest
from flask import url_for
from sqlalchemy import select

from rers_school import clock
from rers_school.classroom.actor import Role
from rers_school.classroom.models import ClassGuide
from rers_school.classroom.queries.guide import guide_of
from rers_school.classroom.rules.guide import SESSIONS, STEPS
from rers_school.classroom.services import classes
from rers_school.classroom.services.classes import is_untouched
from rers_school.db import unscoped
from rers_school.web.guide.page import LESSONS
from tests.factories import Kit, Screen, Site

PAGE = "/class/today"


def now(screen: Screen) -> str:
    """Return the session that the page of the day shows."""
    found = re.search(r"Session (\d) of 4", screen.get(PAGE).text)
    return found[1] if found else ""


def test_a_new_class_begins_with_the_first_step(kit: Kit, site: Site) -> None:
    teacher = site.at(kit.teacher)
    first = teacher.get("/")
    assert first.location.endswith(PAGE)
    page = teacher.follow(first).text
    assert "Our savoirs on the wall" in page
    assert "Bring in a list" in page
    kit.pupil("Zoé")
    assert "Everybody sits in a circle" in teacher.get(PAGE).text
    assert teacher.get("/").location.endswith("/class")


def test_ticks_are_kept_and_taken_away(kit: Kit, site: Site) -> None:
    kit.pupil("Zoé")
    teacher = site.at(kit.teacher)
    assert teacher.post("/guide/tick", step="opening").location.endswith(PAGE)
    assert "ask them one by one" in teacher.get(PAGE).text
    assert teacher.post("/guide/tick", step="opening", undo="1", session="1").location.endswith(
        "/guide/1"
    )
    assert "Everybody sits in a circle" in teacher.get(PAGE).text
    assert teacher.post("/guide/tick", step="anything").status_code == 404


def test_the_session_goes_on_with_the_days_and_the_teacher_may_choose(kit: Kit, site: Site) -> None:
    kit.offer(kit.pupil("Zoé"), "faire des crêpes")
    teacher = site.at(kit.teacher)
    assert now(teacher) == "1"
    teacher.post("/guide/choose", session="3")
    assert now(teacher) == "3"
    # The next day the class has come further by itself: the choice was about yesterday.
    moment = clock.now() + timedelta(days=1)
    clock.set_clock(lambda: moment)
    teacher = site.at(kit.teacher)
    assert now(teacher) == "2"
    assert teacher.post("/guide/choose", session="7").status_code == 404


def test_put_away_it_is_found_again_in_the_settings(kit: Kit, site: Site) -> None:
    teacher = site.at(kit.teacher)
    teacher.post("/guide/away")
    assert now(teacher) == ""
    assert "Nobody is here yet" in teacher.get(PAGE).text
    assert "/guide" in teacher.get("/settings").text
    assert "Show it on This session again" in teacher.get("/guide").text
    teacher.post("/guide/away", again="1", session="1")
    assert now(teacher) == "1"


def test_the_guide_is_nobodys_work(kit: Kit, site: Site) -> None:
    site.at(kit.teacher).post("/guide/tick", step="opening")
    kit.save()
    assert kit.db.scalars(select(ClassGuide)).one().done == ["opening"]
    assert is_untouched(kit.db, kit.classroom_id)


def test_put_away_for_good_is_put_away_in_the_next_year_too(kit: Kit, site: Site) -> None:
    site.at(kit.teacher).post("/guide/away")
    kit.save()
    moment = clock.now() + timedelta(days=366)
    clock.set_clock(lambda: moment)
    after = classes.start_year(kit.db, kit.teacher)
    with unscoped(kit.db, "the class of the next year"):
        assert guide_of(kit.db, after).put_away


@pytest.mark.parametrize("number", LESSONS)
def test_every_session_is_told_and_leads_to_pages_that_are_there(
    kit: Kit, site: Site, number: str
) -> None:
    kit.pupil("Zoé")
    teacher = site.at(kit.teacher)
    assert teacher.get(f"/guide/{number}").status_code == 200
    lesson = LESSONS[number]
    assert tuple(step.key for step in lesson.steps) == SESSIONS[lesson.number]
    times = [step.minutes for step in lesson.steps if step.minutes]
    assert times[0][0] == 0
    assert times[-1][1] == 45
    assert [one[1] for one in times[:-1]] == [one[0] for one in times[1:]]
    with site.app.test_request_context():
        ways = {way for step in lesson.steps for way in (step.go, *step.ready)}
        paths = [url_for(w.endpoint, classroom_id=kit.classroom_id, **dict(w.more)) for w in ways]
    for path in paths:
        assert teacher.get(path).status_code == 200, path


def test_the_guide_is_for_teachers(kit: Kit, site: Site) -> None:
    assert site.at(kit.pupil("Zoé")).get("/guide").status_code == 403
    assert site.at(kit.teacher).get("/guide/5").status_code == 404
    assert {step for of in SESSIONS.values() for step in of} == STEPS


def test_a_day_with_a_plan_opens_on_the_session(kit: Kit, site: Site) -> None:
    kit.pupil("Zoé")
    teacher = site.at(kit.teacher)
    day: date = clock.now().date()
    teacher.post("/market", minutes="10", places="", day=(day + timedelta(days=1)).isoformat())
    assert teacher.get("/").location.endswith("/class")
    teacher.post("/market", minutes="10", places="")
    assert teacher.get("/").location.endswith(PAGE)
    assert site.at(kit.actor(kit.teacher.membership_id, Role.PUPIL)).get("/").status_code == 200
