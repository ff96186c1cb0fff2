"""The market day's pages: the teacher plans, the class sees, each pupil knows where to go."""

import re

import pytest
from sqlalchemy import select

from rers_school.classroom.actor import Actor
from rers_school.classroom.models import MarketDay, MarketMeeting
from tests.factories import Kit, Screen, Site


@pytest.fixture
def people(kit: Kit) -> list[Actor]:
    names = ["Zoé Bérénger", "Théo Garçon", "Inès Ben Saïd", "Hugo Müller"]
    found = [kit.pupil(name) for name in names]
    for number, one in enumerate(found):
        kit.offer(one, f"savoir numéro {number}")
        kit.demand(one, f"savoir numéro {(number + 1) % 4}")
    return found


def seen(screen: Screen) -> str:
    found = re.search(r'name="seen" value="(\d+)"', screen.get("/market").get_data(as_text=True))
    assert found is not None
    return found[1]


def announced(site: Site, kit: Kit, places: str = "la cour 4") -> Screen:
    teacher = site.at(kit.teacher)
    answer = teacher.post("/market", day="2026-11-27", minutes="10", places=places)
    assert answer.status_code == 303
    return teacher


def laid_out(site: Site, kit: Kit, **more: object) -> Screen:
    teacher = announced(site, kit)
    assert teacher.post("/market/rounds", seen=seen(teacher), **more).status_code == 303
    return teacher


def test_the_whole_way(kit: Kit, site: Site, people: list[Actor]) -> None:
    teacher = laid_out(site, kit)
    zoe = site.at(people[0])
    assert "Market day" in zoe.get("/?today=1").get_data(as_text=True)
    own = zoe.get("/market").get_data(as_text=True)
    assert "You show" in own
    assert "shows you:" in own
    assert "la cour" in own
    assert teacher.post("/market/next", seen=seen(teacher)).status_code == 303
    assert "The market has begun" in zoe.get("/?today=1").get_data(as_text=True)
    board = teacher.get("/market/board").get_data(as_text=True)
    assert "Round 1" in board
    assert "Round 2" not in board
    while "The last round is over" not in teacher.get("/market").get_data(as_text=True):
        teacher.post("/market/next", seen=seen(teacher))
    teacher.post("/market/next", seen=seen(teacher))
    assert "one question to yourself" in zoe.get("/?today=1").get_data(as_text=True)
    kit.save()
    market_id = kit.db.scalars(select(MarketDay.id)).one()
    path = f"/market/{market_id}/question"
    assert zoe.post(path, words="J’ai su expliquer.").status_code == 303
    assert "J’ai su expliquer." in zoe.get("/market").get_data(as_text=True)
    assert "J’ai su expliquer." not in teacher.get("/market").get_data(as_text=True)
    zoe.post(path, words="J’ai su expliquer.", shared="1")
    assert "J’ai su expliquer." in teacher.get("/market").get_data(as_text=True)


def test_a_pupil_sees_own_rounds_and_nobody_elses(
    kit: Kit, site: Site, people: list[Actor]
) -> None:
    laid_out(site, kit)
    own = site.at(people[0]).get("/market").get_data(as_text=True)
    assert "For you only" not in own
    assert 'name="away"' not in own


def test_not_today_is_on_the_teachers_page_behind_the_curtain(
    kit: Kit, site: Site, people: list[Actor]
) -> None:
    teacher = announced(site, kit)
    assert site.at(people[0]).post("/market/today", today="no").status_code == 303
    teacher.post("/market/rounds", seen=seen(teacher))
    text = teacher.get("/market").get_data(as_text=True)
    assert "Not today, in their own words" in text
    assert "Not today" not in teacher.get("/market/board").get_data(as_text=True)
    assert "Not today, in their own" not in site.at(people[1]).get("/market").get_data(as_text=True)


def test_not_today_said_late_asks_for_rounds_laid_out_again(
    kit: Kit, site: Site, people: list[Actor]
) -> None:
    teacher = laid_out(site, kit)
    changed = "Something changed since the rounds were laid out"
    assert changed not in teacher.get("/market").text
    site.at(people[0]).post("/market/today", today="no")
    page = teacher.get("/market").text
    assert "Zoé" not in page[page.index(changed) :].split("</p>")[0]
    teacher.post("/market/rounds", seen=seen(teacher))
    assert changed not in teacher.get("/market").text


