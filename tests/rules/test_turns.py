"""Whoever was left out last time comes first, and then whoever was most often."""

import itertools
from dataclasses import replace

from hypothesis import given, settings

from rers_school.classroom.matching import Instance, suggest
from rers_school.classroom.rules.turns import come_first
from tests.matching.classes import linked, rounds
from tests.matching.test_fairness_over_rounds import linkable_sets


def test_nobody_was_left_out_before_the_first_round() -> None:
    assert come_first([]) == {}
    assert come_first([[]]) == {}


def test_the_last_round_outweighs_all_those_before_it() -> None:
    weights = come_first([["ana", "bob"], ["ana"], ["ana", "cleo"], ["bob", "cleo"]])
    assert sorted(weights, key=lambda who: -weights[who])[:2] in (["bob", "cleo"], ["cleo", "bob"])
    assert weights["bob"] == weights["cleo"] > weights["ana"] == 3


def test_somebody_named_twice_in_one_round_was_left_out_once() -> None:
    assert come_first([["ana", "ana"]]) == come_first([["ana"]])


@settings(max_examples=80, deadline=None, derandomize=True)
@given(rounds(people=6, pins=0))
def test_nobody_waits_twice_in_a_row_for_somebody_who_is_linked_twice(instance: Instance) -> None:
    possible_sets = linkable_sets(instance)
    awake = {p.id for p in instance.people if not p.resting}
    left_out: list[set[str]] = []
    before: set[str] = set()
    for number in range(7):
        weights = come_first(left_out)
        people = tuple(replace(p, times_unlinked=weights.get(p.id, 0)) for p in instance.people)
        seeded = replace(instance.round, seed=f"round {number}")
        now = linked(suggest(replace(instance, round=seeded, people=people)))
        if left_out:
            for out, instead in itertools.product(left_out[-1] - now, before & now):
                assert (now - {instead}) | {out} not in possible_sets
        before = now
        left_out.append(awake - now)
