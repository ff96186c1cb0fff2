"""The tidy-up proposes names that may mean one savoir, and leaves the others alone."""

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rers_school
from rers_school.classroom.rules.classlist import read
from rers_school.classroom.rules.likeness import LIKELY, meeting_key, one_slip
from rers_school.classroom.rules.text import likely_twins, looks_alike

DATA = Path(rers_school.__file__).parent / "data"


def _names(file: str) -> list[str]:
    people = read((DATA / file).read_bytes()).people
    return sorted({card for line in people for card in (*line.offers, *line.demands)})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("faire des crêpes", "cuisiner des crêpes"),
        ("le nœud de chaise", "faire un nœud de chaise"),
        ("calculer de tête", "le calcul mental"),
        ("faire un tour de magie", "apprendre la magie"),
        ("réparer une chambre à air", "réparer un pneu de vélo"),
        ("la poésie", "écrire un poème"),
        ("comprendre la proportionnalité", "la proportionnalité"),
        ("jouer de la guitare", "la guitare"),
        ("jouer de la guitarre", "jouer de la guitare"),
        ("danser le hiphop", "danser le hip-hop"),
        ("jouer au foot", "faire du football"),
        ("jouer au ping-pong", "jouer au tennis de table"),
        ("nager", "la natation"),
        ("le dessin", "dessiner"),
        ("le jonglage", "jongler"),
        ("parler anglais", "l'anglais"),
        ("faire du pain", "fabriquer du pain"),
        ("make bread", "how to bake some bread"),
        ("les Fractions", "fractions"),
    ],
)
def test_names_that_may_mean_one_savoir_are_proposed(one: str, other: str) -> None:
    assert likely_twins([one, other]) == [(one, other, looks_alike(one, other))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("jouer aux échecs", "jouer au foot"),
        ("jouer de la flûte", "jouer de la guitare"),
        ("parler anglais", "parler espagnol"),
        ("parler anglais", "parler français pour les devoirs"),
        ("parler arabe", "expliquer les devoirs en arabe"),
        ("parler portugais", "dessiner un portrait"),
        ("monter une tente", "filmer et monter une vidéo"),
        ("monter une tente", "monter à cheval"),
        ("dessiner des mangas", "dessiner en perspective"),
        ("dessiner des mangas", "lire des mangas"),
        ("faire du vélo sans les mains", "réparer un pneu de vélo"),
        ("jouer de la guitare", "accorder une guitare"),
        ("les tables de 7", "les tables de 8"),
        ("jongler à trois balles", "jongler à quatre balles"),
        ("conjuguer au passé composé", "conjuguer au passé simple"),
        ("lire une carte", "la lecture"),
        ("dessiner un cheval", "monter à cheval"),
        ("danser le hip-hop", "danser la cumbia"),
        ("faire du pain", "faire un herbier"),
        ("🎸", "🥁"),
    ],
)
def test_names_of_different_savoirs_are_not_proposed(one: str, other: str) -> None:
    assert looks_alike(one, other) < LIKELY
    assert likely_twins([one, other]) == []


def test_the_younger_class_has_exactly_these_proposals() -> None:
    found = {frozenset(pair[:2]) for pair in likely_twins(_names("classe-cm2.csv"))}
    assert found == {
        frozenset(pair)
        for pair in [
            ("faire des crêpes", "cuisiner des crêpes"),
            ("le nœud de chaise", "faire un nœud de chaise"),
            ("calculer de tête", "le calcul mental"),
            ("faire un tour de magie", "apprendre la magie"),
            ("réparer une chambre à air", "réparer un pneu de vélo"),
            ("dessiner des mangas", "dessiner des Mangas"),
        ]
    }


def test_the_older_class_has_exactly_these_proposals() -> None:
    found = {frozenset(pair[:2]) for pair in likely_twins(_names("classe-5e.csv"))}
    assert found == {
        frozenset(pair)
        for pair in [
            ("apprendre la langue des signes", "la langue des signes"),
            ("comprendre la proportionnalité", "la proportionnalité"),
            ("la poésie", "écrire un poème"),
        ]
    }


def test_the_likeliest_come_first_whatever_the_order_of_the_names() -> None:
    names = _names("classe-cm2.csv")
    found = likely_twins(names)
    assert [pair[2] for pair in found] == sorted((pair[2] for pair in found), reverse=True)
    turned = {(frozenset(pair[:2]), pair[2]) for pair in likely_twins(names[::-1])}
    assert turned == {(frozenset(pair[:2]), pair[2]) for pair in found}


def test_a_name_given_twice_is_no_twin_of_itself() -> None:
    assert likely_twins(["faire du pain", "faire du pain"]) == []


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_the_same_both_ways(one: str, other: str) -> None:
    assert looks_alike(one, other) == looks_alike(other, one)
    assert 0 <= looks_alike(one, other) <= 1


def test_likeness_of_real_names_is_the_same_both_ways() -> None:
    for one, other in combinations(_names("classe-cm2.csv") + _names("classe-5e.csv"), 2):
        assert looks_alike(one, other) == looks_alike(other, one)


@pytest.mark.parametrize("slip", ["guitarre", "gutare", "guitaro", "giutare", "guitare"])
def test_one_slip_is_forgiven(slip: str) -> None:
    assert one_slip(slip, "guitare")
    assert one_slip("guitare", slip)


@pytest.mark.parametrize("other", ["guitarres", "gtare", "gaitaro", "guitrae s", "erratiug", ""])
def test_two_slips_are_not(other: str) -> None:
    assert not one_slip(other, "guitare")
    assert not one_slip("guitare", other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("faire des crêpes", "Les crêpes"),
        ("jouer de la guitare", "une guitare"),
        ("faire du vélo", "la bicyclette"),
        ("jouer au football", "le foot"),
        ("les ordinateurs", "un ordi"),
    ],
)
def test_savoirs_of_two_classes_meet(one: str, other: str) -> None:
    assert meeting_key(one) == meeting_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("réparer un vélo", "faire du vélo"),
        ("parler arabe", "lire l’arabe"),
        ("faire des crêpes", "faire du pain"),
        ("faire", "jouer"),
    ],
)
def test_what_is_not_the_same_stays_apart(one: str, other: str) -> None:
    assert meeting_key(one) != meeting_key(other)
