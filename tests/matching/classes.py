"""Invented classes for the tests, and an independent, exhaustive search to compare with."""

from __future__ import annotations

import itertools
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hypothesis import strategies as st

from rers_school.classroom.matching import Arc, Card, Instance, Plan, Pupil, Round, pair

NAMES = ("ana", "bob", "cleo", "dan", "eva", "fred", "gus")
SAVOIRS = ("crepes", "guitare", "echecs", "velo")
REACH = {"class": 0, "school": 1, "network": 2}


def pupil(
    name: str, offers: str = "", demands: str = "", classroom: str = "cm2", **more: object
) -> Pupil:
    """Return a pupil whose cards are words in a string; `crepes@school` opens a card wider."""
    fields = {"school": "curie", **more}
    return Pupil(
        id=name,
        classroom=classroom,
        offers=tuple(_card(word) for word in offers.split()),
        demands=tuple(_card(word) for word in demands.split()),
        **fields,  # type: ignore[arg-type]  # the fields of a test are given by name
    )


def _card(word: str) -> Card:
    savoir, _, rest = word.partition("@")
    scope, _, group = rest.partition("*")
    return Card(savoir, scope or "class", int(group or 1))


def classe(*people: Pupil, seed: str = "2026-11", **more: object) -> Instance:
    """Return a round with these people; `more` are fields of the round or of the instance."""
    of_round = ("give_cap", "receive_cap", "group_size", "max_circle")
    chosen = {name: more.pop(name) for name in of_round if name in more}
    return Instance(Round(seed, **chosen), people, **more)  # type: ignore[arg-type]  # the fields of a test are given by name


def invented(size: int, seed: int = 1, savoirs: int | None = None) -> Instance:
    """Return a class of this size: two offers and two demands each, common savoirs commoner."""
    dice = random.Random(seed)
    known = [f"savoir {k}" for k in range(savoirs or max(8, size))]
    weights = [1 / (k + 4) ** 0.5 for k in range(len(known))]
    people = []
    for k in range(size):
        cards = list(dict.fromkeys(dice.choices(known, weights, k=12)))
        cards = cards[: dice.choice((2, 3, 4, 4, 4))]
        people.append(
            Pupil(
                f"p{k}",
                "c",
                "s",
                tuple(map(Card, cards[:2])),
                tuple(map(Card, cards[2:4])),
                times_unlinked=dice.choice((0, 0, 0, 1)),
            )
        )
    return Instance(Round(f"round {seed}"), tuple(people))


def arcs_of(instance: Instance) -> set[Arc]:
    """Return every possible exchange, straight from the rules."""
    found = set()
    for giver, receiver in itertools.permutations(instance.people, 2):
        if giver.resting or receiver.resting or pair(giver.id, receiver.id) in instance.forbids:
            continue
        far = 2
        if giver.school == receiver.school:
            far = 0 if giver.classroom == receiver.classroom else 1
        for offer, demand in itertools.product(giver.offers, receiver.demands):
            if offer.savoir == demand.savoir and far <= min(
                REACH[offer.scope], REACH[demand.scope]
            ):
                found.add(Arc(giver.id, receiver.id, offer.savoir))
    return found


@dataclass(frozen=True)
class Best:
    """What an exhaustive search finds: the goals of a round without small groups."""

    linked: int
    times: tuple[int, ...]
    both: int


def exhaustive(instance: Instance) -> Best:
    """Return the best that any plan reaches, by trying them all (one receiver per exchange)."""
    times = {p.id: p.times_unlinked for p in instance.people}
    found = [
        (len(g | r), tuple(sorted((times[i] for i in g | r), reverse=True)), len(g & r))
        for g, r in _outcomes(instance)
    ]
    linked = max(f[0] for f in found)
    return Best(
        linked,
        max(f[1] for f in found if f[0] == linked),
        max(f[2] for f in found if f[0] == linked),
    )


