"""A circle between two classes, from two facing cards to two traces, on the pages of each."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import select

from rers_school.classroom.models import AcrossCircle, Draft, Exchange, Guest
from rers_school.classroom.rules.agreement import REQUIRED
from rers_school.classroom.services.across import answering
from rers_school.classroom.services.across.proposing import Wanted, propose_across
from rers_school.db import unscoped
from tests.across_factory import (
    Two,
    asked_pupils,
    asked_teachers,
    begun,
    everybody_says_yes,
    facing,
    shared,
    third_class,
    two_classes,
)
from tests.classroom.exchange_factory import counted
from tests.factories import Kit, Screen, Site, make_kit


@pytest.fixture
def two(kit: Kit) -> Iterator[Two]:
    made = two_classes(kit)
    yield made
    made.close()


def test_two_pupils_of_two_classes_live_an_exchange(kit: Kit, site: Site) -> None:
    two = two_classes(kit)
    circle = asked_pupils(two)
    zoe, lea = site.at(two.zoe), site.at(two.lea)
    for screen, partner, savoir in ((zoe, "Léa", "les crêpes"), (lea, "Zoé", "les crêpes")):
        today = screen.get("/").text
        assert partner in today and savoir in today
        assert f'href="{screen.root}/exchanges"' in today, "whoever was asked has the tab"
        asked = screen.get(f"/answers/{circle.introduction_id}")
        assert asked.status_code == 200 and partner in asked.text
        assert str(kit.classroom_id) not in asked.text or screen is zoe
        sent = screen.post(f"/answers/{circle.introduction_id}", answer="yes")
        assert sent.location.startswith(screen.root)
        screen.follow(sent)
    kit.save()
    crepes, _guitar = kit.db.scalars(select(Exchange).order_by(Exchange.place)).all()
    room = f"/exchanges/{crepes.id}"
    assert "Zoé, CM2 de Curie" in lea.get(room).text
    assert str(crepes.id) in lea.get("/exchanges").text
    sent = lea.post(f"{room}/lines/place", words="Chez vous, au CDI", number="0")
    assert sent.status_code == 303 and sent.location.startswith(lea.root)
    seen = zoe.get(room).text
    assert "Chez vous, au CDI" in seen and "Léa B., 5e B" in seen
    for line in (*REQUIRED, "way"):
        if line != "place":
            lea.post(f"{room}/lines/{line}", words=f"nos mots: {line}", number="0")
        zoe.post(f"{room}/lines/{line}", words=_WORDS.get(line, f"nos mots: {line}"), number="1")
    assert lea.post(f"{room}/act/look-back").location.startswith(lea.root)
    lea.post(f"{room}/mine/receiver/now_i_can", words="je retourne une crêpe")
    lea.post(f"{room}/mine/receiver", where_i_am="on_my_own", with_teacher="1")
    mine, theirs = site.at(two.other.teacher), site.at(kit.teacher)
    assert "je retourne une crêpe" in mine.get(room).text, "shared with her own teacher"
    assert "je retourne une crêpe" not in theirs.get(room).text, "not with the other class's"
    assert "je retourne une crêpe" not in zoe.get(room).text
    lea.post(f"{room}/close", outcome="learned")
    trace = lea.get("/trace").text
    assert "je retourne une crêpe" in trace and "Zoé" in trace and str(crepes.id) in trace
    assert "je retourne" in lea.get("/trace.json").get_data(as_text=True)
    assert "Léa B., 5e B" in zoe.get("/trace").text
    assert "je retourne une crêpe" in mine.get("/paper/traces").text
    assert "je retourne une crêpe" not in theirs.get("/paper/traces").text
    two.close()


_WORDS = {"place": "Chez vous, au CDI"}


def test_two_teachers_bring_two_cards_together(two: Two, site: Site) -> None:
    crepes, guitar = facing(two)
    mine, theirs = site.at(two.one.teacher), site.at(two.other.teacher)
    base = f"/networks/{two.network_id}/across"
    assert "no circle between classes yet" in mine.get(base).text
    first = mine.get(f"{base}/new?card={crepes.demand}").text
    assert "les crêpes" in first and "Léa B., 5e B" in first and "has a card that fits" in first
    zoe = str(two.zoe.membership_id)
    second = mine.get(f"{base}/new?card={crepes.demand}&person={zoe}").text
    assert "la guitare" in second and "In return" not in second
    sent = mine.post(base, card=str(crepes.demand), person=zoe, back=str(guitar.offer), mediator="")
    page = mine.follow(sent).text
    assert "the other teachers are asked" in page.lower() and "Not answered yet: 5e B" in page
    assert "Bernard" not in page
    asked = theirs.get(base).text
    assert "Zoé M., CM2 de Curie" in asked and "Martin" not in asked and "secret" not in asked
    circle = two.one.db.scalars(select(AcrossCircle.id)).one()
    theirs.follow(theirs.post(f"{base}/{circle}/yes"))
    assert "les crêpes" in site.at(two.lea).get("/").text
    withdrawn = theirs.follow(theirs.post(f"{base}/{circle}/withdraw")).text
    assert "does not start now" in withdrawn
    late = mine.post(f"{base}/{circle}/yes")
    assert late.status_code == 409 and "moved on meanwhile" in late.text


def test_an_answer_on_paper_is_entered_by_ones_own_teacher(two: Two, site: Site) -> None:
    circle = asked_pupils(two)
    base = f"/networks/{two.network_id}/across"
    mine, theirs = site.at(two.one.teacher), site.at(two.other.teacher)
    lea = str(two.lea.membership_id)
    assert mine.post(f"{base}/{circle.id}/paper", partner=lea, answer="yes").status_code == 404
    guest = two.one.db.scalars(select(Guest.membership_id)).one()
    two.save()
    assert guest.hex not in mine.get("/paper/replies").text
    site.at(two.lea).post(f"/answers/{circle.introduction_id}", answer="no", word="j’ai peur")
    assert "j’ai peur" in theirs.get(base).text, "a word to her own teacher"
    assert "j’ai peur" not in mine.get(base).text
    assert "j’ai peur" not in mine.get("/introductions").text
    late = theirs.post(f"{base}/{circle.id}/paper", partner=lea, answer="yes")
    assert late.status_code == 409 and "on a screen" in late.text
    site.at(two.lea).post(f"/answers/{circle.introduction_id}", answer="yes")
    site.at(two.zoe).post(f"/answers/{circle.introduction_id}", answer="yes")
    assert "begun" in theirs.get(base).text.lower()


def test_the_pages_of_the_host_class_do_not_list_a_guest(two: Two, site: Site) -> None:
    begun(two)
    teacher, guest = site.at(two.one.teacher), two.one.db.scalars(select(Guest)).one()
    two.save()
    unlisted = (
        "/people", "/class/today", "/market", "/introductions/by-hand", "/paper/cards",
        "/paper/replies", "/workshops/new", "/wall", "/together",
    )  # fmt: skip
    for path in unlisted:
        page = teacher.get(path)
        assert page.status_code == 200, path
        assert "Léa" not in page.text, path
    as_partner = (
        "/class", "/network", "/exchanges", "/introductions", "/paper/agreements", "/paper/traces",
        "/paper/self-evaluations", "/paper/meetings", "/class/today/board", "/year", "/memory",
    )  # fmt: skip
    for path in as_partner:
        page = teacher.get(path)
        assert page.status_code == 200, path
        assert "Bernard" not in page.text, path
    for act in ("", "/erase"):
        assert teacher.get(f"/people/{guest.membership_id}{act}").status_code == 404
    assert teacher.post(f"/people/{guest.membership_id}/erase", sure="1").status_code == 404
    teacher.get("/people")


def test_the_teachers_page_asks_the_database_as_often_for_many_circles(
    two: Two, site: Site
) -> None:
    asked_teachers(two)
    teacher, path = site.at(two.one.teacher), f"/networks/{two.network_id}/across"
    with counted(two.one.engine) as few:
        teacher.get(path)
    for savoir in ("le judo", "la flûte", "le tricot"):
        card = shared(two.other, two.lea, "offer", savoir)
        links = [Wanted(two.lea.membership_id, two.zoe.membership_id, card)]
        propose_across(two.one.db, two.one.teacher, two.network_id, links)
        two.save()
    with counted(two.one.engine) as many:
        assert "le tricot" in teacher.get(path).text
    assert len(few) == len(many)


def test_a_no_says_nothing_about_whose_it_was(two: Two, site: Site) -> None:
    circle = asked_teachers(two)
    base = f"/networks/{two.network_id}/across"
    site.at(two.other.teacher).post(f"{base}/{circle.id}/no")
    page = site.at(two.one.teacher).get(base).text
    assert "does not start now" in page.lower() and "Yes from" not in page


def test_the_teacher_of_a_guest_looks_in_and_ends_their_part(two: Two, site: Site) -> None:
    crepes, _guitar = begun(two)
    teacher = site.at(two.other.teacher)
    room = f"/exchanges/{crepes}"
    page = teacher.get(room).text
    assert "End my pupils" in page and "Zoé" in page and "Zoé M" not in page
    assert teacher.get(f"{room}/live").status_code == 200
    assert teacher.post(f"{room}/lines/contents", words="non", number="0").status_code == 404
    assert teacher.post(f"{room}/act/stop").status_code == 404
    teacher.follow(teacher.post(f"{room}/end-part"))
    assert "has stopped" in site.at(two.zoe).get(room).text
    assert "has stopped" in site.at(two.lea).get(room).text
    assert site.at(two.lea).post(f"{room}/act/reopen").status_code in (303, 422)


def test_a_teacher_who_accompanies_their_pupil_is_still_their_teacher(two: Two, site: Site) -> None:
    circle = asked_teachers(two)
    teacher = two.other.teacher
    answering.agree(two.other.db, teacher, circle.id, teacher.membership_id)
    two.save()
    everybody_says_yes(two)
    room = f"/exchanges/{two.one.db.scalars(select(Exchange.id).order_by(Exchange.place)).first()}"
    two.save()
    screen = site.at(teacher)
    sent = screen.post(f"{room}/lines/contents", words="Trois recettes", number="0")
    page = screen.follow(sent).text
    assert "Trois recettes" in page and "End my pupils" in page
    assert screen.get(f"{room}/live").status_code == 200
    assert screen.post(f"{room}/act/stop").status_code == 403, "a mediator does not stop it"


def test_what_a_guest_types_is_kept_where_the_exchange_lives(two: Two, site: Site) -> None:
    crepes, _guitar = begun(two)
    lea = site.at(two.lea)
    assert lea.post("/drafts", form=f"line:{crepes}:method", words="à moitié").status_code == 204
    two.save()
    with unscoped(two.one.db, "a test looks at both classes"):
        draft = two.one.db.scalars(select(Draft)).one()
        assert draft.membership_id == two.one.db.scalars(select(Guest.membership_id)).one()
    assert "à moitié" in lea.get(f"/exchanges/{crepes}?edit=method").text
    assert lea.post("/drafts", form=f"line:{uuid4()}:method", words="x").status_code == 404


def test_nobody_else_of_any_class_gets_anywhere(two: Two, site: Site) -> None:
    crepes, _guitar = begun(two)
    circle = two.one.db.scalars(select(AcrossCircle)).one()
    two.save()
    third, outside = third_class(two), make_kit(two.one.engine, "4e D")
    strangers = [
        two.one.pupil("Malo"), two.other.pupil("Nadia"), third.pupil("Ali"), third.teacher,
        outside.pupil("Max"), outside.teacher,
    ]  # fmt: skip
    values = {
        "exchange_id": crepes, "introduction_id": circle.introduction_id, "role": "receiver",
        "line": "contents", "question": "helped", "act": "look-back",
    }  # fmt: skip
    paths = list(_visiting(site, values))
    assert len(paths) > 20
    for one in strangers:
        screen = site.at(one)
        for method, path in paths:
            answer = screen.get(path) if method == "GET" else screen.post(path, answer="yes")
            assert answer.status_code == 404, (one.role, method, path)
            assert b"Zo\xc3\xa9" not in answer.data
        base = f"/networks/{two.network_id}/across"
        wanted = {True: (404, 409), False: (403,)}[one.is_teacher]
        for act in ("yes", "no", "withdraw", "end"):
            assert screen.post(f"{base}/{circle.id}/{act}").status_code in wanted, act
        assert screen.post(f"/exchanges/{crepes}/end-part").status_code in wanted
    looking = site.at(two.other.teacher)
    for method, path in paths:
        if method == "POST":
            assert looking.post(path, answer="yes").status_code == 404, path
    for kit in (third, outside):
        kit.db.close()


def _visiting(site: Site, values: dict[str, object]) -> Iterator[tuple[str, str]]:
    for rule in site.app.url_map.iter_rules():
        view = site.app.view_functions[rule.endpoint]
        if not getattr(view, "visitors", False) or "<" not in rule.rule[len("/c/<uuid:x>") :]:
            continue
        if not {"exchange_id", "introduction_id"} & rule.arguments:
            continue
        path = rule.rule.replace("/c/<uuid:classroom_id>", "")
        for name in rule.arguments - {"classroom_id"}:
            path = re.sub(rf"<(\w+:)?{name}>", str(values.get(name, uuid4())), path)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield method, path


def test_a_visiting_page_holds_nothing_that_the_room_does_not_need(two: Two, site: Site) -> None:
    crepes, _guitar = begun(two)
    two.one.pupil("Malo Petit")
    two.one.save()
    room = f"/exchanges/{crepes}"
    for screen in (site.at(two.lea), site.at(two.other.teacher)):
        for path in (room, f"{room}?edit=method", f"{room}?edit=meeting", f"{room}/times"):
            _needs(screen, path, two)
    lea = site.at(two.lea)
    introduction = two.one.db.scalars(select(AcrossCircle.introduction_id)).one()
    for path in ("/", "/exchanges", "/trace", "/trace.json", f"/answers/{introduction}"):
        _needs(lea, path, two)


def _needs(screen: Screen, path: str, two: Two) -> None:
    answer = screen.get(path)
    if answer.status_code in (303, 404):
        return
    text = answer.get_data(as_text=True)
    for hidden in ("Martin", "secret de famille", "Malo", "Diallo, ", str(two.one.classroom_id)):
        assert hidden not in text, (path, hidden)
    assert "peur du feu" not in text


def test_whoever_has_a_link_in_another_class_is_not_without_one(two: Two, site: Site) -> None:
    teacher = site.at(two.one.teacher)

    def without() -> str:
        page = teacher.get("/introductions").text
        return page.partition('id="without-title"')[2].partition("</section>")[0]

    two.one.offer(two.zoe, "les billes")
    assert two.zoe.shown_name in without()
    asked_pupils(two)
    assert two.zoe.shown_name not in without()
    two.close()
