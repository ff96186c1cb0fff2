"""Rows of places: what a seating looks at instead of one possible exchange after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class Rows:
    """Who asks for which places, by the row.

    *Shapes*: `places[row]` are places, `askers[row]` people who want any of them; `of[place]` are
    the rows that hold a place; `owner[place]` is the person met there; `apart[person]` are the
    people whom this person cannot meet (themself among them).
    """

    def __init__(self, owner: list[int], apart: list[set[int]]) -> None:
        self.owner = owner
        self.apart = apart
        self.places: list[list[int]] = []
        self.askers: list[list[int]] = []
        self.of: list[list[int]] = [[] for _ in owner]

    def add(self, places: list[int], askers: list[int]) -> int:
        """Return the number of a new row."""
        number = len(self.places)
        self.places.append(places)
        self.askers.append(askers)
        for place in places:
            self.of[place].append(number)
        return number

    def drop_last(self) -> None:
        """Take the newest row away again."""
        for place in self.places.pop():
            self.of[place].pop()
        self.askers.pop()

    def wanted(self, person: int, rows: list[int]) -> Iterator[int]:
        """Yield the places of these rows that this person can take; one in two rows comes twice."""
        apart, owner = self.apart[person], self.owner
        for row in rows:
            for place in self.places[row]:
                if owner[place] not in apart:
                    yield place


class Closed:
    """Places, and whole rows of them, that a search need not look at again."""

    __slots__ = ("places", "rows")

    def __init__(self) -> None:
        self.places: set[int] = set()
        self.rows: set[int] = set()

    def add(self, other: Closed) -> None:
        """Close what is closed there."""
        self.places |= other.places
        self.rows |= other.rows

    def touches(self, places: Iterable[int]) -> bool:
        """Return whether one of these places is closed."""
        return not self.places.isdisjoint(places)

    def clear(self) -> None:
        """Open everything again."""
        self.places.clear()
        self.rows.clear()
