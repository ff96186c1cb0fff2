"""Where the network stands, for all eyes; and pupils who prepare the gatherings."""

from rers_school.classroom.models import Membership
from tests.factories import Kit, Site


def test_savoirs_are_shown_and_nobodys_name(kit: Kit, site: Site) -> None:
    zoe, theo = kit.pupil("Zoé Bérénger"), kit.pupil("Théo Garçon")
    kit.offer(zoe, "faire des crêpes")
    kit.demand(theo, "faire des crêpes")
    kit.demand(theo, "jouer de la guitare")
    text = site.at(zoe).get("/together").get_data(as_text=True)
    main = text[text.index("<main") :]
    ready, waiting = main.split("Waiting: who knows somebody?")
    assert "faire des crêpes" in ready
    assert "jouer de la guitare" in waiting
    assert "Théo" not in main


def test_an_empty_class_has_something_to_read(kit: Kit, site: Site) -> None:
    text = site.at(kit.teacher).get("/together").get_data(as_text=True)
    assert "The first exchanges are still to come." in text
    assert "No demand is waiting." in text


def test_the_teacher_takes_a_pupil_into_the_team_and_out_again(kit: Kit, site: Site) -> None:
    zoe = kit.pupil("Zoé Bérénger")
    screen = site.at(kit.teacher)
    path = f"/people/{zoe.membership_id}/facilitates"
    assert screen.post(path, facilitates="yes").status_code == 303
    assert "prepares the gatherings" in screen.get("/people").get_data(as_text=True)
    kit.save()
    assert kit.db.get_one(Membership, zoe.membership_id, populate_existing=True).facilitator
    # A later visit as a pupil takes nothing away.
    assert kit.actor(zoe.membership_id).facilitator
    assert screen.post(path, facilitates="no").status_code == 303
    kit.save()
    assert not kit.db.get_one(Membership, zoe.membership_id, populate_existing=True).facilitator


def test_only_pupils_are_taken_into_the_team_by_this(kit: Kit, site: Site) -> None:
    screen = site.at(kit.teacher)
    path = f"/people/{kit.teacher.membership_id}/facilitates"
    assert screen.post(path, facilitates="yes").status_code == 422


def test_an_activity_opens_on_the_page_that_was_chosen(kit: Kit, site: Site) -> None:
    zoe = kit.pupil("Zoé Bérénger")
    assert site.at(zoe).get("/?open=wall").location.endswith("/wall")
    assert site.at(zoe).get("/?open=introductions").status_code == 200
    assert site.at(zoe).get("/?open=//evil.example").status_code == 200
    assert site.at(kit.teacher).get("/?open=introductions").location.endswith("/introductions")
