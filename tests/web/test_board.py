"""The wall on the projector: large, live, and where the class wants it after a glance."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from rers_school import clock
from rers_school.classroom.models import Classroom
from tests.factories import Kit, Site

NOON = datetime(2026, 11, 27, 11, tzinfo=UTC)


@pytest.fixture
def glance(kit: Kit) -> None:
    kit.db.get_one(Classroom, kit.classroom_id).glance = True
    kit.save()


def test_a_new_card_announces_itself_for_a_while(kit: Kit, site: Site) -> None:
    clock.set_clock(lambda: NOON)
    zoe = kit.pupil("Zoé Bérénger")
    kit.demand(zoe, "le vélo", why="ma sœur ne veut pas me montrer")
    clock.set_clock(lambda: NOON + timedelta(hours=1))
    teacher = site.at(kit.teacher)
    first = teacher.get("/wall/board")
    assert "le vélo" in first.text and "New on the wall" not in first.text
    assert "ma sœur" not in first.text
    poll = {"HX_Request": "true", "HX_PTag": first.headers["HX-PTag"]}
    assert teacher.get("/wall/board", **poll).status_code == 304
    kit.offer(zoe, "faire des crêpes")
    new = teacher.get("/wall/board", **poll)
    assert "New on the wall" in new.text and "is-new" in new.text
    assert "<html" not in new.text
    clock.set_clock(lambda: NOON + timedelta(hours=1, minutes=2))
    poll["HX_PTag"] = new.headers["HX-PTag"]
    old = teacher.get("/wall/board", **poll)
    assert "faire des crêpes" in old.text and "is-new" not in old.text


def test_a_long_wall_has_pages(kit: Kit, site: Site) -> None:
    zoe = kit.pupil("Zoé Bérénger")
    for number in range(10, 40):
        kit.offer(zoe, f"savoir {number}")
    teacher = site.at(kit.teacher)
    for poll in ({}, {"HX_Request": "true"}):
        assert "Page 1 of 4" in teacher.get("/wall/board", **poll).text
    last = teacher.get("/wall/board?page=4").text
    assert "savoir 39" in last and 'id="savoir-' in last and "The next page" not in last
    for odd in ("99", "0", "x", "-1", "9" * 30):
        assert teacher.get(f"/wall/board?page={odd}").status_code == 200


def test_who_prepares_projects_and_nobody_else(kit: Kit, site: Site) -> None:
    zoe, theo = kit.pupil("Zoé Bérénger"), kit.pupil("Théo Garçon")
    site.at(kit.teacher).post(f"/people/{zoe.membership_id}/rights", right="wall")
    assert site.at(zoe).get("/wall/board").status_code == 200
    assert "/wall/board" in site.at(zoe).get("/wall").text
    assert site.at(theo).get("/wall/board").status_code == 403
    assert "/wall/board" not in site.at(theo).get("/wall").text


@pytest.mark.usefixtures("glance")
def test_a_card_waits_for_a_glance_and_again_when_its_words_change(kit: Kit, site: Site) -> None:
    zoe = kit.pupil("Zoé Bérénger")
    card = kit.offer(zoe, "faire des crêpes")
    kit.offer(kit.teacher, "le chant")
    teacher = site.at(kit.teacher)
    board = teacher.get("/wall/board").text
    assert "faire des crêpes" not in board and "Zoé" not in board and "le chant" in board
    assert "One card waits for a glance" in board
    assert "faire des crêpes" in site.at(kit.pupil("Théo Garçon")).get("/wall").text
    page = teacher.get("/wall/aside").text
    shown = re.findall(r'name="card" value="([^"]+)"', page)
    assert len(shown) == 1
    # Changed between the page and the button: what was not seen is not projected.
    author, path = site.at(zoe), f"/savoirs/offer/{card.id}"
    author.post(path, words="faire des gaufres")
    late = teacher.post("/wall/aside", card=shown)
    assert "waits for another glance" in teacher.follow(late).text
    assert "faire des gaufres" not in teacher.get("/wall/board").text
    shown = re.findall(r'name="card" value="([^"]+)"', teacher.get("/wall/aside").text)
    teacher.post("/wall/aside", card=[*shown, "offer.x.1", "stone.y", ""])
    assert "faire des gaufres" in teacher.get("/wall/board").text
    author.post(path, words="faire des gaufres", why="pour le plaisir")
    assert "faire des gaufres" in teacher.get("/wall/board").text
    author.post(path, words="faire des tartes")
    assert "faire des tartes" not in teacher.get("/wall/board").text


def test_without_that_setting_nothing_waits(kit: Kit, site: Site) -> None:
    kit.offer(kit.pupil("Zoé Bérénger"), "faire des crêpes")
    teacher = site.at(kit.teacher)
    assert "faire des crêpes" in teacher.get("/wall/board").text
    assert "glance" not in teacher.get("/wall/aside").text
    assert "Cards to look at" not in teacher.get("/wall").text
    zone = {"name": "CM2", "language": "fr", "time_zone": "Europe/Paris", "idle_minutes": "0"}
    assert teacher.post("/settings", glance="1", **zone).status_code == 303
    assert "faire des crêpes" not in teacher.get("/wall/board").text
    assert "Cards to look at" in teacher.get("/wall").text
