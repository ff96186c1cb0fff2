"""The first seating of many people at once, layer by layer: far fewer searches than one for each.

*Source*: Hopcroft and Karp's shortest augmenting paths, with rows in the middle of each step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .cover import Cover

#: A pass that seats fewer people than this is the last one: searching for each costs less.
WORTH = 4


def seat_in_layers(cover: Cover, people: list[int]) -> None:
    """Seat most of these people, nobody who has a seat losing it.

    It may leave a few who could still be seated (who is kept apart from whom is looked at only
    roughly); `Cover` searches for each of them afterwards, so that the seating is a largest one.
    """
    waiting = [p for p in people if cover.at[p] < 0]
    while waiting:
        layers = _layers(cover, waiting)
        if layers is None:
            return
        seated = _Pass(cover, *layers).run(waiting)
        if seated < WORTH:
            return
        waiting = [p for p in waiting if cover.at[p] < 0]


def _layers(cover: Cover, waiting: list[int]) -> tuple[list[int], list[int]] | None:
    """Return how many moves away each row and each place is, up to the first free seats."""
    rows = cover.rows
    row_layer, place_layer = [0] * len(rows.places), [0] * len(cover.room)
    frontier, layer, found = waiting, 0, False
    while frontier and not found:
        layer += 1
        following: list[int] = []
        for person in frontier:
            apart = rows.apart[person]
            for row in cover.wants[person]:
                if row_layer[row]:
                    continue
                row_layer[row] = layer
                places = rows.places[row]
                cover.work += len(places)
                for place in places:
                    if place_layer[place] or rows.owner[place] in apart:
                        continue
                    place_layer[place] = layer
                    sitters = cover.sitters[place]
                    if len(sitters) < cover.room[place]:
                        found = True
                    following += sitters
        frontier = following
    return (row_layer, place_layer) if found else None


class _Pass:
    """One walk through the layers that seats people along ways that do not cross."""

    def __init__(self, cover: Cover, row_layer: list[int], place_layer: list[int]) -> None:
        self.cover = cover
        self.row_layer = row_layer
        self.place_layer = place_layer
        self.next_row = [0] * len(cover.wants)
        self.next_place = [0] * len(row_layer)
        self.seen = [False] * len(cover.wants)

    def run(self, waiting: list[int]) -> int:
        """Return how many people were seated."""
        return sum(self._seat(person) for person in waiting)

    def _seat(self, start: int) -> bool:
        cover = self.cover
        people, places = [start], list[int]()
        while people:
            place = self._step(people[-1], len(people))
            if place < 0:
                people.pop()
                if places:
                    places.pop()
                continue
            places.append(place)
            sitters = cover.sitters[place]
            if len(sitters) < cover.room[place]:
                for person, to in zip(reversed(people), reversed(places), strict=True):
                    cover.move(person, to)
                return True
            onward = next((p for p in sitters if not self.seen[p]), -1)
            if onward < 0:
                places.pop()
                continue
            self.seen[onward] = True
            people.append(onward)
        return False

    def _step(self, person: int, layer: int) -> int:
        """Return the next place in the next layer that nobody came to in this pass, or -1."""
        cover, rows = self.cover, self.cover.rows
        wants, apart = cover.wants[person], rows.apart[person]
        while self.next_row[person] < len(wants):
            row = wants[self.next_row[person]]
            if self.row_layer[row] == layer:
                places, at = rows.places[row], self.next_place[row]
                while at < len(places):
                    place = places[at]
                    at += 1
                    if self.place_layer[place] == layer and rows.owner[place] not in apart:
                        self.place_layer[place] = 0
                        self.next_place[row] = at
                        return place
                self.next_place[row] = at
            self.next_row[person] += 1
        return -1
