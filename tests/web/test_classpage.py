"""The class page: one next thing, what waits, and the curtain."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import html5lib
import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.models import Answer, Introduction, Membership
from rers_school.classroom.queries.class_page import class_page
from rers_school.classroom.services import agenda
from rers_school.lti.models import LaunchSession
from tests.classroom.exchange_factory import single
from tests.factories import Kit, Site

_NS = "{http://www.w3.org/1999/xhtml}"


def outside_and_inside(page: str) -> tuple[str, str]:
    """Return the text of the page outside every curtain, and inside them."""
    tree = html5lib.parse(page)
    inside: list[str] = []

    def walk(node: Any, behind: bool, out: list[str]) -> None:
        closed = node.tag == f"{_NS}details" and "curtain" in (node.get("class") or "").split()
        if closed:
            assert node.get("open") is None
        behind = behind or closed
        into = inside if behind else out
        if isinstance(node.tag, str):
            into.extend([node.text or "", *node.attrib.values()])
            for child in node:
                walk(child, behind, out)
                into.append(child.tail or "")

    outside: list[str] = []
    walk(tree, False, outside)
    return " ".join(outside), " ".join(inside)


def propose(kit: Kit, *names: str, answered: str = "") -> None:
    """Put a proposal before these pupils; the one named ``answered`` has said yes."""
    made = Introduction(
        classroom_id=kit.classroom_id, made_by_id=kit.teacher.membership_id, state="proposed"
    )
    kit.db.add(made)
    kit.db.flush()
    for name in names:
        kit.db.add(
            Answer(
                classroom_id=kit.classroom_id,
                introduction_id=made.id,
                membership_id=kit.pupil(name).membership_id,
                answer="yes" if name == answered else None,
            )
        )
    kit.save()


@contextmanager
def counted(db: Session) -> Iterator[list[str]]:
    """Collect the statements that are sent to the database inside the block."""
    sent: list[str] = []

    def note(_c: Any, _cur: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    engine = db.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_who_has_no_link_is_behind_the_closed_curtain_only(kit: Kit, site: Site) -> None:
    kit.offer(kit.pupil("Timéo"), "le crawl")
    kit.pupil("Ayaan")
    single(kit, "Maëlle", "la guitare", "Zoé")
    outside, inside = outside_and_inside(site.at(kit.teacher).get("/class").text)
    for name in ("Timéo", "Ayaan"):
        assert name not in outside
        assert name in inside
    assert "Maëlle" in outside and "Maëlle" not in inside


def test_the_words_are_about_the_card(kit: Kit, site: Site) -> None:
    kit.offer(kit.pupil("Timéo"), "le crawl")
    kit.pupil("Ayaan")
    _, inside = outside_and_inside(site.at(kit.teacher).get("/class").text)
    assert "this card waits for a demand" in inside
    assert "No card on the wall yet." in inside
    assert f"/savoirs/for/{kit.pupil('Ayaan').membership_id}/offer" in inside


def test_who_rests_and_who_has_not_answered_is_behind_the_curtain(kit: Kit, site: Site) -> None:
    propose(kit, "Zoé", "Yanis", answered="Zoé")
    kit.db.get_one(Membership, kit.pupil("Maëlle").membership_id).resting = True
    kit.save()
    outside, inside = outside_and_inside(site.at(kit.teacher).get("/class").text)
    assert "1 answer of 2 has come." in outside
    for name in ("Yanis", "Maëlle"):
        assert name not in outside
        assert name in inside


def test_what_waits_for_the_teacher_in_person_is_told(kit: Kit, site: Site) -> None:
    screen = site.at(kit.teacher)
    propose(kit, "Zoé", "Yanis")
    assert "Something waits for you too" not in screen.get("/class").text
    kit.pupils["Mme Diallo"] = kit.teacher
    propose(kit, "Zoé", "Mme Diallo")
    outside, inside = outside_and_inside(screen.get("/class").text)
    assert "Something waits for you too" in outside
    assert "Mme Diallo" not in inside


def test_an_exchange_that_waits_says_for_whom_and_leads_there(kit: Kit, site: Site) -> None:
    exchange = single(kit, "Maëlle", "la guitare", "Zoé")
    outside, _ = outside_and_inside(site.at(kit.teacher).get("/class").text)
    assert "Exchanges that wait" in outside
    assert f"/exchanges/{exchange}" in outside


def test_an_empty_class_is_invited_to_bring_in_its_list(kit: Kit, site: Site) -> None:
    page = site.at(kit.teacher).get("/class").text
    assert "/people/import" in page
    assert "curtain" not in page


def test_next_are_the_names_then_the_cards_then_the_introductions(kit: Kit) -> None:
    assert class_page(kit.db, kit.teacher).next == "list"
    zoe, yanis = kit.pupil("Zoé"), kit.pupil("Yanis")
    assert class_page(kit.db, kit.teacher).next == "cards"
    kit.offer(zoe, "la guitare")
    kit.demand(yanis, "la guitare")
    assert class_page(kit.db, kit.teacher).next == "introduce"
    member = kit.db.get_one(Membership, yanis.membership_id)
    member.maybe_id = zoe.membership_id
    kit.save()
    assert class_page(kit.db, kit.teacher).next == "confirm"


def test_next_are_the_answers_while_proposals_are_out(kit: Kit) -> None:
    propose(kit, "Zoé", "Yanis")
    assert class_page(kit.db, kit.teacher).next == "answers"


def test_nothing_is_next_when_everybody_exchanges(kit: Kit) -> None:
    single(kit, "Maëlle", "la guitare", "Zoé")
    assert class_page(kit.db, kit.teacher).next == "nothing"


def test_an_unchanged_page_answers_304_and_a_new_card_changes_it(kit: Kit, site: Site) -> None:
    kit.offer(kit.pupil("Zoé"), "la guitare")
    screen = site.at(kit.teacher)
    first = screen.get("/class/live", HX_Request="true")
    tag = first.headers["HX-PTag"]
    assert "<h1" not in first.text
    assert screen.get("/class/live", HX_Request="true", HX_PTag=tag).status_code == 304
    kit.demand(kit.pupil("Yanis"), "la guitare")
    assert screen.get("/class/live", HX_Request="true", HX_PTag=tag).status_code == 200


def test_a_poll_of_the_open_part_names_nobody_without_a_link(kit: Kit, site: Site) -> None:
    kit.offer(kit.pupil("Timéo"), "le crawl")
    screen = site.at(kit.teacher)
    assert "Timéo" not in screen.get("/class/live", HX_Request="true").text
    assert "Timéo" in screen.get("/class/live?part=behind", HX_Request="true").text


@pytest.mark.parametrize("more", [3, 20])
def test_the_page_asks_the_database_a_constant_number_of_times(kit: Kit, more: int) -> None:
    for number in range(more):
        kit.offer(kit.pupil(f"Élève{number}"), f"savoir {number}")
    single(kit, "Maëlle", "la guitare", "Zoé")
    kit.db.expire_all()
    with counted(kit.db) as sent:
        class_page(kit.db, kit.teacher)
    assert len([one for one in sent if one.startswith("SELECT")]) <= 27


def test_who_carries_much_is_told_behind_the_curtain(kit: Kit, site: Site) -> None:
    for number, receiver in enumerate(("Zoé", "Malo")):
        single(kit, "Awa", f"savoir {number}", receiver)
    words = "Give in several exchanges at once"
    assert words not in site.at(kit.teacher).get("/class").text
    single(kit, "Awa", "savoir 3", "Inès")
    outside, inside = outside_and_inside(site.at(kit.teacher).get("/class").text)
    assert words in inside and words not in outside


def test_what_has_changed_since_the_teacher_was_here(kit: Kit, site: Site) -> None:
    kit.offer(kit.pupil("Zoé Bérénger"), "danser")
    kit.save()
    teacher = site.at(kit.teacher)
    assert 'id="news"' not in teacher.get("/class").text, "the first day"
    launch = kit.db.scalars(
        select(LaunchSession).where(LaunchSession.membership_id == kit.teacher.membership_id)
    ).one()
    launch.created_at -= timedelta(days=3)
    single(kit)
    kit.offer(kit.pupil("Hugo"), "coudre")
    agenda.add(kit.db, kit.pupil("Hugo"), "propose", "un marché")
    kit.save()
    page = site.at(kit.teacher).get("/class").text
    news = page[page.index('id="news"') :].split("</p>")[0]
    assert "2 new cards" in news and "1 point for the next gathering" in news
    assert "meeting" not in news and "ended" not in news, "what did not happen is not said"
    assert "Hugo" not in news


def test_a_new_class_has_no_tabs_of_what_it_does_not_need_yet(kit: Kit, site: Site) -> None:
    zoe, tabs = kit.pupil("Zoé"), re.compile(r'<a class="tab" href="[^"]*/(\w+)"')

    def seen(who: Actor) -> set[str]:
        page = site.at(who).get("/wall").text
        return {
            tab for tab in ("introductions", "exchanges") if tab in tabs.findall(page + menu(page))
        }

    def menu(page: str) -> str:
        return page.split('class="menu-panel"')[1].replace("<a href", '<a class="tab" href')

    assert seen(kit.teacher) == seen(zoe) == set()
    assert site.at(zoe).get("/exchanges").text.count('aria-current="page"'), (
        "but the pages are there"
    )
    kit.offer(zoe, "danser")
    assert seen(kit.teacher) == set(), "nothing could meet yet"
    kit.demand(kit.pupil("Hugo"), "coudre")
    kit.save()
    assert seen(kit.teacher) == {"introductions", "exchanges"}
    assert seen(zoe) == set()
    single(kit)
    assert seen(zoe) == {"exchanges"}
