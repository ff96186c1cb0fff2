"""Exchanges brought nearer: partners change hands in a ring until one exchange fewer goes far.

An exchange that goes far is given up; its giver takes a nearer receiver, whose giver takes
another one, and so on, until somebody takes the receiver given up (or one who may stop receiving,
or a giver who may stop giving, changes places with another). Rings that bring more nearness than
they cost are all of this kind, and some turn of each saves something at every step: so only such
steps are looked at, those that save most first. Whoever is linked, or both gives and receives,
stays so.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

from .board import Link
from .chains import Chosen
from .pleasing import goals_of
from .telling import Tell, unheard
from .vicinity import COSTS

#: How many partners one search looks at, the first time round and later; and all searches
#: together, for each person. A count and no clock: the same plan everywhere.
FIRST, LATER = 600, 6_000
ALL, ALL_EACH = 400_000, 250
#: A crowd whose exchanges are told about every so often.
TOLD_EVERY = 200

Two = tuple[int, int]


@dataclass(slots=True)
class _Step:
    """Somebody who needs another receiver, how that came about and what is saved so far."""

    giver: int
    saved: int
    before: _Step | None
    takes: Two | None
    #: the giver who begins where the one before stops giving
    begins: bool = False


def bring_nearer(
    chosen: Chosen, circles: list[list[Link]], level: int, tell: Tell = unheard
) -> list[list[Link]]:
    """Change who gives to whom as long as fewer exchanges go far; return the circles that stay.

    `level`: circles that go so far may be given up for nearness, which comes before them, save
    the teacher's. Where people have several turns it is left as it is (see `pleasing`).
    """
    board = chosen.board
    if not board.possible.vicinity.wide or not board.one_each:
        return circles
    pinned = set(board.possible.pins)
    reach = board.possible.vicinity.reach
    loose = [
        circle
        for circle in circles
        if reach([k.giver for k in circle]) == level
        and not any((k.giver, k.receiver, k.savoir) in pinned for k in circle)
    ]
    fixed = [circle for circle in circles if circle not in loose]
    for link in (link for circle in loose for link in circle):
        board.take_back(link)
        chosen.add(link.giver, link.receiver, link.place, link.savoir)
    _search_all(chosen, tell)
    stay = [c for c in loose if all((k.giver, k.receiver) in chosen.by for k in c)]
    for link in (link for circle in stay for link in circle):
        chosen.drop(link.giver, link.receiver)
        board.place(link)
    tell(1, 1)
    return fixed + stay


def _search_all(chosen: Chosen, tell: Tell) -> None:
    board, vicinity = chosen.board, chosen.board.possible.vicinity
    left = ALL + ALL_EACH * board.size
    for limit in (FIRST, LATER):
        changed = True
        while changed:
            changed = False
            # What goes furthest is brought nearer first.
            far = sorted(
                (two for two in chosen.by if vicinity.far(*two)),
                key=lambda two: (-vicinity.far(*two), two),
            )
            for number, two in enumerate(far):
                if number % TOLD_EVERY == 0:
                    tell(number, len(far))
                if left <= 0:
                    return
                if two in chosen.by:
                    search = _Search(chosen, two, min(limit, left))
                    changed |= search.run()
                    left -= search.looked


class _Search:
    """One exchange that goes far, and the ring that would bring nearness instead of it."""

    def __init__(self, chosen: Chosen, two: Two, limit: int) -> None:
        self.chosen = chosen
        self.board = chosen.board
        self.possible = self.board.possible
        self.cost = self.possible.vicinity.cost
        self.dropped = two
        self.limit = limit
        self.looked = self.pushed = 0
        self.came: set[int] = {two[0]}
        self.pool_saved = 0

    def run(self) -> bool:
        """Return whether the exchange was given up and something nearer took its place."""
        giver, receiver = self.dropped
        heap: list[tuple[int, int, _Step]] = []
        self._push(heap, _Step(giver, self.cost(giver, receiver), None, None))
        while heap and self.looked < self.limit:
            step = heapq.heappop(heap)[2]
            for level in self._levels(step.saved):
                for other in self.possible.vicinity.receivers(step.giver, level):
                    self.looked += 1
                    saved = step.saved - self.cost(step.giver, other)
                    if saved > 0 and self._take(heap, step, other, saved):
                        return True
            if self._let_stop(heap, step):
                return True
        return False

    def _levels(self, saved: int) -> tuple[int, ...]:
        """Return how far to look: no further than what is saved allows."""
        vicinity = self.possible.vicinity
        reach = [level for level in vicinity.levels if COSTS[level] < saved]
        return (reach[-1],) if reach else ()

    def _push(self, heap: list[tuple[int, int, _Step]], step: _Step) -> None:
        self.pushed += 1
        heapq.heappush(heap, (-step.saved, self.pushed, step))

    def _take(
        self, heap: list[tuple[int, int, _Step]], step: _Step, other: int, saved: int
    ) -> bool:
        giver, chosen, board = step.giver, self.chosen, self.board
        if other == self.dropped[1]:
            return giver != self.dropped[0] and self._apply(step, (giver, other))
        holders = chosen.givers_of.get(other)
        if not holders:
            free = board.room[other] > 0 and chosen.free(giver, other)
            return free and self._apply(step, (giver, other))
        holder = holders[0]
        if holder not in self.came and chosen.free(giver, other):
            self.came.add(holder)
            more = saved + self.cost(holder, other)
            self._push(heap, _Step(holder, more, step, (giver, other)))
        return False

    def _let_stop(self, heap: list[tuple[int, int, _Step]], step: _Step) -> bool:
        """Let this giver stop giving, where they receive, and others begin who receive only."""
        chosen, board = self.chosen, self.board
        if step.saved <= self.pool_saved or not (
            chosen.takes[step.giver] or board.received[step.giver]
        ):
            return False
        self.pool_saved = step.saved
        for giver in self._idle_givers():
            self.looked += 1
            if giver not in self.came:
                self.came.add(giver)
                self._push(heap, _Step(giver, step.saved, step, None, begins=True))
        return False

    def _idle_givers(self) -> list[int]:
        """Return those who could give the exchange's receiver something, and give nothing."""
        board, chosen = self.board, self.chosen
        vicinity = self.possible.vicinity
        level = max(self._levels(self.pool_saved), default=0)
        return [
            p
            for p in vicinity.givers(self.dropped[1], level)
            if not chosen.gives[p] and not board.gave[p] and board.room[board.places[p][0]] > 0
        ]

    def _apply(self, step: _Step, last: Two) -> bool:
        """Change hands along the way, unless somebody would lose what comes before nearness."""
        chosen = self.chosen
        new, old = [last], [self.dropped]
        people = {*last, *self.dropped}
        at: _Step | None = step
        while at is not None:
            people.add(at.giver)
            if at.takes:
                new.append(at.takes)
                people.update(at.takes)
                old.append((at.giver, at.takes[1]))
            at = at.before
        before = goals_of(chosen, people)
        ways = [(two, next(self.board.ways(*two), None)) for two in new]
        if any(way is None for _, way in ways):
            return False
        kept = [(two, chosen.by[two]) for two in old]
        for two in old:
            chosen.drop(*two)
        for two, way in ways:
            if way:
                chosen.add(*two, *way)
        if goals_of(chosen, people) >= before:
            return True
        for two in new:
            chosen.drop(*two)
        for two, way in kept:
            chosen.add(*two, *way)
        return False
