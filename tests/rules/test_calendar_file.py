"""A calendar file keeps the rules of RFC 5545: lines, folding, escaping, days and moments."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from rers_school.classroom.rules.calendar_file import Event, calendar_file, escaped, folded

EVENT = Event(
    uid="6f1c",
    stamp=datetime(2026, 1, 5, 9, 30, tzinfo=UTC),
    day=date(2026, 1, 31),
    starts_at=None,
    summary="guitare, avec Maëlle",
)


def _unfolded(file: bytes) -> list[str]:
    assert file.endswith(b"\r\n")
    assert b"\n" not in file.replace(b"\r\n", b""), "every line ends with CRLF"
    assert b"\r" not in file.replace(b"\r\n", b"")
    lines = file.decode().replace("\r\n ", "").split("\r\n")
    return lines[:-1]


def test_an_event_has_what_the_standard_asks_for_each_once() -> None:
    lines = _unfolded(calendar_file(EVENT))
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-1] == "END:VCALENDAR"
    assert lines[3] == "BEGIN:VEVENT" and lines[-2] == "END:VEVENT"
    names = [line.split(":")[0].split(";")[0] for line in lines]
    for name in ("VERSION", "PRODID", "UID", "DTSTAMP", "DTSTART", "SUMMARY"):
        assert names.count(name) == 1
    assert "DTSTAMP:20260105T093000Z" in lines and "UID:6f1c@rers-school" in lines
    assert "DESCRIPTION" not in names and "LOCATION" not in names


def test_a_whole_day_ends_the_day_after() -> None:
    lines = _unfolded(calendar_file(EVENT))
    assert "DTSTART;VALUE=DATE:20260131" in lines
    assert "DTEND;VALUE=DATE:20260201" in lines


def test_a_known_time_is_told_in_utc() -> None:
    paris = timezone(timedelta(hours=2))
    at = replace(EVENT, starts_at=datetime(2026, 6, 8, 0, 30, tzinfo=paris))
    lines = _unfolded(calendar_file(at))
    assert "DTSTART:20260607T223000Z" in lines
    assert not [line for line in lines if line.startswith("DTEND")]


@pytest.mark.parametrize(
    ("day", "kind", "offset"), [(8, "DAYLIGHT", "+0200"), (9, "STANDARD", "+0100")]
)
def test_a_moment_of_a_place_is_told_by_its_clock(day: int, kind: str, offset: str) -> None:
    month = 6 if kind == "DAYLIGHT" else 12
    begins = datetime(2026, month, day, 13, 30, tzinfo=ZoneInfo("Europe/Paris"))
    lines = _unfolded(calendar_file(replace(EVENT, starts_at=begins, minutes=45)))
    assert f"DTSTART;TZID=Europe/Paris:2026{month:02d}{day:02d}T133000" in lines
    assert f"DTEND;TZID=Europe/Paris:2026{month:02d}{day:02d}T141500" in lines
    zone = lines[lines.index("BEGIN:VTIMEZONE") : lines.index("END:VTIMEZONE")]
    assert "TZID:Europe/Paris" in zone and f"BEGIN:{kind}" in zone
    assert f"TZOFFSETTO:{offset}" in zone
    assert lines.index("END:VTIMEZONE") < lines.index("BEGIN:VEVENT")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a, b; c", "a\\, b\\; c"),
        ("un\\deux", "un\\\\deux"),
        ("une\ndeux\r\ntrois", "une\\ndeux\\ntrois"),
        ("\\;", "\\\\\\;"),
        ("crêpes 🥞", "crêpes 🥞"),
        ("", ""),
    ],
)
def test_a_text_is_escaped(text: str, value: str) -> None:
    assert escaped(text) == value


@pytest.mark.parametrize("text", ["a" * 75, "a" * 76, "é" * 200, "👩‍🍳🥞" * 40, "a" + "é" * 60])
def test_no_line_is_longer_than_75_octets_and_no_letter_is_cut(text: str) -> None:
    octets = folded(text)
    pieces = octets.split(b"\r\n")
    assert pieces.pop() == b""
    assert all(len(piece) <= 75 for piece in pieces)
    assert all(piece.startswith(b" ") for piece in pieces[1:])
    assert "".join([pieces[0].decode(), *(piece[1:].decode() for piece in pieces[1:])]) == text


def test_nothing_typed_can_add_a_line_of_its_own() -> None:
    bad = replace(EVENT, summary="x\r\nEND:VEVENT\nATTENDEE:mailto:a", place="a\x0bb\u2028c")
    lines = _unfolded(calendar_file(bad))
    assert [line for line in lines if line.startswith(("END:VEVENT", "ATTENDEE"))] == ["END:VEVENT"]
