"""A name is taken out of texts: however it is typed, and without touching other people or words."""

import pytest

from rers_school.classroom.rules.forgetting import Forgetting, Named

OTHERS = [Named("Malo", "Le Goff", "Malo L."), Named("Jean-Louis", "Ba", "Jean-Louis B.")]


def forget(text: str, given: str, family: str, shown: str, others: list[Named]) -> str:
    return Forgetting(Named(given, family, shown), others, "—").in_text(text)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Merci à Zoé !", "Merci à — !"),
        ("merci a zoe", "merci a —"),
        ("ZOÉ et Malo", "— et Malo"),
        ("Zoé Bérénger a montré", "— a montré"),
        ("Bérénger Zoé, Zoé B. et Zoé B", "—, — et —"),
        ("avec d’autres que Zoé-Bérénger.", "avec d’autres que —."),
        ("l’idée de Zoe\u0301 et l'ami d'Zoé", "l’idée de — et l'ami d'—"),
        ("Zoé a dit oui", "— a dit oui"),
        ("Zoélie, zoétrope, azoé", "Zoélie, zoétrope, azoé"),
        ("Zoé. Bérénger aussi.", "—. — aussi."),
        ("", ""),
    ],
)
def test_a_name_goes_however_it_is_typed(text: str, after: str) -> None:
    assert forget(text, "Zoé", "Bérénger", "Zoé B.", OTHERS) == after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("peindre en rose avec Rose", "peindre en rose avec —"),
        ("Rose des vents. Petit pont de bois", "Rose des vents. Petit pont de bois"),
        ("Rose P. et rose petit savent", "— et — savent"),
        ("le pont de Petit", "le pont de —"),
    ],
)
def test_a_name_that_is_a_word_goes_only_where_it_is_the_name(text: str, after: str) -> None:
    assert forget(text, "Rose", "Petit", "Rose P.", OTHERS) == after


def test_an_initial_is_not_the_next_word() -> None:
    assert forget("Zoé a dit, Zoé A. aussi", "Zoé", "Ayad", "Zoé A.", OTHERS) == (
        "— a dit, — aussi"
    )


def test_a_family_name_of_small_words_is_not_taken_out_of_sentences() -> None:
    others: list[Named] = []
    said = "le petit pont, Le petit pont, avec Yann Le Petit, chez Le Petit"
    assert forget(said, "Yann", "Le Petit", "Yann L.", others) == (
        "le petit pont, Le petit pont, avec —, chez —"
    )


def test_the_names_of_others_stay() -> None:
    others = [Named("Malo", "Guivarch", "Malo G.")]
    said = "Malo, Malo L., Malo G. et Le Goff"
    assert forget(said, "Malo", "Le Goff", "Malo L.", others) == "Malo, —, Malo G. et —"
    assert forget("Jean et Jean-Louis", "Jean", "Roux", "Jean R.", OTHERS) == "— et Jean-Louis"


def test_plain_data_is_searched_through_and_its_keys_are_kept() -> None:
    forgetting = Forgetting(Named("Zoé", "", "Zoé"), [], "—")
    value = {"zoé": ["Zoé", {"n": 3, "x": None}], "b": True}
    assert forgetting.in_value(value) == {"zoé": ["—", {"n": 3, "x": None}], "b": True}


def test_nobody_is_forgotten_by_an_empty_name() -> None:
    assert forget("Tout reste.", "", "", "?", OTHERS) == "Tout reste."
