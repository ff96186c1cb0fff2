"""Facilitators among pupils: each with what the teacher handed to them, and nothing else."""

import pytest

from rers_school.classroom.actor import Role
from rers_school.classroom.models import Membership
from rers_school.classroom.queries.market import market_of
from rers_school.classroom.rules.team import RIGHTS
from rers_school.classroom.services import market, people
from tests.factories import Kit, Screen, Site

#: What each right opens, to a pupil who has it and to no other.
PAGES = {
    "gatherings": ["/together/plan"],
    "wall": ["/tidy", "/wall/board"],
    "market": ["/market/board"],
}


def _hand(kit: Kit, screen: Screen, name: str, *rights: str) -> int:
    path = f"/people/{kit.pupil(name).membership_id}/rights"
    return screen.post(path, right=list(rights)).status_code


def _round(kit: Kit) -> int:
    kit.save()
    kit.db.expire_all()
    found = market_of(kit.db, kit.classroom_id)
    assert found is not None
    return found.current


@pytest.mark.parametrize("right", RIGHTS)
def test_a_right_opens_its_pages_and_no_others(kit: Kit, site: Site, right: str) -> None:
    assert _hand(kit, site.at(kit.teacher), "Zoé", right) == 303
    screen = site.at(kit.pupil("Zoé"))
    assert "You keep our network going" in screen.get("/").text
    assert "You keep our network going" not in site.at(kit.pupil("Malo")).get("/").text
    for name, pages in PAGES.items():
        for page in pages:
            assert screen.get(page).status_code == (200 if name == right else 403), page


def test_rights_are_handed_and_taken_back_by_the_teacher_only(kit: Kit, site: Site) -> None:
    teacher, zoe = site.at(kit.teacher), kit.pupil("Zoé")
    assert _hand(kit, teacher, "Zoé", "wall", "market") == 303
    assert "in the team" in teacher.get("/people").text
    page = teacher.get(f"/people/{zoe.membership_id}").text
    assert page.count("checked") == 2
    kit.save()
    # A later visit as a pupil takes nothing away.
    assert kit.actor(zoe.membership_id).rights == {"wall", "market"}
    assert _hand(kit, teacher, "Zoé") == 303
    kit.save()
    assert kit.db.get_one(Membership, zoe.membership_id, populate_existing=True).rights == []
    assert _hand(kit, site.at(kit.pupil("Malo")), "Malo", "wall") == 403
    assert _hand(kit, teacher, "Zoé", "everything") == 422
    path = f"/people/{kit.teacher.membership_id}/rights"
    assert teacher.post(path, right="wall").status_code == 422


def test_an_adult_of_the_class_has_no_right_of_the_team(kit: Kit, site: Site) -> None:
    zoe = kit.pupil("Zoé")
    people.hand_rights(kit.db, kit.teacher, zoe.membership_id, RIGHTS)
    kit.save()
    adult = kit.actor(zoe.membership_id, Role.ADULT)
    for pages in PAGES.values():
        for page in pages:
            assert site.at(adult).get(page).status_code == 403, page


def test_a_pupil_of_the_team_brings_twins_together(kit: Kit, site: Site) -> None:
    one = kit.offer(kit.pupil("Malo"), "la guitare")
    other = kit.demand(kit.pupil("Inès"), "jouer de la guitare")
    form = {"savoir": str(other.savoir_id), "heading": str(one.savoir_id)}
    zoe = kit.pupil("Zoé")
    assert site.at(zoe).post("/tidy", **form).status_code == 403
    people.hand_rights(kit.db, kit.teacher, zoe.membership_id, ["wall"])
    kit.save()
    screen = site.at(kit.actor(zoe.membership_id))
    assert 'href="/c/' in screen.get("/wall").text and "/tidy" in screen.get("/wall").text
    assert screen.post("/tidy", **form).status_code == 303
    kit.save()
    assert kit.db.get_one(type(other), other.id, populate_existing=True).savoir_id == one.savoir_id


def test_a_pupil_of_the_team_leads_the_rounds(kit: Kit, site: Site) -> None:
    kit.offer(kit.pupil("Malo"), "la guitare")
    kit.demand(kit.pupil("Inès"), "la guitare")
    site.at(kit.teacher).post("/market", minutes="10", places="")
    kit.save()
    day = market.running(kit.db, kit.classroom_id)
    assert day is not None
    market.lay_out(kit.db, kit.teacher, [], day.revision)
    zoe = kit.pupil("Zoé")
    people.hand_rights(kit.db, kit.teacher, zoe.membership_id, ["market"])
    kit.save()
    screen = site.at(kit.actor(zoe.membership_id))
    assert "I lead the rounds" in screen.get("/market").text
    seen = {"seen": str(day.revision), "board": "1"}
    assert screen.post("/market/next", **seen).location.endswith("/market/board")
    assert _round(kit) == 1
    # Pressed at two screens at once: the round goes on once, and the second is told so.
    again = screen.post("/market/next", **seen)
    assert again.status_code == 303
    assert "changed the market day meanwhile" in screen.follow(again).text
    assert _round(kit) == 1
    for path in ("/market", "/market/rounds", "/market/off"):
        assert screen.post(path).status_code == 403, path
