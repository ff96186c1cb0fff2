"""The teacher's page of the year's end, and the print of all traces."""

import re
from datetime import UTC, datetime

from rers_school import clock
from rers_school.classroom.models import Classroom
from tests.classroom.test_memory import year
from tests.factories import Kit, Site


def test_in_june_the_steps_stand_in_order_with_the_day_of_the_purge(kit: Kit, site: Site) -> None:
    kit.db.get_one(Classroom, kit.classroom_id).school_year = 2025
    kit.save()
    clock.set_clock(lambda: datetime(2026, 6, 20, 9, tzinfo=UTC))
    teacher = site.at(kit.teacher)
    assert "/year" in teacher.get("/course").get_data(as_text=True)
    assert "/year" in teacher.get("/settings").get_data(as_text=True)
    page = teacher.get("/year").get_data(as_text=True)
    assert page.index("/paper/traces") < page.index("/memory/keep") < page.index("From August on")
    assert "October 31, 2026" in page and "/course/year/new" not in page
    assert site.at(kit.pupil("Zoé")).get("/year").status_code == 403


def test_in_september_a_new_class_begins_from_the_page(kit: Kit, site: Site) -> None:
    year(kit)
    kit.db.get_one(Classroom, kit.classroom_id).school_year = 2024
    kit.save()
    page = site.at(kit.teacher).get("/year").get_data(as_text=True)
    assert "/course/year/new" in page and "/course/year/same" in page


def test_all_traces_print_one_after_the_other_for_the_teacher_only(kit: Kit, site: Site) -> None:
    year(kit)
    kit.pupil("Malo")
    page = site.at(kit.teacher).get("/paper/traces").get_data(as_text=True)
    assert page.count('<article class="sheet') == 3
    names = re.findall(r'<h2 id="t\d+" dir="auto">([^<]+)', page)
    assert names == ["Maëlle T.", "Malo T.", "Zoé T."]
    assert "What they kept for themselves is not here" in page
    # Nobody's sheet says that something is missing.
    assert "Nothing yet" not in page and "gardé pour moi" not in page
    assert site.at(kit.pupil("Zoé")).get("/paper/traces").status_code == 403
