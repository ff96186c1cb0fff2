"""The proof that a plan still links as many people as the cards allow, kept step by step.

Three seatings (see `cover`) say what is still possible for those not served yet:

* `links`: everybody without a link takes one seat, to receive or with a receiver. Its size is
  the most people who can be linked (the union of two transversal matroids);
* `gifts` and `receipts`: how many people can give at least once, receive at least once.

A plan can reach all three together (Mendelsohn and Dulmage: what can be covered on either side
can be covered on both), and linked + both = giving + receiving. So the most people who both
give and receive, with as many linked as possible, is gifts + receipts - links.
"""

from __future__ import annotations

from collections.abc import Sequence

from .board import Board, Link
from .cover import Cover


class Ledger:
    """What the rest of the round can still reach; accepts only links that cost nothing."""

    def __init__(self, board: Board) -> None:
        self.board = board
        size, room = board.size, board.room
        pupils = board.possible.pupils
        alike = [0] * size
        takers = [list(w) for w in board.ways]
        places = [_giving_places(board, receiver) for receiver in range(size)]
        self.links = Cover(
            [[] if board.linked(p) else takers[p] + places[p] for p in range(size)],
            room,
            [p.times_unlinked for p in pupils],
        )
        self.gifts = Cover([[] if board.gave[p] else takers[p] for p in range(size)], room, alike)
        self.receipts = Cover(
            [[] if board.received[p] else places[p] for p in range(size)], room, alike
        )
        self.linked_max = self.links.count + sum(map(board.linked, range(size)))
        self.gifts_max = self.gifts.count + sum(map(bool, board.gave))
        self.receipts_max = self.receipts.count + sum(map(bool, board.received))
        self._watched = [self.links, self.gifts, self.receipts]
        # With one turn each, gifts and receipts are the two ends of the same matching.
        if board.one_each:
            self._watched.pop()

    @property
    def both_max(self) -> int:
        """Return how many can both give and receive when as many as possible are linked."""
        return self.gifts_max + self.receipts_max - self.linked_max

    @property
    def work(self) -> int:
        """Return the work done so far, the same on every machine."""
        return sum(cover.work for cover in self._watched)

    def keep(self, links: Sequence[Link]) -> bool:
        """Place the links if the rest can still reach every goal; otherwise change nothing."""
        if self._both_with(links) > self.both_max:
            return False
        marks = [cover.mark() for cover in self._watched]
        for cover in self._watched:
            for link in links:
                if cover is not self.receipts:
                    cover.remove(link.giver)
                if cover is not self.gifts:
                    cover.remove(link.receiver)
            for link in links:
                cover.cut(link.receiver)
                cover.cut(link.place)
            if not cover.repair():
                for changed, mark in zip(self._watched, marks, strict=True):
                    changed.rollback(mark)
                return False
        for link in links:
            self.board.place(link)
        return True

    def _both_with(self, links: Sequence[Link]) -> int:
        """Return how many would both give and receive, with these links."""
        more: dict[int, list[bool]] = {}
        gave, received = self.board.gave, self.board.received
        for link in links:
            for person, side in ((link.giver, 0), (link.receiver, 1)):
                now = [bool(gave[person]), bool(received[person])]
                more.setdefault(person, now)[side] = True
        new = sum(all(sides) and not (gave[p] and received[p]) for p, sides in more.items())
        return self.board.both + new


def _giving_places(board: Board, receiver: int) -> list[int]:
    return [place for giver in board.givers[receiver] for place, _ in board.ways[giver][receiver]]
