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
from .cover import NO_LIMIT, Cover
from .rows import Rows
from .vicinity import ANYWHERE, Vicinity

#: How many places one trial may look at, in a crowd: enough for nearly every link that can stay.
TRIAL_LIMIT = 20_000
#: Up to so many people every trial is looked at to its end.
CROWD = 300


class Ledger:
    """What the rest of the round can still reach; accepts only links that cost nothing.

    With `near_from` a link must not cost nearness either: as many as before can still give up to
    so far away (see `distance`), and up to every distance beyond.
    """

    def __init__(self, board: Board, *, near_from: int = ANYWHERE) -> None:
        self.board = board
        vicinity = board.possible.vicinity
        #: how far away somebody may be -> the most who can give no further
        self._near: dict[int, Cover] = {}
        for level in vicinity.levels[:-1]:
            if level >= near_from:
                self._near[level] = self._count_near(vicinity, level)
        size, room, rows = board.size, board.room, board.rows
        give, take = board.give_rows, board.take_rows
        alike = [0] * size
        self.gifts = Cover(
            rows,
            [[] if board.gave[p] else give[p] for p in range(size)],
            room,
            alike,
            # A turn opened to a group is for one savoir only, which nearness did not look at.
            {} if any(board.theme) else self._nearest_seats(),
        )
        # With one turn each, gifts and receipts are the two ends of the same matching.
        self.receipts = (
            None
            if board.one_each
            else Cover(
                rows, [[] if board.received[p] else take[p] for p in range(size)], room, alike
            )
        )
        self.links = Cover(
            rows,
            [[] if board.linked(p) else give[p] + take[p] for p in range(size)],
            room,
            [p.times_unlinked for p in board.possible.pupils],
            self._seats_to_begin_with(),
        )
        self.linked_max = self.links.count + sum(map(board.linked, range(size)))
        self.gifts_max = self.gifts.count + sum(map(bool, board.gave))
        self.receipts_max = (self.receipts or self.gifts).count + sum(map(bool, board.received))
        # The one that refuses most often comes first.
        self._watched = [self.gifts, *([self.receipts] if self.receipts else []), self.links]
        self._watched = [*self._near.values(), *self._watched]
        self._limit = NO_LIMIT if size <= CROWD else TRIAL_LIMIT

    def _count_near(self, vicinity: Vicinity, level: int) -> Cover:
        board = self.board
        rows = Rows(board.owner, board.possible.apart)
        wants: list[list[int]] = [[] for _ in range(board.size)]
        for givers, receivers in vicinity.rows(level):
            row = rows.add(receivers, givers)
            for giver in givers:
                if not board.gave[giver]:
                    wants[giver].append(row)
        return Cover(rows, wants, board.room, [0] * board.size, self._nearest_seats())

    def _nearest_seats(self) -> dict[int, int]:
        """Return the seats of those who can give near by: a seating that goes on from there."""
        nearest = list(self._near.values())[-1:]
        return {p: at for cover in nearest for p, at in enumerate(cover.at) if at >= 0}

    def _seats_to_begin_with(self) -> dict[int, int]:
        """Return seats for those who give in the first seating, where all count alike.

        Whoever was left out more often has to be seated first, so then nobody sits beforehand.
        """
        if len({p.times_unlinked for p in self.board.possible.pupils}) > 1:
            return {}
        at = self.gifts.at
        return {p: at[p] for p in range(self.board.size) if at[p] >= 0 and not self.board.linked(p)}

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
        givers = [link.giver for link in links]
        receivers = [link.receiver for link in links]
        everybody = list(dict.fromkeys(givers + receivers))
        seats = [*receivers, *(link.place for link in links)]
        marks = [cover.mark() for cover in self._watched]
        beyond = self._beyond(links)
        for number, cover in enumerate(self._watched):
            served = everybody if cover is self.links else givers
            if cover is self.receipts:
                served = receivers
            away = beyond.get(id(cover), frozenset())
            if not cover.serve(list(dict.fromkeys(served)), seats, self._limit, away):
                for changed, mark in zip(self._watched[: number + 1], marks, strict=False):
                    changed.rollback(mark)
                return False
        for cover in self._watched:
            cover.settle()
        for link in links:
            self.board.place(link)
        return True

    def _beyond(self, links: Sequence[Link]) -> dict[int, frozenset[int]]:
        """Return for each near seating the givers whose links go further."""
        far = self.board.possible.vicinity.far
        return {
            id(cover): frozenset(k.giver for k in links if far(k.giver, k.receiver) > level)
            for level, cover in self._near.items()
        }

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
