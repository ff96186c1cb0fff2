"""A teacher of several classes reads their names, and nothing of them."""

from rers_school.classroom.actor import Role
from rers_school.classroom.services import people
from rers_school.db import scope_to
from tests.factories import Kit, Site, make_kit


def test_the_teachers_other_classes_are_named(kit: Kit, site: Site) -> None:
    assert "Your other classes" not in site.at(kit.teacher).get("/course").text
    other = make_kit(kit.engine, "Sixième B")
    other.offer(other.pupil("Nadia"), "le tricot à quatre aiguilles")
    people.arrive(
        other.db,
        classroom_id=other.classroom_id,
        person_id=kit.teacher.person_id,
        given_name="Mme",
        family_name="Diallo",
        role=Role.TEACHER,
    )
    other.save()
    scope_to(kit.db, kit.classroom_id)
    page = site.at(kit.teacher).get("/course").text
    assert "Sixième B" in page
    assert "Nadia" not in page and "tricot" not in page
    # Somebody who learns there reads nothing of it here.
    assert site.at(kit.pupil("Zoé")).get("/course").status_code == 403
    other.db.close()
