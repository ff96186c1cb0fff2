"""Where circles could close: everybody whom the cards and the free turns bring round to the first.

In a class every circle is found. In a crowd the search has a limit, and those with the fewest
possible partners look round first: they are the ones whom a circle is hardest to find for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from .board import Board, Link
from .vicinity import ANYWHERE

#: People, each of whom gives to the next one and the last one to the first.
Loop = tuple[int, ...]

#: The work that one search may do, in partners looked at; and so much more for each person.
SEARCH_LIMIT = 400_000
SEARCH_EACH = 60


def candidates(
    board: Board, length: int, busy: Collection[Link | int], level: int = ANYWHERE
) -> Iterator[Loop]:
    """Yield the closed loops of this length that room still allows, the scarcest person first.

    `level`: how far each one's receiver may be (see `distance`).
    """
    lookout = _Lookout(board, busy, level)
    rank = lookout.rank
    for first in lookout.people:
        if lookout.work <= 0:
            return
        if length == 2:
            for other in lookout.onward(first):
                if rank[other] > rank[first] and lookout.gives(other, first):
                    yield first, other
            continue
        back = lookout.givers(first)
        stack: list[Loop] = [(first,)] if back else []
        while stack and lookout.work > 0:
            path = stack.pop()
            onward = [
                p for p in lookout.onward(path[-1]) if rank[p] > rank[first] and p not in path
            ]
            lookout.work -= len(onward)
            if len(path) == length - 1:
                yield from ((*path, p) for p in onward if p in back)
            else:
                stack += [(*path, p) for p in onward]


class _Lookout:
    """Who can still give to whom in the round, or does and is in no circle yet."""

    def __init__(self, board: Board, busy: Collection[Link | int], level: int) -> None:
        self.board = board
        self.possible = board.possible
        self.level = level
        self.vicinity = self.possible.vicinity
        self.work = SEARCH_LIMIT + SEARCH_EACH * board.size
        self.placed: dict[int, list[int]] = {}
        self.placed_by: dict[int, list[int]] = {}
        for (giver, receiver), links in board.links.items():
            near = self.vicinity.far(giver, receiver) <= level
            if near and any(link not in busy for link in links):
                self.placed.setdefault(giver, []).append(receiver)
                self.placed_by.setdefault(receiver, []).append(giver)
        self.free = [any(board.room[p] > 0 for p in mine) for mine in board.places]
        self.gives_at = [frozenset(stalls) for stalls in self.possible.gives_at]
        choices = [self.possible.choices(p) for p in range(board.size)]
        self.people = sorted(range(board.size), key=lambda p: (choices[p], p))
        self.rank = [0] * board.size
        for rank, person in enumerate(self.people):
            self.rank[person] = rank
        self._onward: dict[int, list[int]] = {}

    def onward(self, person: int) -> list[int]:
        """Return those to whom this person gives, or still could."""
        found = self._onward.get(person)
        if found is None:
            room, links = self.board.room, self.board.links
            found = list(self.placed.get(person, ()))
            if self.free[person]:
                looked = list(self.vicinity.receivers(person, self.level))
                found += [p for p in looked if room[p] > 0 and (person, p) not in links]
                self.work -= len(looked)
            self._onward[person] = found
        return found

    def givers(self, person: int) -> set[int]:
        """Return those who give to this person, or still could."""
        found = set(self.placed_by.get(person, ()))
        if self.board.room[person] > 0:
            links = self.board.links
            looked = list(self.vicinity.givers(person, self.level))
            found.update(p for p in looked if self.free[p] and (p, person) not in links)
            self.work -= len(looked)
        return found

    def gives(self, giver: int, receiver: int) -> bool:
        """Return whether the one gives to the other, or still could."""
        if receiver in self.placed.get(giver, ()):
            return True
        return (
            self.free[giver]
            and self.vicinity.far(giver, receiver) <= self.level
            and self.board.room[receiver] > 0
            and (giver, receiver) not in self.board.links
            and not self.gives_at[giver].isdisjoint(self.possible.takes_at[receiver])
        )