def _outcomes(instance: Instance) -> Iterable[tuple[frozenset[str], frozenset[str]]]:
    """Return who gives and who receives, for every plan that keeps the pins."""
    give = {p.id: p.give_cap or instance.round.give_cap for p in instance.people}
    take = {p.id: p.receive_cap or instance.round.receive_cap for p in instance.people}
    pins = set(instance.pins)
    for pin in pins:
        give[pin.giver] -= 1
        take[pin.receiver] -= 1
    start = (
        tuple(sorted(give.items())),
        tuple(sorted(take.items())),
        frozenset(p.giver for p in pins),
        frozenset(p.receiver for p in pins),
    )
    states = {start}
    for one, other in sorted({(a.giver, a.receiver) for a in arcs_of(instance) - pins}):
        more = set()
        for gives, takes, g, r in states:
            left_give, left_take = dict(gives), dict(takes)
            if left_give[one] and left_take[other]:
                left_give[one] -= 1
                left_take[other] -= 1
                counted = (tuple(sorted(left_give.items())), tuple(sorted(left_take.items())))
                more.add((*counted, g | {one}, r | {other}))
        states |= more
    return {(g, r) for _, _, g, r in states}


def nearest(instance: Instance) -> tuple[int, int]:
    """Return the fewest exchanges across classes, and then across schools, of the best plans.

    Found by trying every plan in which each gives once and receives once.
    """
    people = {p.id: p for p in instance.people}
    givers: defaultdict[str, set[str]] = defaultdict(set)
    for arc in arcs_of(instance):
        givers[arc.giver].add(arc.receiver)
    pins = {a.giver: a.receiver for a in instance.pins}
    times = {p.id: p.times_unlinked for p in instance.people}

    def away(giver: str, receiver: str) -> tuple[int, int]:
        one, other = people[giver], people[receiver]
        if one.school != other.school:
            return 1, 1
        return int(one.classroom != other.classroom), 0

    def plans(left: list[str], taken: frozenset[str]) -> Iterator[dict[str, str]]:
        if not left:
            yield {}
            return
        giver, *rest = left
        own = {pins[giver]} if giver in pins else givers[giver] - set(pins.values())
        for receiver in own - taken:
            for more in plans(rest, taken | {receiver}):
                yield {giver: receiver, **more}
        if giver not in pins:
            yield from plans(rest, taken)

    def worth(plan: dict[str, str]) -> tuple[int, tuple[int, ...], int, int, int]:
        linked = plan.keys() | set(plan.values())
        far = [away(*two) for two in plan.items()]
        return (
            len(linked),
            tuple(sorted((times[i] for i in linked), reverse=True)),
            len(plan.keys() & set(plan.values())),
            -sum(one for one, _ in far),
            -sum(other for _, other in far),
        )

    *_, across, schools = max(map(worth, plans(list(people), frozenset())))
    return -across, -schools


def exhaustive_in_groups(instance: Instance) -> tuple[int, int]:
    """Return the most linked and, with them, the most both, whoever shares a turn with whom."""
    arcs = arcs_of(instance)
    take = {p.id: p.receive_cap or instance.round.receive_cap for p in instance.people}
    states = {(tuple(sorted(take.items())), frozenset[str](), frozenset[str]())}
    for giver in instance.people:
        for _turn in range(giver.give_cap or instance.round.give_cap):
            more = set()
            for card in giver.offers:
                size = instance.group(giver, card.savoir)
                asking = [
                    a.receiver for a in arcs if (a.giver, a.savoir) == (giver.id, card.savoir)
                ]
                for many in range(1, size + 1):
                    for group in itertools.combinations(sorted(asking), many):
                        for takes, gives, receives in states:
                            left = dict(takes)
                            if all(left[who] for who in group):
                                left.update((who, left[who] - 1) for who in group)
                                counted = tuple(sorted(left.items()))
                                more.add((counted, gives | {giver.id}, receives | {*group}))
            states |= more
    return max((len(g | r), len(g & r)) for _, g, r in states)


def exchanges(plan: Plan) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield every exchange of the plan: giver, receivers, savoir."""
    for exchange in (*itertools.chain(*plan.circles), *plan.others):
        yield exchange.giver, exchange.receivers, exchange.savoir


def arcs_in(plan: Plan) -> list[Arc]:
    """Return the plan's exchanges, one arc per receiver."""
    return [Arc(giver, to, savoir) for giver, many, savoir in exchanges(plan) for to in many]


def linked(plan: Plan) -> set[str]:
    """Return who gives or receives."""
    return {who for arc in arcs_in(plan) for who in (arc.giver, arc.receiver)}


