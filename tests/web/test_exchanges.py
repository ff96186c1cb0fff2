"""The teacher's list of exchanges stays a page, however long the year."""

import re

from rers_school.classroom.queries.exchanges import ENDED_A_PAGE, ENDED_AT_A_GLANCE
from tests.classroom.exchange_factory import circle, single
from tests.factories import Kit, Site

ENDED = ENDED_A_PAGE + 2


def _year(kit: Kit) -> None:
    for number in range(ENDED):
        circle(kit, ("Zoé", f"savoir {number:02d}", "Maëlle"), state="closed")
    single(kit, savoir="la guitare")


def _cards(page: str) -> list[str]:
    return re.findall(r'id="exchange-[^"]+"', page)


def test_all_that_go_on_and_the_newest_that_have_ended(kit: Kit, site: Site) -> None:
    _year(kit)
    page = site.at(kit.teacher).get("/exchanges").text
    assert "la guitare" in page
    assert len(_cards(page)) == 1 + ENDED_AT_A_GLANCE
    assert f"({ENDED})" in page
    assert "/exchanges/ended" in page


def test_those_that_have_ended_are_read_a_page_at_a_time(kit: Kit, site: Site) -> None:
    _year(kit)
    screen = site.at(kit.teacher)
    first, second = (screen.get(f"/exchanges/ended?page={number}").text for number in (1, 2))
    assert len(_cards(first)) == ENDED_A_PAGE
    assert len(_cards(second)) == 2
    assert not {*_cards(first)} & {*_cards(second)}
    assert "2 of 2" in screen.get("/exchanges/ended?page=99").text
    assert screen.get("/exchanges/ended?page=-3&page=x").status_code == 200
    assert site.at(kit.pupil("Zoé")).get("/exchanges/ended").status_code == 403


def test_the_list_moves_with_what_it_waits_for(kit: Kit, site: Site) -> None:
    """It is kept between two looks; a change of any exchange makes it anew."""
    exchange = single(kit)
    teacher, pupil = site.at(kit.teacher), site.at(kit.pupil("Zoé"))
    assert "8 lines to decide" in teacher.get("/exchanges").text
    pupil.post(f"/exchanges/{exchange}/lines/contents", words="trois accords", number="0")
    page = teacher.get("/exchanges").text
    assert "7 lines to decide" in page
    assert "1 line waits for the consent of Maëlle" in page
