"""Suggestions for classes that exchange with each other, and what each class sees of them.

The whole network is one round: nobody stays without a link whom any class could serve. Of the
plans that reach that, those with most exchanges inside a class are preferred, then inside a
school; what is left over goes across.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from .cover import Cover
from .draft import Draft
from .engine import find, told
from .plan import Plan, PlannedExchange, Unlinked
from .possible import Possible
from .problem import Arc, Instance, ProblemError
from .rows import Rows
from .telling import Report, quiet

#: School and class, as on a `Pupil`.
ClassKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Bundle:
    """What is decided together: a circle in the order in which it goes round, or one exchange.

    `classes` are all whom it concerns. `kept`: it was decided before this plan.
    """

    exchanges: tuple[PlannedExchange, ...]
    closed: bool
    classes: tuple[ClassKey, ...]
    kept: bool


@dataclass(frozen=True, slots=True)
class ClassPart:
    """What a plan means for one class: `inside` concerns it alone, `crossing` others as well.

    `alone_max`: the most of its people who could be linked without the network.
    `linked_by_network`: who is linked by the plan, and by no plan of the class alone that links
    all those whom this one links inside the class.
    """

    key: ClassKey
    inside: tuple[Bundle, ...]
    crossing: tuple[Bundle, ...]
    unlinked: tuple[Unlinked, ...]
    linked_by_network: tuple[str, ...]
    alone_max: int


@dataclass(frozen=True, slots=True)
class Nearness:
    """How many links (one giver, one receiver) stay in a class, in a school, or go further."""

    inside: int
    school: int
    network: int


@dataclass(frozen=True, slots=True)
class NetworkPlan:
    """One plan for all, and the part of each class asked for, in the order of their keys."""

    plan: Plan
    parts: tuple[ClassPart, ...]
    nearness: Nearness


def suggest_network(
    instance: Instance,
    *,
    classes: Iterable[ClassKey] | None = None,
    kept: Iterable[Sequence[Arc]] = (),
    exact: bool = False,
    report: Report | None = None,
) -> NetworkPlan:
    """Return the plan of `suggest` (with `exact`, of `best`) and what each class sees of it.

    `classes` whose parts are wanted, by default all. `kept` are circles and single exchanges
    decided already: they stay, each whole, and the rest is planned around them. `report` hears
    the `STAGES`, each up to done = total; the plan is the same whatever it does, but what it
    raises comes out. *Errors*: `ProblemError` for a class without people, and where something
    kept is impossible (`kept[0][1]`).
    """
    start, tell = time.perf_counter(), report or quiet
    decided = tuple(tuple(circle) for circle in kept)
    whole = _with_kept(instance, decided)
    home = {p.id: (p.school, p.classroom) for p in whole.people}
    everywhere = set(home.values())
    wanted = sorted(everywhere if classes is None else set(classes))
    for key in wanted:
        if key not in everywhere:
            raise ProblemError("classes", f'nobody is in "{key[1]}" of "{key[0]}"')
    possible = Possible(whole)
    circles = [
        [(possible.index[a.giver], possible.index[a.receiver], a.savoir) for a in circle]
        for circle in decided
        if len(circle) > 1
    ]
    found = find(possible, exact=exact, kept=circles, tell=tell)
    plan = told(found, start)
    parts = _parts(plan, _bundles(plan, decided, home), home, _Alone(found.draft), wanted, tell)
    return NetworkPlan(plan, parts, _nearness(found.draft))


def _with_kept(instance: Instance, kept: Sequence[Sequence[Arc]]) -> Instance:
    """Return the round with everything kept as pins."""
    names: dict[str, str] = {}
    pins = list(instance.pins_once())
    for number, circle in enumerate(kept):
        _check_round(f"kept[{number}]", circle)
        for at, arc in enumerate(circle):
            if arc not in pins:
                names[f"pins[{len(pins)}]"] = f"kept[{number}][{at}]"
                pins.append(arc)
    try:
        return replace(instance, pins=tuple(pins))
    except ProblemError as error:
        where = names.get(error.where, error.where)
        raise ProblemError(where, error.message) from None


def _check_round(where: str, circle: Sequence[Arc]) -> None:
    if not circle:
        raise ProblemError(where, "is empty")
    if len(circle) == 1:
        return
    for at, (arc, after) in enumerate(zip(circle, [*circle[1:], circle[0]], strict=True)):
        if arc.receiver != after.giver:
            raise ProblemError(f"{where}[{at}]", f'"{arc.receiver}" does not give the next one')
    if len({arc.giver for arc in circle}) < len(circle):
        raise ProblemError(where, "somebody gives twice")


def _nearness(draft: Draft) -> Nearness:
    far = draft.board.possible.vicinity.far
    told = [far(g, r) for (g, r), links in draft.board.links.items() for _ in links]
    return Nearness(*(told.count(level) for level in range(3)))


def _bundles(
    plan: Plan, kept: Sequence[Sequence[Arc]], home: Mapping[str, ClassKey]
) -> list[Bundle]:
    """Return what is decided together, what was kept first."""

    def bundle(exchanges: Sequence[PlannedExchange], *, kept: bool = False) -> Bundle:
        people = {who for e in exchanges for who in (e.giver, *e.receivers)}
        places = tuple(sorted({home[who] for who in people}))
        return Bundle(tuple(exchanges), len(exchanges) > 1, places, kept)

    of_arc: dict[Arc, PlannedExchange] = {}
    for exchange in (*(e for circle in plan.circles for e in circle), *plan.others):
        for receiver in exchange.receivers:
            of_arc[Arc(exchange.giver, receiver, exchange.savoir)] = exchange
    found, taken = [], set[int]()
    for circle in kept:
        mine = list({id(of_arc[arc]): of_arc[arc] for arc in circle}.values())
        if taken.isdisjoint(map(id, mine)):
            found.append(bundle(mine, kept=True))
            taken.update(map(id, mine))
    for told_circle in plan.circles:
        if taken.isdisjoint(map(id, told_circle)):
            found.append(bundle(told_circle))
        else:
            # With several turns each, a circle may have gone round by something kept.
            found += [bundle([e]) for e in told_circle if id(e) not in taken]
    found += [bundle([e]) for e in plan.others if id(e) not in taken]
    return found


def _parts(
    plan: Plan,
    bundles: Iterable[Bundle],
    home: Mapping[str, ClassKey],
    alone: _Alone,
    wanted: Sequence[ClassKey],
    tell: Report,
) -> tuple[ClassPart, ...]:
    mine: defaultdict[ClassKey, list[Bundle]] = defaultdict(list)
    for bundle in bundles:
        for key in bundle.classes:
            mine[key].append(bundle)
    unlinked: defaultdict[ClassKey, list[Unlinked]] = defaultdict(list)
    for one in plan.unlinked:
        unlinked[home[one.person]].append(one)
    parts: list[ClassPart] = []
    for number, key in enumerate(wanted):
        tell("parts", number, len(wanted))
        by_network, most = alone.seen_from(key)
        parts.append(
            ClassPart(
                key,
                tuple(b for b in mine[key] if len(b.classes) == 1),
                tuple(b for b in mine[key] if len(b.classes) > 1),
                tuple(unlinked[key]),
                by_network,
                most,
            )
        )
    tell("parts", max(1, len(wanted)), max(1, len(wanted)))
    return tuple(parts)


class _Alone:
    """Each class as if there were no other."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        board = draft.board
        possible = self.possible = board.possible
        self.people: defaultdict[ClassKey, list[int]] = defaultdict(list)
        for number, pupil in enumerate(possible.pupils):
            self.people[pupil.school, pupil.classroom].append(number)
        far = possible.vicinity.far
        self.inside = {p for g, r in board.links if not far(g, r) for p in (g, r)}
        self.rows: defaultdict[ClassKey, list[tuple[list[int], list[int]]]] = defaultdict(list)
        for givers, receivers in possible.vicinity.rows(0):
            pupil = possible.pupils[givers[0]]
            self.rows[pupil.school, pupil.classroom].append((givers, receivers))

    def seen_from(self, key: ClassKey) -> tuple[tuple[str, ...], int]:
        """Return who is linked by the network alone, and how many the class could link itself.

        Whoever has a link inside the class is seated first, then whoever has one elsewhere: that
        is never in the way of a largest set (linkable sets are a matroid).
        """
        people, possible = self.people[key], self.possible
        number = {person: at for at, person in enumerate(people)}
        size = len(people)
        rooms = [self.draft.board.possible.instance.receive_cap(possible.pupils[p]) for p in people]
        widest = possible.instance.round.group_size
        rooms += [possible.instance.give_cap(possible.pupils[p]) * widest for p in people]
        apart = [{number[o] for o in possible.apart[p] if o in number} for p in people]
        rows = Rows([*range(size), *range(size)], apart)
        wants: list[list[int]] = [[] for _ in people]
        for givers, receivers in self.rows[key]:
            give, take = [number[p] for p in givers], [number[p] for p in receivers]
            to_give = rows.add(take, give)
            to_take = rows.add([size + p for p in give], take)
            for p in give:
                wants[p].append(to_give)
            for p in take:
                wants[p].append(to_take)
        linked = self.draft.board.linked
        cover = Cover(rows, wants, rooms, [linked(p) + (p in self.inside) for p in people])
        waiting = [p for p, at in zip(people, cover.at, strict=True) if at < 0]
        by_network = [p for p in waiting if self.draft.board.linked(p)]
        return tuple(sorted(possible.pupils[p].id for p in by_network)), cover.count
