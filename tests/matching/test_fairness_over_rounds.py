"""Over the rounds of a year: who had no link comes first next time, and ties fall on everybody."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rers_school.classroom.matching import Card, Instance, Plan, pair, suggest

from .classes import arcs_in, check, classe, linked, pupil, rounds
from .lively import lively
from .milp import possible, someone_could_step_aside

sometimes = settings(max_examples=60, deadline=None, derandomize=True)
YEAR = [f"2026-{month:02}" for month in (9, 10, 11, 12)] + [f"2027-{m:02}" for m in range(1, 7)]


@dataclass(frozen=True)
class Held:
    """One round as it was held."""

    instance: Instance
    plan: Plan

    @property
    def linked(self) -> set[str]:
        return linked(self.plan)

    @property
    def out(self) -> set[str]:
        return {p.id for p in self.instance.people if not p.resting} - self.linked

    @property
    def times(self) -> dict[str, int]:
        return {p.id: p.times_unlinked for p in self.instance.people}


def year(instance: Instance, seeds: list[str]) -> Iterator[Held]:
    """Yield one round after the other: who is left out is counted, who has met is remembered."""
    for seed in seeds:
        instance = replace(instance, round=replace(instance.round, seed=seed))
        held = Held(instance, suggest(instance))
        check(held.instance, held.plan)
        yield held
        instance = replace(
            instance,
            people=tuple(
                replace(p, times_unlinked=p.times_unlinked + (p.id in held.out))
                for p in instance.people
            ),
            met=instance.met | {pair(a.giver, a.receiver) for a in arcs_in(held.plan)},
        )


def linkable_sets(instance: Instance) -> set[frozenset[str]]:
    """Return every set of people that some plan links, by trying all plans of one turn each."""
    plans = {(frozenset[str](), frozenset[str]())}
    for giver, receiver in {(a.giver, a.receiver) for a in possible(instance)}:
        plans |= {
            (gave | {giver}, took | {receiver})
            for gave, took in plans
            if giver not in gave and receiver not in took
        }
    return {gave | took for gave, took in plans}


def new_cards(instance: Instance, at: int) -> Instance:
    """Return the class a month later: a few have one card more, one is away, another is back."""
    people = list(instance.people)
    for k in range(at % 3, len(people), 7):
        donor = people[(k + at) % len(people)]
        known = {c.savoir for c in (*people[k].offers, *people[k].demands)}
        fresh = [c for c in donor.offers if c.savoir not in known][:1]
        people[k] = replace(people[k], demands=(*people[k].demands, *fresh))
    away = at % len(people)
    people = [replace(p, resting=k == away) for k, p in enumerate(people)]
    return replace(instance, people=tuple(people))


@sometimes
@given(rounds(people=6, pins=0))
def test_who_was_left_out_more_often_takes_the_place_of_who_was_less(instance: Instance) -> None:
    held = list(year(instance, YEAR[:5]))
    possible_sets = linkable_sets(instance)
    for one in held:
        for out, instead in itertools.product(one.out, one.linked):
            if (one.linked - {instead}) | {out} in possible_sets:
                assert one.times[instead] >= one.times[out]


@sometimes
@given(rounds(people=6, pins=0))
def test_nobody_is_left_out_twice_in_a_row_for_somebody_linked_twice(instance: Instance) -> None:
    possible_sets = linkable_sets(instance)
    for before, after in itertools.pairwise(year(instance, YEAR[:6])):
        for out, instead in itertools.product(before.out & after.out, before.linked & after.linked):
            if (after.linked - {instead}) | {out} in possible_sets:
                # Only who had been left out more often before goes on being first.
                assert before.times[instead] > before.times[out]


@pytest.mark.parametrize("seed", range(4))
def test_in_a_class_nobody_is_left_out_twice_in_a_row_for_somebody_linked_twice(seed: int) -> None:
    instance = lively(24, seed, 34, forbids=6)
    checked = 0
    for at in range(3):
        # Cards change in between: what was true of the earlier rounds still holds.
        for before, after in itertools.pairwise(year(instance, YEAR[at * 3 : at * 3 + 4])):
            for out in before.out & after.out:
                spared = [
                    who
                    for who in sorted(before.linked & after.linked)
                    if before.times[who] <= before.times[out]
                ]
                assert not someone_could_step_aside(after.instance, after.linked, out, spared)
                checked += len(spared)
            instance = after.instance
        instance = new_cards(instance, at)
    assert checked > 20


def test_in_the_first_two_rounds_every_place_that_can_change_hands_does() -> None:
    people = [pupil(f"p{k}", "velo") for k in range(8)]
    asking = [pupil(f"q{k}", "", "velo") for k in range(4)]
    for seed in range(20):
        first, second = year(classe(*people, *asking), [f"{seed} a", f"{seed} b"])
        assert first.out == second.linked & {p.id for p in people}
        assert not first.out & second.out


@pytest.mark.parametrize(("rivals", "places"), [(3, 1), (7, 2), (9, 4), (12, 5), (8, 7)])
def test_rivals_take_turns(rivals: int, places: int) -> None:
    people = [pupil(f"p{k}", "velo") for k in range(rivals)]
    asking = [pupil(f"q{k}", "", "velo") for k in range(places)]
    waited: Counter[str] = Counter()
    for held in year(classe(*people, *asking), [str(k) for k in range(3 * rivals)]):
        assert held.plan.counts.linked == 2 * places
        times = [held.times[p.id] for p in people]
        assert max(times) - min(times) <= 1
        waited = Counter({who: waited[who] + 1 for who in held.out})
        # While one waits, no other can be linked three times.
        assert max(waited.values()) <= 2 * (rivals - 1) // places


def test_with_two_who_give_each_rival_waits_only_for_their_own() -> None:
    # Six want velo from one giver, three want danse from another: each line moves on its own.
    people = [pupil(f"v{k}", "", "velo") for k in range(6)]
    people += [pupil(f"d{k}", "", "danse") for k in range(3)]
    served: Counter[str] = Counter()
    for held in year(classe(*people, pupil("x", "velo"), pupil("y", "danse")), [*"abcdef"]):
        served.update(held.linked - {"x", "y"})
    assert {served[f"v{k}"] for k in range(6)} == {1}
    assert {served[f"d{k}"] for k in range(3)} == {2}


def test_partners_change_from_round_to_round() -> None:
    people = [pupil(f"p{k}", "velo", "velo") for k in range(6)]
    met: set[frozenset[str]] = set()
    for held in year(classe(*people), YEAR[:3]):
        new = {pair(a.giver, a.receiver) for a in arcs_in(held.plan)}
        assert not new & met
        met |= new


@pytest.mark.parametrize("name", ["p{:02}", "élève {}", "{}"])
def test_over_many_seeds_ties_fall_on_everybody_alike(name: str) -> None:
    ids = [name.format(k) for k in range(12)]
    people = [pupil(i, "velo") for i in ids] + [pupil(f"q{k}", "", "velo") for k in range(5)]
    seeds = [f"{2000 + k // 12}-{k % 12 + 1:02}" for k in range(240)]
    out = Counter(
        i for seed in seeds for i in set(ids) - linked(suggest(classe(*people, seed=seed)))
    )
    # 7 of 12 are left out each time: 140 of 240 expected, and far from it would be a preference.
    assert sum(out.values()) == 7 * 240
    assert all(110 <= out[i] <= 170 for i in ids)
    ranked = sorted(ids)
    first, last = (sum(out[i] for i in half) for half in (ranked[:6], ranked[6:]))
    assert abs(first - last) <= 80


@pytest.mark.parametrize(("size", "savoirs", "seed"), [(10, 14, 3), (12, 24, 3), (12, 30, 3)])
def test_over_many_seeds_twins_are_left_out_equally_often(
    size: int, savoirs: int, seed: int
) -> None:
    # Twins hold the same cards: which of the two is left out is a matter of the seed alone.
    base = lively(size, seed, savoirs)
    twins = tuple(replace(p, id=f"{p.id}{t}", times_unlinked=0) for p in base.people for t in "ab")
    instance = Instance(base.round, twins)
    out: Counter[str] = Counter()
    for k in range(120):
        seeded = replace(instance, round=replace(instance.round, seed=f"round {k}"))
        out.update(u.person for u in suggest(seeded).unlinked)
    both = [(out[f"{p.id}a"], out[f"{p.id}b"]) for p in base.people]
    contested = [(one, other) for one, other in both if 0 < one + other < 240]
    assert len(contested) >= 3
    for one, other in contested:
        assert abs(one - other) <= 45


@settings(max_examples=60, deadline=None, derandomize=True)
@given(rounds(people=6), st.permutations(["zz", "a", "m", "b2", "b10", "É"]))
def test_other_ids_change_no_goal(instance: Instance, names: list[str]) -> None:
    name = dict(zip((p.id for p in instance.people), names, strict=False))
    renamed = replace(
        instance,
        people=tuple(replace(p, id=name[p.id]) for p in instance.people),
        met=frozenset(frozenset(name[i] for i in two) for two in instance.met),
        forbids=frozenset(frozenset(name[i] for i in two) for two in instance.forbids),
        wishes=tuple(
            replace(w, giver=name[w.giver], receiver=name[w.receiver]) for w in instance.wishes
        ),
        pins=tuple(
            replace(w, giver=name[w.giver], receiver=name[w.receiver]) for w in instance.pins
        ),
    )
    before, after = suggest(instance), suggest(renamed)
    times = {p.id: p.times_unlinked for p in instance.people}
    back = {new: old for old, new in name.items()}
    assert (after.counts.linked, after.counts.both) == (before.counts.linked, before.counts.both)
    assert sorted(times[back[i]] for i in linked(after)) == sorted(times[i] for i in linked(before))
    assert after.bounds == before.bounds


def test_a_card_can_end_the_waiting() -> None:
    people = [pupil(f"p{k}", "velo") for k in range(3)]
    rounds_held = list(year(classe(*people, pupil("q", "", "velo")), ["1", "2"]))
    last = rounds_held[-1].instance
    asking = replace(last.people[3], demands=(Card("velo"), Card("danse")))
    left = sorted(rounds_held[-1].out)
    more = tuple(
        replace(p, offers=(*p.offers, Card("danse"))) if p.id in left else p
        for p in (*last.people[:3], asking)
    )
    wider = replace(last, people=more, round=replace(last.round, receive_cap=2))
    assert suggest(wider).counts.linked == 3
