"""A class list is read as teachers have it, and what was not understood is said."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import rers_school
from rers_school.classroom.errors import DomainError
from rers_school.classroom.rules.classlist import BYTES_MOST, LINES_MOST, ClassList, Problem, read

DATA = Path(rers_school.__file__).parent / "data"


def _names(found: ClassList) -> list[tuple[str, str]]:
    return [(line.given, line.family) for line in found.people]


def _codes(found: ClassList) -> list[tuple[int, str, str]]:
    return [(one.number, one.code, one.detail) for one in found.problems]


def test_the_class_of_ten_year_olds_is_read() -> None:
    found = read((DATA / "classe-cm2.csv").read_bytes())
    assert (found.encoding, found.separator) == ("utf-8", ";")
    assert len(found.people) == 26
    assert sum(len(line.offers) for line in found.people) == 46
    assert sum(len(line.demands) for line in found.people) == 49
    zoe = found.people[0]
    assert (zoe.number, zoe.given, zoe.family) == (2, "Zoé", "Bérénger")
    assert zoe.offers == ("faire des crêpes", "le nœud de chaise")
    assert zoe.demands == ("jouer de la guitare", "parler arabe")
    assert found.problems == (Problem(26, "not_a_card", "je ne sais pas"),)
    assert found.problems[0].kind == "note"


def test_the_class_of_twelve_year_olds_is_read_without_a_problem() -> None:
    found = read((DATA / "classe-5e.csv").read_bytes())
    assert (len(found.people), found.problems) == (12, ())
    assert found.people[10].family == "Öztürk"


SHEET = "Prénom;Nom;Offres;Demandes\r\nZoé;Bérénger;nœud – « crêpes » | pêche;arabe\r\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (SHEET.encode(), "utf-8"),
        (SHEET.encode("utf-8-sig"), "utf-8"),
        (SHEET.encode("cp1252"), "windows-1252"),
        (SHEET.encode("utf-16"), "utf-16"),
        ("\ufeff".encode("utf-16-be") + SHEET.encode("utf-16-be"), "utf-16"),
        (SHEET.encode("mac_roman"), "macintosh"),
        (SHEET, "text"),
        ("\ufeff" + SHEET, "text"),
    ],
)
def test_every_usual_encoding_gives_the_same_list(data: bytes | str, encoding: str) -> None:
    found = read(data)
    assert found.encoding == encoding
    assert _names(found) == [("Zoé", "Bérénger")]
    assert found.people[0].offers == ("nœud – « crêpes »", "pêche")


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_usual_separator_gives_the_same_list(separator: str, line_end: str) -> None:
    rows = [["Nom", "Prénom", "Je sais"], ["Roy", "Ana", "nager"], ["Petit", "Tom", "lire|rire"]]
    found = read(line_end.join(separator.join(row) for row in rows))
    assert (found.separator, found.problems) == (separator, ())
    assert _names(found) == [("Ana", "Roy"), ("Tom", "Petit")]
    assert found.people[1].offers == ("lire", "rire")


def test_the_separator_that_a_spreadsheet_announces_is_believed() -> None:
    found = read("sep=;\nPrénom;Nom\nZoé;Roy, fille\n")
    assert (found.people[0].number, found.people[0].family) == (2, "Roy, fille")


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        ("Nom;Prénom", "Bérénger;Zoé"),
        ("NOM DE FAMILLE;Prénom(s)", "Bérénger;Zoé"),
        ("Prénom élève;Nom élève", "Zoé;Bérénger"),
        ("First name;Last name", "Zoé;Bérénger"),
        ("Surname;Given names", "Bérénger;Zoé"),
        ("Name;First name", "Bérénger;Zoé"),
        ("Élève;Prénom", "Bérénger;Zoé"),
        ("Nom et prénom;Classe", "Bérénger Zoé;CM2"),
        ("Nom, Prénom;Classe", "Bérénger, Zoé;CM2"),
        ("Élève;Classe", "Zoé Bérénger;CM2"),
        ("Élève;Classe", "BÉRÉNGER Zoé;CM2"),
        ("Nom;Classe", "Zoé Bérénger;CM2"),
        ("Full name;Class", "Zoé Bérénger;CM2"),
        ("Classe;Sexe;PRENOM;NOM;Né(e) le", "CM2;F;Zoé;Bérénger;01/02/2016"),
    ],
)
def test_headings_are_recognised_in_any_order(headings: str, cells: str) -> None:
    found = read(f"{headings}\n{cells}\n")
    [line] = found.people
    assert (line.number, line.given, line.family.title()) == (2, "Zoé", "Bérénger")
    assert {one.code for one in found.problems} <= {"column_ignored"}


@pytest.mark.parametrize(
    ("offers", "demands"),
    [
        ("Je sais et je peux montrer", "J'aimerais apprendre"),
        ("J’offre", "Je demande"),
        ("Offres", "Demandes"),
        ("offers", "DEMANDS"),
        ("I can share", "I would like to learn"),
    ],
)
def test_the_headings_of_cards_are_recognised(offers: str, demands: str) -> None:
    [line] = read(f"{demands};Prénom;{offers}\nnager;Zoé;lire\n").people
    assert (line.offers, line.demands) == (("lire",), ("nager",))


def test_columns_that_are_not_needed_are_never_read() -> None:
    found = read("Prénom;Nom;Adresse de courriel;Offres\nZoé;Roy;zoe@example.org;nager\n")
    assert "example" not in repr(found)
    assert _codes(found) == [(1, "column_ignored", "Adresse de courriel")]


def test_a_title_may_stand_above_the_headings() -> None:
    found = read("Classe de CM2;\n;\nPrénom;Nom\nZoé;Roy\n")
    assert [line.number for line in found.people] == [4]
    assert _codes(found) == [(1, "above_headings", "Classe de CM2")]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Zoé Bérénger", ("Zoé", "Bérénger")),
        ("BÉRÉNGER Zoé", ("Zoé", "BÉRÉNGER")),
        ("Zoé BÉRÉNGER", ("Zoé", "BÉRÉNGER")),
        ("LE GOFF Malo", ("Malo", "LE GOFF")),
        ("de LA FONTAINE Jean", ("Jean", "de LA FONTAINE")),
        ("DUPONT Marie Claire", ("Marie Claire", "DUPONT")),
        ("ZOÉ BÉRÉNGER", ("ZOÉ", "BÉRÉNGER")),
        ("Malo Le Goff", ("Malo", "Le Goff")),
        ("Zoé B.", ("Zoé", "B.")),
        ("Zoé", ("Zoé", "")),
        ("1. Zoé Bérénger", ("Zoé", "Bérénger")),
        ("- Zoé Bérénger", ("Zoé", "Bérénger")),
        ("• Zoé\u00a0Bérénger", ("Zoé", "Bérénger")),
        ("أمينة بن علي", ("أمينة", "بن علي")),
    ],
)
def test_pasted_names_need_no_headings(line: str, name: tuple[str, str]) -> None:
    found = read(f"{line}\nTom Blanc\n")
    assert _names(found) == [name, ("Tom", "Blanc")]
    assert (found.separator, found.problems) == ("", ())


@pytest.mark.parametrize(
    ("text", "guessed"),
    [
        ("Zoé;Bérénger;lire;nager\nMalo;Le Goff;;rire\n", True),
        ("BÉRÉNGER;Zoé;lire;nager\nLE GOFF;Malo;;rire\n", False),
        ("1;Zoé;Bérénger;lire;nager\n2;Malo;Le Goff;;rire\n", True),
    ],
)
def test_columns_without_headings_are_those_of_the_template(text: str, guessed: bool) -> None:
    found = read(text)
    assert [(line.given, line.family.title()) for line in found.people] == [
        ("Zoé", "Bérénger"),
        ("Malo", "Le Goff"),
    ]
    assert found.people[0].offers == ("lire",)
    assert found.people[1].demands == ("rire",)
    assert [one.code for one in found.problems] == ["order_guessed"] * guessed


def test_a_name_before_a_comma_and_a_space_is_the_family_s() -> None:
    found = read("Bérénger, Zoé\nLe Goff, Malo\n")
    assert _names(found) == [("Zoé", "Bérénger"), ("Malo", "Le Goff")]
    assert _codes(found) == [(1, "order_guessed", "Bérénger Zoé")]


def test_the_cards_of_one_cell_are_told_apart() -> None:
    text = 'Prénom;Offres\nZoé;"lire; vite\nrire | nager\n\n- courir"\nTom;"dire ""non"""\n'
    found = read(text)
    assert found.people[0].offers == ("lire; vite", "rire", "nager", "courir")
    assert found.people[1].offers == ('dire "non"',)
    # A cell of several lines is one row of the spreadsheet.
    assert [line.number for line in found.people] == [2, 3]


