"""A mistake at any place of the format is refused in one line that says where."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from .spoilt import WHOLE, Place, asked, at, changed, refused, replaced, walk

PLACES = dict(walk(WHOLE))
OBJECTS = [place for place, value in PLACES.items() if isinstance(value, dict)]
LISTS = [place for place, value in PLACES.items() if isinstance(value, list)]
TEXTS = [place for place, value in PLACES.items() if isinstance(value, str)]
NUMBERS = [place for place, value in PLACES.items() if type(value) is int]
FLAGS = [place for place, value in PLACES.items() if isinstance(value, bool)]
CAPS = [place for place in NUMBERS if str(place[-1]).endswith("_cap")]
SCOPED = [place for place in TEXTS if place[-1] == "scope"]

ODD: list[Any] = [True, 1, 0, -1, 1.5, "text", "", [], {}, [[]], [None], {"": None}]


def told_at(place: Place) -> str:
    """Return where a complaint about this place points: a name in a pair is told as the pair."""
    if place and place[0] in ("met", "forbids") and len(place) == 3:
        return at(place[:2])
    # A card may be plain text: then the text is its savoir.
    return at(place)


def wrong_types() -> Iterator[tuple[Place, Any]]:
    for place, value in PLACES.items():
        for odd in ODD:
            if isinstance(value, bool):
                fits = isinstance(odd, bool)
            elif isinstance(value, int):
                fits = type(odd) is int
            elif isinstance(value, str):
                # A seed may be a number; a card may be an object; empty text comes further down.
                fits = isinstance(odd, str)
                fits |= place == ("round", "seed") and type(odd) is int
                fits |= place[-2] in ("offers", "demands") and isinstance(odd, dict)
            elif isinstance(value, list):
                fits = isinstance(odd, list)
            else:
                fits = isinstance(odd, dict)
                fits |= len(place) > 1 and place[-2] in ("offers", "demands") and odd in ("text",)
            if not fits and not (isinstance(value, dict) and odd == ""):
                yield place, odd


WRONG = list(wrong_types())


def test_the_round_that_is_spoilt_in_these_tests_is_a_valid_one() -> None:
    code, out, err = asked(json.dumps(WHOLE))
    assert (code, err) == (0, "")
    assert json.loads(out)["counts"]["linked"] >= 3
    assert len(WRONG) > 500


def test_a_wrong_type_at_any_place_is_told_with_the_place() -> None:
    for place, odd in WRONG:
        refused(replaced(place, odd), told_at(place))


@pytest.mark.parametrize("place", [p for p in PLACES if p], ids=at)
def test_null_where_something_must_stand_is_refused(place: Place) -> None:
    # Left out and null are one thing for what may be left out of a person.
    optional = {"classroom", "school", "give_cap", "receive_cap"}
    if place[0] == "people" and place[-1] in optional:
        assert asked(replaced(place, None))[0] in (0, 2)
        return
    refused(replaced(place, None), told_at(place))


@pytest.mark.parametrize("place", OBJECTS, ids=at)
def test_a_field_that_does_not_exist_is_told_with_its_name(place: Place) -> None:
    for name in ("forbid", "Id", "savoir ", "__class__", "é", "a\nb", "\u2028"):
        data = copy.deepcopy(WHOLE)
        holder: Any = data
        for step in place:
            holder = holder[step]
        holder[name] = []
        line = refused(json.dumps(data), at(place))
        if name.isprintable():
            assert f'"{name}"' in line


@pytest.mark.parametrize("place", OBJECTS, ids=at)
def test_a_field_written_twice_is_told_with_its_name(place: Place) -> None:
    value: Any = PLACES[place]
    for name in value:
        # The text is put together by hand: no dictionary holds a name twice.
        inner = json.dumps(value)[:-1] + f", {json.dumps(name)}: {json.dumps(value[name])}}}"
        text = replaced(place, "THE PLACE").replace('"THE PLACE"', inner) if place else inner
        assert f'"{name}"' in refused(text)


@pytest.mark.parametrize(
    ("place", "where"),
    [
        (("people",), "file"),
        (("people", 0, "id"), "people[0]"),
        (("people", 3, "id"), "people[3]"),
        (("people", 0, "offers", 1, "savoir"), "people[0].offers[1]"),
        (("people", 0, "demands", 1, "savoir"), "people[0].demands[1]"),
        *(
            ((name, 0, field), f"{name}[0]")
            for name in ("wishes", "pins")
            for field in ("giver", "receiver", "savoir")
        ),
    ],
)
def test_a_missing_field_is_told_with_its_name(place: Place, where: str) -> None:
    line = refused(changed(place, lambda holder, key: holder.pop(key)), where)
    assert f'"{place[-1]}"' in line


@pytest.mark.parametrize(
    "place",
    [
        *(p for p in TEXTS if p[0] in ("met", "forbids")),
        *(p for p in TEXTS if p[0] in ("wishes", "pins") and p[-1] != "savoir"),
    ],
    ids=at,
)
def test_an_id_that_nobody_has_is_told(place: Place) -> None:
    for stranger in ("nobody", "", "Zoe", "zoe ", "zo\u00eb", "0"):
        assert f'"{stranger}"' in refused(replaced(place, stranger), at(place[:2]))


@pytest.mark.parametrize("one", range(4))
@pytest.mark.parametrize("other", range(4))
def test_two_people_with_one_id_are_told_whoever_they_are(one: int, other: int) -> None:
    if one == other:
        return
    name = WHOLE["people"][one]["id"]
    line = refused(replaced(("people", other, "id"), name), f"people[{max(one, other)}].id")
    assert f"people[{min(one, other)}]" in line
    assert f'"{name}"' in line


@pytest.mark.parametrize("many", [0, 1, 3])
@pytest.mark.parametrize("name", ["met", "forbids"])
def test_a_pair_is_of_two(name: str, many: int) -> None:
    refused(replaced((name, 1), ["zoe", "theo", "hugo"][:many]), f"{name}[1]")


@pytest.mark.parametrize("place", CAPS, ids=at)
@pytest.mark.parametrize("value", [0, -1, 4, 99, 10**6, -(10**6)])
def test_a_cap_out_of_range_is_told_at_every_place(place: Place, value: int) -> None:
    refused(replaced(place, value), at(place))


@pytest.mark.parametrize(
    ("place", "values"),
    [
        (("round", "group_size"), (0, -1, 10**6)),
        (("round", "max_circle"), (1, 0, -3, 10**6)),
        (("people", 0, "offers", 1, "group"), (0, -1)),
        (("people", 1, "times_unlinked"), (-1, -(10**6))),
    ],
)
def test_other_numbers_out_of_range_are_told(place: Place, values: tuple[int, ...]) -> None:
    for value in values:
        refused(replaced(place, value), at(place))


@pytest.mark.parametrize("place", NUMBERS, ids=at)
@pytest.mark.parametrize(
    "written",
    ["NaN", "Infinity", "-Infinity", "1.0", "1e0", "1e400", "-1e-400", "9" * 30, "-" + "9" * 400],
)
def test_a_number_that_no_count_can_be_is_told(place: Place, written: str) -> None:
    text = replaced(place, "HERE").replace('"HERE"', written)
    refused(text, at(place))


@pytest.mark.parametrize("place", [*NUMBERS, *TEXTS, *FLAGS], ids=at)
@pytest.mark.parametrize("digits", [4_301, 100_000])
def test_a_number_longer_than_python_reads_is_refused(place: Place, digits: int) -> None:
    refused(replaced(place, "HERE").replace('"HERE"', "7" * digits))


@pytest.mark.parametrize("place", [p for p in TEXTS if p != ("round", "seed")], ids=at)
def test_nan_is_no_text(place: Place) -> None:
    for written in ("NaN", "-Infinity"):
        text = replaced(place, "HERE").replace('"HERE"', written)
        refused(text, told_at(place))


@pytest.mark.parametrize("place", SCOPED, ids=at)
@pytest.mark.parametrize(
    "scope", ["Class", "clas", "school ", " network", "NETWORK", "", "réseau", "world", "class\0"]
)
def test_a_scope_that_does_not_exist_is_told(place: Place, scope: str) -> None:
    line = refused(replaced(place, scope), at(place))
    assert all(known in line for known in ("class", "school", "network"))


@pytest.mark.parametrize("place", TEXTS, ids=at)
@pytest.mark.parametrize("written", [r"\ud800", r"a\udfffb", r"\udc00\ud800"])
def test_half_a_character_is_told_at_every_place(place: Place, written: str) -> None:
    text = replaced(place, "HERE").replace("HERE", written)
    line = refused(text)
    where = told_at(place)
    assert line.startswith((f"standard input: {where}: ", f"standard input: {where}."))


@pytest.mark.parametrize("place", OBJECTS, ids=at)
def test_half_a_character_in_a_name_of_a_field_is_told(place: Place) -> None:
    data = copy.deepcopy(WHOLE)
    holder: Any = data
    for step in place:
        holder = holder[step]
    holder["\ud8ff"] = 1
    refused(json.dumps(data), at(place))


@pytest.mark.parametrize(
    "place", [("people", 0, "id"), ("people", 0, "offers", 0), ("people", 0, "offers", 1, "savoir")]
)
def test_empty_names_are_told(place: Place) -> None:
    line = refused(replaced(place, ""))
    assert line.startswith(f"standard input: {at(place)}")


@pytest.mark.parametrize("place", [p for p in PLACES if p], ids=at)
def test_deep_nesting_at_any_place_is_refused(place: Place) -> None:
    for deep in ("[" * 300 + "]" * 300, '{"a":' * 300 + "1" + "}" * 300):
        refused(replaced(place, "HERE").replace('"HERE"', deep))
    refused(replaced(place, "HERE").replace('"HERE"', "[" * 200_000 + "]" * 200_000))


PINS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"giver": "theo", "receiver": "zoe", "savoir": "guitare"}, {}),
    ({"giver": "zoe", "receiver": "ines", "savoir": "guitare"}, {}),
    ({"giver": "ines", "receiver": "zoe", "savoir": "crepes"}, {}),
    ({"giver": "zoe", "receiver": "ines", "savoir": "Crepes"}, {}),
    ({"giver": "zoe", "receiver": "ines", "savoir": ""}, {}),
    ({"giver": "zoe", "receiver": "zoe", "savoir": "crepes"}, {}),
    ({"giver": "hugo", "receiver": "zoe", "savoir": "echecs"}, {}),
    ({"giver": "zoe", "receiver": "theo", "savoir": "crepes"}, {"forbids": [["theo", "zoe"]]}),
    ({"giver": "zoe", "receiver": "theo", "savoir": "crepes"}, {"forbids": [["zoe", "theo"]]}),
]


@pytest.mark.parametrize(("pin", "more"), PINS)
def test_a_pin_that_cannot_be_kept_is_told_wherever_it_stands(
    pin: dict[str, Any], more: dict[str, Any]
) -> None:
    alone = {**WHOLE, "pins": [pin], **more}
    line = refused(json.dumps(alone), "pins[0]")
    assert f'"{pin["giver"]}"' in line or f'"{pin["receiver"]}"' in line
    after = {**WHOLE, "pins": [*WHOLE["pins"], pin], **more}
    refused(json.dumps(after), "pins[1]")


@pytest.mark.parametrize("who", [0, 1])
def test_a_pin_with_somebody_resting_is_told(who: int) -> None:
    line = refused(replaced(("people", who, "resting"), True), "pins[0]")
    assert f'"{WHOLE["people"][who]["id"]}"' in line


def test_pins_that_do_not_fit_together_are_told_by_the_later_one() -> None:
    people = [
        {"id": "a", "offers": ["x", "y"]},
        {"id": "b", "offers": ["x"], "demands": ["x", "y"]},
        {"id": "c", "demands": ["x", "y"]},
    ]

    def pins(*words: str) -> str:
        arcs = [dict(zip(("giver", "receiver", "savoir"), w, strict=True)) for w in words]
        return json.dumps({"people": people, "pins": arcs})

    line = refused(pins("abx", "acx"), "pins[1]")
    assert '"a"' in line
    assert "pins[0]" in line
    line = refused(pins("acx", "bcx"), "pins[1]")
    assert '"c"' in line
    assert "pins[0]" in line
    refused(pins("abx", "abx", "acy"), "pins[2]")


@pytest.mark.parametrize(
    "mark", ["\n", "\r", "\v", "\f", "\x1c", "\x1e", "\x85", "\u2028", "\u2029"]
)
def test_names_with_breaks_still_make_one_line(mark: str) -> None:
    for place in (("pins", 0, "giver"), ("pins", 0, "savoir"), ("met", 0, 0), ("forbids", 1, 1)):
        refused(replaced(place, f"no{mark}body"))
    data = copy.deepcopy(WHOLE)
    data["people"] += [{"id": f"x{mark}y"}, {"id": f"x{mark}y"}]
    refused(json.dumps(data), "people[5].id")


def test_a_place_far_down_is_told_by_its_number() -> None:
    people = [{"id": f"p{k}", "offers": ["x", "y", {"savoir": "z"}]} for k in range(3000)]
    people[2718]["offers"][2]["scope"] = "classe"  # type: ignore[index]  # the lists of a test
    refused(json.dumps({"people": people}), "people[2718].offers[2].scope")
    met = [["p1", "p2"]] * 5000 + [["p1", "p3000"]]
    for name in ("met", "forbids"):
        text = json.dumps({"people": [{"id": "p1"}, {"id": "p2"}], name: met})
        refused(text, f"{name}[5000]")


def test_of_several_mistakes_one_is_told() -> None:
    data = copy.deepcopy(WHOLE)
    data["round"]["give_cap"] = 0
    data["people"][0]["id"] = 5
    data["pins"] = "none"
    refused(json.dumps(data))
