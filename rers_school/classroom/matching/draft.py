"""One complete set of links and its circles, and what counts between two of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from .board import Board, Link
from .vicinity import ANYWHERE


@dataclass(frozen=True, slots=True)
class Draft:
    """What will become a plan: everybody's links placed, and which of them close circles."""

    board: Board
    circles: list[list[Link]]

    @property
    def linked(self) -> int:
        """Return how many give or receive."""
        return sum(map(self.board.linked, range(self.board.size)))

    @property
    def both(self) -> int:
        """Return how many give and receive."""
        return self.board.both

    def worth(self) -> tuple[int, ...]:
        """Return what counts between two drafts, the first number before the second and so on.

        Linked; of them those left out before, most often first; both giving and receiving; with
        several classes, few exchanges across classes and fewer across schools; circles, nearest
        first, by length; wishes; and as few partners as possible who have met already.
        """
        board, possible = self.board, self.board.possible
        people = range(board.size)
        times = [p.times_unlinked for p in possible.pupils]
        linked = [p for p in people if board.linked(p)]
        left_out = [
            sum(times[p] >= level for p in linked) for level in sorted(set(times), reverse=True)
        ]
        links = [k for links in board.links.values() for k in links]
        return (
            len(linked),
            *left_out,
            board.both,
            *self._nearness(),
            sum(possible.wished(k.giver, k.receiver, k.savoir) for k in links),
            -sum(not possible.new(k.giver, k.receiver) for k in links),
        )

    def _nearness(self) -> list[int]:
        """Return how few exchanges go far, if there is a choice, and the circles by length."""
        board, vicinity = self.board, self.board.possible.vicinity
        longest = board.possible.instance.round.max_circle
        loops = [[link.giver for link in circle] for circle in self.circles]
        circles = Counter((vicinity.reach(loop), len(loop)) for loop in loops)
        found: list[int] = []
        if vicinity.wide:
            far = [vicinity.far(g, r) for (g, r), links in board.links.items() for _ in links]
            found += [-sum(map(bool, far)), -far.count(ANYWHERE)]
        for level in vicinity.levels:
            found += [circles[level, length] for length in range(2, longest + 1)]
        return found


def links_of(board: Board) -> list[Link]:
    """Return every link of the round, in the round's order."""
    return [link for pair in sorted(board.links) for link in board.links[pair]]


def guests_of(board: Board) -> dict[int, list[Link]]:
    """Return the links that share a small-group turn, which are one exchange."""
    found: defaultdict[int, list[Link]] = defaultdict(list)
    for link in links_of(board):
        if board.theme[link.place] is not None:
            found[link.place].append(link)
    return found


def close_by_chance(board: Board, circles: list[list[Link]]) -> list[list[Link]]:
    """Return these circles and those that the other exchanges happen to close."""
    used = {link for circle in circles for link in circle}
    busy = {link.place for link in used if board.theme[link.place] is not None}
    onward: defaultdict[int, list[Link]] = defaultdict(list)
    for link in links_of(board):
        if link not in used and link.place not in busy:
            onward[link.giver].append(link)
    found = list(circles)
    for length in range(2, board.possible.instance.round.max_circle + 1):
        for person in sorted(onward):
            while loop := _loop_from(onward, person, length, board):
                found.append(loop)
                for link in loop:
                    shared = board.theme[link.place] is not None
                    onward[link.giver] = [
                        k
                        for k in onward[link.giver]
                        if k != link and not (shared and k.place == link.place)
                    ]
    return found


def _loop_from(
    onward: dict[int, list[Link]], person: int, length: int, board: Board
) -> list[Link] | None:
    stack: list[list[Link]] = [[link] for link in onward.get(person, ())]
    while stack:
        path = stack.pop()
        end = path[-1].receiver
        if len(path) == length:
            if end == person:
                return path
            continue
        if end != person and all(end != link.giver for link in path):
            stack += [[*path, link] for link in onward.get(end, ())]
    return None
