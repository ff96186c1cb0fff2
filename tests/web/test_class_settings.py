"""What a class chooses for its pages."""

import re

import pytest

from rers_school.classroom.models import Classroom
from rers_school.classroom.services import cards, slots
from tests.factories import Kit, Site

GOOD = {
    "name": "CM2 – Mme Diallo",
    "language": "en",
    "time_zone": "America/Montreal",
    "idle_minutes": "5",
    "young_readers": "1",
}


def kept(kit: Kit) -> Classroom:
    kit.save()
    return kit.db.get_one(Classroom, kit.classroom_id, populate_existing=True)


def test_what_is_chosen_is_kept_and_shown(kit: Kit, site: Site) -> None:
    teacher = site.at(kit.teacher)
    choice = GOOD | {"time_zone": "America/Toronto"}
    assert teacher.post("/settings", **choice).status_code == 303
    found = kept(kit)
    assert (found.name, found.language, found.time_zone) == (
        "CM2 – Mme Diallo", "en", "America/Toronto",
    )  # fmt: skip
    assert (found.young_readers, found.idle_minutes) == (True, 5)
    text = teacher.get("/settings").get_data(as_text=True)
    assert 'value="5" checked' in text
    assert "<option selected>America/Toronto</option>" in text


def test_pupils_pages_close_themselves_and_speak_and_teachers_do_not(kit: Kit, site: Site) -> None:
    zoe = kit.pupil("Zoé Bérénger")
    assert "data-idle" not in site.at(zoe).get("/wall").get_data(as_text=True)
    site.at(kit.teacher).post("/settings", **GOOD | {"time_zone": "Europe/Paris"})
    text = site.at(zoe).get("/wall").get_data(as_text=True)
    assert 'data-idle="5"' in text
    assert 'class="young ' in text
    assert "data-finish" in text
    assert "data-idle" not in site.at(kit.teacher).get("/wall").get_data(as_text=True)


def test_young_readers_are_asked_less_and_lose_nothing_that_was_written(
    kit: Kit, site: Site
) -> None:
    zoe, teacher = kit.pupil("Zoé Bérénger"), site.at(kit.teacher)
    card = cards.add(kit.db, zoe, "offer", "tisser", {"needs": "de la laine"})
    kit.save()
    screen = site.at(zoe)
    assert 'name="languages"' in screen.get("/savoirs/new/offer").text
    teacher.post("/settings", **GOOD | {"time_zone": "Europe/Paris"})
    page = screen.get("/savoirs/new/offer").text
    assert "young.css" in page and 'name="ways"' in page
    assert not re.search(r'name="(languages|why|able_to|needs)"', page)
    assert 'name="languages"' in teacher.get("/savoirs/new/offer").text, "grown-ups are asked all"
    page = screen.get(f"/savoirs/offer/{card.id}").text
    assert 'name="needs"' in page and 'name="why"' not in page, "what is written can be changed"
    screen.post(f"/savoirs/offer/{card.id}", words="tisser", ways=["show"])
    kit.save()
    kit.db.refresh(card)
    assert (card.needs, card.ways) == ("de la laine", ["show"])
    screen.post(f"/savoirs/offer/{card.id}", words="tisser", needs="")
    kit.save()
    kit.db.refresh(card)
    assert (card.needs, card.ways) == ("", [])


def test_what_a_new_class_does_not_need_is_folded_until_it_is_chosen(kit: Kit, site: Site) -> None:
    teacher = site.at(kit.teacher)

    def fold() -> str:
        return re.split(r'(?=<details class="fold")', teacher.get("/settings").text)[1]

    for choice in ("glance", "first_meeting_same_day", "middle_evaluation"):
        closed = fold()
        assert closed.startswith('<details class="fold">') and f'name="{choice}"' in closed
        teacher.post("/settings", **GOOD, **{choice: "1"})
        assert fold().startswith('<details class="fold" open>')
        teacher.post("/settings", **GOOD)
    assert '/slots"' in closed
    slots.open_place(kit.db, kit.teacher, "le couloir", 1)
    kit.save()
    assert fold().startswith('<details class="fold" open>')


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": " "}, "Write the name of the class"),
        ({"name": "x" * 121}, "120 characters at most"),
        ({"language": "de"}, "Choose one of the answers"),
        ({"time_zone": "Mars/Olympus"}, "Choose one of the answers"),
        ({"time_zone": "../../etc/passwd"}, "Choose one of the answers"),
        ({"idle_minutes": "4"}, "Choose one of the answers"),
        ({"idle_minutes": "-1"}, "Choose one of the answers"),
        ({"idle_minutes": ""}, "Choose one of the answers"),
    ],
)
def test_what_cannot_be_chosen_changes_nothing(
    kit: Kit, site: Site, change: dict[str, str], words: str
) -> None:
    before = kept(kit).name
    choice = GOOD | {"time_zone": "Europe/Paris"} | change
    answer = site.at(kit.teacher).post("/settings", **choice)
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)
    assert kept(kit).name == before


def test_pupils_choose_nothing_for_the_class(kit: Kit, site: Site) -> None:
    zoe = site.at(kit.pupil("Zoé Bérénger"))
    assert zoe.get("/settings").status_code == 403
    assert zoe.post("/settings", **GOOD).status_code == 403
