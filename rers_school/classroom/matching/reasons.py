"""Why each exchange is proposed, in words a teacher can check."""

from __future__ import annotations

from collections import defaultdict

from .board import Board, Link, pinned_groups
from .plan import PlannedExchange


class Writer:
    """Turns links into exchanges with their reasons, in people's ids."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.possible = board.possible
        self.only = self._only_links()

    def tell(self, kind: str, links: list[Link]) -> PlannedExchange:
        """Return the exchange that these links (one giver, one savoir) make together."""
        ids = [p.id for p in self.possible.pupils]
        first = links[0]
        keys = [(k.giver, k.receiver, k.savoir) for k in links]
        reasons = [kind]
        if any(key in self.possible.pins for key in keys):
            reasons.append("pin")
        if any(self.possible.wished(*key) for key in keys):
            reasons.append("wish")
        if all(self.possible.new(giver, receiver) for giver, receiver, _ in keys):
            reasons.append("new_partner")
        helped = sorted({p for key in keys for p in self.only.get(key, ())})
        reasons += [f"only_link_of:{ids[p]}" for p in helped]
        receivers = tuple(ids[k.receiver] for k in links)
        return PlannedExchange(ids[first.giver], receivers, first.savoir, tuple(reasons))

    def _only_links(self) -> dict[tuple[int, int, str], list[int]]:
        """Return the exchanges without which somebody has no possible exchange at all.

        What the pins already take up does not count as possible.
        """
        fresh = Board(self.possible, pinned_groups(self.possible))
        mine: defaultdict[int, list[tuple[int, int, str]]] = defaultdict(list)
        for giver, receivers in enumerate(self.possible.savoirs):
            for receiver, savoirs in receivers.items():
                for savoir in savoirs:
                    arc = (giver, receiver, savoir)
                    if arc in self.possible.pins or _still_possible(fresh, arc):
                        mine[giver].append(arc)
                        mine[receiver].append(arc)
        only: defaultdict[tuple[int, int, str], list[int]] = defaultdict(list)
        for person, arcs in mine.items():
            if len(arcs) == 1:
                only[arcs[0]].append(person)
        return only


def _still_possible(board: Board, arc: tuple[int, int, str]) -> bool:
    giver, receiver, savoir = arc
    places = [p for p in board.places[giver] if board.theme[p] in (None, savoir)]
    return board.room[receiver] > 0 and any(board.room[p] > 0 for p in places)
