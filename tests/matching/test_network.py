"""Classes that exchange with each other: nobody is left out for it, and near comes before far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings

from rers_school.classroom.matching import (
    STAGES,
    Arc,
    Instance,
    NetworkPlan,
    ProblemError,
    best,
    suggest,
    suggest_network,
)

from .classes import arcs_in, check, classe, exhaustive, linked, nearest, pupil, rounds
from .lively import lively, some_pins
from .milp import Programme, possible, reached
from .test_same_plan import timeless

CM1, CM2, FAR = ("curie", "cm1"), ("curie", "cm2"), ("hugo", "cm2")
PLACES = (CM2, CM1, FAR)
often = settings(max_examples=30, deadline=None)


def test_an_exchange_inside_the_class_comes_before_one_in_the_school_and_one_elsewhere() -> None:
    zoe = pupil("zoe", "", "velo@network")
    near, next_door = pupil("ana", "velo"), pupil("bob", "velo@school", classroom="cm1")
    away = pupil("cleo", "velo@network", school="hugo")
    for seed in "abcdef":
        assert linked(suggest(classe(zoe, near, next_door, away, seed=seed))) == {"zoe", "ana"}
        assert linked(suggest(classe(zoe, next_door, away, seed=seed))) == {"zoe", "bob"}


def test_somebody_goes_far_rather_than_have_somebody_without_a_link() -> None:
    people = (
        pupil("ana", "velo@school"),
        pupil("bob", "velo"),
        pupil("zoe", "", "velo"),
        pupil("dan", "", "velo@school", classroom="cm1"),
    )
    plan = suggest_network(classe(*people))
    assert plan.plan.counts.linked == 4
    assert (plan.nearness.inside, plan.nearness.school) == (1, 1)


def test_a_circle_of_three_in_a_class_comes_before_a_pair_across_classes() -> None:
    ring = [pupil(n, f"{n}@school", f"{m}@school") for n, m in zip("abc", "cab", strict=True)]
    ring[0] = pupil("a", "a@school", "c@school z@school")
    people = (*ring, pupil("z", "z@school", "a@school", classroom="cm1"))
    plan = best(classe(*people))
    assert plan.worth == max(plan.worth, suggest(classe(*people)).worth)
    assert suggest_network(classe(*people), exact=True).plan.bounds.proven


@often
@given(rounds(people=6))
def test_the_exact_plan_of_a_small_network_is_as_near_as_any(instance: Instance) -> None:
    found = suggest_network(instance, exact=True)
    check(instance, found.plan)
    most = exhaustive(instance)
    assert (found.plan.counts.linked, found.plan.counts.both) == (most.linked, most.both)
    across = found.nearness.school + found.nearness.network
    assert (across, found.nearness.network) == nearest(instance)


@often
@given(rounds(people=7))
def test_at_once_it_links_as_many_and_is_seldom_less_near(instance: Instance) -> None:
    found = suggest_network(instance)
    check(instance, found.plan)
    most = exhaustive(instance)
    assert (found.plan.counts.linked, found.plan.counts.both) == (most.linked, most.both)
    assert found.plan.bounds.proven
    across = found.nearness.school + found.nearness.network
    assert across <= nearest(instance)[0] + 1


@pytest.mark.parametrize("seed", range(3))
def test_every_class_sees_its_own_part_and_all_parts_are_the_plan(seed: int) -> None:
    instance = lively(60, seed, 40, places=PLACES, forbids=20, pins=3)
    found = suggest_network(instance)
    home = {p.id: (p.school, p.classroom) for p in instance.people}
    assert [part.key for part in found.parts] == sorted(PLACES)
    told = set()
    for part in found.parts:
        for bundle in (*part.inside, *part.crossing):
            people = {w for e in bundle.exchanges for w in (e.giver, *e.receivers)}
            assert bundle.classes == tuple(sorted({home[who] for who in people}))
            assert part.key in bundle.classes
            assert bundle.closed == (len(bundle.exchanges) > 1)
            told |= {Arc(e.giver, r, e.savoir) for e in bundle.exchanges for r in e.receivers}
        assert all(len(b.classes) == 1 for b in part.inside)
        assert all(len(b.classes) > 1 for b in part.crossing)
    assert told == set(arcs_in(found.plan))
    alone = {u.person for part in found.parts for u in part.unlinked}
    assert alone == {u.person for u in found.plan.unlinked}
    assert sum((found.nearness.inside, found.nearness.school, found.nearness.network)) == len(told)
    assert found.plan.worth == suggest(instance).worth


@pytest.mark.parametrize("seed", range(3))
def test_who_is_linked_by_the_network_alone_is_exactly_counted(seed: int) -> None:
    instance = lively(60, seed, 40, places=PLACES)
    found = suggest_network(instance)
    for part in found.parts:
        mine = tuple(p for p in instance.people if (p.school, p.classroom) == part.key)
        alone = suggest(Instance(instance.round, mine))
        assert part.alone_max == alone.counts.linked
        awake = sum(not p.resting for p in mine)
        helped = len(part.linked_by_network)
        assert helped <= awake - part.alone_max <= helped + len(part.unlinked)
        assert set(part.linked_by_network) <= linked(found.plan) & {p.id for p in mine}


@pytest.mark.parametrize("seed", range(4))
def test_what_was_kept_stays_whole_and_the_rest_is_planned_around_it(seed: int) -> None:
    instance = lively(40, seed, 20, cards=(2, 3, 3), places=PLACES)
    first = suggest(instance)
    circles = [
        tuple(Arc(e.giver, e.receivers[0], e.savoir) for e in circle) for circle in first.circles
    ][:2]
    assert circles
    busy = {who for circle in circles for arc in circle for who in (arc.giver, arc.receiver)}
    free = [a for a in possible(instance) if not busy & {a.giver, a.receiver}]
    kept = [*circles, *((arc,) for arc in some_pins(instance, free, 2))]
    found = suggest_network(instance, kept=kept)
    check(replace(instance, pins=tuple(arc for circle in kept for arc in circle)), found.plan)
    bundles = {b for part in found.parts for b in (*part.inside, *part.crossing) if b.kept}
    told = {frozenset(Arc(e.giver, e.receivers[0], e.savoir) for e in b.exchanges) for b in bundles}
    assert {frozenset(circle) for circle in kept if len(circle) > 1} <= told
    assert found.plan.bounds.proven


def test_what_cannot_be_kept_is_named() -> None:
    ana, bob = pupil("ana", "velo"), pupil("bob", "", "velo", classroom="cm1")
    for kept, where in (
        ([(Arc("ana", "bob", "velo"),)], "kept[0][0]"),
        ([()], "kept[0]"),
        ([(Arc("ana", "bob", "velo"), Arc("ana", "bob", "velo"))], "kept[0][0]"),
        ([(Arc("ana", "eve", "velo"),)], "kept[0][0]"),
    ):
        with pytest.raises(ProblemError) as refused:
            suggest_network(classe(ana, bob), kept=kept)
        assert refused.value.where == where
    with pytest.raises(ProblemError, match="classes"):
        suggest_network(classe(ana, bob), classes=[("curie", "ce2")])


def timeless_network(found: NetworkPlan) -> NetworkPlan:
    return replace(found, plan=timeless(found.plan))


@pytest.mark.parametrize("size", [40, 301])
def test_whoever_listens_hears_every_stage_and_changes_nothing(size: int) -> None:
    instance = lively(size, 1, size // 2, places=PLACES)
    heard: list[tuple[str, int, int]] = []

    def listen(stage: str, done: int, total: int) -> object:
        heard.append((stage, done, total))
        return "not looked at"

    assert timeless_network(suggest_network(instance, report=listen)) == timeless_network(
        suggest_network(instance)
    )
    assert all(0 <= done <= total and total >= 1 for _, done, total in heard)
    assert {stage for stage, _, _ in heard} == set(STAGES)
    last = {stage: (done, total) for stage, done, total in heard}
    assert all(done == total for done, total in last.values())
    assert [stage for stage in dict.fromkeys(s for s, _, _ in heard)] == list(STAGES)


def test_what_the_listener_raises_ends_the_work() -> None:
    class StopError(Exception):
        pass

    def stop(*_: object) -> None:
        raise StopError

    listener: Callable[[str, int, int], object] = stop
    with pytest.raises(StopError):
        suggest_network(lively(40, 1, 20, places=PLACES), report=listener)


@pytest.mark.parametrize("seed", range(2))
def test_at_once_a_middle_sized_network_is_nearly_as_near_as_possible(seed: int) -> None:
    instance = lively(70, seed, 50, cards=(1, 2, 2, 3), places=PLACES)
    plan = suggest(instance)
    check(instance, plan)
    found = reached(instance, arcs_in(plan))
    programme = Programme(instance)
    assert programme.most(programme.linked.values()) == found.linked
    for level in sorted({p.times_unlinked for p in instance.people}, reverse=True):
        programme.most(
            programme.linked[p.id]
            for p in instance.people
            if p.times_unlinked == level and not p.resting
        )
    assert programme.most(programme.both.values()) == found.both
    fewest = programme.nearest()[0]
    assert fewest <= found.across[0] <= fewest * 1.1 + 2