@pytest.mark.parametrize(
    "words",
    ["je ne sais pas", "Je sais pas !", "?", "-", "RIEN", "I don’t know", "…", "12/03/2015"],
)
def test_words_for_nothing_are_no_card_and_are_reported(words: str) -> None:
    found = read(f"Prénom;Offres\nZoé;{words} | nager\n")
    assert found.people[0].offers == ("nager",)
    assert _codes(found) == [(2, "not_a_card", words)]


@pytest.mark.parametrize("words", ["🎸", "rien faire et méditer", "العربية", "C++"])
def test_short_and_strange_cards_are_cards(words: str) -> None:
    assert read(f"Prénom;Offres\nZoé;{words}\n").people[0].offers == (words,)


def test_an_address_is_not_taken_for_a_card() -> None:
    found = read("Zoé;Roy;zoe@example.org\nTom;Petit;lire\n")
    assert found.people[0].offers == ()
    assert (1, "not_a_card", "zoe@example.org") in _codes(found)


def test_somebody_named_twice_is_reported_with_the_earlier_row() -> None:
    found = read("Prénom;Nom\nZoé;Bérénger\nTom;Blanc\nBERENGER;zoe\n")
    assert len(found.people) == 3
    assert _codes(found) == [(4, "same_person_twice", "2")]
    assert found.problems[0].kind == "note"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (";;lire", (2, "no_name", "lire")),
        ("?;?;lire", (2, "no_name", "? ? lire")),
        (";Bérénger;", (2, "no_given_name", "Bérénger")),
        (f"{'z' * 81};Roy;", (2, "name_too_long", "z" * 60)),
    ],
)
def test_a_line_that_names_nobody_is_left_out_and_reported(
    row: str, problem: tuple[int, str, str]
) -> None:
    found = read(f"Prénom;Nom;Offres\n{row}\nTom;Blanc;rire\n")
    assert _names(found) == [("Tom", "Blanc")]
    assert _codes(found) == [problem]
    assert found.problems[0].kind == "left_out"


