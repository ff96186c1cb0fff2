"""The file format of `rers-school suggest`, and one clear line for everything that is wrong."""

from __future__ import annotations

import ast
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

import rers_school.classroom.matching as matching
from rers_school.classroom.matching import ProblemError
from rers_school.classroom.matching.json_io import read, run

ROUND: dict[str, Any] = {
    "round": {
        "seed": "2026-11",
        "give_cap": 1,
        "receive_cap": 1,
        "group_size": 1,
        "max_circle": 3,
    },
    "people": [
        {
            "id": "zoe",
            "classroom": "cm2",
            "school": "curie",
            "offers": ["crepes"],
            "demands": ["guitare"],
            "resting": False,
            "times_unlinked": 0,
            "give_cap": 2,
        },
        {
            "id": "ines",
            "classroom": "cm2",
            "school": "curie",
            "offers": [{"savoir": "guitare", "scope": "school", "group": 2}],
            "demands": [{"savoir": "crepes", "scope": "school"}],
        },
        {"id": "théo", "classroom": "cm2", "school": "curie", "offers": ["échecs"]},
    ],
    "met": [["zoe", "théo"], ["théo", "zoe"]],
    "wishes": [{"giver": "ines", "receiver": "zoe", "savoir": "guitare"}],
    "pins": [{"giver": "zoe", "receiver": "ines", "savoir": "crepes"}],
    "forbids": [["théo", "ines"]],
}


def ran(path: str, stdin: str = "") -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return run(path, io.StringIO(stdin), out, err), out.getvalue(), err.getvalue()


def test_the_plan_is_written_as_documented() -> None:
    code, out, err = ran("-", json.dumps(ROUND))
    plan = json.loads(out)
    assert (code, err) == (0, "")
    assert list(plan) == ["circles", "others", "unlinked", "bounds", "counts", "elapsed_ms"]
    (circle,) = plan["circles"]
    pair = {e["giver"]: e for e in circle}
    assert pair["zoe"] == {
        "giver": "zoe",
        "receivers": ["ines"],
        "savoir": "crepes",
        "reasons": ["pair", "pin", "new_partner"],
    }
    assert pair["ines"]["reasons"] == ["pair", "wish", "new_partner"]
    assert plan["others"] == []
    assert plan["unlinked"] == [
        {
            "person": "théo",
            "because": "no_demand_for_offers",
            "bridges": [
                {"add": "demand", "savoir": "crepes", "links": 1},
                {"add": "offer", "savoir": "guitare", "links": 1},
            ],
        }
    ]
    assert plan["bounds"] == {"linked_max": 2, "both_max": 2, "proven": True}
    assert plan["counts"] == {"linked": 2, "both": 2, "pairs": 1, "threes": 0, "exchanges": 2}
    assert isinstance(plan["elapsed_ms"], int)


def test_those_who_took_the_places_are_named() -> None:
    people = [{"id": "a", "offers": ["x"]}, *({"id": i, "demands": ["x"]} for i in "bc")]
    (unlinked,) = json.loads(ran("-", json.dumps({"people": people}))[1])["unlinked"]
    assert unlinked["because"] == "all_taken"
    assert {unlinked["person"], *unlinked["competitors"]} == {"b", "c"}


def test_a_file_can_be_given_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "round.json"
    path.write_text(json.dumps(ROUND, ensure_ascii=False), encoding="utf-8-sig")
    assert ran(str(path))[0] == 0


def test_an_empty_class_gets_an_empty_plan() -> None:
    code, out, _ = ran("-", '{"round": {"seed": "1"}, "people": []}')
    plan = json.loads(out)
    assert code == 0
    assert (plan["circles"], plan["others"], plan["unlinked"]) == ([], [], [])
    assert plan["bounds"] == {"linked_max": 0, "both_max": 0, "proven": True}


def test_a_number_is_a_seed_too() -> None:
    assert read('{"round": {"seed": 7}, "people": []}').round.seed == "7"


def test_names_are_printed_even_where_the_terminal_knows_no_accents() -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii")
    assert run("-", io.StringIO(json.dumps(ROUND)), out, io.StringIO()) == 0
    out.flush()
    assert json.loads(raw.getvalue())["unlinked"][0]["person"] == "théo"


def changed(path: tuple[str | int, ...], value: object) -> str:
    data = json.loads(json.dumps(ROUND))
    at = data
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return json.dumps(data)


