"""Tidy-up: two names of one savoir under one heading, no card rewritten, and back again."""

import re

from sqlalchemy import select

from rers_school.classroom.models import Offer, Savoir
from rers_school.classroom.queries.tidy import tidy
from tests.factories import Kit, Site


def savoir(kit: Kit, name: str) -> str:
    return str(kit.db.scalars(select(Savoir.id).where(Savoir.name == name)).one())


def row_of(page: str, name: str) -> str:
    """Return the row of the wall that this savoir heads."""
    rows = re.findall(r"<section class=\"wall-row.*?</section>", page, re.S)
    return next((row for row in rows if f">{name}</span>" in row.partition("</h2>")[0]), "")


def two_names(kit: Kit) -> None:
    kit.offer(kit.pupil("Zoé"), "réparer une chambre à air")
    kit.demand(kit.pupil("Yanis"), "réparer un pneu de vélo")


def test_names_that_look_alike_are_proposed(kit: Kit, site: Site) -> None:
    kit.offer(kit.pupil("Zoé"), "jouer de la guitare")
    kit.demand(kit.pupil("Yanis"), "la guitare")
    kit.demand(kit.pupil("Maëlle"), "nager le crawl")
    found = tidy(kit.db, kit.classroom_id)
    assert [{pair.one.name, pair.other.name} for pair in found.proposals] == [
        {"jouer de la guitare", "la guitare"}
    ]
    assert "Both under “la guitare”" in site.at(kit.teacher).get("/tidy").text


def test_two_are_brought_together_by_hand_and_no_card_is_rewritten(kit: Kit, site: Site) -> None:
    two_names(kit)
    screen = site.at(kit.teacher)
    answer = screen.post(
        "/tidy",
        savoir=savoir(kit, "réparer une chambre à air"),
        heading=savoir(kit, "réparer un pneu de vélo"),
    )
    assert answer.status_code == 303
    row = row_of(screen.get("/wall").text, "réparer un pneu de vélo")
    assert "Zoé" in row and "Yanis" in row and "réparer une chambre à air" in row
    kit.db.rollback()
    assert kit.db.scalars(select(Offer.words)).one() == "réparer une chambre à air"


def test_the_teacher_takes_it_out_again(kit: Kit, site: Site) -> None:
    two_names(kit)
    screen, moved = site.at(kit.teacher), savoir(kit, "réparer une chambre à air")
    screen.post("/tidy", savoir=moved, heading=savoir(kit, "réparer un pneu de vélo"))
    assert "Take out" in screen.get("/tidy").text
    assert screen.post(f"/tidy/{moved}/out").status_code == 303
    assert "Zoé" in row_of(screen.get("/wall").text, "réparer une chambre à air")
    assert "Take out" not in screen.get("/tidy").text


def test_the_author_is_told_and_undoes_it(kit: Kit, site: Site) -> None:
    two_names(kit)
    site.at(kit.teacher).post(
        "/tidy",
        savoir=savoir(kit, "réparer une chambre à air"),
        heading=savoir(kit, "réparer un pneu de vélo"),
    )
    hers = site.at(kit.pupil("Zoé"))
    assert "it hangs under “réparer un pneu de vélo”" in hers.get("/savoirs").text
    card = kit.db.scalars(select(Offer.id)).one()
    assert hers.post(f"/savoirs/offer/{card}/put-back").status_code == 303
    assert "Zoé" in row_of(hers.get("/wall").text, "réparer une chambre à air")


def test_what_an_author_has_undone_is_not_proposed_again(kit: Kit, site: Site) -> None:
    card = kit.offer(kit.pupil("Zoé"), "jouer de la guitare")
    kit.demand(kit.pupil("Yanis"), "la guitare")
    site.at(kit.teacher).post(
        "/tidy", savoir=savoir(kit, "jouer de la guitare"), heading=savoir(kit, "la guitare")
    )
    site.at(kit.pupil("Zoé")).post(f"/savoirs/offer/{card.id}/put-back")
    kit.db.rollback()
    assert not tidy(kit.db, kit.classroom_id).proposals


def test_a_savoir_under_itself_is_refused(kit: Kit, site: Site) -> None:
    two_names(kit)
    one = savoir(kit, "réparer une chambre à air")
    answer = site.at(kit.teacher).post("/tidy", savoir=one, heading=one)
    assert answer.status_code == 422
    assert "Choose two." in answer.text


def test_choosing_nothing_is_told(kit: Kit, site: Site) -> None:
    two_names(kit)
    answer = site.at(kit.teacher).post("/tidy", savoir="", heading="")
    assert answer.status_code == 422
    assert "Choose two savoirs." in answer.text


def test_a_double_click_brings_together_once(kit: Kit, site: Site) -> None:
    two_names(kit)
    screen = site.at(kit.teacher)
    fields = {
        "savoir": savoir(kit, "réparer une chambre à air"),
        "heading": savoir(kit, "réparer un pneu de vélo"),
    }
    first, second = (screen.post("/tidy", _key="once", **fields) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)


def test_an_empty_wall_has_nothing_to_tidy(kit: Kit, site: Site) -> None:
    assert "There is nothing to tidy yet." in site.at(kit.teacher).get("/tidy").text
