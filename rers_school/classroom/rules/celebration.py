"""The timetable of a joint celebration: places × time slots, nobody at two stands at once."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rers_school.classroom.errors import DomainError
from rers_school.classroom.rules.text import clean, fold

LINE_MOST, LINES_MOST = 60, 20


class Cell(NamedTuple):
    """One place at one time: the numbers of its lines, from 0."""

    slot: int
    spot: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """A stand to be laid out: its class, and everybody who is at it."""

    id: Hashable
    of_class: Hashable
    people: frozenset[Hashable]


def lines_of(text: str) -> list[str]:
    """Return the slots or places of a text, one a line.

    *Errors*: ``too_long``, ``too_many_lines`` (``most``), ``line_twice`` (``name``) (422).
    """
    lines: dict[str, str] = {}
    for line in text.splitlines():
        words = clean(line, most=LINE_MOST)
        if not words:
            continue
        key = fold(words) or words
        if key in lines:
            raise DomainError("line_twice", name=words)
        lines[key] = words
    if len(lines) > LINES_MOST:
        raise DomainError("too_many_lines", most=LINES_MOST)
    return list(lines.values())


def lay_out(
    wanted: Sequence[Wanted], slots: int, spots: int, fixed: Mapping[Hashable, Cell]
) -> dict[Hashable, Cell]:
    """Return a cell for as many stands as find one; those in ``fixed`` stay where they are.

    No cell holds two stands, and nobody is at two stands in one slot. A stand whose people have the
    fewest slots left comes first. Among free slots the one with the fewest stands of its own class
    is taken, so that in every slot pupils of each class can walk around and look; then the
    emptiest. The same stands give the same timetable.
    """
    table = _Table(slots, spots)
    left = []
    for one in wanted:
        cell = fixed.get(one.id)
        if cell is not None and table.takes(one, cell):
            table.put(one, cell)
        else:
            left.append(one)
    while left:
        one = min(left, key=lambda stand: (len(table.free(stand)), -len(stand.people)))
        left.remove(one)
        free = table.free(one)
        if free:
            slot = min(free, key=lambda at: table.crowd(one, at))
            table.put(one, Cell(slot, table.empty(slot)))
    return table.found


def refusal(
    one: Wanted, cell: Cell, others: Mapping[Wanted, Cell], slots: int, spots: int
) -> str | None:
    """Return why a stand cannot be in a cell: "no_cell", "taken", "busy"; nothing when it can."""
    if not (0 <= cell.slot < slots and 0 <= cell.spot < spots):
        return "no_cell"
    if cell in others.values():
        return "taken"
    busy = any(at.slot == cell.slot and two.people & one.people for two, at in others.items())
    return "busy" if busy else None


class _Table:
    def __init__(self, slots: int, spots: int) -> None:
        self._slots, self._spots = slots, spots
        self.found: dict[Hashable, Cell] = {}
        self._taken: set[Cell] = set()
        self._busy: dict[int, set[Hashable]] = defaultdict(set)
        self._classes: dict[int, list[Hashable]] = defaultdict(list)

    def takes(self, one: Wanted, cell: Cell) -> bool:
        inside = 0 <= cell.slot < self._slots and 0 <= cell.spot < self._spots
        return inside and cell not in self._taken and not one.people & self._busy[cell.slot]

    def put(self, one: Wanted, cell: Cell) -> None:
        self.found[one.id] = cell
        self._taken.add(cell)
        self._busy[cell.slot] |= one.people
        self._classes[cell.slot].append(one.of_class)

    def free(self, one: Wanted) -> list[int]:
        return [
            slot
            for slot in range(self._slots)
            if len(self._classes[slot]) < self._spots and not one.people & self._busy[slot]
        ]

    def crowd(self, one: Wanted, slot: int) -> tuple[int, int, int]:
        here = self._classes[slot]
        return (here.count(one.of_class), len(here), slot)

    def empty(self, slot: int) -> int:
        return next(spot for spot in range(self._spots) if Cell(slot, spot) not in self._taken)
