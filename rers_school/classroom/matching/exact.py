"""The exact tier: the most circles, then wishes and new partners, that the goals allow.

A whole-number program over all possible exchanges of a class. Who is linked, and who gives and
receives, is held at what the first plan reached where that is proven, and maximised before
everything else where it is not (small groups). The work is limited by branches, not by a clock.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from .board import Board, Link, Opening, pinned_groups
from .draft import Draft, close_by_chance
from .lookout import Loop, candidates
from .possible import Possible, shuffled
from .solver import Program, Solver

#: How many circles the program may choose from, and how many branches it may look at for a goal.
CIRCLES = 4_000
BRANCHES = 400
#: The same for the goal that only decides between equally good plans.
BRANCHES_FOR_CHANCE = 60

Arc = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Improved:
    """The best draft found, and what is proven of it.

    `goals`: nobody else can be linked, nor give and receive; `exact`: no plan has a greater worth.
    """

    draft: Draft
    goals: bool
    exact: bool


def improve(possible: Possible, first: Draft, *, proven: bool) -> Improved:
    """Return the first draft, unless another is strictly better.

    `proven` says that no plan links more people, or has more of them give and receive, than the
    first draft.
    """
    model = _Model(possible)
    solver = model.solver(first, held=proven)
    if not proven:
        for goal in model.first_goals():
            solver.maximise(goal, BRANCHES)
    goals = solver.proven
    for goal in model.further_goals():
        solver.maximise(goal, BRANCHES)
    exact = solver.proven and model.complete
    found = model.draft(solver)
    if found.worth() <= first.worth():
        return Improved(first, goals, exact)
    # Of equally good plans always the same one, on every machine.
    solver.maximise(model.chance(), BRANCHES_FOR_CHANCE)
    return Improved(model.draft(solver), goals, exact)


class _Model:
    """Exchanges, turns, people and circles as variables of one program."""

    def __init__(self, possible: Possible) -> None:
        self.possible = possible
        self.size = len(possible)
        self.instance = possible.instance
        self.grouped = self.instance.round.group_size > 1
        self.program = Program()
        self.exchange: dict[Arc, int] = {arc: self.program.variable() for arc in self._arcs()}
        self.gives = [self.program.variable(whole=False) for _ in range(self.size)]
        self.takes = [self.program.variable(whole=False) for _ in range(self.size)]
        self.linked = [self.program.variable(whole=False) for _ in range(self.size)]
        self.both = [self.program.variable(whole=False) for _ in range(self.size)]
        self.turns: dict[tuple[int, str], int] = {}
        self.circle: dict[Loop, int] = {}
        self.complete = True
        self._bind_people()
        self._bind_turns()
        self._bind_circles()

    # -- the model ---------------------------------------------------------------------------

    def _arcs(self) -> Iterable[Arc]:
        pinned = set(self.possible.pins)
        for giver in range(self.size):
            for receiver in sorted(self.possible.receivers(giver)):
                # Which savoir it is matters to small groups only; else the preferred one will do.
                for number, savoir in enumerate(self.possible.savoirs(giver, receiver)):
                    if self.grouped or not number or (giver, receiver, savoir) in pinned:
                        yield giver, receiver, savoir

    def _bind_people(self) -> None:
        giving: dict[int, list[int]] = defaultdict(list)
        taking: dict[int, list[int]] = defaultdict(list)
        between: dict[tuple[int, int], list[int]] = defaultdict(list)
        pinned: dict[tuple[int, int], int] = defaultdict(int)
        for giver, receiver, savoir in self.possible.pins:
            pinned[giver, receiver] += 1
            self.program.row({self.exchange[giver, receiver, savoir]: 1}, least=1, most=1)
        for (giver, receiver, _), x in self.exchange.items():
            giving[giver].append(x)
            taking[receiver].append(x)
            between[giver, receiver].append(x)
        for two, xs in between.items():
            if len(xs) > 1:
                self.program.row(dict.fromkeys(xs, 1), most=max(1, pinned[two]))
        for p, pupil in enumerate(self.possible.pupils):
            cap = self.instance.receive_cap(pupil)
            self.program.row(dict.fromkeys(taking[p], 1), most=cap)
            for one, xs in ((self.gives[p], giving[p]), (self.takes[p], taking[p])):
                self.program.row({one: 1, **dict.fromkeys(xs, -1)}, most=0)
            self.program.row({self.linked[p]: 1, self.gives[p]: -1, self.takes[p]: -1}, most=0)
            self.program.row({self.both[p]: 1, self.gives[p]: -1}, most=0)
            self.program.row({self.both[p]: 1, self.takes[p]: -1}, most=0)

    def _bind_turns(self) -> None:
        asked: dict[tuple[int, str], list[int]] = defaultdict(list)
        for (giver, _, savoir), x in self.exchange.items():
            asked[giver, savoir].append(x)
        spent: dict[int, list[int]] = defaultdict(list)
        for (giver, savoir), xs in asked.items():
            pupil = self.possible.pupils[giver]
            size = self.instance.group(pupil, savoir)
            if size == 1:
                spent[giver] += xs
                continue
            turn = self.program.variable(self.instance.give_cap(pupil))
            self.turns[giver, savoir] = turn
            self.program.row({turn: -size, **dict.fromkeys(xs, 1)}, most=0)
            spent[giver].append(turn)
        for giver, used in spent.items():
            cap = self.instance.give_cap(self.possible.pupils[giver])
            self.program.row(dict.fromkeys(used, 1), most=cap)

    def _bind_circles(self) -> None:
        board = Board(self.possible, pinned_groups(self.possible))
        steps: dict[tuple[int, int], list[int]] = defaultdict(list)
        for length in range(2, self.instance.round.max_circle + 1):
            for loop in candidates(board, length, ()):
                if len(self.circle) >= CIRCLES:
                    self.complete = False
                    break
                self.circle[loop] = one = self.program.variable()
                for step in zip(loop, loop[1:] + loop[:1], strict=True):
                    steps[step].append(one)
        by_two: dict[tuple[int, int], list[int]] = defaultdict(list)
        for (giver, receiver, _), x in self.exchange.items():
            by_two[giver, receiver].append(x)
        for two, circles in steps.items():
            terms = {**dict.fromkeys(circles, 1), **dict.fromkeys(by_two[two], -1)}
            self.program.row(terms, most=0)
        # What a small group shares is one exchange, and one exchange is part of one circle.
        shared: dict[int, list[int]] = defaultdict(list)
        for (giver, _), turn in self.turns.items():
            shared[giver].append(turn)
        for giver, turns in shared.items():
            circles = [y for loop, y in self.circle.items() if giver in loop]
            singles = [
                x
                for (g, _, savoir), x in self.exchange.items()
                if g == giver and (g, savoir) not in self.turns
            ]
            self.program.row(
                {**dict.fromkeys(circles, 1), **dict.fromkeys([*turns, *singles], -1)}, most=0
            )
        self.complete = self.complete and not self.grouped

    # -- what is wanted ----------------------------------------------------------------------

    def further_goals(self) -> list[dict[int, int]]:
        """Return nearness, circles by length, then wishes and new partners, in this order."""
        vicinity = self.possible.vicinity
        found: list[dict[int, int]] = []
        if vicinity.wide:
            # Across classes, and of these across schools: as few as possible.
            costs = (0, 3 * self.size + 1, 3 * self.size + 2)
            found.append(
                {
                    x: -costs[far]
                    for (g, r, _), x in self.exchange.items()
                    if (far := vicinity.far(g, r))
                }
            )
        weights, each = {}, 1
        for length in range(self.instance.round.max_circle, 1, -1):
            weights[length] = each
            each *= self.size // length + 1
        for level in vicinity.levels:
            found.append(
                {y: weights[len(k)] for k, y in self.circle.items() if vicinity.reach(k) == level}
            )
        liking = {}
        for (giver, receiver, savoir), x in self.exchange.items():
            wished = self.possible.wished(giver, receiver, savoir)
            met = not self.possible.new(giver, receiver)
            if wished or met:
                liking[x] = wished * (3 * self.size + 1) - met
        found.append(liking)
        if self.grouped or not all(self._one_turn(p) for p in range(self.size)):
            # A second turn is used for a reason or not at all.
            found.append(dict.fromkeys(self.exchange.values(), -1))
        return [goal for goal in found if goal]

    def first_goals(self) -> list[dict[int, int]]:
        """Return linked, of them those left out before, and both: what comes first, in order."""
        levels = [p.times_unlinked for p in self.possible.pupils]
        return [
            dict.fromkeys(self.linked, 1),
            *(
                {one: 1 for one, level in zip(self.linked, levels, strict=True) if level >= least}
                for least in sorted(set(levels) - {min(levels)}, reverse=True)
            ),
            dict.fromkeys(self.both, 1),
        ]

    def chance(self) -> dict[int, int]:
        """Return a goal that decides between equally good plans, another one in each round."""
        seed = self.instance.round.seed
        ids = [p.id for p in self.possible.pupils]
        return {
            x: int.from_bytes(shuffled(seed, "exact", ids[g], ids[r], s)[:2], "big") % 997
            for (g, r, s), x in self.exchange.items()
        }

    def _one_turn(self, person: int) -> bool:
        pupil = self.possible.pupils[person]
        return self.instance.give_cap(pupil) == self.instance.receive_cap(pupil) == 1

    # -- from a draft and back ---------------------------------------------------------------

    def solver(self, first: Draft, *, held: bool) -> Solver:
        """Return a solver that begins at the first draft and, if proven, holds its goals."""
        start = self._values(first)
        if held:
            for goal in self.first_goals():
                reached = sum(start.get(one, 0) for one in goal)
                self.program.row(goal, least=reached, most=len(goal))
        return self.program.solver(start)

    def _values(self, draft: Draft) -> dict[int, int]:
        board, values = draft.board, {}
        for links in board.links.values():
            for link in links:
                savoir = link.savoir
                if (link.giver, link.receiver, savoir) in self.exchange:
                    values[self.exchange[link.giver, link.receiver, savoir]] = 1
        given = {(k.giver, k.savoir, k.place) for links in board.links.values() for k in links}
        for (giver, savoir), turn in self.turns.items():
            values[turn] = sum(one[:2] == (giver, savoir) for one in given)
        for p in range(self.size):
            gives, takes = board.gave[p] > 0, board.received[p] > 0
            values[self.gives[p]], values[self.takes[p]] = int(gives), int(takes)
            values[self.linked[p]], values[self.both[p]] = int(gives or takes), int(gives and takes)
        for circle in draft.circles:
            people = [link.giver for link in circle]
            for at in range(len(people)):
                turned = (*people[at:], *people[:at])
                if turned in self.circle:
                    values[self.circle[turned]] = 1
        return values

    def draft(self, solver: Solver) -> Draft:
        """Return the solution as links and circles."""
        arcs = [arc for arc, x in self.exchange.items() if solver.value(x)]
        opening: Opening = {}
        for (giver, savoir), turn in self.turns.items():
            many = solver.value(turn) if any(a[0] == giver and a[2] == savoir for a in arcs) else 0
            opening[giver] = opening.get(giver, ()) + (savoir,) * many
        board = Board(self.possible, {g: groups for g, groups in opening.items() if groups})
        circles = [loop for loop, y in self.circle.items() if solver.value(y)]
        leading = {step for c in circles for step in zip(c, c[1:] + c[:1], strict=True)}
        # Each circle's receiver first, so that every turn of a group has its own.
        for giver, receiver, savoir in sorted(arcs, key=lambda a: (a[:2] not in leading, a)):
            if (giver, receiver, savoir) not in self.possible.pins:
                board.place(Link(giver, receiver, _place(board, giver, savoir), savoir))
        return Draft(board, close_by_chance(board, [_links(board, loop) for loop in circles]))


def _links(board: Board, loop: Loop) -> list[Link]:
    return [board.links[step][0] for step in zip(loop, loop[1:] + loop[:1], strict=True)]


def _place(board: Board, giver: int, savoir: str) -> int:
    """Return the giving place for one more of this savoir: the emptiest group, or any turn."""
    anything, *groups = board.places[giver]
    mine = [g for g in groups if board.theme[g] == savoir and board.room[g] > 0]
    return max(mine, key=lambda g: (board.room[g], -g)) if mine else anything
