"""Places and minutes as a teacher types them."""

import pytest

from rers_school.classroom.errors import DomainError
from rers_school.classroom.rules.market_day import minutes_of, places_of


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("la bibliothèque 3", ("la bibliothèque", 3)),
        ("la bibliothèque", ("la bibliothèque", 1)),
        ("salle 12 (4)", ("salle 12", 4)),
        ("cour : 6", ("cour", 6)),
        ("préau x2", ("préau", 2)),
        ("3", ("3", 1)),
        ("  couloir   2 ", ("couloir", 2)),
    ],
)
def test_a_line_is_a_place_and_how_much_fits(line: str, place: tuple[str, int]) -> None:
    (found,) = places_of(line)
    assert tuple(found) == place


def test_empty_lines_are_no_places() -> None:
    assert places_of("\n\n  \n") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("cour 2\nCOUR 3", "place_twice"),
        ("cour 0", "place_without_room"),
        ("cour 999", "place_without_room"),
        ("x" * 200, "too_long"),
        ("\n".join(f"salle {chr(97 + n)}" for n in range(21)), "too_many_places"),
    ],
)
def test_what_cannot_be_a_list_of_places_is_said(text: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        places_of(text)
    assert refused.value.code == code


@pytest.mark.parametrize("raw", ["", "4", "61", "ten", "-10", "1e1", "99999", "१०"])
def test_minutes_that_make_no_round(raw: str) -> None:
    with pytest.raises(DomainError):
        minutes_of(raw)


def test_minutes_that_do() -> None:
    assert (minutes_of("5"), minutes_of("60")) == (5, 60)