def check(instance: Instance, plan: Plan) -> None:
    """Fail unless the plan keeps every rule and its counts are true."""
    rules = instance.round
    people = {p.id: p for p in instance.people}
    arcs = arcs_in(plan)
    assert len(arcs) == len(set(arcs))
    assert set(arcs) <= arcs_of(instance)
    assert set(instance.pins) <= set(arcs)
    gave = [giver for giver, _, _ in exchanges(plan)]
    took = [arc.receiver for arc in arcs]
    for name, who in people.items():
        assert gave.count(name) <= (who.give_cap or rules.give_cap)
        assert took.count(name) <= (who.receive_cap or rules.receive_cap)
    for giver, receivers, savoir in exchanges(plan):
        said = [c.group for c in people[giver].offers if c.savoir == savoir]
        assert 1 <= len(receivers) <= min(rules.group_size, *said)
    for circle in plan.circles:
        assert 2 <= len(circle) <= rules.max_circle
        assert len({e.giver for e in circle}) == len(circle)
        for exchange, following in zip(circle, circle[1:] + circle[:1], strict=True):
            assert exchange.receivers[0] == following.giver
    awake = {p.id for p in instance.people if not p.resting}
    assert [u.person for u in plan.unlinked] == list(dict.fromkeys(u.person for u in plan.unlinked))
    assert {u.person for u in plan.unlinked} == awake - linked(plan)
    assert plan.counts.linked == len(linked(plan))
    assert plan.counts.both == len(set(gave) & set(took))
    assert plan.counts.exchanges == len(gave)
    assert plan.counts.pairs == sum(len(c) == 2 for c in plan.circles)
    assert plan.counts.threes == sum(len(c) == 3 for c in plan.circles)
    assert plan.counts.linked <= plan.bounds.linked_max
    assert plan.counts.both <= plan.bounds.both_max


@st.composite
def rounds(
    draw: st.DrawFn, people: int = 6, caps: int = 1, group_size: int = 1, pins: int = 2
) -> Instance:
    """Return a small round of any shape: scopes, forbids, pins, wishes, people resting."""
    cards = st.lists(
        st.builds(
            Card,
            st.sampled_from(SAVOIRS),
            st.sampled_from(("class", "class", "school", "network")),
            st.integers(1, group_size),
        ),
        max_size=2,
        unique_by=lambda card: card.savoir,
    ).map(tuple)
    cap = st.none() | st.integers(1, caps)
    pupils = tuple(
        draw(
            st.builds(
                Pupil,
                st.just(name),
                st.sampled_from(("cm1", "cm2", "cm2")),
                st.sampled_from(("curie", "curie", "pasteur")),
                cards,
                cards,
                st.sampled_from((False, False, False, True)),
                st.integers(0, 2),
                cap,
                cap,
            )
        )
        for name in NAMES[: draw(st.integers(0, people))]
    )
    ids = [p.id for p in pupils]
    pairs: st.SearchStrategy[frozenset[frozenset[str]]] = st.just(frozenset())
    if len(ids) > 1:
        two = st.lists(st.sampled_from(ids), min_size=2, max_size=2, unique=True).map(frozenset)
        pairs = st.frozensets(two, max_size=3)
    settings = Round(
        draw(st.sampled_from(("a", "b", "c"))),
        draw(st.integers(1, caps)),
        draw(st.integers(1, caps)),
        group_size,
        draw(st.integers(2, 4)),
    )
    plain = Instance(settings, pupils, draw(pairs), forbids=draw(pairs))
    arcs = sorted(arcs_of(plain), key=repr)
    if not arcs:
        return plain
    wishes = tuple(draw(st.lists(st.sampled_from(arcs), max_size=2)))
    kept: tuple[Arc, ...] = ()
    for arc in draw(st.lists(st.sampled_from(arcs), max_size=pins, unique=True)):
        # A second exchange of one giver is a pin only where both have a turn left.
        gives = sum(k.giver == arc.giver for k in kept)
        takes = sum(k.receiver == arc.receiver for k in kept)
        giver = next(p for p in pupils if p.id == arc.giver)
        receiver = next(p for p in pupils if p.id == arc.receiver)
        if gives < (giver.give_cap or settings.give_cap) and takes < (
            receiver.receive_cap or settings.receive_cap
        ):
            kept += (arc,)
    return Instance(settings, pupils, plain.met, wishes, kept, plain.forbids)
