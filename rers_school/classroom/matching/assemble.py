"""From placed links to the plan a teacher reads: circles, other exchanges, reasons, bounds."""

from __future__ import annotations

import hashlib
import json
import time
from collections import defaultdict
from collections.abc import Sequence

from .board import Board, Link, Opening
from .diagnosis import diagnose
from .plan import Bounds, Counts, Plan, PlannedExchange, Unlinked
from .reasons import Writer


def assemble(
    board: Board, circles: list[list[Link]], opening: Opening, bounds: tuple[int, int], start: float
) -> Plan:
    """Return the plan for these links. `start` is when the work began (`time.perf_counter`)."""
    circles = circles + _closed_by_chance(board, circles)
    circles = [_from_the_first(circle) for circle in circles]
    circles.sort(key=lambda circle: (len(circle), [k.giver for k in circle]))
    guests = _guests(board)
    writer = Writer(board)
    in_circles: set[Link] = set()
    told_circles: list[tuple[PlannedExchange, ...]] = []
    for circle in circles:
        kind = "pair" if len(circle) == 2 else "circle"
        exchanges: list[PlannedExchange] = []
        for link in circle:
            together = [link, *(k for k in guests.get(link.place, ()) if k != link)]
            in_circles.update(together)
            exchanges.append(writer.tell(kind, together))
        told_circles.append(tuple(exchanges))
    others: list[PlannedExchange] = []
    for link in _all(board):
        if link not in in_circles:
            together = guests.get(link.place, [link])
            in_circles.update(together)
            others.append(writer.tell("single", together))
    unlinked = diagnose(board, opening)
    counts = _counts(board, told_circles, others)
    linked_max, twice = bounds
    both_max = twice - counts.linked
    proven = counts.linked == linked_max and counts.both == both_max
    return Plan(
        circles=tuple(told_circles),
        others=tuple(others),
        unlinked=unlinked,
        bounds=Bounds(linked_max, both_max, proven),
        counts=counts,
        elapsed_ms=round((time.perf_counter() - start) * 1000),
        fingerprint=_fingerprint(told_circles, others, unlinked),
    )


def _all(board: Board) -> list[Link]:
    return [link for pair in sorted(board.links) for link in board.links[pair]]


def _guests(board: Board) -> dict[int, list[Link]]:
    """Return the links that share a small-group turn, which are one exchange."""
    found: defaultdict[int, list[Link]] = defaultdict(list)
    for link in _all(board):
        if board.theme[link.place] is not None:
            found[link.place].append(link)
    return found


def _from_the_first(circle: list[Link]) -> list[Link]:
    first = min(range(len(circle)), key=lambda at: circle[at].giver)
    return circle[first:] + circle[:first]


def _closed_by_chance(board: Board, circles: list[list[Link]]) -> list[list[Link]]:
    """Return further circles among the exchanges that were not chosen as circles."""
    used = {link for circle in circles for link in circle}
    busy = {link.place for link in used if board.theme[link.place] is not None}
    onward: defaultdict[int, list[Link]] = defaultdict(list)
    for link in _all(board):
        if link not in used and link.place not in busy:
            onward[link.giver].append(link)
    found: list[list[Link]] = []
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


def _counts(
    board: Board, circles: list[tuple[PlannedExchange, ...]], others: list[PlannedExchange]
) -> Counts:
    people = range(board.size)
    lengths = [len(circle) for circle in circles]
    return Counts(
        linked=sum(map(board.linked, people)),
        both=sum(bool(board.gave[p] and board.received[p]) for p in people),
        pairs=lengths.count(2),
        threes=lengths.count(3),
        exchanges=sum(lengths) + len(others),
    )


def _fingerprint(
    circles: list[tuple[PlannedExchange, ...]],
    others: list[PlannedExchange],
    unlinked: tuple[Unlinked, ...],
) -> str:
    def arcs(exchanges: Sequence[PlannedExchange]) -> list[list[object]]:
        return [[e.giver, e.receivers, e.savoir] for e in exchanges]

    told = [[arcs(circle) for circle in circles], arcs(others), [u.person for u in unlinked]]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]
