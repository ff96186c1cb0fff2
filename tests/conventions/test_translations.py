"""The check of the French catalogue refuses each kind of gap."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from scripts.check_translations import problems, words_of


def _words() -> Catalog:
    words = Catalog(locale="fr")
    words.add("Hello %(name)s", locations=[("a.py", 1)])
    words.add(("%(num)s card", "%(num)s cards"), locations=[("a.py", 2)])
    return words


def _french(
    hello: str = "Bonjour %(name)s", cards: tuple[str, ...] = ("une carte", "%(num)s cartes")
) -> Catalog:
    french = Catalog(locale="fr")
    french.add("Hello %(name)s", hello)
    french.add(("%(num)s card", "%(num)s cards"), cards)
    return french


def test_a_complete_catalogue_has_no_problem() -> None:
    assert problems(_words(), _french()) == []


@pytest.mark.parametrize(
    ("french", "problem"),
    [
        (Catalog(locale="fr"), "not in the catalogue"),
        (_french(hello=""), "no French yet"),
        (_french(cards=("une carte", "")), "no French yet"),
        (_french(hello="Bonjour"), "other placeholders"),
        (_french(hello="Bonjour %(nom)s"), "other placeholders"),
        (_french(hello="Bonjour %(name)"), "other placeholders"),
        (_french(hello="Bonjour %(name)s, 100 %"), "other placeholders"),
        (_french(cards=("une carte", "%(count)s cartes")), "other placeholders"),
    ],
)
def test_a_gap_is_a_problem(french: Catalog, problem: str) -> None:
    assert problem in " ".join(problems(_words(), french))


def test_a_fuzzy_message_is_a_problem() -> None:
    french = _french()
    french["Hello %(name)s"].flags.add("fuzzy")
    assert "fuzzy" in " ".join(problems(_words(), french))


def test_a_message_out_of_use_is_a_problem() -> None:
    french = _french()
    french.add("Goodbye", "Au revoir")
    assert problems(_words(), french) == ["no longer used: 'Goodbye'"]


def test_words_of_views_and_templates_are_collected(tmp_path: Path) -> None:
    package = tmp_path / "rers_school"
    (package / "templates" / "wall").mkdir(parents=True)
    root = Path(__file__).resolve().parents[2]
    (tmp_path / "babel.cfg").write_text((root / "babel.cfg").read_text())
    (package / "labels.py").write_text('x = _("one"); y = lazy_gettext("two")\n')
    (package / "templates" / "wall" / "page.html").write_text(
        '<p>{{ _("three") }}</p>{% trans %}four{% endtrans %}'
    )
    assert {message.id for message in words_of(tmp_path) if message.id} == {
        "one",
        "two",
        "three",
        "four",
    }
