"""One event as a calendar file.

*Source*: RFC 5545. Written here and not by a library: one kind of event, without repetition or
alarm, is a few lines, and no further package to keep. A single event needs no history of its time
zone: the one difference from UTC that holds at its moment says the same.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_MOST_OCTETS = 75


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a day, or at a moment of it when the time is known.

    ``sequence`` grows when the event is moved: a calendar that knows its ``uid`` moves it
    (3.8.7.4).

    *Units*: ``starts_at`` an aware datetime, told on its own clock where that is a `ZoneInfo`;
    ``stamp`` the moment at which the file is made.
    """

    uid: str
    stamp: datetime
    day: date
    starts_at: datetime | None
    summary: str
    description: str = ""
    place: str = ""
    sequence: int = 0
    minutes: int | None = None


def calendar_file(event: Event) -> bytes:
    """Return the event as every calendar reads it: UTF-8, lines of 75 octets at most, CRLF."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//rers-school//meetings//EN",
        *_zone(event),
        "BEGIN:VEVENT",
        f"UID:{event.uid}@rers-school",
        f"DTSTAMP:{_moment(event.stamp)}",
        *_when(event),
        f"SUMMARY:{escaped(event.summary)}",
    ]
    if event.sequence:
        lines.append(f"SEQUENCE:{event.sequence}")
    if event.description:
        lines.append(f"DESCRIPTION:{escaped(event.description)}")
    if event.place:
        lines.append(f"LOCATION:{escaped(event.place)}")
    lines += ["END:VEVENT", "END:VCALENDAR"]
    return b"".join(folded(line) for line in lines)


def escaped(text: str) -> str:
    """Return a text as the value of a property (3.3.11)."""
    for char in "\\;,":
        text = text.replace(char, f"\\{char}")
    return "\\n".join(text.splitlines())


def folded(line: str) -> bytes:
    """Return a line in pieces of 75 octets at most; no letter is cut in two (3.1)."""
    pieces, piece = [], b""
    for char in line:
        octets = char.encode()
        if len(piece) + len(octets) > _MOST_OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"


def _when(event: Event) -> list[str]:
    begins = event.starts_at
    if begins is not None:
        told = [_at("DTSTART", begins)]
        if event.minutes is not None:
            ends = begins.astimezone(UTC) + timedelta(minutes=event.minutes)
            told.append(_at("DTEND", ends.astimezone(begins.tzinfo)))
        return told
    # The end of a day's event is the day after it (3.6.1).
    after = event.day + timedelta(days=1)
    return [f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]


def _zone(event: Event) -> list[str]:
    """Return the clock of the place as far as this event needs it (3.6.5)."""
    begins = event.starts_at
    if begins is None or _name(begins) is None:
        return []
    kind = "DAYLIGHT" if begins.dst() else "STANDARD"
    return [
        "BEGIN:VTIMEZONE",
        f"TZID:{_name(begins)}",
        f"BEGIN:{kind}",
        "DTSTART:19700101T000000",
        f"TZOFFSETFROM:{begins:%z}",
        f"TZOFFSETTO:{begins:%z}",
        f"END:{kind}",
        "END:VTIMEZONE",
    ]


def _at(name: str, moment: datetime) -> str:
    """Return a moment by the clock of its place, or in UTC where that has no name (3.3.5)."""
    zone = _name(moment)
    if zone is None:
        return f"{name}:{_moment(moment)}"
    return f"{name};TZID={zone}:{moment:%Y%m%dT%H%M%S}"


def _name(moment: datetime) -> str | None:
    return moment.tzinfo.key if isinstance(moment.tzinfo, ZoneInfo) else None


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
