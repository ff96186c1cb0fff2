"""From placed links to the plan a teacher reads: circles, other exchanges, reasons, bounds."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Sequence

from .board import Board, Link, Opening
from .diagnosis import diagnose
from .draft import Draft, guests_of, links_of
from .plan import Bounds, Counts, Plan, PlannedExchange, Unlinked
from .reasons import Writer


def assemble(
    draft: Draft, opening: Opening, bounds: tuple[int, int], start: float, *, exact: bool = False
) -> Plan:
    """Return the plan for this draft. `start` is when the work began (`time.perf_counter`)."""
    board = draft.board
    circles = [_from_the_first(circle) for circle in draft.circles]
    circles.sort(key=lambda circle: (len(circle), [k.giver for k in circle]))
    guests = guests_of(board)
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
    for link in links_of(board):
        if link not in in_circles:
            together = guests.get(link.place, [link])
            in_circles.update(together)
            others.append(writer.tell("single", together))
    unlinked, bridges = diagnose(board, opening)
    counts = _counts(board, told_circles, others)
    linked_max, twice = bounds
    both_max = twice - counts.linked
    proven = counts.linked == linked_max and counts.both == both_max
    return Plan(
        circles=tuple(told_circles),
        others=tuple(others),
        unlinked=unlinked,
        bridges=bridges,
        bounds=Bounds(linked_max, both_max, proven),
        counts=counts,
        worth=draft.worth(),
        exact=exact,
        elapsed_ms=round((time.perf_counter() - start) * 1000),
        fingerprint=_fingerprint(told_circles, others, unlinked),
    )


def _from_the_first(circle: list[Link]) -> list[Link]:
    first = min(range(len(circle)), key=lambda at: circle[at].giver)
    return circle[first:] + circle[:first]


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
