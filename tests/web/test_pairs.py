"""In twos, at the screen: one question at a time, and the other's yes on their own page."""

import re

from sqlalchemy import select

from rers_school.classroom.actor import Role
from rers_school.classroom.models import Offer, SpokenCard
from rers_school.classroom.rules.inventory import questions
from rers_school.classroom.services import people
from rers_school.classroom.services.naming import name_everybody
from tests.factories import Kit, Site

QUESTIONS = questions(waiting=False)


def _said(page: str) -> str:
    found = re.search(r'action="[^"]*(/pairs/said/[0-9a-f-]+)"', page)
    assert found, page
    return found.group(1)


def test_from_the_first_question_to_the_wall(kit: Kit, site: Site) -> None:
    zoe, awa = kit.pupil("Zoé Bérénger"), kit.pupil("Awa Traoré")
    screen = site.at(zoe)
    assert "/pairs" in screen.get("/savoirs").text
    assert "/pairs" in screen.get("/savoirs/help/offer").text
    page = screen.get("/pairs").text
    assert "Awa T." in page and f"/pairs/{zoe.membership_id}/" not in page
    at = f"/pairs/{awa.membership_id}"
    for step, after in zip(QUESTIONS, (*QUESTIONS[1:], "end"), strict=True):
        assert screen.get(f"{at}/{step}").status_code == 200
        answer = (
            screen.post(f"{at}/{step}", words=f"savoir {step}") if step in "home dare" else None
        )
        if answer is not None:
            assert answer.status_code == 303 and answer.location.endswith(f"/{after}")
    end = screen.get(f"{at}/end").text
    assert "savoir home" in end and "savoir dare" in end
    assert "savoir home" not in site.at(kit.pupil("Malo Le Goff")).get("/wall").text

    theirs = site.at(awa)
    today = theirs.get("/").text
    assert "savoir home" in today and "Zoé wrote this with you" in today
    done = theirs.post(_said(today), answer="yes")
    assert "Your card is on the wall." in theirs.follow(done).text
    assert "savoir home" in theirs.get("/wall").text
    mine = theirs.get("/savoirs").text
    assert "savoir dare" in mine and "written by Zoé B." in mine
    gone = theirs.post(_said(mine), answer="no", **{"from": "savoirs"})
    assert "savoir dare" not in theirs.follow(gone).text


def test_other_words_that_are_none_come_back(kit: Kit, site: Site) -> None:
    zoe, awa = kit.pupil("Zoé Bérénger"), kit.pupil("Awa Traoré")
    site.at(zoe).post(f"/pairs/{awa.membership_id}/home", words="nager")
    theirs = site.at(awa)
    said = _said(theirs.get("/").text)
    assert 'value="nager"' in theirs.get(said).text
    wrong = theirs.post(said, answer="changed", words="x" * 130)
    assert wrong.status_code == 422 and "x" * 130 in wrong.text
    assert theirs.post(said, answer="changed", words="plonger").status_code == 303
    kit.save()
    assert kit.db.scalars(select(Offer.words)).all() == ["plonger"]


def test_an_answer_that_cannot_be_written_comes_back(kit: Kit, site: Site) -> None:
    awa = kit.pupil("Awa Traoré")
    kit.offer(awa, "nager")
    screen = site.at(kit.pupil("Zoé Bérénger"))
    for words in ("", "x" * 130, "nager"):
        wrong = screen.post(f"/pairs/{awa.membership_id}/home", words=words)
        assert wrong.status_code == 422 and f'value="{words}"' in wrong.text
        assert 'id="words-error"' in wrong.text
    assert screen.get(f"/pairs/{awa.membership_id}/nothing").status_code == 404
    assert screen.post(f"/pairs/{awa.membership_id}/end", words="nager").status_code == 404


def test_a_double_click_writes_once(kit: Kit, site: Site) -> None:
    awa = kit.pupil("Awa Traoré")
    screen = site.at(kit.pupil("Zoé Bérénger"))
    for _ in range(2):
        screen.post(f"/pairs/{awa.membership_id}/home", _key="same", words="nager")
    kit.save()
    (spoken,) = kit.db.scalars(select(SpokenCard)).all()
    end = screen.get(f"/pairs/{awa.membership_id}/end").text
    assert f"/pairs/written/{spoken.id}" in end
    gone = screen.follow(screen.post(f"/pairs/written/{spoken.id}"))
    assert "nager" not in gone.text


def test_a_small_part_of_what_the_class_looks_for(kit: Kit, site: Site) -> None:
    zoe, awa = kit.pupil("Zoé Bérénger"), kit.pupil("Awa Traoré")
    screen = site.at(zoe)
    kit.demand(zoe, "jouer de la guitare")
    at = f"/pairs/{awa.membership_id}"
    assert screen.post(f"{at}/nobody", words="les volcans").location.endswith("/wall")
    assert 'value="jouer de la guitare"' in screen.get(f"{at}/wall").text
    assert screen.post(f"{at}/wall", words="jouer de la guitare").location.endswith("/end")


def test_the_teacher_asks_the_child_without_an_account(kit: Kit, site: Site) -> None:
    here = kit.classroom_id
    ilyes = people.enter(
        kit.db, classroom_id=here, given="Ilyes", family="Haddad", role=Role.PUPIL, how="list"
    )
    name_everybody(kit.db, here)
    kit.save()
    zoe = site.at(kit.pupil("Zoé Bérénger"))
    zoe.post(f"/pairs/{ilyes.id}/home", words="réparer un vélo")
    assert "Your teacher asks Ilyes" in zoe.get(f"/pairs/{ilyes.id}/end").text
    teacher = site.at(kit.teacher)
    first = teacher.get("/class").text
    assert "waits for your glance" in first and "réparer un vélo" not in first
    page = teacher.get("/pairs/waiting").text
    assert "written by Zoé B." in page and "<details open" not in page
    teacher.post(_said(page), answer="yes")
    assert "réparer un vélo" in teacher.get("/wall").text
    assert "waits for your glance" not in teacher.get("/class").text


def test_nobody_else_opens_what_waits(kit: Kit, site: Site) -> None:
    zoe, awa = kit.pupil("Zoé Bérénger"), kit.pupil("Awa Traoré")
    site.at(zoe).post(f"/pairs/{awa.membership_id}/home", words="nager")
    said = _said(site.at(awa).get("/").text)
    for other in (zoe, kit.pupil("Malo Le Goff")):
        screen = site.at(other)
        assert screen.get(said).status_code == 404
        assert screen.post(said, answer="yes").status_code == 404
        assert screen.get("/pairs/waiting").status_code == 403
