"""Cards: written in one's own words, kept as typed, counted once."""

import pytest
from markupsafe import escape
from sqlalchemy import select

from rers_school.classroom.models import Demand, Offer
from rers_school.classroom.rules.inventory import DEMANDS, OFFERS
from rers_school.classroom.services import savoirs
from tests.factories import Kit, Site

HOSTILE = [
    "<script>alert(1)</script>",
    "'; DROP TABLE offer; --",
    "\u202eà l’envers",
    "crêpes 🥞👩‍🍳",
    "{{ 7 * 7 }}",
    "مرحبا بالعالم",
    "é" * 120,
]


def test_a_new_card_is_on_everybodys_wall(kit: Kit, site: Site) -> None:
    zoe, theo = kit.pupil("Zoé Bérénger"), kit.pupil("Théo Marchand")
    screen = site.at(zoe)
    answer = screen.post("/savoirs/new/offer", words="faire des crêpes")
    assert answer.status_code == 303
    assert "faire des crêpes" in screen.follow(answer).text
    wall = site.at(theo).get("/wall").text
    assert "faire des crêpes" in wall and "Zoé B." in wall


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_shown_as_typed(kit: Kit, site: Site, words: str) -> None:
    screen = site.at(kit.pupil("Zoé Bérénger"))
    assert screen.post("/savoirs/new/offer", words=words).status_code == 303
    page = screen.get("/wall").text
    assert str(escape(words)) in page
    assert "<script>alert" not in page
    kept = kit.db.scalars(select(Offer.words)).one()
    assert kept == words


@pytest.mark.parametrize("words", ["", "   ", "\u200b", "x" * 121, "y" * 10_000])
def test_what_cannot_be_a_card_comes_back_with_its_text(kit: Kit, site: Site, words: str) -> None:
    screen = site.at(kit.pupil("Zoé Bérénger"))
    answer = screen.post("/savoirs/new/demand", words=words, why="parce que j’en ai envie")
    assert answer.status_code == 422
    assert words.strip() in answer.text
    assert "parce que j’en ai envie" in answer.text
    assert kit.db.scalars(select(Demand)).all() == []


def test_a_double_click_makes_one_card(kit: Kit, site: Site) -> None:
    screen = site.at(kit.pupil("Zoé Bérénger"))
    for _ in range(2):
        answer = screen.post("/savoirs/new/offer", _key="same", words="faire des crêpes")
        assert answer.status_code == 303
    assert len(kit.db.scalars(select(Offer)).all()) == 1


def test_the_same_card_again_is_said_kindly(kit: Kit, site: Site) -> None:
    screen = site.at(kit.pupil("Zoé Bérénger"))
    screen.post("/savoirs/new/offer", words="faire des crêpes")
    answer = screen.post("/savoirs/new/offer", words="Faire des crêpes !")
    assert answer.status_code == 422
    assert "already" in answer.text


def test_a_card_rests_wakes_and_leaves_the_wall(kit: Kit, site: Site) -> None:
    zoe = kit.pupil("Zoé Bérénger")
    card = kit.offer(zoe, "faire des crêpes")
    screen = site.at(zoe)
    for act, there in (("rest", False), ("wake", True), ("withdraw", False), ("wake", True)):
        assert screen.post(f"/savoirs/offer/{card.id}/{act}").status_code == 303
        assert ("faire des crêpes" in screen.get("/wall").text) is there


def test_nobody_touches_the_card_of_another(kit: Kit, site: Site) -> None:
    card = kit.offer(kit.pupil("Zoé Bérénger"), "faire des crêpes")
    theo = site.at(kit.pupil("Théo Marchand"))
    assert theo.get(f"/savoirs/offer/{card.id}").status_code == 404
    assert theo.post(f"/savoirs/offer/{card.id}", words="autre").status_code == 404
    assert theo.post(f"/savoirs/offer/{card.id}/withdraw").status_code == 404


def test_what_makes_uneasy_is_on_no_wall(kit: Kit, site: Site) -> None:
    zoe = kit.pupil("Zoé Bérénger")
    kit.demand(zoe, "nager le crawl", uneasy="j’ai peur de l’eau")
    for actor in (kit.pupil("Théo Marchand"), kit.teacher):
        assert "peur de l’eau" not in site.at(actor).get("/wall").text
    assert "peur de l’eau" in site.at(kit.teacher).get("/people").text
    assert site.at(kit.pupil("Théo Marchand")).get("/people").status_code == 403


def test_the_teacher_writes_a_card_with_a_pupil(kit: Kit, site: Site) -> None:
    zoe = kit.pupil("Zoé Bérénger")
    teacher = site.at(kit.teacher)
    assert teacher.get(f"/savoirs/for/{zoe.membership_id}/offer").status_code == 200
    answer = teacher.post(
        "/savoirs/new/offer", words="plier des origamis", **{"for": str(zoe.membership_id)}
    )
    assert answer.status_code == 303
    assert "written by Mme Diallo" in site.at(zoe).get("/savoirs").text


