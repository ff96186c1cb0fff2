"""A market day: few rounds, nobody in two places at once, everybody told when they are free."""

from __future__ import annotations

import itertools
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from rers_school.classroom.matching import PlannedExchange, ProblemError, suggest
from rers_school.classroom.matching.colouring import Work
from rers_school.classroom.matching.exact_rounds import search
from rers_school.classroom.matching.few_rounds import few_rounds, unavoidable
from rers_school.classroom.matching.market import MarketDay, Place, lay_out

from .classes import NAMES, invented

ROOT = Path(__file__).resolve().parents[2]
Team = tuple[int, ...]
Day = MarketDay[PlannedExchange]


def gives(giver: str, receivers: str, savoir: str = "crepes") -> PlannedExchange:
    """Return an exchange; the receivers are words in a string."""
    return PlannedExchange(giver, tuple(receivers.split()), savoir, ("single",))


def of_plan(size: int, seed: int = 1) -> tuple[list[PlannedExchange], list[str]]:
    """Return the exchanges proposed to an invented class, and its people."""
    instance = invented(size, seed)
    plan = suggest(instance)
    return [*itertools.chain(*plan.circles), *plan.others], [p.id for p in instance.people]


PAIR = [gives("ana", "bob"), gives("bob", "ana", "guitare")]
CIRCLE = [gives("ana", "bob"), gives("bob", "cleo", "velo"), gives("cleo", "ana", "echecs")]


def who_meets(day: Day) -> list[list[str]]:
    return [sorted(m.exchange.giver for m in r.meetings) for r in day.rounds]


def check(
    day: Day,
    exchanges: Iterable[PlannedExchange],
    people: Iterable[str],
    places: Sequence[Place] = (),
    absent: Iterable[str] = (),
    held: Iterable[PlannedExchange] = (),
) -> None:
    """Fail unless the day keeps every rule and says the truth about who is where."""
    present = set(people) - set(absent)
    met: list[PlannedExchange] = []

    def alike(exchanges: Iterable[PlannedExchange]) -> Counter[tuple[str, str, frozenset[str]]]:
        return Counter((e.giver, e.savoir, frozenset(e.receivers)) for e in exchanges)

    for held_round in day.rounds:
        busy = Counter(who for m in held_round.meetings for who in (m.exchange.giver, *m.receivers))
        assert held_round.meetings
        assert set(busy.values()) == {1}
        assert set(busy) <= present
        assert list(held_round.free) == sorted(present - set(busy))
        seated = Counter(m.place for m in held_round.meetings)
        for m in held_round.meetings:
            assert m.receivers == tuple(who for who in m.exchange.receivers if who in present)
        if places:
            assert all(seated[place.name] <= place.capacity for place in places)
            assert set(seated) <= {place.name for place in places}
        else:
            assert set(seated) == {None}
        met += [m.exchange for m in held_round.meetings]
    fallen = [f.exchange for f in day.fallen_away]
    assert alike(met) + alike(fallen) == alike(exchanges) - alike(held)
    for f in day.fallen_away:
        involved = {f.exchange.giver, *f.exchange.receivers}
        assert f.exchange.giver not in present or not present & set(f.exchange.receivers)
        assert list(f.absent) == sorted(involved - present)
        assert list(f.leaves) == sorted(involved & set(day.without))
    served = {who for e in [*met, *held] for who in (e.giver, *e.receivers)}
    assert list(day.without) == sorted(present - served)
    assert day.at_least <= len(day.rounds)
    assert day.proven == (day.at_least == len(day.rounds))


def fewest(teams: Sequence[Iterable[object]], capacity: int | None = None) -> int:
    """Return the fewest rounds, by trying every set of teams as the next round."""
    people = [frozenset(team) for team in teams]
    most = len(teams) if capacity is None else capacity
    possible = [
        sum(1 << t for t in mine)
        for size in range(1, min(most, len(teams)) + 1)
        for mine in itertools.combinations(range(len(teams)), size)
        if len(frozenset().union(*(people[t] for t in mine))) == sum(len(people[t]) for t in mine)
    ]
    needed = {0: 0}
    for left in range(1, 1 << len(teams)):
        # Some round holds the first team that is left: it may as well be the next one.
        first = left & -left
        needed[left] = 1 + min(needed[left ^ r] for r in possible if r & first and r & ~left == 0)
    return needed[(1 << len(teams)) - 1]