def test_who_meets_nobody_is_looked_at_before_the_first_round(
    kit: Kit, site: Site, people: list[Actor]
) -> None:
    teacher = laid_out(site, kit)
    look = "some cards meet no other card yet"
    assert look not in teacher.get("/market").text
    kit.offer(kit.pupil("Timéo Lam"), "siffler")
    kit.save()
    page = teacher.get("/market").text
    assert "Timéo" not in page[page.index(look) :].split("</p>")[0]
    assert "Timéo" in page[page.index("For you only") :]
    teacher.post("/market/next", seen=seen(teacher))
    assert look not in teacher.get("/market").text


def test_absent_is_ticked_and_laid_out_again(kit: Kit, site: Site, people: list[Actor]) -> None:
    teacher = laid_out(site, kit)
    away = str(people[2].membership_id)
    teacher.post("/market/rounds", seen=seen(teacher), away=away)
    kit.save()
    for one in kit.db.scalars(select(MarketMeeting)):
        assert people[2].membership_id not in (one.giver_id, one.receiver_id)
    assert re.search(rf'value="{away}" checked', teacher.get("/market").get_data(as_text=True))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"minutes": "2"}, "Between 5 and 60"),
        ({"minutes": "ten"}, "Between 5 and 60"),
        ({"places": "cour\ncour"}, "is there twice"),
        ({"places": "cour 0"}, "How many exchanges fit"),
        ({"day": "yesterday"}, "Choose a day"),
        ({"day": "9999-12-31"}, "too far away"),
    ],
)
def test_what_cannot_be_is_said_and_kept(
    kit: Kit, site: Site, people: list[Actor], fields: dict[str, str], words: str
) -> None:
    asked = {"day": "2026-11-27", "minutes": "10", "places": "préau 2"} | fields
    answer = site.at(kit.teacher).post("/market", **asked)
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert words in text
    assert asked["places"].splitlines()[0] in text


def test_two_teachers_at_once_see_each_other(kit: Kit, site: Site, people: list[Actor]) -> None:
    teacher = announced(site, kit)
    old = seen(teacher)
    teacher.post("/market/rounds", seen=old)
    late = site.at(kit.teacher).post("/market/next", seen=old)
    assert late.status_code == 409
    assert "Somebody changed the market day meanwhile" in late.get_data(as_text=True)


def test_no_card_faces_another_one(kit: Kit, site: Site) -> None:
    kit.offer(kit.pupil("Zoé Bérénger"), "faire des crêpes")
    teacher = announced(site, kit)
    answer = teacher.post("/market/rounds", seen=seen(teacher))
    assert answer.status_code == 422
    assert "nobody could meet" in answer.get_data(as_text=True)


def test_an_empty_class(kit: Kit, site: Site) -> None:
    teacher = announced(site, kit)
    assert "No pupil is in the class yet." in teacher.get("/market").get_data(as_text=True)


def test_a_poll_that_finds_nothing_new_is_short(kit: Kit, site: Site, people: list[Actor]) -> None:
    laid_out(site, kit)
    screen = site.at(people[0])
    tag = screen.get("/market").headers["HX-PTag"]
    assert screen.get("/market/live", HX_Request="true", HX_PTag=tag).status_code == 304


def test_the_board_follows_by_itself(kit: Kit, site: Site, people: list[Actor]) -> None:
    teacher = laid_out(site, kit)
    assert "Round 1" in teacher.get("/market/board", HX_Request="true").text


def test_the_years_trace_remembers_the_market(kit: Kit, site: Site, people: list[Actor]) -> None:
    teacher = laid_out(site, kit)
    while "The last round is over" not in teacher.get("/market").get_data(as_text=True):
        teacher.post("/market/next", seen=seen(teacher))
    zoe = site.at(people[0])
    assert "On market days" not in site.at(kit.teacher).get("/trace").get_data(as_text=True)
    teacher.post("/market/next", seen=seen(teacher))
    text = zoe.get("/trace").get_data(as_text=True)
    assert "On market days" in text
    assert "I showed" in text
    assert "showed me:" in text
    assert "/trace" in zoe.get("/exchanges").get_data(as_text=True)


def test_the_rounds_are_printed_on_the_evening_before(
    kit: Kit, site: Site, people: list[Actor]
) -> None:
    teacher = announced(site, kit)
    assert "/market/print" not in teacher.get("/market").text
    assert "No rounds are laid out yet." in teacher.get("/market/print").text
    teacher.post("/market/rounds", seen=seen(teacher), away=[str(people[3].membership_id)])
    assert "/market/print" in teacher.get("/market").text
    sheet = teacher.get("/market/print").text
    assert "Round 1" in sheet and "Round 2" in sheet and "la cour" in sheet
    assert "Zoé B." in sheet and "Hugo" not in sheet
    assert site.at(people[0]).get("/market/print").status_code == 403
