"""Everybody whom no circle took: chains and single exchanges that reach the proven goals.

*Source*: Mendelsohn and Dulmage: what can be covered on either side can be covered on both.
"""

from __future__ import annotations

from collections import Counter

from .board import Board, Link
from .cover import Cover
from .ledger import Ledger


class Chosen:
    """The exchanges being chosen, (giver, receiver) -> (place, savoir), before they are placed."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.by: dict[tuple[int, int], tuple[int, str]] = {}
        self.gives: Counter[int] = Counter()
        self.takes: Counter[int] = Counter()
        self.load: Counter[int] = Counter()
        self.givers_of: dict[int, list[int]] = {}
        self.receivers_of: dict[int, list[int]] = {}

    def add(self, giver: int, receiver: int, place: int, savoir: str) -> None:
        """Choose one exchange."""
        self.by[giver, receiver] = (place, savoir)
        self.gives[giver] += 1
        self.takes[receiver] += 1
        self.load[place] += 1
        self.givers_of.setdefault(receiver, []).append(giver)
        self.receivers_of.setdefault(giver, []).append(receiver)

    def drop(self, giver: int, receiver: int) -> None:
        """Give up one exchange."""
        place, _ = self.by.pop((giver, receiver))
        self.gives[giver] -= 1
        self.takes[receiver] -= 1
        self.load[place] -= 1
        self.givers_of[receiver].remove(giver)
        self.receivers_of[giver].remove(receiver)

    def free(self, giver: int, receiver: int) -> bool:
        """Return whether these two have no exchange in this direction yet."""
        return (giver, receiver) not in self.by and (giver, receiver) not in self.board.links

    def links(self) -> list[Link]:
        """Return what was chosen, in the round's order."""
        return [Link(g, r, *self.by[g, r]) for g, r in sorted(self.by)]


def choose(board: Board, ledger: Ledger) -> Chosen:
    """Return exchanges that reach every goal the ledger proves: linked, giving and receiving."""
    seats = list(enumerate(ledger.links.at))
    gifts = {person: place for person, place in seats if 0 <= place < board.size}
    receipts = {person: place for person, place in seats if place >= board.size}
    if not board.one_each:
        return _several(board, gifts, receipts)
    most = {person: place for person, place in enumerate(ledger.gifts.at) if place >= 0}
    gives_to = _as_many(
        _both_sides(gifts, {p: board.owner[at] for p, at in receipts.items()}), most
    )
    chosen = Chosen(board)
    for giver in sorted(gives_to):
        receiver = gives_to[giver]
        chosen.add(giver, receiver, *next(board.ways(giver, receiver)))
    return chosen


def _both_sides(gifts: dict[int, int], receipts: dict[int, int]) -> dict[int, int]:
    """Return one exchange each, giver -> receiver, for all who give there or receive here.

    Where the two seatings meet they make chains, link by link in turn. A chain keeps its gifts,
    but where that would leave out somebody who has to receive it keeps its receipts: nobody who
    has to give is at that chain's other end.
    """
    given = set(gifts.values())
    found = dict(gifts)
    for left_out in [p for p in receipts if p not in given]:
        receiver: int | None = left_out
        while receiver in receipts:
            giver = receipts[receiver]
            found[giver], receiver = receiver, gifts.get(giver)
    return found


def _as_many(found: dict[int, int], most: dict[int, int]) -> dict[int, int]:
    """Return as many exchanges as in the larger seating; all who give or receive go on to."""
    giver_to = {receiver: giver for giver, receiver in found.items()}
    for start in [p for p in most if p not in found]:
        path, giver = [start], giver_to.get(most[start])
        while giver is not None and giver in most:
            path.append(giver)
            giver = giver_to.get(most[giver])
        if giver is None:
            for one in path:
                found[one] = most[one]
    return found


def _several(board: Board, gifts: dict[int, int], receipts: dict[int, int]) -> Chosen:
    """Return the same where people have several turns.

    First everybody of a largest set receives; then, one after the other, everybody of a largest
    set gives, without anybody receiving any less.
    """
    alike = [0] * board.size
    receiving = _waiting(board.take_rows, board.received)
    giving = _waiting(board.give_rows, board.gave)
    receive = Cover(board.rows, receiving, board.room, alike, receipts)
    give = Cover(board.rows, giving, board.room, alike, gifts)
    chosen = Chosen(board)
    for receiver, place in enumerate(receive.at):
        if place >= 0:
            giver = board.owner[place]
            savoir = next(s for at, s in board.ways(giver, receiver) if at == place)
            chosen.add(giver, receiver, place, savoir)
    givers = [person for person in range(board.size) if give.at[person] >= 0]
    must_give = set(givers)
    for person in givers:
        if not chosen.gives[person]:
            _let_give(chosen, person, must_give)
    return chosen


def _waiting(rows: list[list[int]], served: list[int]) -> list[list[int]]:
    return [[] if done else mine for mine, done in zip(rows, served, strict=True)]


def _let_give(chosen: Chosen, start: int, must_give: set[int]) -> None:
    """Let this person give; nobody who must give stops, and nobody receives any less.

    Exchanges change hands along a path, until it reaches a receiver with a free seat or a giver
    who can spare one. Mendelsohn and Dulmage's argument says that there is such a path.
    """
    board = chosen.board
    came: dict[int, int] = {}
    loses: dict[int, int] = {}
    left: dict[int, list[int]] = {}
    queue = [start]
    for giver in queue:
        apart = board.possible.apart[giver]
        for row in board.give_rows[giver]:
            passed: list[int] = []
            for receiver in left.get(row, board.rows.places[row]):
                if receiver in came:
                    continue
                if receiver in apart or not chosen.free(giver, receiver):
                    passed.append(receiver)
                    continue
                came[receiver] = giver
                if chosen.takes[receiver] < board.room[receiver]:
                    _change_hands(chosen, receiver, came, loses)
                    return
                for other in chosen.givers_of.get(receiver, ()):
                    if other not in must_give or chosen.gives[other] > 1:
                        chosen.drop(other, receiver)
                        _change_hands(chosen, receiver, came, loses)
                        return
                    if other not in loses and other != start:
                        loses[other] = receiver
                        queue.append(other)
            left[row] = passed


def _change_hands(
    chosen: Chosen, receiver: int, came: dict[int, int], loses: dict[int, int]
) -> None:
    while True:
        giver = came[receiver]
        before = loses.get(giver)
        if before is not None:
            chosen.drop(giver, before)
        ways = list(chosen.board.ways(giver, receiver))
        empty = (w for w in ways if chosen.load[w[0]] < chosen.board.room[w[0]])
        chosen.add(giver, receiver, *next(empty, ways[0]))
        if before is None:
            return
        receiver = before