# -- small days by hand --------------------------------------------------------------------


def test_a_pair_takes_two_rounds_with_the_roles_swapped() -> None:
    day = lay_out(PAIR, ["ana", "bob"], seed="1")
    check(day, PAIR, ["ana", "bob"])
    assert sorted(who_meets(day)) == [["ana"], ["bob"]]
    assert [r.free for r in day.rounds] == [(), ()]
    assert day.proven


def test_a_circle_of_three_takes_three_rounds_with_one_person_free_each_time() -> None:
    people = ["ana", "bob", "cleo"]
    day = lay_out(CIRCLE, people, seed="1")
    check(day, CIRCLE, people)
    assert len(day.rounds) == 3
    assert sorted(r.free for r in day.rounds) == [("ana",), ("bob",), ("cleo",)]
    assert day.proven


def test_another_seed_lets_another_person_of_the_circle_be_free_first() -> None:
    first_free = {
        lay_out(CIRCLE, ["ana", "bob", "cleo"], seed=str(k)).rounds[0].free for k in range(40)
    }
    assert first_free == {("ana",), ("bob",), ("cleo",)}


def test_pairs_and_circles_share_the_rounds_equally() -> None:
    others = [gives("dan", "eva"), gives("eva", "dan"), gives("fred", "gus"), gives("gus", "fred")]
    day = lay_out(CIRCLE + others, NAMES, seed="1")
    check(day, CIRCLE + others, NAMES)
    assert sorted(len(r.meetings) for r in day.rounds) == [2, 2, 3]


def test_no_exchange_takes_no_round() -> None:
    day: Day = lay_out([], ["ana", "bob"], seed="1", places=[Place("table")])
    assert day == MarketDay((), 0, (), ("ana", "bob"))
    assert day.proven


def test_one_table_is_one_exchange_per_round() -> None:
    day = lay_out(PAIR + CIRCLE, NAMES, seed="1", places=[Place("table")])
    check(day, PAIR + CIRCLE, NAMES, [Place("table")])
    assert len(day.rounds) == 5
    assert day.proven


def test_room_for_several_at_one_place_counts_as_several_places() -> None:
    apart = [gives("ana", "bob"), gives("cleo", "dan"), gives("eva", "fred")]
    for places in ([Place("hall", 3)], [Place("hall", 2), Place("library")]):
        day = lay_out(apart, NAMES, seed="1", places=places)
        check(day, apart, NAMES, places)
        assert len(day.rounds) == 1


def test_a_pair_swaps_roles_where_it_is() -> None:
    places = [Place(f"table {k}") for k in range(1, 6)]
    pairs = [
        gives(a, b) for k in range(5) for a, b in itertools.permutations((f"one{k}", f"other{k}"))
    ]
    day = lay_out(pairs, {e.giver for e in pairs}, seed="1", places=places)
    first, second = day.rounds
    places_of = [
        {frozenset((m.exchange.giver, *m.receivers)): m.place for m in r.meetings}
        for r in (first, second)
    ]
    assert places_of[0] == places_of[1]


def test_a_giver_stays_at_the_same_place_from_round_to_round() -> None:
    twice = [gives(g, r) for g, r in zip("aabbccdd", "qrstuvwx", strict=True)]
    places = [Place(name) for name in ("hall", "library", "yard", "kitchen")]
    for seed in "123456":
        day = lay_out(twice, "abcdqrstuvwx", seed=seed, places=places)
        check(day, twice, "abcdqrstuvwx", places)
        assert len(day.rounds) == 2
        first, second = ({m.exchange.giver: m.place for m in r.meetings} for r in day.rounds)
        assert first == second


def test_the_giver_stays_and_the_receivers_come() -> None:
    exchanges = [gives("ana", "bob"), gives("cleo", "dan"), gives("ana", "cleo dan")]
    places = [Place("hall"), Place("yard")]
    for seed in "123456":
        day = lay_out(exchanges, NAMES[:4], seed=seed, places=places)
        check(day, exchanges, NAMES[:4], places)
        of_ana = [m.place for r in day.rounds for m in r.meetings if m.exchange.giver == "ana"]
        assert of_ana[0] == of_ana[1]


