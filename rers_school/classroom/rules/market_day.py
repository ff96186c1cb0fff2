"""The rules of a market day: its states, its places as typed, and what nobody plans for."""

import re
from enum import StrEnum
from typing import NamedTuple

from rers_school.classroom.errors import DomainError
from rers_school.classroom.rules.text import clean, fold

PLACE_MOST, PLACES_MOST, CAPACITY_MOST = 60, 20, 30
MINUTES = range(5, 61)
_NUMBER = re.compile(r"^(?P<name>.*?)[\s:(×x*]*(?P<number>\d{1,3})\)?\s*$")


class MarketState(StrEnum):
    """Where a market day stands: announced, laid out in rounds, over."""

    ANNOUNCED = "announced"
    LAID_OUT = "laid_out"
    OVER = "over"


class PlaceAsked(NamedTuple):
    """A place, and how many exchanges fit there at once."""

    name: str
    capacity: int


def places_of(text: str) -> list[PlaceAsked]:
    """Return the places of a text, one a line: ``the library 3``; without a number, 1 fits.

    *Errors*: ``too_long`` (``most``), ``too_many_places`` (``most``), ``place_twice`` (``name``),
    ``place_without_room`` (``name``) (422).
    """
    found: dict[str, PlaceAsked] = {}
    for line in text.splitlines():
        words = clean(line, most=PLACE_MOST + 8)
        if not words:
            continue
        place = _place(words)
        if fold(place.name) in found:
            raise DomainError("place_twice", name=place.name)
        found[fold(place.name)] = place
    if len(found) > PLACES_MOST:
        raise DomainError("too_many_places", most=PLACES_MOST)
    return list(found.values())


def minutes_of(raw: str) -> int:
    """Return how long a round lasts.

    *Units*: minutes. *Errors*: ``minutes_odd`` (``least``, ``most``) (422).
    """
    minutes = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 4 else 0
    if minutes not in MINUTES:
        raise DomainError("minutes_odd", least=MINUTES[0], most=MINUTES[-1])
    return minutes


def _place(words: str) -> PlaceAsked:
    found = _NUMBER.match(words)
    name, number = (found["name"].strip(), int(found["number"])) if found else (words, 1)
    if not name:
        # "3" alone is the name of a room.
        name, number = words, 1
    if not 1 <= number <= CAPACITY_MOST:
        raise DomainError("place_without_room", name=name)
    return PlaceAsked(clean(name, most=PLACE_MOST, required=True), number)
