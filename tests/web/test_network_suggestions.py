"""Suggestions for a whole network: asked for once, each class sees its part, proposed as kept."""

import re

from sqlalchemy import select

from rers_school.classroom.services.networks import belonging
from rers_school.jobs.models import Job
from rers_school.jobs.running import run, to_ring_for
from tests.factories import Kit, Screen, Site
from tests.networks_factory import make_network, other_class, share


def _do_what_waits(kit: Kit, screen: Screen, page: str) -> str:
    """Let the job be done as a worker does it; return the page after it."""
    kit.save()
    for job_id in kit.db.scalars(select(Job.id).where(Job.state == "waiting")):
        kit.save()
        assert run(kit.engine, job_id, stale=60)
    return screen.get(page).text


def test_a_plan_links_across_classes_who_has_nobody_at_home(kit: Kit, site: Site) -> None:
    net = make_network(kit)
    other = net.come_in(other_class(kit), "5e B", people_as="class")
    zoe, malo, ines = kit.pupil("Zoé Martin"), kit.pupil("Malo"), kit.pupil("Inès")
    lea = other.pupil("Léa Brun")
    # Malo and Inès have each other; Zoé and Léa only have each other across the classes.
    kit.offer(malo, "le jonglage")
    kit.demand(ines, "le jonglage")
    kit.offer(ines, "la magie")
    kit.demand(malo, "la magie")
    share(kit, zoe, "offer", "les crêpes")
    share(kit, zoe, "demand", "la guitare")
    share(other, lea, "offer", "une guitare")
    share(other, lea, "demand", "des crêpes")
    page = f"/networks/{net.id}/suggestions"
    teacher, colleague = site.at(kit.teacher), site.at(other.teacher)
    assert "Prepare a plan" in teacher.get(page).text
    assert site.at(zoe).get(page).status_code == 403
    teacher.post(page)
    assert "is being prepared" in colleague.get(page).text, "one plan for all who ask"
    colleague.post(page)
    mine = _do_what_waits(kit, teacher, page)
    assert "4 of 4 pupils" in mine and "Zoé M." in mine
    assert "a pupil of 5e B" in mine and "Léa" not in mine and "Malo" not in mine
    assert "1 further circle" in mine
    theirs = colleague.get(page).text
    assert "Léa B." in theirs and "Zoé M., CM2 de Curie" in theirs and "Martin" not in theirs
    plan = re.search(r'name="plan" value="([^"]+)"', theirs)
    assert plan is not None
    proposed = colleague.post(f"{page}/0", plan=plan[1])
    assert "proposed" in colleague.follow(proposed).text
    asked = teacher.get(f"/networks/{net.id}/across").text
    assert "Zoé M." in asked and "Yes, ask my pupils" in asked
    # Doing it again is doing it once; a plan that was replaced proposes nothing.
    assert colleague.post(f"{page}/0", plan=plan[1]).status_code == 303
    assert colleague.post(f"{page}/0", plan=str(kit.classroom_id)).status_code == 409
    assert colleague.post(f"{page}/7", plan=plan[1]).status_code == 404
    other.db.close()


def test_a_plan_of_cards_that_are_gone_proposes_nothing(kit: Kit, site: Site) -> None:
    net = make_network(kit)
    other = net.come_in(other_class(kit), "5e B")
    share(kit, kit.pupil("Zoé"), "offer", "les crêpes")
    share(other, other.pupil("Léa"), "demand", "des crêpes")
    page = f"/networks/{net.id}/suggestions"
    teacher = site.at(kit.teacher)
    teacher.post(page)
    shown = _do_what_waits(kit, teacher, page)
    plan = re.search(r'name="plan" value="([^"]+)"', shown)
    assert plan is not None
    belonging.choose(other.db, other.teacher, net.id, belonging.Choice("5e B", demands=False))
    other.save()
    refused = teacher.post(f"{page}/0", plan=plan[1])
    assert refused.status_code in (404, 409, 422)
    assert "Something has changed" in teacher.get(page).text
    assert not to_ring_for(kit.engine, stale=60)
    other.db.close()