def test_places_fill_up_evenly_and_are_told_in_the_order_given() -> None:
    apart = [gives("ana", "bob"), gives("cleo", "dan"), gives("eva", "fred")]
    (held,) = lay_out(apart, NAMES, seed="1", places=[Place("hall", 4), Place("den", 2)]).rounds
    assert [m.place for m in held.meetings] == ["hall", "hall", "den"]


def test_those_who_have_been_waiting_come_first() -> None:
    # Two pairs at one table: nobody sits out both of the last rounds and then comes back.
    pairs = [*PAIR, gives("cleo", "dan"), gives("dan", "cleo")]
    for seed in "123456":
        day = lay_out(pairs, NAMES[:4], seed=seed, places=[Place("table")])
        couples = ["ab" if r.free == ("cleo", "dan") else "cd" for r in day.rounds]
        assert couples[0] != couples[1]


# -- as few rounds as possible ---------------------------------------------------------------


def teams(largest: int, most: int, at_most_in: int) -> st.SearchStrategy[list[Team]]:
    """Return teams of up to so many of nine people; nobody is in more than so many of them."""
    team = st.lists(st.integers(0, 8), min_size=2, max_size=largest, unique=True).map(tuple)

    def within(found: list[Team]) -> list[Team]:
        kept: list[Team] = []
        turns: Counter[int] = Counter()
        for mine in found:
            if all(turns[p] < at_most_in for p in mine):
                kept.append(mine)
                turns.update(mine)
        return kept

    return st.lists(team, max_size=most).map(within)


CAPACITY = st.none() | st.integers(1, 4)


@settings(max_examples=200, deadline=None)
@given(teams(largest=2, most=9, at_most_in=2), CAPACITY)
def test_one_gift_and_one_receipt_each_take_the_fewest_rounds(
    mine: list[Team], capacity: int | None
) -> None:
    layout = few_rounds(mine, capacity)
    assert len(layout.rounds) == layout.at_least == fewest(mine, capacity)


@settings(max_examples=200, deadline=None)
@given(teams(largest=2, most=9, at_most_in=6), CAPACITY)
def test_several_turns_each_take_the_fewest_rounds(mine: list[Team], capacity: int | None) -> None:
    layout = few_rounds(mine, capacity)
    assert len(layout.rounds) == layout.at_least == fewest(mine, capacity)
    sizes = [len(r) for r in layout.rounds]
    assert max(sizes, default=0) - min(sizes, default=0) <= 1


@settings(max_examples=300, deadline=None)
@given(teams(largest=4, most=9, at_most_in=6), CAPACITY)
@example([(0, 1, 2), (2, 3, 4), (4, 5, 0)], None)
@example([(0, 1, 2), (0, 3), (1, 4), (2, 5)], 2)
def test_small_groups_take_the_fewest_rounds(mine: list[Team], capacity: int | None) -> None:
    layout = few_rounds(mine, capacity)
    assert len(layout.rounds) == layout.at_least == fewest(mine, capacity)


@settings(max_examples=200, deadline=None)
@given(teams(largest=3, most=8, at_most_in=6), st.integers(1, 8), st.integers(0, 2))
def test_trying_every_way_finds_rounds_exactly_where_there_are_some(
    mine: list[Team], capacity: int, more: int
) -> None:
    assume(mine)
    # One round less than the fewest, the fewest, and one more.
    least = fewest(mine, capacity)
    rounds = least + more - 1
    found = search(mine, rounds, capacity, Work(1_000_000))
    assert found.exhausted
    assert (found.rounds is not None) == (rounds >= least)
    if found.rounds is not None:
        assert set(found.rounds) <= set(range(rounds))
        assert max(Counter(found.rounds).values(), default=0) <= capacity
        assert all(
            found.rounds[one] != found.rounds[other] or not set(mine[one]) & set(mine[other])
            for one, other in itertools.combinations(range(len(mine)), 2)
        )


