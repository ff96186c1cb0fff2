"""What the teacher keeps is there, what is forbidden never happens, the rest is still best."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rers_school.classroom.matching import (
    Arc,
    Instance,
    Plan,
    PlannedExchange,
    ProblemError,
    best,
    pair,
    suggest,
)

from .classes import arcs_in, arcs_of, check, classe, exhaustive, invented, linked, pupil, rounds
from .lively import lively, some_pins
from .milp import optimum, reached

often = settings(max_examples=80, deadline=None, derandomize=True)
sometimes = settings(max_examples=40, deadline=None, derandomize=True)
DENSE = (2, 3, 3)


def arcs_of_circle(circle: tuple[PlannedExchange, ...]) -> tuple[Arc, ...]:
    return tuple(Arc(e.giver, to, e.savoir) for e in circle for to in e.receivers)


def circles_in(plan: Plan) -> set[frozenset[Arc]]:
    return {frozenset(arcs_of_circle(circle)) for circle in plan.circles}


def keeping(instance: Instance, arcs: tuple[Arc, ...]) -> Instance:
    return replace(instance, pins=tuple(dict.fromkeys((*instance.pins, *arcs))))


def told(plan: Plan) -> tuple[object, ...]:
    """Return what a teacher sees of a plan, but for the marks of what was kept."""

    def plain(exchange: PlannedExchange) -> object:
        reasons = tuple(r for r in exchange.reasons if r != "pin")
        return exchange.giver, exchange.receivers, exchange.savoir, reasons[:1]

    return (
        [[plain(e) for e in circle] for circle in plan.circles],
        [plain(e) for e in plan.others],
        [u.person for u in plan.unlinked],
    )


def assert_best_given_the_pins(instance: Instance, plan: Plan) -> None:
    most = exhaustive(instance)
    times = {p.id: p.times_unlinked for p in instance.people}
    assert plan.counts.linked == plan.bounds.linked_max == most.linked
    assert plan.counts.both == plan.bounds.both_max == most.both
    assert tuple(sorted((times[i] for i in linked(plan)), reverse=True)) == most.times


@often
@given(rounds(people=7, pins=7))
def test_every_pin_is_in_the_plan_however_many(instance: Instance) -> None:
    for plan in (suggest(instance), best(instance)):
        check(instance, plan)
        arcs = arcs_in(plan)
        assert set(instance.pins) <= set(arcs)
        assert not {pair(a.giver, a.receiver) for a in arcs} & instance.forbids
        assert_best_given_the_pins(instance, plan)


@sometimes
@given(rounds(people=6, caps=3, group_size=3, pins=8))
def test_pins_hold_with_several_turns_and_small_groups(instance: Instance) -> None:
    for plan in (suggest(instance), best(instance)):
        check(instance, plan)
        arcs = arcs_in(plan)
        assert set(instance.pins) <= set(arcs)
        assert not {pair(a.giver, a.receiver) for a in arcs} & instance.forbids


@pytest.mark.parametrize("pins", [1, 4, 9, 15, 30])
def test_a_class_with_any_number_of_pins_gets_the_best_of_what_is_left(pins: int) -> None:
    instance = lively(30, 7, 30, cards=DENSE, pins=pins, forbids=20)
    most = optimum(instance, circles=True)
    plan = best(instance)
    check(instance, plan)
    found = reached(instance, arcs_in(plan))
    assert (found.linked, found.times, found.both) == (most.linked, most.times, most.both)
    assert (found.pairs, found.threes) == (most.pairs, most.threes)


@pytest.mark.parametrize("seed", range(4))
def test_pins_say_so_and_nothing_else_does(seed: int) -> None:
    instance = lively(30, seed, 24, pins=5)
    plan = best(instance)
    for exchange in (*itertools.chain(*plan.circles), *plan.others):
        pinned = any(arc in instance.pins for arc in arcs_of_circle((exchange,)))
        assert ("pin" in exchange.reasons) is pinned


@sometimes
@given(rounds(people=6, pins=4), st.randoms(use_true_random=False))
def test_the_order_and_repetition_of_pins_do_not_matter(
    instance: Instance, dice: random.Random
) -> None:
    pins = [*instance.pins, *instance.pins]
    dice.shuffle(pins)
    again = replace(instance, pins=tuple(pins))
    for find in (suggest, best):
        assert find(again).fingerprint == find(instance).fingerprint


@often
@given(rounds(people=6, pins=3), st.integers(0, 2))
def test_a_pin_against_a_prohibition_names_both_and_says_which(
    instance: Instance, which: int
) -> None:
    if not instance.pins:
        return
    at = which % len(instance.pins)
    pin = instance.pins[at]
    forbids = instance.forbids | {pair(pin.receiver, pin.giver)}
    with pytest.raises(ProblemError) as error:
        replace(instance, forbids=forbids)
    first = next(
        k for k, p in enumerate(instance.pins) if pair(p.giver, p.receiver) == pair(*_two(pin))
    )
    assert error.value.where == f"pins[{first}]"
    assert f'"{pin.giver}"' in error.value.message
    assert f'"{pin.receiver}"' in error.value.message
    assert "forbids" in error.value.message


def _two(arc: Arc) -> tuple[str, str]:
    return arc.giver, arc.receiver


@sometimes
@given(rounds(people=6, caps=2, pins=2), st.data())
def test_a_pin_beyond_somebodys_turns_names_them_and_the_other_pin(
    instance: Instance, data: st.DataObject
) -> None:
    people = {p.id: p for p in instance.people}
    over = [
        arc
        for arc in sorted(arcs_of(instance) - set(instance.pins), key=repr)
        if sum(p.giver == arc.giver for p in instance.pins) >= instance.give_cap(people[arc.giver])
        or sum(p.receiver == arc.receiver for p in instance.pins)
        >= instance.receive_cap(people[arc.receiver])
    ]
    if not over:
        return
    arc = data.draw(st.sampled_from(over))
    with pytest.raises(ProblemError) as error:
        replace(instance, pins=(*instance.pins, arc))
    assert error.value.where == f"pins[{len(instance.pins)}]"
    assert arc.giver in error.value.message or arc.receiver in error.value.message
    assert "pins[" in error.value.message


@often
@given(rounds(people=7, pins=0), st.data())
def test_circles_that_the_teacher_keeps_are_there_when_asked_again(
    instance: Instance, data: st.DataObject
) -> None:
    plan = best(instance)
    kept = [circle for circle in plan.circles if data.draw(st.booleans())]
    again = keeping(instance, tuple(itertools.chain(*map(arcs_of_circle, kept))))
    for seed in (instance.round.seed, "another"):
        asked = replace(again, round=replace(again.round, seed=seed))
        for find in (suggest, best):
            found = find(asked)
            check(asked, found)
            assert {frozenset(arcs_of_circle(circle)) for circle in kept} <= circles_in(found)
            assert_best_given_the_pins(asked, found)
        # The whole plan is still possible, so nothing of its goals is lost.
        assert (found.counts.linked, found.counts.both) == (plan.counts.linked, plan.counts.both)
        assert (found.counts.pairs, found.counts.threes) == (plan.counts.pairs, plan.counts.threes)


@pytest.mark.parametrize("seed", range(6))
def test_a_class_keeps_some_circles_and_asks_again_for_the_rest(seed: int) -> None:
    instance = lively(30, seed, 20, cards=DENSE if seed % 2 else (1, 2, 2, 3), forbids=10)
    dice = random.Random(seed)
    plan = best(instance)
    assert plan.circles
    kept = [circle for circle in plan.circles if dice.random() < 0.5]
    again = keeping(instance, tuple(itertools.chain(*map(arcs_of_circle, kept))))
    other = replace(again, round=replace(again.round, seed="the next try"))
    for asked in (again, other):
        found = best(asked)
        check(asked, found)
        assert {frozenset(arcs_of_circle(circle)) for circle in kept} <= circles_in(found)
        before, after = (reached(instance, arcs_in(p)) for p in (plan, found))
        assert (after.linked, after.times, after.both) == (before.linked, before.times, before.both)
        assert (after.pairs, after.threes) == (before.pairs, before.threes)


@sometimes
@given(rounds(people=7, caps=2))
def test_asked_again_with_the_same_seed_nothing_changes(instance: Instance) -> None:
    for find in (suggest, best):
        one, other = find(instance), find(instance)
        assert replace(one, elapsed_ms=0) == replace(other, elapsed_ms=0)


@often
@given(rounds(people=7, pins=0))
def test_a_plan_kept_as_a_whole_comes_back_as_it_was(instance: Instance) -> None:
    plan = best(instance)
    again = keeping(instance, tuple(arcs_in(plan)))
    for find in (suggest, best):
        assert told(find(again)) == told(plan)
        other = replace(again, round=replace(again.round, seed="another"))
        assert set(arcs_in(find(other))) == set(arcs_in(plan))


@pytest.mark.parametrize("seed", range(3))
def test_a_plan_of_a_class_kept_as_a_whole_comes_back_as_it_was(seed: int) -> None:
    instance = lively(30, seed, 24, cards=DENSE, forbids=10)
    plan = best(instance)
    assert told(best(keeping(instance, tuple(arcs_in(plan))))) == told(plan)


@pytest.mark.parametrize("seed", range(3))
def test_what_the_teacher_sets_aside_does_not_come_back(seed: int) -> None:
    instance = lively(16, seed, 10)
    before, asked = set[frozenset[str]](), 0
    linked_before = 16
    while plan_arcs := arcs_in(plan := suggest(instance)):
        check(instance, plan)
        two = {pair(a.giver, a.receiver) for a in plan_arcs}
        assert not two & before
        assert plan.counts.linked <= linked_before
        before |= two
        linked_before = plan.counts.linked
        instance = replace(instance, forbids=instance.forbids | two)
        asked += 1
    assert asked >= 3
    assert {pair(a.giver, a.receiver) for a in arcs_of(replace(instance, forbids=frozenset()))} == (
        before
    )


def test_a_class_in_which_nobody_may_meet_gets_no_exchange_and_a_reason_for_each() -> None:
    instance = invented(12, 1, 6)
    ids = [p.id for p in instance.people]
    forbids = frozenset(pair(a, b) for a, b in itertools.combinations(ids, 2))
    plan = best(replace(instance, forbids=forbids))
    check(replace(instance, forbids=forbids), plan)
    assert (plan.circles, plan.others) == ((), ())
    assert {u.person for u in plan.unlinked} == set(ids)
    assert not any(u.bridges for u in plan.unlinked)


def test_a_prohibition_counts_in_both_directions_and_for_every_savoir() -> None:
    people = pupil("ana", "velo danse", "echecs"), pupil("bob", "echecs", "velo danse")
    for two in (("ana", "bob"), ("bob", "ana")):
        assert suggest(classe(*people, forbids=frozenset({pair(*two)}))).counts.exchanges == 0


def test_a_pin_may_cost_others_their_link_but_no_more_than_it_must() -> None:
    # ana is the only one who could teach bob and cleo; the pin decides for cleo.
    people = pupil("ana", "velo"), pupil("bob", "", "velo"), pupil("cleo", "", "velo danse")
    more = pupil("dan", "danse", "")
    pin = Arc("ana", "cleo", "velo")
    assert suggest(classe(*people, more)).counts.linked == 4
    plan = best(classe(*people, more, pins=(pin,)))
    assert linked(plan) == {"ana", "cleo"}
    assert {u.person: u.because for u in plan.unlinked} == {"bob": "all_taken", "dan": "all_taken"}


@pytest.mark.parametrize("seed", range(3))
def test_pins_taken_at_random_leave_a_plan_as_good_as_any(seed: int) -> None:
    for size in (4, 5, 6, 7):
        instance = invented(size, seed, savoirs=4)
        arcs = sorted(arcs_of(instance), key=repr)
        random.Random(seed).shuffle(arcs)
        for many in range(4):
            pinned = replace(instance, pins=some_pins(instance, arcs, many))
            for plan in (suggest(pinned), best(pinned)):
                check(pinned, plan)
                assert_best_given_the_pins(pinned, plan)