def test_a_card_that_is_too_long_is_left_out_alone() -> None:
    found = read(f"Prénom;Offres\nZoé;{'a' * 121} | {'b' * 120}\n")
    assert found.people[0].offers == ("b" * 120,)
    assert _codes(found) == [(2, "card_too_long", "a" * 60)]


def test_blank_rows_are_skipped_and_counted() -> None:
    found = read("Prénom;Nom\n\n;;\nZoé;Roy\n \n\nTom;Blanc\n\n")
    assert [line.number for line in found.people] == [4, 7]
    assert found.problems == ()


def test_a_quotation_mark_that_nothing_closes_does_not_swallow_the_class() -> None:
    found = read('Prénom;Nom;Offres\nZoé;Roy;"lire\nTom;Blanc;rire\n')
    assert _names(found) == [("Zoé", "Roy"), ("Tom", "Blanc")]
    assert found.people[0].offers == ("lire",)
    assert _codes(found) == [(2, "quotes_unclosed", "")]


@pytest.mark.parametrize("nothing", ["", b"", "\n\n", "Prénom;Nom\n", b"\xef\xbb\xbf", ";;\n;;\n"])
def test_a_list_of_nobody_has_nobody(nothing: bytes | str) -> None:
    assert (read(nothing).people, read(nothing).problems) == ((), ())


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04....[Content_Types].xml....xl/workbook.xml", "xlsx"),
        (b"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "ods"),
        (b"PK\x03\x04..word/document.xml", "docx"),
        (b"PK\x03\x04..holiday.jpg", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "xls"),
        (b"%PDF-1.7", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\n<html><table><tr><td>Zo", "html"),
        (b"Zo\0e\0\0\0", "binary"),
        (b"\xff\xfeZ", "binary"),
        ("Zo\0é", "binary"),
        (bytes(range(1, 32)) * 4, "binary"),
    ],
)
def test_a_file_that_is_no_text_is_refused_with_its_kind(data: bytes | str, kind: str) -> None:
    with pytest.raises(DomainError) as refused:
        read(data)
    assert refused.value.code == "not_a_class_list"
    assert refused.value.details == {"kind": kind}


def test_a_list_has_at_most_five_hundred_pupils() -> None:
    rows = [f"Zoé;Roy{'abcdefghij'[n % 10] * (n // 10 + 1)}\n" for n in range(LINES_MOST + 1)]
    assert read("Prénom;Nom\n" + "".join(rows[:-1])).people[-1].number == LINES_MOST + 1
    with pytest.raises(DomainError) as refused:
        read("Prénom;Nom\n" + "".join(rows))
    assert refused.value.code == "class_list_too_large"
    assert refused.value.details == {"most": LINES_MOST, "got": LINES_MOST + 1, "unit": "lines"}


@pytest.mark.parametrize("data", [b"a" * (BYTES_MOST + 1), "é" * (BYTES_MOST // 2 + 1)])
def test_a_file_of_more_than_a_megabyte_is_refused(data: bytes | str) -> None:
    with pytest.raises(DomainError) as refused:
        read(data)
    assert refused.value.code == "class_list_too_large"
    assert refused.value.details["unit"] == "bytes"


def test_one_cell_of_a_megabyte_is_reported_and_not_kept() -> None:
    found = read("Prénom;Offres\nZoé;" + "a\u0301\u0323" * 150_000 + "\n")
    assert found.people[0].offers == ()
    assert [one.code for one in found.problems] == ["card_too_long"]


PIECES = st.sampled_from(
    ["Prénom", "Nom", "Offres", "Zoé", "ROY", ";", ",", "\t", "|", '"', "\n", "\r", " ", "\0", "1"]
)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200) | st.lists(PIECES, max_size=40).map(lambda p: "".join(p).encode()))
@example(b'"')
@example(b"sep=;\n")
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        found = read(data)
    except DomainError as refused:
        assert refused.code in ("not_a_class_list", "class_list_too_large")
    else:
        assert all(line.given and "\0" not in repr(line) for line in found.people)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=80))
def test_any_pasted_text_is_read_or_refused(text: str) -> None:
    try:
        found = read(text)
    except DomainError as refused:
        assert refused.code == "not_a_class_list"
    else:
        numbers = [line.number for line in found.people] + [one.number for one in found.problems]
        assert all(number >= 1 for number in numbers)
