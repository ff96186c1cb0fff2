"""The best plan that any method could find, as a mixed integer programme solved by CBC.

Written from the design of the engine (its goals and their order), not from its code, and solved by
another solver than the one that the engine may use itself.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import pulp

from rers_school.classroom.matching import Arc, Card, Instance, Pupil

REACH = {"class": 0, "school": 1, "network": 2}


@dataclass(frozen=True)
class Optimum:
    """How far each goal can be taken once the goals before it are reached, in their order."""

    linked: int
    #: How often those who are linked were left out before, the most often first.
    times: tuple[int, ...]
    both: int
    #: Exchanges across classes, and of these across schools: as few as possible.
    across: tuple[int, int] = (0, 0)
    #: Circles of two and of three that stay in a class, in a school, that go further.
    circles: tuple[tuple[int, int], ...] = ((0, 0), (0, 0), (0, 0))
    wishes: int = 0
    new_partners: int = 0

    @property
    def pairs(self) -> int:
        """Return all circles of two."""
        return sum(two for two, _ in self.circles)

    @property
    def threes(self) -> int:
        """Return all circles of three."""
        return sum(three for _, three in self.circles)


def far(one: Pupil, other: Pupil) -> int:
    """Return how far apart two people are: 0 one class, 1 one school, 2 only the network."""
    if (one.school, one.classroom) == (other.school, other.classroom):
        return 0
    return 1 if one.school and one.school == other.school else 2


def possible(instance: Instance) -> list[Arc]:
    """Return every exchange that the cards, their scopes and the teacher allow."""
    awake = [p for p in instance.people if not p.resting]
    found = set()
    for giver, receiver in itertools.permutations(awake, 2):
        if {giver.id, receiver.id} in [set(two) for two in instance.forbids]:
            continue
        for offer in giver.offers:
            if any(_meet(offer, demand, far(giver, receiver)) for demand in receiver.demands):
                found.add(Arc(giver.id, receiver.id, offer.savoir))
    return sorted(found, key=lambda arc: (arc.giver, arc.receiver, arc.savoir))


def _meet(offer: Card, demand: Card, distance: int) -> bool:
    open_that_far = min(REACH[offer.scope], REACH[demand.scope]) >= distance
    return offer.savoir == demand.savoir and open_that_far


def _telling(instance: Instance) -> list[Arc]:
    """Return the possible exchanges without those that another one stands for.

    Between the same two people only what is pinned or wished differs from any other savoir.
    """
    said = {*instance.pins, *instance.wishes}
    found, between = [], set()
    for arc in possible(instance):
        if arc in said:
            found.append(arc)
        elif (arc.giver, arc.receiver) not in between:
            found.append(arc)
            between.add((arc.giver, arc.receiver))
    return found


class Programme:
    """One round as a mixed integer programme: a 0/1 variable for each exchange worth telling apart.

    Small groups are not in it. Goals are taken one after the other with `most`.
    """

    def __init__(self, instance: Instance) -> None:
        assert instance.round.group_size == 1
        self.instance = instance
        self.model = pulp.LpProblem("round", pulp.LpMaximize)
        self.arcs = _telling(instance)
        self.used = {arc: self._switch(f"x{k}") for k, arc in enumerate(self.arcs)}
        gives: defaultdict[str, list[pulp.LpVariable]] = defaultdict(list)
        takes: defaultdict[str, list[pulp.LpVariable]] = defaultdict(list)
        for arc, used in self.used.items():
            gives[arc.giver].append(used)
            takes[arc.receiver].append(used)
        self.linked: dict[str, pulp.LpVariable] = {}
        self.both: dict[str, pulp.LpVariable] = {}
        rules = instance.round
        for k, who in enumerate(p for p in instance.people if not p.resting):
            given, taken = pulp.lpSum(gives[who.id]), pulp.lpSum(takes[who.id])
            self.model += given <= (who.give_cap or rules.give_cap)
            self.model += taken <= (who.receive_cap or rules.receive_cap)
            self.linked[who.id] = self._switch(f"linked{k}")
            self.both[who.id] = self._switch(f"both{k}")
            self.model += self.linked[who.id] <= given + taken
            self.model += self.both[who.id] <= given
            self.model += self.both[who.id] <= taken
        for pin in set(instance.pins):
            self.model += self.used[pin] == 1
        self._switches = itertools.count()

    def _switch(self, name: str) -> pulp.LpVariable:
        return self.model.add_variable(name, 0, 1, pulp.LpBinary)

    def solve(self, goal: Iterable[pulp.LpVariable]) -> int | None:
        """Return the largest number of these that can be switched on; None when nothing fits."""
        self.model.setObjective(pulp.lpSum(goal))
        status = pulp.LpStatus[self.model.solve(_cbc())]
        if status == "Infeasible":
            return None
        assert status == "Optimal", status
        return round(pulp.value(self.model.objective) or 0)

    def most(self, goal: Iterable[pulp.LpVariable], ceiling: int | None = None) -> int:
        """Return the largest number of these that can be switched on, and keep it from now on.

        `ceiling`: a number that it cannot exceed anyway; knowing it spares time.
        """
        wanted = list(goal)
        if not wanted or ceiling == 0:
            return 0
        if ceiling is not None:
            self.model += pulp.lpSum(wanted) <= ceiling
        found = self.solve(wanted)
        assert found is not None
        self.model += pulp.lpSum(wanted) == found
        return found

    def fewest(self, goal: Iterable[pulp.LpVariable]) -> int:
        """Return the smallest number of these that can be switched on, and keep it from now on."""
        wanted = list(goal)
        if not wanted:
            return 0
        self.model.setObjective(-pulp.lpSum(wanted))
        assert pulp.LpStatus[self.model.solve(_cbc())] == "Optimal"
        found = -round(pulp.value(self.model.objective) or 0)
        self.model += pulp.lpSum(wanted) == found
        return found

    def nearest(self) -> tuple[int, int]:
        """Return the fewest exchanges across classes and, with these, across schools."""
        return self.fewest(self._going(1)), self.fewest(self._going(2))

    def _going(self, at_least: int) -> list[pulp.LpVariable]:
        people = {p.id: p for p in self.instance.people}
        return [
            used
            for arc, used in self.used.items()
            if far(people[arc.giver], people[arc.receiver]) >= at_least
        ]

    def circles(self, length: int, level: int) -> list[pulp.LpVariable]:
        """Return a switch for every closed circle of 2 or 3 people that goes so far.

        Each person has one turn.
        """
        between: defaultdict[tuple[str, str], list[pulp.LpVariable]] = defaultdict(list)
        for arc, used in self.used.items():
            between[arc.giver, arc.receiver].append(used)
        through: defaultdict[tuple[str, str], list[pulp.LpVariable]] = defaultdict(list)
        around: defaultdict[str, list[pulp.LpVariable]] = defaultdict(list)
        found = []
        for ring in _rings(between, length):
            if reach(self.instance, ring) != level:
                continue
            closed = self._switch(f"circle{length}_{next(self._switches)}")
            found.append(closed)
            for step in zip(ring, ring[1:] + ring[:1], strict=True):
                through[step].append(closed)
            for who in ring:
                around[who].append(closed)
        for step, closing in through.items():
            self.model += pulp.lpSum(closing) <= pulp.lpSum(between[step])
        # Says nothing new: whoever is in a circle gives and receives. It only spares time.
        for who, closing in around.items():
            self.model += pulp.lpSum(closing) <= self.both[who]
        return found


def _cbc() -> pulp.COIN_CMD:
    # Its own CBC, whatever the machine has; no gap, one thread: an exact, repeatable answer.
    return pulp.COIN_CMD(
        path=pulp.PULP_CBC_CMD.pulp_cbc_path, msg=False, threads=1, gapRel=0, gapAbs=0
    )


def reach(instance: Instance, ring: Sequence[str]) -> int:
    """Return how far the furthest exchange of a ring goes."""
    people = {p.id: p for p in instance.people}
    return max(
        far(people[one], people[other])
        for one, other in zip(ring, (*ring[1:], ring[0]), strict=True)
    )


def _rings(between: Collection[tuple[str, str]], length: int) -> list[tuple[str, ...]]:
    """Return every ring of this many people, once each: it starts with its first id."""
    onward: defaultdict[str, list[str]] = defaultdict(list)
    for giver, receiver in between:
        onward[giver].append(receiver)
    paths = [(who,) for who in sorted(onward)]
    for _ in range(length - 1):
        paths = [
            (*path, to)
            for path in paths
            for to in onward.get(path[-1], ())
            if to > path[0] and to not in path
        ]
    return [path for path in paths if (path[-1], path[0]) in between]


def optimum(instance: Instance, circles: bool = False, partners: bool = False) -> Optimum:
    """Return the best of each goal given the ones before it.

    Circles only make sense with one turn each; partners (wishes, then new ones) come after them.
    """
    programme = Programme(instance)
    linked = programme.most(programme.linked.values())
    times = {p.id: p.times_unlinked for p in instance.people if not p.resting}
    reached: list[int] = []
    for level in sorted(set(times.values()), reverse=True):
        some = [programme.linked[i] for i, n in times.items() if n == level]
        reached += [level] * programme.most(some)
    both = programme.most(programme.both.values())
    across = programme.nearest()
    wishes = new = 0
    found: list[tuple[int, int]] = []
    for level in range(3):
        pairs = threes = 0
        left = both - sum(2 * two + 3 * three for two, three in found)
        if circles:
            pairs = programme.most(programme.circles(2, level), left // 2)
            if instance.round.max_circle >= 3:
                threes = programme.most(programme.circles(3, level), (left - 2 * pairs) // 3)
        found.append((pairs, threes))
    if partners:
        wishes = programme.most(programme.used[a] for a in programme.arcs if a in instance.wishes)
        met = {tuple(sorted(two)) for two in instance.met}
        new = programme.most(
            used
            for arc, used in programme.used.items()
            if tuple(sorted((arc.giver, arc.receiver))) not in met
        )
    return Optimum(linked, tuple(reached), both, across, tuple(found), wishes, new)


def someone_could_step_aside(
    instance: Instance, linked: Collection[str], out: str, candidates: Collection[str]
) -> bool:
    """Return whether `out` can be linked in place of one candidate, all others staying linked."""
    programme = Programme(instance)
    for who in {out, *linked} - set(candidates):
        programme.model += programme.linked[who] == 1
    staying = [programme.linked[who] for who in candidates]
    found = programme.solve(staying)
    return found is not None and found >= len(staying) - 1


def reached(instance: Instance, arcs: Collection[Arc]) -> Optimum:
    """Return what these exchanges reach of each goal, counted from the exchanges alone."""
    gives, takes = Counter(a.giver for a in arcs), Counter(a.receiver for a in arcs)
    times = {p.id: p.times_unlinked for p in instance.people}
    linked = gives.keys() | takes.keys()
    between = {(a.giver, a.receiver) for a in arcs}
    met = {tuple(sorted(two)) for two in instance.met}
    longest = instance.round.max_circle
    gone = [level for a in arcs if (level := reach(instance, (a.giver, a.receiver)))]
    rings = Counter((reach(instance, ring), n) for n in (2, 3) for ring in _rings(between, n))
    return Optimum(
        linked=len(linked),
        times=tuple(sorted((times[who] for who in linked), reverse=True)),
        both=len(gives.keys() & takes.keys()),
        across=(len(gone), sum(level == 2 for level in gone)),
        circles=tuple(
            (rings[level, 2], rings[level, 3] if longest >= 3 else 0) for level in range(3)
        ),
        wishes=len(set(arcs) & set(instance.wishes)),
        new_partners=sum(tuple(sorted((a.giver, a.receiver))) not in met for a in arcs),
    )
