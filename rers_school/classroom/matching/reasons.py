"""Why each exchange is proposed, in words a teacher can check."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from .board import Board, Link, pinned_groups
from .plan import PlannedExchange


class Writer:
    """Turns links into exchanges with their reasons, in people's ids."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.possible = board.possible
        self.ids = [p.id for p in self.possible.pupils]
        self.pinned = set(self.possible.pins)
        self.only = self._only_links()

    def tell(self, kind: str, links: list[Link]) -> PlannedExchange:
        """Return the exchange that these links (one giver, one savoir) make together."""
        first = links[0]
        keys = [(k.giver, k.receiver, k.savoir) for k in links]
        reasons = [kind]
        if any(key in self.pinned for key in keys):
            reasons.append("pin")
        if any(self.possible.wished(*key) for key in keys):
            reasons.append("wish")
        if all(self.possible.new(giver, receiver) for giver, receiver, _ in keys):
            reasons.append("new_partner")
        helped = sorted({p for key in keys for p in self.only.get(key, ())})
        reasons += [f"only_link_of:{self.ids[p]}" for p in helped]
        receivers = tuple(self.ids[k.receiver] for k in links)
        return PlannedExchange(self.ids[first.giver], receivers, first.savoir, tuple(reasons))

    def _only_links(self) -> dict[tuple[int, int, str], list[int]]:
        """Return the exchanges without which somebody has no possible exchange at all.

        What the pins already take up does not count as possible.
        """
        fresh = Board(self.possible, pinned_groups(self.possible))
        only: defaultdict[tuple[int, int, str], list[int]] = defaultdict(list)
        for person in range(len(self.possible)):
            mine = _up_to_two(fresh, person)
            if len(mine) == 1:
                only[mine.pop()].append(person)
        return only


def _up_to_two(board: Board, person: int) -> set[tuple[int, int, str]]:
    """Return this person's possible exchanges, as far as it takes to see that there are two."""
    possible = board.possible
    found = {arc for arc in possible.pins if person in arc[:2]}
    for arc in _arcs(board, person):
        if len(found) > 1:
            break
        if arc not in found and _still_possible(board, arc):
            found.add(arc)
    return found


def _arcs(board: Board, person: int) -> Iterator[tuple[int, int, str]]:
    possible = board.possible
    apart = possible.apart[person]
    for number in possible.gives_at[person]:
        stall = possible.stalls[number]
        yield from ((person, r, stall.savoir) for r in stall.receivers if r not in apart)
    for number in possible.takes_at[person]:
        stall = possible.stalls[number]
        yield from ((g, person, stall.savoir) for g in stall.givers if g not in apart)


def _still_possible(board: Board, arc: tuple[int, int, str]) -> bool:
    giver, receiver, savoir = arc
    places = [p for p in board.places[giver] if board.theme[p] in (None, savoir)]
    return board.room[receiver] > 0 and any(board.room[p] > 0 for p in places)