@settings(max_examples=200, deadline=None)
@given(teams(largest=4, most=9, at_most_in=6), CAPACITY, st.integers(0, 400))
def test_what_is_called_proven_is_true_even_when_the_work_runs_out(
    mine: list[Team], capacity: int | None, limit: int
) -> None:
    layout = few_rounds(mine, capacity, limit)
    assert sorted(itertools.chain(*layout.rounds)) == list(range(len(mine)))
    for together in layout.rounds:
        busy = Counter(p for t in together for p in mine[t])
        assert max(busy.values(), default=1) == 1
        assert len(together) <= (capacity or len(mine))
    assert unavoidable(mine, capacity or max(1, len(mine))) <= layout.at_least
    assert layout.at_least <= fewest(mine, capacity) <= len(layout.rounds)


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from((2, 3, 5)), st.integers(1, 6))
def test_a_class_never_needs_more_rounds_than_a_day_that_is_known(
    dice: random.Random, largest: int, rounds: int
) -> None:
    # Rounds full of people are made first, and then forgotten.
    planted: list[Team] = []
    for _ in range(rounds):
        people = dice.sample(range(30), 30)
        while len(people) >= 2:
            size = dice.randint(2, largest)
            planted += [tuple(people[:size])] if len(people) >= size else []
            people = people[size:]
    dice.shuffle(planted)
    layout = few_rounds(planted)
    assert layout.at_least <= rounds
    if largest == 2:
        assert len(layout.rounds) == layout.at_least == rounds


@pytest.mark.parametrize(("people", "rounds"), [(9, 9), (10, 9), (15, 15), (16, 15)])
def test_everybody_with_everybody_is_a_round_robin(people: int, rounds: int) -> None:
    layout = few_rounds(list(itertools.combinations(range(people), 2)))
    assert len(layout.rounds) == layout.at_least == rounds


def test_four_rounds_for_three_turns_each_are_proven_where_they_are_needed() -> None:
    # The Petersen graph: no count of people shows it, only trying every way.
    petersen = [
        *((k, (k + 1) % 5) for k in range(5)),
        *((k, k + 5) for k in range(5)),
        *((k + 5, (k + 2) % 5 + 5) for k in range(5)),
    ]
    assert unavoidable(petersen, len(petersen)) == 3
    layout = few_rounds(petersen)
    assert len(layout.rounds) == layout.at_least == 4


@pytest.mark.parametrize("length", [1000, 1001])
def test_one_circle_through_a_whole_school_is_laid_out_exactly(length: int) -> None:
    circle = [(k, (k + 1) % length) for k in range(length)]
    random.Random(1).shuffle(circle)
    layout = few_rounds(circle)
    assert len(layout.rounds) == layout.at_least == 2 + length % 2


