"""Nobody is left out who could be linked, and as many as possible both give and receive."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from rers_school.classroom.matching import Card, Instance, best, suggest

from .classes import (
    SAVOIRS,
    check,
    classe,
    exhaustive,
    exhaustive_in_groups,
    invented,
    linked,
    pupil,
    rounds,
)

often = settings(max_examples=250, deadline=None)
sometimes = settings(max_examples=100, deadline=None)


def assert_best(instance: Instance) -> None:
    plan, best = suggest(instance), exhaustive(instance)
    check(instance, plan)
    times = {p.id: p.times_unlinked for p in instance.people}
    assert plan.counts.linked == plan.bounds.linked_max == best.linked
    assert plan.counts.both == plan.bounds.both_max == best.both
    assert tuple(sorted((times[i] for i in linked(plan)), reverse=True)) == best.times
    assert plan.bounds.proven


@often
@given(rounds(people=7))
def test_with_one_turn_each_the_plan_is_as_good_as_any(instance: Instance) -> None:
    assert_best(instance)


@sometimes
@given(rounds(people=5, caps=3, pins=3))
def test_with_several_turns_the_plan_is_as_good_as_any(instance: Instance) -> None:
    assert_best(instance)


@sometimes
@given(rounds(people=7, caps=2, group_size=3))
def test_small_groups_keep_every_rule_and_lose_nobody(instance: Instance) -> None:
    plan = suggest(instance)
    check(instance, plan)
    alone = suggest(replace(instance, round=replace(instance.round, group_size=1)))
    assert plan.counts.linked >= alone.counts.linked


@sometimes
@given(rounds(people=5, caps=2, group_size=3, pins=0))
def test_with_small_groups_the_exact_plan_is_as_good_as_any(instance: Instance) -> None:
    plan = best(instance)
    check(instance, plan)
    assert plan.bounds.proven
    assert (plan.counts.linked, plan.counts.both) == exhaustive_in_groups(instance)


@sometimes
@given(rounds(people=6, caps=2, group_size=2))
def test_the_exact_plan_is_never_worse_and_keeps_every_rule(instance: Instance) -> None:
    plan, first = best(instance), suggest(instance)
    check(instance, plan)
    assert plan.worth >= first.worth


@sometimes
@given(rounds(), st.integers(0, 5), st.sampled_from(SAVOIRS), st.booleans())
def test_one_more_card_never_leaves_more_people_out(
    instance: Instance, at: int, savoir: str, offer: bool
) -> None:
    if not instance.people:
        assert suggest(instance).counts.linked == 0
        return
    people = list(instance.people)
    who = people[at % len(people)]
    if offer:
        who = replace(who, offers=(*who.offers, Card(savoir, "network")))
    else:
        who = replace(who, demands=(*who.demands, Card(savoir, "network")))
    people[at % len(people)] = who
    more = replace(instance, people=tuple(people))
    assert suggest(more).counts.linked >= suggest(instance).counts.linked


def test_in_many_small_classes_with_circles_the_plan_is_as_good_as_any() -> None:
    circles = 0
    for seed in range(300):
        instance = invented(3 + seed % 5, seed, savoirs=3 + seed % 4)
        assert_best(instance)
        circles += len(suggest(instance).circles)
    assert circles > 100


def test_those_left_out_most_often_are_linked_first() -> None:
    rivals = [pupil(f"p{k}", "velo", times_unlinked=k % 4) for k in range(8)]
    one = pupil("zoe", "", "velo")
    for seed in "abcdef":
        assert linked(suggest(classe(*rivals, one, seed=seed))) - {"zoe"} <= {"p3", "p7"}


def test_ties_fall_on_different_pupils_in_different_rounds() -> None:
    people = [pupil(f"p{k}", "velo") for k in range(6)] + [pupil("zoe", "", "velo")]
    taken = {frozenset(linked(suggest(classe(*people, seed=str(k))))) for k in range(30)}
    assert len(taken) == 6


def test_a_group_takes_in_those_whom_single_turns_leave_out() -> None:
    people = [pupil("zoe", "velo@class*3"), *(pupil(f"p{k}", "", "velo") for k in range(4))]
    plan = suggest(classe(*people, group_size=3))
    assert plan.counts.linked == 4
    assert plan.counts.exchanges == 1
    assert plan.bounds.proven
    assert suggest(classe(*people)).counts.linked == 2


def test_a_giver_shares_the_savoir_that_helps_most() -> None:
    zoe = pupil("zoe", "crepes velo@class*3")
    asking = [pupil(f"p{k}", "", "velo") for k in range(3)]
    plan = suggest(classe(zoe, pupil("ana", "", "crepes"), *asking, group_size=3))
    assert plan.counts.linked == 4


def test_an_empty_class_gets_an_empty_proven_plan() -> None:
    plan = suggest(classe())
    assert (plan.circles, plan.others, plan.unlinked) == ((), (), ())
    assert plan.bounds.proven


def test_a_larger_class_keeps_every_rule_and_reaches_its_bounds() -> None:
    for size in (30, 120):
        instance = invented(size)
        plan = suggest(instance)
        check(instance, plan)
        assert plan.bounds.proven
