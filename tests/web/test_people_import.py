"""The class's list in the browser: chosen, looked at, confirmed."""

import html
import io
import re

import pytest
from sqlalchemy import func, select

from rers_school.classroom.models import Membership, Offer
from tests.factories import Kit, Screen, Site

LIST = "prénom;nom;offre;demande\nZoé;Bérénger;les crêpes;la guitare\nYanis;Haddad;;l'espagnol\n"


def hidden(page: str, name: str) -> str:
    """Return the value of a hidden field, as a browser would send it."""
    found = re.search(f'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return html.unescape(found[1])


def pupils(kit: Kit) -> int:
    kit.db.rollback()
    return (
        kit.db.scalar(
            select(func.count()).select_from(Membership).where(Membership.role == "pupil")
        )
        or 0
    )


def previewed(screen: Screen, text: str = LIST) -> dict[str, str]:
    page = screen.post("/people/import", text=text).text
    return {name: hidden(page, name) for name in ("text", "fingerprint")}


def test_the_preview_shows_everything_and_keeps_nothing(kit: Kit, site: Site) -> None:
    page = site.at(kit.teacher).post("/people/import", text=LIST)
    assert page.status_code == 200
    for words in ("Bérénger", "les crêpes", "la guitare", "Haddad"):
        assert words in page.text
    assert pupils(kit) == 0


def test_confirming_does_what_was_shown(kit: Kit, site: Site) -> None:
    screen = site.at(kit.teacher)
    answer = screen.post("/people/import/confirm", **previewed(screen))
    assert answer.status_code == 303
    page = screen.follow(answer).text
    assert "Zoé B." in page and "2 people are entered, 3 cards are on the wall." in page
    assert pupils(kit) == 2


def test_a_second_look_at_the_same_list_has_nothing_to_do(kit: Kit, site: Site) -> None:
    screen = site.at(kit.teacher)
    screen.post("/people/import/confirm", **previewed(screen))
    page = screen.post("/people/import", text=LIST).text
    assert "There is nothing to add" in page
    assert "Do it" not in page


def test_a_double_click_enters_the_class_once(kit: Kit, site: Site) -> None:
    screen = site.at(kit.teacher)
    fields = previewed(screen)
    first = screen.post("/people/import/confirm", _key="once", **fields)
    second = screen.post("/people/import/confirm", _key="once", **fields)
    assert (first.status_code, second.status_code) == (303, 303)
    assert pupils(kit) == 2


def test_two_tabs_enter_the_class_once_and_the_second_is_told(kit: Kit, site: Site) -> None:
    screen = site.at(kit.teacher)
    fields = previewed(screen)
    screen.post("/people/import/confirm", **fields)
    answer = screen.post("/people/import/confirm", **fields)
    assert answer.status_code == 409
    assert "The class has changed meanwhile. Nothing was done." in answer.text
    assert pupils(kit) == 2


def test_a_card_that_is_there_is_not_doubled(kit: Kit, site: Site) -> None:
    zoe = kit.pupil("Zoé Bérénger")
    kit.offer(zoe, "les crêpes")
    screen = site.at(kit.teacher)
    assert "(there already)" in screen.post("/people/import", text=LIST).text
    screen.post("/people/import/confirm", **previewed(screen))
    kit.db.rollback()
    assert kit.db.scalar(select(func.count()).select_from(Offer)) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_file_is_read_as_its_program_wrote_it(kit: Kit, site: Site, encoding: str) -> None:
    screen = site.at(kit.teacher)
    file = (io.BytesIO(LIST.encode(encoding)), "classe.csv")
    page = screen.post("/people/import", text="", file=file).text
    fields = {name: hidden(page, name) for name in ("text", "fingerprint")}
    assert screen.post("/people/import/confirm", **fields).status_code == 303
    names = set(kit.db.scalars(select(Membership.shown_name)))
    assert {"Zoé B.", "Yanis H."} <= names


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (b"PK\x03\x04 xl/workbook.xml", "choose “Save as”, then CSV"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x01", "it is not a list of names"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_what_to_do(
    kit: Kit, site: Site, data: bytes, advice: str
) -> None:
    answer = site.at(kit.teacher).post("/people/import", file=(io.BytesIO(data), "classe.xlsx"))
    assert answer.status_code == 422
    assert "Nothing was changed." in answer.text and advice in answer.text


def test_an_empty_list_is_refused_with_what_to_do(kit: Kit, site: Site) -> None:
    answer = site.at(kit.teacher).post("/people/import", text=" \n ;; \n")
    assert answer.status_code == 422
    assert "Write one pupil per line" in answer.text


def test_what_cannot_be_read_is_told_with_its_line(kit: Kit, site: Site) -> None:
    text = "prénom;nom;offre\nZoé;Bérénger;rien\n;;le crawl\nZoé;Bérénger;\n"
    page = site.at(kit.teacher).post("/people/import", text=text).text
    for words in ("Line 2:", "Line 3:", "Line 4:", "There is no name"):
        assert words in page


def test_markup_in_a_list_stays_text(kit: Kit, site: Site) -> None:
    page = site.at(kit.teacher).post("/people/import", text='<b>Zoé</b> "Bé"\n').text
    assert "<b>Zoé</b>" not in page


def test_the_way_in_is_shown(kit: Kit, site: Site) -> None:
    page = site.at(kit.teacher).get("/people/import").text
    assert 'enctype="multipart/form-data"' in page and 'type="file"' in page
