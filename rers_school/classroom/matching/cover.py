"""As many people as possible seated at places they can take, repaired in small steps.

This is bipartite matching by augmenting paths: whoever finds every wanted place full asks a
sitter to move on. Those left out most often are seated first; because the sets of people that
can be seated together form a matroid, that never costs a seat.

Places are asked for by the row (see `rows`), never one by one: once a row was looked at, nobody
has to look at it again in the same search, so that a search costs as much as there are cards, not
possible exchanges. Only the few places that somebody is kept apart from are left to the next one.

*Source*: Hall's theorem, Berge's augmenting paths, and Rado's greedy theorem for matroids.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .layers import seat_in_layers
from .rows import Closed, Rows
from .seats import Seats

#: From so many people on, the first seating goes layer by layer.
LAYERED_FROM = 150
NO_LIMIT = 1 << 62
_NOTHING = Closed()


class Cover(Seats):
    """A largest seating, heaviest people first, that can be changed and rolled back."""

    def __init__(
        self,
        rows: Rows,
        wants: list[list[int]],
        room: list[int],
        weight: list[int],
        seats: dict[int, int] | None = None,
    ) -> None:
        super().__init__(rows, wants, room, weight)
        #: Places looked at so far: what work limits count, because no clock may decide.
        self.work = 0
        #: Where those without a seat can get to: nothing is free there, nobody there gets out.
        self._full = Closed()
        #: Where else no free seat can be reached from, until something changes there.
        self._dead = Closed()
        self._news: tuple[list[int], list[int], Closed] | None = None
        self._first_seating(seats or {})
        self.goal = self.count
        self.goal_weight = self.total

    def _first_seating(self, seats: dict[int, int]) -> None:
        for person, place in seats.items():
            self.move(person, place)
        order = [p for p, on in enumerate(self.active) if on and self.at[p] < 0]
        # Heaviest first: with whole levels in order, simple augmentation is Rado's greedy.
        for level in sorted({self.weight[p] for p in order}, reverse=True):
            people = [p for p in order if self.weight[p] == level]
            if len(people) >= LAYERED_FROM:
                seat_in_layers(self, people)
            for person in people:
                if self.at[person] < 0:
                    self.waiting[person] = None
                    self._seek(person, self._full)
        self._log.clear()

    def seat_more(self, people: Iterable[int]) -> int:
        """Return how many more people can be seated, trying these."""
        before, closed = self.count, Closed()
        for person in people:
            self._seek(person, closed)
        return self.count - before

    def serve(
        self,
        people: Sequence[int],
        places: Sequence[int],
        limit: int = NO_LIMIT,
        elsewhere: frozenset[int] = frozenset(),
    ) -> bool:
        """Take out people who have been served, and a seat at each of these places.

        The goal falls by those served, save those of them served `elsewhere`.

        Return whether as many of the others, as often left out before, can still be seated as
        the goal says. Then `settle` accepts the change; after a no,
        `rollback` undoes it. When searching takes more than the limit the answer is no, which is
        safe: then nothing is kept. *Units*: places looked at.
        """
        people = [p for p in people if self.active[p]]
        freed = [self.at[p] for p in people if self.at[p] >= 0]
        for person in people:
            self.remove(person)
        if owed := sum(person in elsewhere for person in people):
            self.owe(owed)
        lost = {place: p for place in places if (p := self.cut(place)) >= 0}
        most, start, closed = self.work + limit, self.mark(), Closed()
        # A way to seat one more begins at somebody who just lost a seat, or ends at a seat just
        # set free: any other would have been one before. Those who lost theirs look for a free
        # one among the places that are not all full; from a seat set free among the full ones
        # somebody without a seat is called, one of those or one who has waited all the time.
        dead = _NOTHING if self._dead.touches(freed) else self._dead
        for person in sorted(lost.values(), key=lambda p: (-self.weight[p], p)):
            if not self.reached():
                self._seek(person, closed, (self._full, dead), most)
        if dead is self._dead and self.work <= most and self._stays_true(closed, start, lost):
            dead.add(closed)
        free = [place for place in freed if place in self._full.places and self.is_free(place)]
        for left, place in zip(range(len(free), 0, -1), free, strict=True):
            if self.reached() or self.count + left < self.goal:
                break
            self._call(place, most)
        if not self.reached():
            self._swap_in(most)
        self._news = (freed, list(lost.values()), closed)
        return self.reached()

    def settle(self) -> None:
        """Accept what `serve` changed, now that it will not be undone."""
        if self._news is None:
            return
        freed, lost, closed = self._news
        self._news = None
        waiting = [p for p in lost if self.active[p] and self.at[p] < 0]
        if waiting:
            closed.add(self._dead)
            self._full.add(closed)
        if self._open_again(freed) or not all(map(self._sees_nothing_free, waiting)):
            self._full = Closed()
            for person in self.waiting:
                self._seek(person, self._full)
        if self._dead.touches(freed):
            self._dead.clear()

    def rollback(self, mark: int) -> None:
        """Undo everything since the mark."""
        self._news = None
        super().rollback(mark)

    def _open_again(self, freed: list[int]) -> bool:
        """Return whether a seat was set free among the full ones and is free still."""
        return any(place in self._full.places and self.is_free(place) for place in freed)

    def _sees_nothing_free(self, person: int) -> bool:
        wants = [row for row in self.wants[person] if row not in self._full.rows]
        return all(place in self._full.places for place in self.rows.wanted(person, wants))

    def _stays_true(self, closed: Closed, since: int, lost: dict[int, int]) -> bool:
        """Return whether those places lead to no free seat when the moves since are undone."""
        if closed.touches(self.moved(since)):
            return False
        return all(self.at[p] < 0 for place, p in lost.items() if place in closed.places)

    # -- searching ---------------------------------------------------------------------------

    def _seek(
        self,
        start: int,
        closed: Closed,
        known: tuple[Closed, Closed] | None = None,
        most: int = NO_LIMIT,
    ) -> bool:
        """Seat this person, others moving on; if that cannot be, close what was looked at.

        What is closed, or known to be, is not looked at.
        """
        came: dict[int, int] = {}
        left: dict[int, list[int]] = {}
        queue = [start]
        rows, owner = self.rows.places, self.rows.owner
        full, dead = known or (_NOTHING, _NOTHING)
        closed_rows, full_rows, dead_rows = closed.rows, full.rows, dead.rows
        closed_at, full_at, dead_at = closed.places, full.places, dead.places
        for person in queue:
            apart = self.rows.apart[person]
            for row in self.wants[person]:
                if row in full_rows or row in dead_rows or row in closed_rows:
                    continue
                places = left.get(row, rows[row])
                self.work += len(places)
                passed: list[int] = []
                for place in places:
                    if place in came:
                        continue
                    if owner[place] in apart:
                        passed.append(place)
                        continue
                    if place in full_at or place in dead_at or place in closed_at:
                        continue
                    came[place] = person
                    if len(self.sitters[place]) < self.room[place]:
                        self._shift(start, place, came)
                        return True
                    queue.extend(self.sitters[place])
                left[row] = passed
            if self.work > most:
                return False
        closed.places.update(came)
        closed.rows.update(row for row, passed in left.items() if not passed)
        return False

    def _call(self, free: int, most: int) -> bool:
        """Find somebody without a seat for this free one, others moving on.

        Anybody will do who makes up for those left out more often; otherwise it is whoever comes
        nearest to that.
        """
        came: dict[int, int] = {}
        via: dict[int, int] = {free: -1}
        left: dict[int, list[int]] = {}
        best, queue = -1, [free]
        for place in queue:
            apart = self.rows.apart[self.rows.owner[place]]
            for row in self.rows.of[place]:
                people = left.get(row, self.rows.askers[row])
                self.work += len(people)
                passed: list[int] = []
                for person in people:
                    if person in came or not self.active[person]:
                        continue
                    if person in apart:
                        passed.append(person)
                        continue
                    came[person] = place
                    seat = self.at[person]
                    if seat < 0:
                        if best < 0 or self.weight[person] > self.weight[best]:
                            best = person
                        if self.weight[best] >= self.goal_weight - self.total:
                            self._pull(best, came, via)
                            return True
                    elif seat not in via:
                        via[seat] = person
                        queue.append(seat)
                left[row] = passed
            if self.work > most:
                break
        if best >= 0:
            self._pull(best, came, via)
        return best >= 0

    def _swap_in(self, most: int) -> None:
        """Let those left out more often take seats that others then give up."""
        before = -1
        while before < self.mark() and self.count >= self.goal:
            before = self.mark()
            for person in sorted(self.waiting, key=lambda p: (-self.weight[p], p)):
                if self.reached() or self.work > most:
                    return
                came: dict[int, int] = {}
                queue = [person]
                for one in queue:
                    for place in self.rows.wanted(one, self.wants[one]):
                        if place not in came:
                            came[place] = one
                            queue.extend(self.sitters[place])
                self.work += len(came)
                lightest = min(queue, key=lambda p: (self.weight[p], -p))
                if self.weight[lightest] < self.weight[person]:
                    place = self.at[lightest]
                    self.move(lightest, -1)
                    self._shift(person, place, came)

    def _shift(self, start: int, place: int, came: dict[int, int]) -> None:
        """Everybody on the way to a free place takes the next one."""
        while True:
            person = came[place]
            left = self.at[person]
            self.move(person, place)
            if person == start:
                return
            place = left

    def _pull(self, person: int, came: dict[int, int], via: dict[int, int]) -> None:
        """Seat this person; everybody up to the free place moves on."""
        while person >= 0:
            place = came[person]
            self.move(person, place)
            person = via[place]
