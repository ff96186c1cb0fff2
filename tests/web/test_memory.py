"""The memory's pages: everybody reads it, the teacher keeps it, line by line."""

import re

from rers_school.classroom.models import ClassMemory
from tests.classroom.test_memory import year
from tests.classroom.trace_factory import lived
from tests.factories import Kit, Site


def test_everybody_reads_it_from_together(kit: Kit, site: Site) -> None:
    year(kit)
    zoe = site.at(kit.pupil("Zoé"))
    assert "/memory" in zoe.get("/together").get_data(as_text=True)
    page = zoe.get("/memory").get_data(as_text=True)
    assert "un marché par mois" in page and "maelle" not in page
    assert "/memory/keep" not in page
    assert zoe.get("/memory/keep").status_code == 403


def test_partners_give_their_review_each_with_a_yes(kit: Kit, site: Site) -> None:
    room = lived(kit)
    zoe, maelle = (site.at(kit.pupil(name)) for name in ("Zoé", "Maëlle"))
    path = f"/exchanges/{room}"
    assert "For the memory of our class" not in zoe.get(path).text
    zoe.post(f"{path}/review", learned="On apprend à deux", number=0)
    assert "For the memory of our class" not in site.at(kit.teacher).get(path).text
    for screen, name in ((zoe, "Zoé"), (maelle, "Maëlle")):
        assert "On apprend" not in zoe.get("/memory").text
        who = kit.pupil(name).membership_id
        old = screen.post(f"{path}/review/memory", who=who, number=0, give="yes")
        assert "have changed meanwhile" in screen.follow(old).text
        yes = screen.post(f"{path}/review/memory", who=who, number=1, give="yes")
        assert "I take my yes back" in screen.follow(yes).text
    assert "On apprend" in maelle.get("/memory").text
    back = maelle.post(f"{path}/review/memory", who=kit.pupil("Maëlle").membership_id)
    assert "Yes, for our class" in maelle.follow(back).text
    assert "On apprend" not in zoe.get("/memory").text
    stranger = site.at(kit.pupil("Ali"))
    answer = stranger.post(f"{path}/review/memory", who=kit.pupil("Ali").membership_id)
    assert answer.status_code == 404


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
