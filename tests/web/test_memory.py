"""The memory's pages: everybody reads it, the teacher keeps it, line by line."""

import re

from rers_school.classroom.models import ClassMemory
from tests.classroom.test_memory import year
from tests.factories import Kit, Site


def test_everybody_reads_it_from_together(kit: Kit, site: Site) -> None:
    year(kit)
    zoe = site.at(kit.pupil("Zoé"))
    assert "/memory" in zoe.get("/together").get_data(as_text=True)
    page = zoe.get("/memory").get_data(as_text=True)
    assert "un marché par mois" in page and "maelle" not in page
    assert "/memory/keep" not in page
    assert zoe.get("/memory/keep").status_code == 403


def test_a_line_with_a_name_is_not_ticked_and_what_is_not_ticked_is_not_kept(
    kit: Kit, site: Site
) -> None:
    year(kit)
    teacher = site.at(kit.teacher)
    page = teacher.get("/memory/keep").get_data(as_text=True)
    boxes = re.findall(r'name="line" value="(\w+)"( checked)?', page)
    assert [bool(ticked) for _key, ticked in boxes] == [True, True, False, True]
    assert "a name stood here" in page
    nothing = teacher.post("/memory/keep")
    assert nothing.status_code == 422 and "Nothing was kept" in nothing.get_data(as_text=True)
    done = teacher.post("/memory/keep", line=[key for key, ticked in boxes if ticked])
    assert "Kept on" in teacher.follow(done).get_data(as_text=True)
    kit.save()
    (kept,) = kit.db.query(ClassMemory)
    assert [one["text"] for one in kept.content["savoirs"]] == ["guitare"]
    assert kept.content["became"] == []
