"""Who sits where, changed in steps that can be undone."""

from __future__ import annotations

from .rows import Rows


class Seats:
    """People at places that have room for several, with what counts: how many, and whom.

    `goal` and `goal_weight` are what a largest seating reaches of those still active.
    *Shapes*: people are 0..n-1, places are any other numbering.
    """

    def __init__(
        self, rows: Rows, wants: list[list[int]], room: list[int], weight: list[int]
    ) -> None:
        self.rows = rows
        self.wants = wants
        self.room = list(room)
        self.weight = weight
        self.at = [-1] * len(wants)
        self.sitters: list[list[int]] = [[] for _ in room]
        self.active = [bool(w) for w in wants]
        self.waiting: dict[int, None] = {}
        self.count = 0
        self.total = 0
        self.goal = 0
        self.goal_weight = 0
        self._log: list[tuple[str, int, int]] = []

    def mark(self) -> int:
        """Return a point that `rollback` can come back to."""
        return len(self._log)

    def rollback(self, mark: int) -> None:
        """Undo everything since the mark."""
        while len(self._log) > mark:
            what, key, old = self._log.pop()
            if what == "seat":
                self._put(key, old)
            elif what == "room":
                self.room[key] = old
            elif what == "owed":
                self.goal -= key
            else:
                self.active[key] = True
                self.waiting[key] = None
                self.goal += 1
                self.goal_weight += self.weight[key]

    def reached(self) -> bool:
        """Return whether as many people, as often left out before, are seated as the goal says."""
        return self.count >= self.goal and self.total >= self.goal_weight

    def is_free(self, place: int) -> bool:
        """Return whether somebody can still sit down there."""
        return len(self.sitters[place]) < self.room[place]

    def move(self, person: int, place: int) -> None:
        """Seat a person (-1: let them get up), whoever else is there."""
        self._log.append(("seat", person, self.at[person]))
        self._put(person, place)

    def remove(self, person: int) -> None:
        """Take out a person who has been served; the goal falls by one with them."""
        if self.at[person] >= 0:
            self.move(person, -1)
        del self.waiting[person]
        self.active[person] = False
        self.goal -= 1
        self.goal_weight -= self.weight[person]
        self._log.append(("gone", person, 0))

    def owe(self, many: int) -> None:
        """Raise the goal: so many who go were served elsewhere, and others make up for them."""
        self.goal += many
        self._log.append(("owed", many, 0))

    def cut(self, place: int) -> int:
        """Take one seat away; return who has to get up (the lightest sitter), or -1."""
        self._log.append(("room", place, self.room[place]))
        self.room[place] -= 1
        if len(self.sitters[place]) <= self.room[place]:
            return -1
        person = min(self.sitters[place], key=lambda p: (self.weight[p], -p))
        self.move(person, -1)
        return person

    def moved(self, since: int) -> set[int]:
        """Return the places that somebody came to or left since the mark."""
        moves = [entry for entry in self._log[since:] if entry[0] == "seat"]
        return {place for _, person, old in moves for place in (old, self.at[person])}

    def _put(self, person: int, place: int) -> None:
        old = self.at[person]
        if old >= 0:
            self.sitters[old].remove(person)
            self.count -= 1
            self.total -= self.weight[person]
        if place >= 0:
            self.sitters[place].append(person)
            self.count += 1
            self.total += self.weight[person]
            self.waiting.pop(person, None)
        else:
            self.waiting[person] = None
        self.at[person] = place