PIN = {"giver": "zoe", "receiver": "ines", "savoir": "crepes"}


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (("round",), [], "round"),
        (("round", "seed"), None, "round.seed"),
        (("round", "give_cap"), 0, "round.give_cap"),
        (("round", "receive_cap"), 4, "round.receive_cap"),
        (("round", "give_cap"), True, "round.give_cap"),
        (("round", "give_cap"), 1.5, "round.give_cap"),
        (("round", "max_circle"), 1, "round.max_circle"),
        (("round", "group_size"), 10**9, "round.group_size"),
        (("round", "speed"), 1, "round"),
        (("people",), {}, "people"),
        (("people", 0), "zoe", "people[0]"),
        (("people", 0), {}, "people[0]"),
        (("people", 1, "id"), "zoe", "people[1].id"),
        (("people", 0, "id"), 7, "people[0].id"),
        (("people", 0, "id"), "", "people[0].id"),
        (("people", 0, "id"), "\ud800", "people[0].id"),
        (("people", 0, "give_cap"), 9, "people[0].give_cap"),
        (("people", 0, "receive_cap"), "2", "people[0].receive_cap"),
        (("people", 0, "resting"), "no", "people[0].resting"),
        (("people", 0, "times_unlinked"), -1, "people[0].times_unlinked"),
        (("people", 0, "offers"), "crepes", "people[0].offers"),
        (("people", 0, "offers", 0), 3, "people[0].offers[0]"),
        (("people", 0, "offers", 0), "", "people[0].offers[0].savoir"),
        (("people", 0, "offers", 0), {"scope": "class"}, "people[0].offers[0]"),
        (("people", 1, "offers", 0, "scope"), "world", "people[1].offers[0].scope"),
        (("people", 1, "offers", 0, "group"), 0, "people[1].offers[0].group"),
        (("people", 1, "demands", 0, "group"), 2, "people[1].demands[0]"),
        (("met", 0), ["zoe"], "met[0]"),
        (("met", 0), ["zoe", "nobody"], "met[0]"),
        (("met", 0), "zoe", "met[0]"),
        (("forbids", 0), ["zoe", "nobody"], "forbids[0]"),
        (("forbids", 0), [1, 2], "forbids[0]"),
        (("forbids", 0), ["ines", "zoe"], "pins[0]"),
        (("wishes", 0, "giver"), "nobody", "wishes[0]"),
        (("wishes", 0), ["ines", "zoe"], "wishes[0]"),
        (("pins", 0, "receiver"), "nobody", "pins[0]"),
        (("pins", 0, "receiver"), "zoe", "pins[0]"),
        (("pins", 0, "savoir"), "guitare", "pins[0]"),
        (("pins", 0), {"giver": "zoe", "receiver": "ines"}, "pins[0]"),
        (("people", 1, "resting"), True, "pins[0]"),
        (("forbid",), [["zoe", "ines"]], "file"),
    ],
)
def test_what_is_wrong_is_told_in_one_line_that_says_where(
    path: tuple[str | int, ...], value: object, where: str
) -> None:
    code, out, err = ran("-", changed(path, value))
    assert (code, out) == (2, "")
    assert err.startswith(f"standard input: {where}: ")
    assert err.count("\n") == 1
    assert err.endswith("\n")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1, column 1"),
        ('{"people": [}', "line 1, column 13"),
        ("[]", "file"),
        ("null", "file"),
        ("{}", '"people" is missing'),
        ("[" * 100_000, "nested"),
        ('{"people": [], "people": []}', "twice"),
        ('{"people": [], "round": {"seed": ' + "9" * 5000 + "}}", "number"),
    ],
)
def test_text_that_is_no_round_is_refused(text: str, says: str) -> None:
    code, out, err = ran("-", text)
    assert (code, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1


def test_an_id_with_line_breaks_still_makes_one_line() -> None:
    assert ran("-", changed(("pins", 0, "giver"), "no\nbody\u2028"))[2].count("\n") == 1


def test_a_missing_file_and_a_file_that_is_not_text_are_told(tmp_path: Path) -> None:
    missing = tmp_path / "nothing.json"
    code, _, err = ran(str(missing))
    assert (code, err.count("\n")) == (2, 1)
    assert str(missing) in err
    picture = tmp_path / "picture.json"
    picture.write_bytes(b'{"people": "\xff"}')
    code, _, err = ran(str(picture))
    assert code == 2
    assert "byte 12" in err
    assert ran(str(tmp_path))[0] == 2


def test_bytes_from_a_pipe_are_utf8_whatever_the_terminal_speaks() -> None:
    raw = io.BytesIO(json.dumps(ROUND, ensure_ascii=False).encode())
    out = io.StringIO()
    assert run("-", io.TextIOWrapper(raw, encoding="latin-1"), out, io.StringIO()) == 0
    assert json.loads(out.getvalue())["unlinked"][0]["person"] == "théo"


def test_reading_raises_the_same_complaint() -> None:
    with pytest.raises(ProblemError) as error:
        read(changed(("round", "give_cap"), 7))
    assert (error.value.where, "7" in error.value.message) == ("round.give_cap", True)


def test_the_engine_needs_only_the_standard_library_and_one_solver() -> None:
    folder = Path(matching.__file__).parent
    for path in folder.glob("*.py"):
        numeric = {"highspy", "numpy"} if path.name == "solver.py" else set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            else:
                continue
            for name in names:
                package = name.split(".")[0]
                assert package in sys.stdlib_module_names | numeric, (path.name, name)


def test_control_characters_of_a_file_do_not_reach_the_terminal() -> None:
    bad = '{"people": [], "met": [["\\u001b[2Jx", "y"]]}'
    out, err = io.StringIO(), io.StringIO()
    assert run("-", io.StringIO(bad), out, err) == 2
    assert "\x1b" not in err.getvalue()
    assert "\\x1b[2Jx" in err.getvalue()