@pytest.mark.parametrize("size", [30, 300])
@pytest.mark.parametrize("tables", [None, 5])
def test_a_proposed_plan_is_laid_out_in_the_fewest_rounds(size: int, tables: int | None) -> None:
    exchanges, people = of_plan(size)
    places = [Place(f"table {k}") for k in range(tables or 0)]
    day = lay_out(exchanges, people, seed="2026-11", places=places)
    check(day, exchanges, people, places)
    assert day.proven
    assert len(day.rounds) <= max(3, -(-len(exchanges) // (tables or size)))
    sizes = [len(r.meetings) for r in day.rounds]
    assert max(sizes) - min(sizes) <= 1


def busy_class(seed: int, turns: int, largest: int) -> list[Team]:
    """Return teams of forty people who all give and receive as often as this, nearly."""
    dice = random.Random(seed)
    givers, receivers = (dice.sample(list(range(40)) * turns, 40 * turns) for _ in range(2))
    found: list[Team] = []
    for giver in givers:
        size = dice.randint(1, largest)
        others = list(dict.fromkeys(p for p in receivers[:size] if p != giver))
        receivers = receivers[size:]
        found += [(giver, *others)] if others else []
    return found


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(("turns", "largest"), [(1, 1), (2, 1), (3, 1), (1, 4), (2, 3), (3, 3)])
@pytest.mark.parametrize("tight", [True, False])
def test_a_busy_class_is_laid_out_in_rounds_proven_to_be_the_fewest(
    seed: int, turns: int, largest: int, tight: bool
) -> None:
    mine = busy_class(seed, turns, largest)
    busiest = max(Counter(p for team in mine for p in team).values())
    capacity = -(-len(mine) // busiest) if tight else None
    layout = few_rounds(mine, capacity)
    sizes = [len(r) for r in layout.rounds]
    assert sum(sizes) == len(mine)
    assert len(sizes) == layout.at_least
    assert max(sizes) <= (capacity or len(mine))
    if largest == 1:
        assert max(sizes) - min(sizes) <= 1


# -- somebody is absent, or the day has begun ------------------------------------------------


def test_without_the_giver_the_exchange_falls_away_and_says_whom_it_leaves() -> None:
    exchanges = [gives("ana", "bob"), gives("cleo", "dan"), gives("dan", "cleo")]
    day = lay_out(exchanges, NAMES[:4], seed="1", absent=["ana"])
    check(day, exchanges, NAMES[:4], absent=["ana"])
    (fallen,) = day.fallen_away
    assert (fallen.exchange, fallen.absent, fallen.leaves) == (exchanges[0], ("ana",), ("bob",))
    assert day.without == ("bob",)
    assert [r.free for r in day.rounds] == [("bob",), ("bob",)]


def test_who_still_gives_is_not_left_without() -> None:
    day = lay_out(CIRCLE, ["ana", "bob", "cleo"], seed="1", absent=["ana"])
    assert who_meets(day) == [["bob"]]
    assert [f.exchange.giver for f in day.fallen_away] == ["ana", "cleo"]
    assert [f.leaves for f in day.fallen_away] == [(), ()]
    assert day.without == ()


def test_a_group_meets_without_its_absent_receiver() -> None:
    exchanges = [gives("ana", "bob cleo")]
    day = lay_out(exchanges, NAMES[:3], seed="1", absent=["bob"])
    check(day, exchanges, NAMES[:3], absent=["bob"])
    assert day.rounds[0].meetings[0].receivers == ("cleo",)
    assert day.fallen_away == ()


def test_a_group_without_any_receiver_falls_away() -> None:
    day = lay_out([gives("ana", "bob cleo")], NAMES[:4], seed="1", absent=["bob", "cleo"])
    assert day.rounds == ()
    assert [f.absent for f in day.fallen_away] == [("bob", "cleo")]
    assert [f.leaves for f in day.fallen_away] == [("ana",)]
    # Dan never had an exchange: no absence is the reason, and yet he is not forgotten.
    assert day.without == ("ana", "dan")


def test_an_absence_can_save_a_round() -> None:
    exchanges = [*CIRCLE, gives("dan", "eva"), gives("eva", "dan")]
    assert len(lay_out(exchanges, NAMES, seed="1").rounds) == 3
    assert len(lay_out(exchanges, NAMES, seed="1", absent=["ana"]).rounds) == 2


def test_what_has_been_held_is_not_held_again() -> None:
    exchanges, people = of_plan(30)
    morning = lay_out(exchanges, people, seed="1")
    held = [m.exchange for m in morning.rounds[0].meetings]
    later = lay_out(exchanges, people, seed="1", held=held, absent=["p3"])
    check(later, exchanges, people, held=held, absent=["p3"])
    assert later.proven
    assert len(later.rounds) <= len(morning.rounds) - 1


def test_who_had_an_exchange_before_the_absence_is_not_left_without() -> None:
    day = lay_out(PAIR, ["ana", "bob"], seed="1", held=PAIR[:1], absent=["bob"])
    assert [f.exchange for f in day.fallen_away] == PAIR[1:]
    assert day.fallen_away[0].leaves == ()
    assert day.without == ()


def test_an_exchange_planned_twice_and_held_once_is_held_once_more() -> None:
    twice = [gives("ana", "bob"), gives("ana", "bob")]
    assert len(lay_out(twice, ["ana", "bob"], seed="1").rounds) == 2
    assert len(lay_out(twice, ["ana", "bob"], seed="1", held=twice[:1]).rounds) == 1


def test_a_day_that_is_over_has_no_round_left() -> None:
    day = lay_out(PAIR, ["ana", "bob"], seed="1", held=PAIR)
    assert day == MarketDay((), 0, (), ())


# -- any day at all --------------------------------------------------------------------------


class Drawn(NamedTuple):
    """Exchanges among seven people, with places, absences and exchanges already held."""

    exchanges: list[PlannedExchange]
    seed: str
    places: list[Place]
    absent: list[str]
    held: list[PlannedExchange]

    def laid_out(self, people: Sequence[str] = NAMES) -> Day:
        return lay_out(
            self.exchanges,
            people,
            seed=self.seed,
            places=self.places,
            absent=self.absent,
            held=self.held,
        )


@st.composite
def days(draw: st.DrawFn) -> Drawn:
    name = st.sampled_from(NAMES)
    exchange = st.builds(
        lambda team, savoir: gives(team[0], " ".join(team[1:]), savoir),
        st.lists(name, min_size=2, max_size=4, unique=True),
        st.sampled_from(("crepes", "guitare")),
    )
    exchanges = draw(st.lists(exchange, max_size=8))
    rooms = draw(st.lists(st.integers(1, 2), max_size=3))
    return Drawn(
        exchanges,
        draw(st.sampled_from("abc")),
        [Place(f"place {k}", room) for k, room in enumerate(rooms)],
        draw(st.lists(name, max_size=3)),
        [e for e in exchanges if draw(st.booleans())] if draw(st.booleans()) else [],
    )


@settings(max_examples=200, deadline=None)
@given(days())
def test_any_day_keeps_the_rules_in_the_fewest_rounds(drawn: Drawn) -> None:
    day = drawn.laid_out()
    check(day, drawn.exchanges, NAMES, drawn.places, drawn.absent, drawn.held)
    met = [(m.exchange.giver, *m.receivers) for r in day.rounds for m in r.meetings]
    room = sum(place.capacity for place in drawn.places)
    assert len(day.rounds) == day.at_least == fewest(met, room or None)


@settings(max_examples=100, deadline=None)
@given(days(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(drawn: Drawn, dice: random.Random) -> None:
    again = drawn._replace(
        exchanges=dice.sample(drawn.exchanges, len(drawn.exchanges)),
        absent=dice.sample(drawn.absent, len(drawn.absent)),
        held=dice.sample(drawn.held, len(drawn.held)),
    )
    assert again.laid_out(dice.sample(NAMES, len(NAMES))) == drawn.laid_out()


def test_the_order_of_a_whole_class_does_not_matter() -> None:
    exchanges, people = of_plan(60)
    places = [Place("hall", 4), Place("library", 3)]
    day = lay_out(exchanges, people, seed="1", places=places)
    for seed in range(4):
        dice = random.Random(seed)
        again = lay_out(
            dice.sample(exchanges, len(exchanges)),
            dice.sample(people, len(people)),
            seed="1",
            places=places,
        )
        assert again == day


def crowded_day() -> Day:
    """Return a day that needs every part of the search: groups, several turns, places."""
    dice = random.Random(5)
    people = [f"p{k}" for k in range(24)]
    exchanges = []
    for giver in people * 2:
        others = [p for p in people if p != giver]
        exchanges.append(gives(giver, " ".join(dice.sample(others, dice.randint(1, 3)))))
    return lay_out(exchanges, people, seed="1", places=[Place("hall", 5), Place("yard", 2)])


def test_the_day_does_not_depend_on_pythons_hash_seed() -> None:
    code = "from tests.matching.test_market import crowded_day; print(crowded_day())"
    told = [
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            check=True,
            text=True,
        ).stdout.strip()
        for hash_seed in ("0", "1", "4242")
    ]
    assert told == [str(crowded_day())] * 3


# -- what cannot be laid out -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("exchanges", "more", "where"),
    [
        ([gives("ana", "ana bob")], {}, "exchanges[0]"),
        ([gives("ana", "bob"), gives("ana", "")], {}, "exchanges[1]"),
        ([gives("ana", "bob bob")], {}, "exchanges[0]"),
        ([gives("zoe", "ana")], {}, "exchanges[0]"),
        ([gives("ana", "zoe")], {}, "exchanges[0]"),
        (PAIR, {"held": [gives("ana", "zoe")]}, "held[0]"),
        (PAIR, {"absent": ["zoe"]}, "absent"),
        (PAIR, {"places": [Place("hall"), Place("yard", 0)]}, "places[1].capacity"),
        (PAIR, {"places": [Place("hall"), Place("hall", 2)]}, "places[1].name"),
    ],
)
def test_impossible_input_says_where(
    exchanges: list[PlannedExchange], more: dict[str, object], where: str
) -> None:
    with pytest.raises(ProblemError) as caught:
        lay_out(exchanges, ["ana", "bob"], seed="1", **more)  # type: ignore[arg-type]  # the fields of a test are given by name
    assert caught.value.where == where
