"""As many people as possible seated at places they can take, repaired in small steps.

This is bipartite matching by augmenting paths: whoever finds every wanted place full asks a
sitter to move on. Those left out most often are seated first; because the sets of people that
can be seated together form a matroid, that never costs a seat.

*Shapes*: people are 0..n-1, places are any other numbering; a place has room for several.
*Source*: Hall's theorem, Berge's augmenting paths, and Rado's greedy theorem for matroids.
"""

from __future__ import annotations

from collections.abc import Iterable


class Cover:
    """A largest seating, heaviest people first, that can be changed and rolled back.

    `goal` and `goal_weight` are what the first seating reached, less what `remove` took out.
    """

    def __init__(
        self,
        wants: list[list[int]],
        room: list[int],
        weight: list[int],
        seats: dict[int, int] | None = None,
    ) -> None:
        self.wants = wants
        self.room = list(room)
        self.weight = weight
        self.at = [-1] * len(wants)
        self.sitters: list[list[int]] = [[] for _ in room]
        self.active = [bool(w) for w in wants]
        self.count = 0
        self.total = 0
        #: Places looked at so far: what work limits count, because no clock may decide.
        self.work = 0
        self.waiting: dict[int, None] = {}
        self._log: list[tuple[str, int, int]] = []
        self._first_seating(seats or {})
        self.goal = self.count
        self.goal_weight = self.total
        self._log.clear()

    def _first_seating(self, seats: dict[int, int]) -> None:
        for person, place in seats.items():
            self._move(person, place)
        self._log.clear()
        order = [p for p, on in enumerate(self.active) if on and self.at[p] < 0]
        order.sort(key=lambda p: (-self.weight[p], p))
        # Heaviest first: with whole levels in order, simple augmentation is Rado's greedy.
        dead: set[int] = set()
        for person in order:
            self.waiting[person] = None
            self._seek(person, dead)
        self._log.clear()

    # -- small changes, all of them written to the log --------------------------------------

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
            else:
                self.active[key] = True
                self.waiting[key] = None
                self.goal += 1
                self.goal_weight += self.weight[key]

    def remove(self, person: int) -> None:
        """Take out a person who has been served; the goal falls by one with them."""
        if not self.active[person]:
            return
        if self.at[person] >= 0:
            self._move(person, -1)
        del self.waiting[person]
        self.active[person] = False
        self.goal -= 1
        self.goal_weight -= self.weight[person]
        self._log.append(("gone", person, 0))

    def cut(self, place: int) -> None:
        """Take one seat away; if somebody has to get up, it is the lightest sitter."""
        self._log.append(("room", place, self.room[place]))
        self.room[place] -= 1
        if len(self.sitters[place]) > self.room[place]:
            self._move(min(self.sitters[place], key=lambda p: (self.weight[p], -p)), -1)

    def repair(self) -> bool:
        """Seat as many and as heavy as possible again; return whether the goal is reached."""
        weighted = len({self.weight[p] for p in self.waiting} | {0}) > 1
        changed = True
        while changed and not self.reached():
            changed = False
            dead: set[int] = set()
            # Last in, first out: those who just lost a seat are the likeliest to find one.
            queue = list(reversed(self.waiting))
            if weighted:
                queue.sort(key=lambda p: (-self.weight[p], p))
            for person in queue:
                if self.reached():
                    break
                if self.at[person] < 0:
                    changed |= self._seek(person, dead, swap=weighted)
        return self.reached()

    def reached(self) -> bool:
        """Return whether as many people, as often left out before, are seated as the goal says."""
        return self.count >= self.goal and self.total >= self.goal_weight

    def seat_more(self, people: Iterable[int]) -> int:
        """Return how many more people can be seated, trying these."""
        before = self.count
        dead: set[int] = set()
        for person in people:
            self._seek(person, dead)
        return self.count - before

    # -- the search --------------------------------------------------------------------------

    def _seek(self, start: int, dead: set[int], swap: bool = False) -> bool:
        came: dict[int, int] = {}
        queue = [start]
        for person in queue:
            self.work += len(self.wants[person])
            for place in self.wants[person]:
                if place in came or place in dead:
                    continue
                came[place] = person
                if len(self.sitters[place]) < self.room[place]:
                    self._shift(start, place, came)
                    return True
                queue.extend(self.sitters[place])
        if not swap:
            dead.update(came)
            return False
        lightest = min(queue, key=lambda p: (self.weight[p], -p))
        if self.weight[lightest] >= self.weight[start]:
            return False
        place = self.at[lightest]
        self._move(lightest, -1)
        self._shift(start, place, came)
        return True

    def _shift(self, start: int, place: int, came: dict[int, int]) -> None:
        while True:
            person = came[place]
            left = self.at[person]
            self._move(person, place)
            if person == start:
                return
            place = left

    def _move(self, person: int, place: int) -> None:
        self._log.append(("seat", person, self.at[person]))
        self._put(person, place)

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