def test_a_pupil_writes_for_nobody_else(kit: Kit, site: Site) -> None:
    theo = kit.pupil("Théo Marchand")
    screen = site.at(kit.pupil("Zoé Bérénger"))
    answer = screen.post(
        "/savoirs/new/offer", words="plier des origamis", **{"for": str(theo.membership_id)}
    )
    assert answer.status_code == 403
    assert kit.db.scalars(select(Offer)).all() == []


def test_a_tidied_card_keeps_its_words_and_its_author_can_put_it_back(kit: Kit, site: Site) -> None:
    zoe, theo = kit.pupil("Zoé Bérénger"), kit.pupil("Théo Marchand")
    tube = kit.offer(zoe, "réparer une chambre à air")
    tyre = kit.demand(theo, "réparer un pneu de vélo")
    savoirs.bring_under(kit.db, kit.teacher, tyre.savoir_id, tube.savoir_id)
    kit.save()
    screen = site.at(theo)
    mine = screen.get("/savoirs").text
    assert "réparer un pneu de vélo" in mine and "Your words are unchanged" in mine
    assert screen.get("/wall").text.count('class="wall-row') == 1
    assert screen.post(f"/savoirs/demand/{tyre.id}/put-back").status_code == 303
    assert screen.get("/wall").text.count('class="wall-row') == 2


def test_a_new_card_follows_the_tidy_up(kit: Kit, site: Site) -> None:
    zoe, theo = kit.pupil("Zoé Bérénger"), kit.pupil("Théo Marchand")
    tube = kit.offer(zoe, "réparer une chambre à air")
    tyre = kit.demand(theo, "réparer un pneu de vélo")
    savoirs.bring_under(kit.db, kit.teacher, tyre.savoir_id, tube.savoir_id)
    kit.save()
    later = kit.demand(kit.pupil("Léa Okafor"), "Réparer un pneu de vélo")
    assert later.savoir_id == tube.savoir_id


def test_typing_proposes_the_savoirs_that_exist(kit: Kit, site: Site) -> None:
    kit.offer(kit.pupil("Zoé Bérénger"), "faire des crêpes")
    screen = site.at(kit.pupil("Théo Marchand"))
    assert ">faire des crêpes</button>" in screen.get("/savoirs/names?words=crepe").text
    assert "button" not in screen.get("/savoirs/names?words=c").text
    assert 'value="faire des crêpes"' in screen.get("/savoirs/new/demand").text


def test_the_helper_leads_to_a_card(kit: Kit, site: Site) -> None:
    kit.demand(kit.pupil("Zoé Bérénger"), "jouer de la guitare")
    screen = site.at(kit.pupil("Théo Marchand"))
    assert "jouer de la guitare" in screen.get("/savoirs/help/offer").text
    assert screen.get("/savoirs/help/demand").status_code == 200
    assert (
        'value="jouer de la guitare"'
        in screen.get("/savoirs/new/offer?words=jouer%20de%20la%20guitare").text
    )


def test_one_savoir_has_one_card_on_the_wall(kit: Kit, site: Site) -> None:
    zoe = kit.pupil("Zoé Bérénger")
    old = kit.offer(zoe, "faire des crêpes").id
    screen = site.at(zoe)
    screen.post(f"/savoirs/offer/{old}/withdraw")
    new = screen.post("/savoirs/new/offer", words="faire des crêpes")
    assert new.status_code == 303
    again = screen.follow(screen.post(f"/savoirs/offer/{old}/wake")).text
    assert "You have a card with these words already." in again
    other = kit.offer(zoe, "tricoter").id
    changed = screen.post(f"/savoirs/offer/{other}", words="faire des crêpes")
    assert changed.status_code == 422 and "You have a card" in changed.text
    kit.save()
    states = kit.db.scalars(select(Offer.state).order_by(Offer.created_at)).all()
    assert states == ["withdrawn", "visible", "visible"]


@pytest.mark.parametrize("kind", ["offer", "demand"])
def test_a_card_that_rests_is_back_with_everything_it_said(kit: Kit, site: Site, kind: str) -> None:
    zoe = kit.pupil("Zoé Bérénger")
    screen = site.at(zoe)
    screen.post(f"/savoirs/new/{kind}", words="nager", why="pour le plaisir")
    kit.save()
    (card,) = kit.db.scalars(select(Offer if kind == "offer" else Demand)).all()
    for act, seen in (("rest", False), ("wake", True), ("withdraw", False), ("wake", True)):
        screen.post(f"/savoirs/{kind}/{card.id}/{act}")
        assert ("nager" in screen.get("/wall").text) is seen, act
    assert "pour le plaisir" in screen.get(f"/savoirs/{kind}/{card.id}").text


@pytest.mark.parametrize(("kind", "asked"), [("offer", OFFERS), ("demand", DEMANDS)])
def test_the_helper_asks_every_question(
    kit: Kit, site: Site, kind: str, asked: tuple[str, ...]
) -> None:
    zoe, maelle = kit.pupil("Zoé Bérénger"), kit.pupil("Maëlle Guivarch")
    kit.demand(maelle, "jouer de la guitare")
    page = site.at(zoe).get(f"/savoirs/help/{kind}").text
    assert page.count("<details name=") == len(asked) == 5
    assert '/pairs"' in page
    # A small part of what the class is looking for is an offer.
    assert ("jouer de la guitare" in page) is (kind == "offer")
