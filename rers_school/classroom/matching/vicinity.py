"""How far an exchange goes, and who could exchange without going that far.

An exchange inside a class is the business of one teacher. Across classes two have to agree, and
across schools somebody travels; so of plans that link the same people the nearest is preferred.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .possible import Possible

#: What an exchange across classes costs; one across schools costs a little more. One more across
#: classes outweighs any number that stay inside the school.
ACROSS_CLASSES = 1 << 20
COSTS = (0, ACROSS_CLASSES, ACROSS_CLASSES + 1)
#: Further than anybody.
ANYWHERE = 2


@dataclass(frozen=True, slots=True)
class _Near:
    """Rows of givers and receivers; person -> the rows where they give, and where they receive."""

    rows: list[tuple[list[int], list[int]]]
    gives: list[list[int]]
    takes: list[list[int]]


class Vicinity:
    """The classes and schools of one round.

    `wide`: there is more than one class, so that nearness says something. `levels` are the
    distances (see `distance`) that occur, the nearest first.
    """

    def __init__(self, possible: Possible) -> None:
        self.possible = possible
        self._class: list[int] = []
        self._school: list[int] = []
        classes: dict[tuple[str, str], int] = {}
        schools: dict[str, int] = {}
        for number, pupil in enumerate(possible.pupils):
            self._class.append(classes.setdefault((pupil.school, pupil.classroom), len(classes)))
            # Nobody is in one school with somebody whose school is unknown.
            school = schools.setdefault(pupil.school, len(schools)) if pupil.school else -1 - number
            self._school.append(school)
        self.wide = len(classes) > 1
        known = [school for school, _ in classes if school]
        self.levels: tuple[int, ...] = (0,)
        if len(known) > len(schools):
            self.levels += (1,)
        if len(schools) + len(classes) - len(known) > 1:
            self.levels += (ANYWHERE,)

    def far(self, one: int, other: int) -> int:
        """Return the `distance` between two people."""
        if self._class[one] == self._class[other]:
            return 0
        return 1 if self._school[one] == self._school[other] else ANYWHERE

    def reach(self, loop: Sequence[int]) -> int:
        """Return how far the furthest exchange goes when each gives to the next one, in a ring."""
        return max(
            self.far(one, other) for one, other in zip(loop, (*loop[1:], loop[0]), strict=True)
        )

    def cost(self, giver: int, receiver: int) -> int:
        """Return how much an exchange between the two is to be avoided."""
        return COSTS[self.far(giver, receiver)]

    def receivers(self, giver: int, level: int) -> Iterator[int]:
        """Yield those up to so far away to whom this person could give, each once."""
        if level >= self.levels[-1]:
            return self.possible.receivers(giver)
        near = self._up_to(level)
        return self._others(giver, [near.rows[row][1] for row in near.gives[giver]])

    def givers(self, receiver: int, level: int) -> Iterator[int]:
        """Yield those up to so far away who could give to this person, each once."""
        if level >= self.levels[-1]:
            return self.possible.givers(receiver)
        near = self._up_to(level)
        return self._others(receiver, [near.rows[row][0] for row in near.takes[receiver]])

    def rows(self, level: int) -> list[tuple[list[int], list[int]]]:
        """Return for each savoir somewhere, up to so far away: who offers it, who asks for it."""
        return self._up_to(level).rows

    def _others(self, person: int, sides: list[list[int]]) -> Iterator[int]:
        seen = set(self.possible.apart[person])
        for side in sides:
            for other in side:
                if other not in seen:
                    seen.add(other)
                    yield other

    def _up_to(self, level: int) -> _Near:
        return self._in_class if level == 0 else self._in_school

    @cached_property
    def _in_class(self) -> _Near:
        return self._found((0,))

    @cached_property
    def _in_school(self) -> _Near:
        return self._found((0, 1))

    def _found(self, levels: tuple[int, ...]) -> _Near:
        possible = self.possible
        sides: defaultdict[tuple[int, int, str], tuple[list[int], list[int]]]
        sides = defaultdict(lambda: ([], []))
        for side, cards in ((0, possible.offered), (1, possible.asked)):
            for person, mine in enumerate(cards):
                for savoir, reach in mine.items():
                    for level in levels:
                        if reach >= level:
                            where = self._school[person] if level else self._class[person]
                            sides[level, where, savoir][side].append(person)
        found = _Near([], [[] for _ in possible.pupils], [[] for _ in possible.pupils])
        for givers, receivers in sides.values():
            if givers and receivers:
                for giver in givers:
                    found.gives[giver].append(len(found.rows))
                for receiver in receivers:
                    found.takes[receiver].append(len(found.rows))
                found.rows.append((givers, receivers))
        return found
