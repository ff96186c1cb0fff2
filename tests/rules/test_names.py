"""Everybody has a short name of their own, and is recognised under their whole one."""

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rers_school.classroom.rules.names import (
    PATTERNS,
    badge,
    graphemes,
    same_person_key,
    shown_names,
)


def _shown(*people: tuple[str, str]) -> list[str]:
    names = shown_names([(place, *whole) for place, whole in enumerate(people)])
    return [names[place] for place in range(len(people))]


@pytest.mark.parametrize(
    ("people", "shown"),
    [
        ([("Zoé", "Bérénger")], ["Zoé B."]),
        ([("Malo", "Le Goff")], ["Malo L."]),
        ([("Aya", "d'Artagnan")], ["Aya D."]),
        ([("Zoé", "")], ["Zoé"]),
        ([("Zoé", "B")], ["Zoé B"]),
        ([(" Zoé ", " Bérénger  Roy ")], ["Zoé B."]),
        ([("", "Bérénger")], ["B."]),
        ([("小明", "王")], ["小明 王"]),
        ([("Zoé", "Bérénger"), ("Zoé", "Costa")], ["Zoé B.", "Zoé C."]),
        ([("Zoé", "Bérénger"), ("Zoe", "Ba")], ["Zoé Bé.", "Zoe Ba"]),
        ([("Zoé", "Bérénger"), ("Zoé", "Bernard")], ["Zoé Béré.", "Zoé Bern."]),
        (
            [("Malo", "Le Goff"), ("Malo", "Le"), ("Malo", "Legrand")],
            ["Malo Le G.", "Malo Le", "Malo Leg."],
        ),
        ([("Zoé", "Bérénger"), ("Zoé", "")], ["Zoé B.", "Zoé"]),
        ([("Lina", "Zhang"), ("Lina", "Zhang")], ["Lina Z.", "Lina Z. 2"]),
        (
            [("Lina", "Zhang"), ("Lina", "Zola"), ("Lina", "Zhang")],
            ["Lina Zh.", "Lina Zo.", "Lina Zh. 2"],
        ),
        ([("Lina", "Zhang"), ("lina", "ZHANG")], ["Lina Z.", "lina Z. 2"]),
        ([("Ana", "Garcia"), ("Ana", "García")], ["Ana G.", "Ana G. 2"]),
        ([("", ""), ("", "")], ["?", "? 2"]),
        ([("Lina", "Zhang"), ("Lina Z.", "")], ["Lina Z.", "Lina Z. 2"]),
    ],
)
def test_a_name_is_as_short_as_the_class_allows(
    people: list[tuple[str, str]], shown: list[str]
) -> None:
    assert _shown(*people) == shown


def test_a_newcomer_of_the_same_name_leaves_the_first_name_as_it_was() -> None:
    before = _shown(("Lina", "Zhang"), ("Tom", "Blanc"))
    after = _shown(("Lina", "Zhang"), ("Tom", "Blanc"), ("Lina", "Zhang"))
    assert after[:2] == before


@pytest.mark.parametrize("family", ["e\u0301toile", "e\u0301toile " * 2])
def test_an_accent_stays_with_its_letter(family: str) -> None:
    assert _shown(("Ana", family)) == ["Ana É."]


def test_an_initial_in_another_script_is_not_cut_in_the_middle() -> None:
    assert _shown(("अनु", "कीर्ति")) == ["अनु की."]
    assert graphemes("👩🏽‍🍳🇫🇷🇧🇪e\u0301") == ["👩🏽‍🍳", "🇫🇷", "🇧🇪", "é"]


NAMES = st.sampled_from(["", "Zoé", "zoe", "Zoé B.", "Lina", "Li", "王", "🦊", "Z"])
FAMILIES = NAMES | st.text("abéÉ- 2.'", max_size=5)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(NAMES, FAMILIES), max_size=12))
def test_no_two_people_are_shown_under_one_name(people: list[tuple[str, str]]) -> None:
    shown = _shown(*people)
    assert len(set(shown)) == len(people)
    assert all(name.strip() == name != "" for name in shown)


def test_five_hundred_people_of_one_name_are_all_told_apart() -> None:
    assert len(set(_shown(*[("Lina", "Zhang")] * 500))) == 500


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Zoé", "Bérénger"), ("ZOE", "BERENGER")),
        (("Zoé", "Bérénger"), ("Bérénger", "Zoé")),
        (("Jean-Paul", "Le Goff"), ("jean paul", "LE-GOFF")),
        (("Sofía", "Ramírez"), ("Sofi\u0301a", "Ramirez")),
        (("Zoé Bérénger", ""), ("Zoé", "Bérénger")),
        (("Bilal", "Öztürk"), ("bilal", "Ozturk")),
    ],
)
def test_a_person_is_recognised_however_the_name_is_written(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    assert same_person_key(*one) == same_person_key(*other)


def test_two_people_of_other_names_are_not_one() -> None:
    assert same_person_key("Zoé", "Bérénger") != same_person_key("Chloé", "Bérénger")
    assert same_person_key("🦊", "") != same_person_key("🐻", "")


def test_the_key_of_a_very_long_name_fits_its_column() -> None:
    assert len(same_person_key("ﷺ" * 80, "é" * 80)) <= 200


@pytest.mark.parametrize(
    ("name", "letter"),
    [("Zoé B.", "Z"), ("éloïse", "É"), ("'Alí", "A"), ("ßeta", "ß"), ("", "?"), ("王", "王")],
)
def test_a_badge_has_the_first_letter_of_the_name(name: str, letter: str) -> None:
    assert badge(name, UUID(int=1))[0] == letter


def test_a_badge_keeps_its_pattern_whatever_the_name_becomes() -> None:
    assert badge("Zoé B.", UUID(int=7))[1] == badge("Zoé Bé.", UUID(int=7))[1]
    assert {badge("Z", UUID(int=n))[1] for n in range(200)} == set(range(PATTERNS))
    assert badge("Z", "zoe") == badge("Z", "zoe")
