"""A file from home is read strictly: what it holds, or why it cannot be read."""

import json
from typing import Any

import pytest

from rers_school.classroom.errors import DomainError
from rers_school.classroom.rules.trace_file import BYTES_MOST, TraceFile, as_bytes, read

ENTRY = {
    "savoir": "guitare", "with": ["Malo L."], "began": "2026-01-12", "ended": None,
    "learned": True, "own_words": {"now_i_can": "trois accords", "other": "x"},
    "where_i_am": "share_it", "what_became": "",
}  # fmt: skip
FILE: dict[str, Any] = {
    "format": "rers-school-trace", "version": 1, "name": "Zoé B.", "class": "CM1",
    "school": "Marie-Curie", "school_year": "2025–2026",
    "offers": [{"words": "Les crêpes", "state": "visible"},
               {"words": "retirée", "state": "withdrawn"}],
    "demands": [{"words": "les échecs", "state": "resting"},
                {"words": "la guitare", "state": "visible"}],
    "gave": [], "received": [ENTRY], "accompanied": [],
    "can_show": [{"savoir": "les crêpes", "own_words": ""}],
    "market_days": [{"day": "2026-01-09", "savoir": "origami", "gave": True, "with": "Malo L."}],
    "market_words": [{"day": "2026-01-09", "words": "J’ai ri"}],
    "unknown": [{"deep": 1}],
}  # fmt: skip


def told(**changes: Any) -> bytes:
    return json.dumps({**FILE, **changes}).encode()


def test_what_it_holds_names_nobody_else() -> None:
    file = read(told(earlier_years=[{"school_year": "2024–2025"}]))
    assert (file.name, file.year) == ("Zoé B.", "2025–2026")
    assert file.content["received"][0]["own_words"] == {"now_i_can": "trois accords"}
    assert "Malo" not in repr(file) and "unknown" not in file.content
    assert [one["school_year"] for one in file.earlier] == ["2024–2025"]
    assert read(as_bytes(file)) == file


def test_what_can_be_shown_and_what_is_still_asked_for_can_become_cards() -> None:
    assert [(one.kind, one.words) for one in read(told()).candidates] == [
        ("offer", "les crêpes"), ("offer", "guitare"), ("demand", "les échecs")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("shown", "same"), [("Zoé Bé.", True), ("zoe b.", True), ("Zoé", True), ("Malo L.", False)]
)
def test_it_says_whether_it_carries_ones_name(shown: str, same: bool) -> None:
    assert read(told()).seems_of(shown) is same


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"  ", "trace_empty"),
        (b"x" * (BYTES_MOST + 1), "trace_too_big"),
        (b"\xff\xfe\x00", "trace_not_ours"),
        (b"[" * 100_000, "trace_not_ours"),
        (b"[1]", "trace_not_ours"),
        (b'{"format": "rers-school-trace", "version": NaN}', "trace_not_ours"),
        (b'{"version": ' + b"9" * 10_000 + b"}", "trace_not_ours"),
        (told(format="other"), "trace_not_ours"),
        (told(version="1"), "trace_not_ours"),
        (told(version=True), "trace_not_ours"),
        (told(version=2), "trace_version"),
        (told(name=["Zoé"]), "trace_damaged"),
        (told(school_year=""), "trace_damaged"),
        (told(school_year="2" * 17), "trace_damaged"),
        (told(offers={}), "trace_damaged"),
        (told(offers=["crêpes"]), "trace_damaged"),
        (told(offers=[{"words": "x" * 201}]), "trace_damaged"),
        (told(offers=[{"words": "x", "state": ["visible"]}]), "trace_damaged"),
        (told(demands=[{"words": "x"}] * 401), "trace_damaged"),
        (told(received=[{**ENTRY, "learned": "yes"}]), "trace_damaged"),
        (told(received=[{**ENTRY, "began": "2026-13-40"}]), "trace_damaged"),
        (told(received=[{**ENTRY, "own_words": {"now_i_can": 3}}]), "trace_damaged"),
        (told(received=[{**ENTRY, "where_i_am": "best"}]), "trace_damaged"),
        (told(earlier_years=[FILE] * 15), "trace_damaged"),
        (told(earlier_years=[[FILE]]), "trace_damaged"),
    ],
)
def test_a_hostile_or_damaged_file_is_refused_with_its_reason(data: bytes, code: str) -> None:
    with pytest.raises(DomainError, match=f"^{code}$"):
        read(data)


def test_markup_and_control_characters_are_only_text() -> None:
    file: TraceFile = read(told(name="<b>Zoé\u0000</b>\ud800"))
    assert file.name == "<b>Zoé</b>"
