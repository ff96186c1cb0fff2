"""In classes of thirty no other method finds a better plan: compared with an exact solver."""

from __future__ import annotations

from functools import cache

import pytest

from rers_school.classroom.matching import Instance, Plan, best, suggest

from .classes import arcs_in, check, invented, linked
from .lively import lively
from .milp import Optimum, optimum, reached

PLACES = (("curie", "cm2"), ("curie", "cm1"), ("hugo", "cm2"))
RICH = (1, 2, 2, 3)
DENSE = (2, 3, 3)


def classes_of_thirty() -> dict[str, Instance]:
    """Return classes of very different density, one turn each."""
    found = {
        "a few cards": lively(30, 0, 60),
        "twenty-two who can be linked": lively(30, 1, 40),
        "many savoirs": lively(30, 2, 40, cards=RICH),
        "as in most classes": lively(30, 0, 30),
        "eight pairs": lively(30, 1, 30, cards=RICH),
        "four threes": lively(30, 3, 30, cards=RICH),
        "threes in a dense class": lively(30, 3, 40, cards=DENSE),
        "twelve pairs": lively(30, 3, 16, cards=DENSE),
        "fifteen pairs": lively(30, 2, 16, cards=DENSE),
        "few savoirs": lively(30, 0, 16, cards=RICH),
        "four threes and few savoirs": lively(30, 3, 16, cards=RICH),
        "prohibitions": lively(30, 1, 25, cards=RICH, forbids=30),
        "pins and prohibitions": lively(30, 0, 30, cards=DENSE, pins=3, forbids=20),
        "pins in a sparse class": lively(30, 0, 60, cards=DENSE, pins=6, forbids=10),
        "pins in a dense class": lively(30, 0, 16, cards=DENSE, pins=5, forbids=20),
        "three classes": lively(30, 0, 16, cards=DENSE, places=PLACES),
        "three classes, pins": lively(30, 2, 25, cards=DENSE, places=PLACES, pins=4, forbids=15),
        "pairs only": lively(30, 1, 25, cards=DENSE, max_circle=2),
        "invented, twenty savoirs": invented(30, 2, 20),
        "invented, thirty savoirs": invented(30, 3, 30),
    }
    return found


CLASSES = classes_of_thirty()


@cache
def solved(name: str) -> Optimum:
    """Return the optimum of this class, found once for all tests."""
    return optimum(CLASSES[name], circles=True)


def goals(instance: Instance, plan: Plan) -> Optimum:
    check(instance, plan)
    return reached(instance, arcs_in(plan))


@pytest.mark.parametrize("name", CLASSES)
def test_the_first_plan_links_as_many_as_fairly_and_as_much_both_ways_as_any(
    name: str,
) -> None:
    instance, most = CLASSES[name], solved(name)
    plan = suggest(instance)
    found = goals(instance, plan)
    assert (found.linked, found.times, found.both) == (most.linked, most.times, most.both)
    assert (plan.bounds.linked_max, plan.bounds.both_max) == (most.linked, most.both)
    assert plan.bounds.proven
    assert found.across >= most.across
    if found.across == most.across:
        assert found.circles <= most.circles


@pytest.mark.parametrize("name", CLASSES)
def test_the_best_plan_is_as_near_and_has_as_many_pairs_and_threes_as_any(
    name: str,
) -> None:
    instance, most = CLASSES[name], solved(name)
    plan = best(instance)
    found = goals(instance, plan)
    assert (found.linked, found.times, found.both) == (most.linked, most.times, most.both)
    assert (found.across, found.circles) == (most.across, most.circles)
    assert (plan.counts.pairs, plan.counts.threes) == (most.pairs, most.threes)
    assert plan.bounds.proven


@pytest.mark.parametrize(
    "name", ["a few cards", "as in most classes", "four threes", "pins in a sparse class"]
)
def test_the_best_plan_serves_as_many_wishes_and_new_partners_as_any(name: str) -> None:
    instance = CLASSES[name]
    assert goals(instance, best(instance)) == optimum(instance, circles=True, partners=True)


@pytest.mark.parametrize(
    "instance",
    [
        lively(30, 0, 30, caps=2),
        lively(30, 1, 20, caps=2, cards=RICH, forbids=30),
        lively(30, 2, 40, caps=2, cards=DENSE, pins=8, forbids=15),
        lively(30, 3, 60, caps=2, cards=RICH, pins=5),
        lively(30, 4, 20, caps=2, cards=DENSE, places=PLACES, pins=6, forbids=10),
        lively(30, 5, 60, caps=3, cards=DENSE, pins=6, forbids=10),
    ],
    ids=["plain", "prohibitions", "pins", "sparse", "three classes", "three turns"],
)
def test_with_several_turns_each_no_plan_links_more_or_more_both_ways(instance: Instance) -> None:
    most = optimum(instance)
    for plan in (suggest(instance), best(instance)):
        found = goals(instance, plan)
        assert (found.linked, found.times, found.both) == (most.linked, most.times, most.both)
        assert (plan.bounds.linked_max, plan.bounds.both_max) == (most.linked, most.both)
        assert plan.bounds.proven


def test_the_comparison_is_worth_making() -> None:
    # Otherwise nothing above would be put to the test.
    assert len(CLASSES) >= 15
    plans = [suggest(instance) for instance in CLASSES.values()]
    assert sum(plan.counts.pairs for plan in plans) > 60
    assert sum(plan.counts.threes for plan in plans) > 15
    assert any(len(linked(plan)) < 26 for plan in plans)
    assert any(plan.counts.both == 30 for plan in plans)
