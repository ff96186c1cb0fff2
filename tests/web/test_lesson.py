"""This session's pages: who is here, who meets whom, projected without anything private."""

import re
from datetime import timedelta

import pytest

from rers_school.classroom.actor import Actor
from rers_school.classroom.models import Exchange
from rers_school.classroom.queries.links import today_in
from rers_school.classroom.rules.circles import Link
from rers_school.classroom.services import gatherings, introductions, keeping, savoirs
from tests.classroom.exchange_factory import agree_on_everything, single
from tests.factories import Kit, Screen, Site

PAGE = "/class/today"


@pytest.fixture
def exchange(kit: Kit) -> object:
    """An exchange that was agreed yesterday, and two who meet nobody."""
    made = single(kit)
    agree_on_everything(kit, made, kit.pupil("Maëlle"), kit.pupil("Zoé"))
    kit.db.get_one(Exchange, made).state_since -= timedelta(days=1)
    kit.pupil("Hugo"), kit.pupil("Inès")
    kit.save()
    return made


def seen(screen: Screen) -> str:
    page = screen.get(PAGE).text
    return _field(page[page.index('/away"') :], "seen")


def keep(screen: Screen, *away: Actor) -> None:
    ids = [str(one.membership_id) for one in away]
    answer = screen.post(f"{PAGE}/away", seen=seen(screen), away=ids)
    assert answer.status_code == 303


def split(page: str) -> tuple[str, str]:
    """Return what stands outside and inside of the curtain."""
    before, _, rest = page.partition('<details class="curtain"')
    return before, rest


def test_first_who_is_absent_then_who_meets_whom(kit: Kit, site: Site, exchange: object) -> None:
    teacher = site.at(kit.teacher)
    page = teacher.get(PAGE).text
    assert page.index("Who is absent today?") < page.index("Who meets whom")
    keep(teacher)
    page = teacher.get(PAGE).text
    assert "The meetings can begin" in page
    assert "Everybody is here today." in page
    assert "nous : place" in page
    keep(teacher, kit.pupil("Zoé"))
    page = teacher.get(PAGE).text
    assert "Absent today: Zoé" in page
    assert "Waits for another day" in page
    assert "The meetings can begin" not in page


def test_the_board_shows_nothing_private(kit: Kit, site: Site, exchange: object) -> None:
    hugo, ines = kit.pupil("Hugo"), kit.pupil("Inès")
    kit.offer(hugo, "siffler")
    kit.demand(ines, "siffler")
    savoir = savoirs.named(kit.db, kit.classroom_id, "siffler").id
    link = Link(hugo.membership_id, ines.membership_id, savoir)
    kept = keeping.link_by_hand(kit.db, kit.teacher, [link])
    introductions.send(kit.db, kit.teacher, only=[kept.id])
    kit.save()
    teacher = site.at(kit.teacher)
    outside, inside = split(teacher.get(PAGE).text)
    assert "A proposal waits for an answer" in inside
    board = teacher.get(f"{PAGE}/board").text
    for page in (outside, board, teacher.get(f"{PAGE}/print").text):
        assert "proposal" not in page
        assert "siffler" not in page
    # All who meet nobody are told the same: some observe by turns, the others sit at the tables.
    assert "guitare" in board
    assert "Observes:" in board
    assert "Everybody else, in twos" in board


def test_the_board_and_the_session_follow_by_themselves(
    kit: Kit, site: Site, exchange: object
) -> None:
    teacher = site.at(kit.teacher)
    keep(teacher)
    for path in ("live", "board"):
        answer = teacher.get(f"{PAGE}/{path}", HX_Request="true")
        assert "Who meets whom" in answer.text
        assert "<html" not in answer.text
        tag = answer.headers["HX-PTag"]
        again = teacher.get(f"{PAGE}/{path}", HX_Request="true", HX_PTag=tag)
        assert again.status_code == 304
    keep(teacher, kit.pupil("Zoé"))
    assert teacher.get(f"{PAGE}/live", HX_Request="true", HX_PTag=tag).status_code == 200


def test_two_tabs_see_each_others_list(kit: Kit, site: Site, exchange: object) -> None:
    teacher = site.at(kit.teacher)
    old = seen(teacher)
    keep(teacher, kit.pupil("Zoé"))
    late = teacher.post(f"{PAGE}/away", seen=old)
    assert late.status_code == 409
    assert "Somebody ticked who is absent meanwhile" in late.text
    assert re.search(rf'value="{kit.pupil("Zoé").membership_id}" checked', late.text)
    assert teacher.post(f"{PAGE}/away", seen="x" * 300, away="nobody").status_code == 409


def test_a_market_day_is_led_from_the_session(kit: Kit, site: Site) -> None:
    for one, other in (("Zoé", "Théo"), ("Théo", "Inès"), ("Inès", "Hugo"), ("Hugo", "Zoé")):
        kit.offer(kit.pupil(one), f"savoir de {one}")
        kit.demand(kit.pupil(other), f"savoir de {one}")
    teacher = site.at(kit.teacher)
    teacher.post("/market", minutes="10", places="la cour 4")
    keep(teacher)
    page = teacher.get(PAGE).text
    fields = {"seen": _field(page, "seen"), "session": "1"}
    answer = teacher.post("/market/rounds", **fields)
    assert answer.location.endswith(PAGE)
    keep(teacher, kit.pupil("Hugo"))
    board = teacher.get(f"{PAGE}/board", HX_Request="true").text
    assert "Round 1 of" in board
    assert "Hugo" not in board
    while "The market is over" not in (page := teacher.get(PAGE).text):
        answer = teacher.post("/market/next", seen=_field(page, "seen"), session="1")
        assert answer.location.endswith(PAGE)
    assert "understand something today" in teacher.get(f"{PAGE}/board").text


def test_an_empty_class_and_one_without_anything_planned(kit: Kit, site: Site) -> None:
    teacher = site.at(kit.teacher)
    assert "Bring in a list" in teacher.get(PAGE).text
    assert "Nobody meets today" in teacher.get(f"{PAGE}/board").text
    assert teacher.get(f"{PAGE}/print").status_code == 200
    kit.pupil("Zoé")
    assert "Who is absent today?" not in teacher.get(PAGE).text


def test_a_gathering_of_today_is_opened_from_the_session(kit: Kit, site: Site) -> None:
    kit.pupil("Zoé")
    council = gatherings.plan(kit.db, kit.teacher, "council", today_in(kit.db, kit.classroom_id))
    kit.save()
    assert f"/together/{council.id}/run" in site.at(kit.teacher).get(PAGE).text


def _field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="(\d+)"', page)
    assert found is not None
    return found[1]
