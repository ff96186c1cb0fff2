"""Any valid round goes in as JSON and comes out as a plan written exactly as documented."""

from __future__ import annotations

import io
import json
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rers_school.classroom.matching import Arc, Card, Instance
from rers_school.classroom.matching.json_io import read, run

from .classes import arcs_of, classe, exhaustive, invented, pupil, rounds
from .documented import every_exchange, is_as_documented
from .lively import lively
from .milp import possible

often = settings(max_examples=150, deadline=None, derandomize=True)
sometimes = settings(max_examples=60, deadline=None, derandomize=True)

#: Ids as people and programs write them.
IDS = [
    "Zoë",
    "zoe\u0308",
    "木",
    "👩‍🏫",
    "a b",
    'quo"te',
    "back\\slash",
    "li\nne",
    "\u2028",
    "null",
    "0",
    "-1",
    "شيماء",
    "a" * 300,
    " ",
    "\u0000",
    "]",
    "only_link_of:x",
]


def writable(**sizes: int) -> st.SearchStrategy[Instance]:
    """Return rounds that the format can hold: only offers say how many they take at once."""

    def plain(instance: Instance) -> Instance:
        people = tuple(
            replace(p, demands=tuple(replace(c, group=1) for c in p.demands))
            for p in instance.people
        )
        return replace(instance, people=people)

    return rounds(**sizes).map(plain)


def asked(text: str) -> dict[str, Any]:
    """Return what the command prints for this round, which is one JSON text and nothing else."""
    out, err = io.StringIO(), io.StringIO()
    assert run("-", io.StringIO(text), out, err) == 0
    assert err.getvalue() == ""
    assert out.getvalue().endswith("\n")
    plan = json.loads(out.getvalue(), parse_constant=pytest.fail)
    assert isinstance(plan, dict)
    return plan


def card(written: Card, short: bool) -> str | dict[str, Any]:
    if short and written.scope == "class" and written.group == 1:
        return written.savoir
    told: dict[str, Any] = {"savoir": written.savoir, "scope": written.scope}
    if written.group != 1:
        told["group"] = written.group
    return told


def as_json(instance: Instance, short: bool = False) -> str:
    """Return the round in the documented format; `short` leaves out what is the default."""
    defaults = {"resting": False, "times_unlinked": 0, "classroom": "", "school": ""}
    people = []
    for p in instance.people:
        told: dict[str, Any] = {
            "id": p.id,
            "classroom": p.classroom,
            "school": p.school,
            "offers": [card(c, short) for c in p.offers],
            "demands": [card(c, short) for c in p.demands],
            "resting": p.resting,
            "times_unlinked": p.times_unlinked,
        }
        if p.give_cap is not None:
            told["give_cap"] = p.give_cap
        if p.receive_cap is not None:
            told["receive_cap"] = p.receive_cap
        if short:
            told = {k: v for k, v in told.items() if v != [] and (k, v) not in defaults.items()}
        people.append(told)
    rules = instance.round
    data: dict[str, Any] = {
        "round": {
            "seed": rules.seed,
            "give_cap": rules.give_cap,
            "receive_cap": rules.receive_cap,
            "group_size": rules.group_size,
            "max_circle": rules.max_circle,
        },
        "people": people,
        "met": [sorted(two) for two in sorted(instance.met, key=sorted)],
        "wishes": [arc_as_json(arc) for arc in instance.wishes],
        "pins": [arc_as_json(arc) for arc in instance.pins],
        "forbids": [sorted(two, reverse=True) for two in sorted(instance.forbids, key=sorted)],
    }
    if short:
        data = {k: v for k, v in data.items() if v or k == "people"}
    return json.dumps(data, ensure_ascii=short)


def arc_as_json(arc: Arc) -> dict[str, str]:
    return {"giver": arc.giver, "receiver": arc.receiver, "savoir": arc.savoir}


def timeless(plan: dict[str, Any]) -> dict[str, Any]:
    return {**plan, "elapsed_ms": 0}


@often
@given(writable(people=7, pins=3), st.booleans())
def test_any_round_of_one_turn_each_is_answered_as_documented(
    instance: Instance, short: bool
) -> None:
    plan = asked(as_json(instance, short))
    is_as_documented(instance, plan)
    most = exhaustive(instance)
    assert plan["bounds"] == {"linked_max": most.linked, "both_max": most.both, "proven": True}


@often
@given(writable(people=6, caps=3, group_size=3, pins=4), st.booleans())
def test_any_round_with_turns_and_groups_is_answered_as_documented(
    instance: Instance, short: bool
) -> None:
    is_as_documented(instance, asked(as_json(instance, short)))


@often
@given(writable(people=6, caps=2, group_size=3), st.booleans())
def test_a_round_is_read_as_it_was_written(instance: Instance, short: bool) -> None:
    assert read(as_json(instance, short)) == instance


@sometimes
@given(writable(people=6, caps=2, group_size=2))
def test_short_and_long_writing_give_one_plan(instance: Instance) -> None:
    long, short = (timeless(asked(as_json(instance, short))) for short in (False, True))
    assert long == short
    assert long == timeless(asked(as_json(instance)))


def renamed(instance: Instance, name: dict[str, str], savoir: dict[str, str]) -> Instance:
    """Return the same round with other ids and other words for the savoirs."""

    def arc(one: Arc) -> Arc:
        return Arc(name[one.giver], name[one.receiver], savoir[one.savoir])

    def cards(held: tuple[Card, ...]) -> tuple[Card, ...]:
        return tuple(Card(savoir[c.savoir], c.scope, c.group) for c in held)

    people = tuple(
        type(p)(
            name[p.id],
            p.classroom,
            p.school,
            cards(p.offers),
            cards(p.demands),
            p.resting,
            p.times_unlinked,
            p.give_cap,
            p.receive_cap,
        )
        for p in instance.people
    )

    def pairs(found: frozenset[frozenset[str]]) -> frozenset[frozenset[str]]:
        return frozenset(frozenset(name[i] for i in two) for two in found)

    return Instance(
        instance.round,
        people,
        pairs(instance.met),
        tuple(map(arc, instance.wishes)),
        tuple(map(arc, instance.pins)),
        pairs(instance.forbids),
    )


@sometimes
@given(writable(people=6, caps=2, group_size=2), st.permutations(IDS), st.permutations(IDS))
def test_ids_and_savoirs_may_be_any_text(
    instance: Instance, names: list[str], words: list[str]
) -> None:
    name = dict(zip((p.id for p in instance.people), names, strict=False))
    held = sorted({c.savoir for p in instance.people for c in (*p.offers, *p.demands)})
    odd = renamed(instance, name, dict(zip(held, words, strict=False)))
    for short in (False, True):
        plan = asked(as_json(odd, short))
        is_as_documented(odd, plan)
        told = {i for e in every_exchange(plan) for i in (e["giver"], *e["receivers"])}
        assert told | {u["person"] for u in plan["unlinked"]} == {
            p.id for p in odd.people if not p.resting
        }


@sometimes
@given(writable(people=6, pins=0), st.data())
def test_pairs_may_repeat_turned_round_and_be_of_one_person(
    instance: Instance, data: st.DataObject
) -> None:
    written = json.loads(as_json(instance))
    before = timeless(asked(json.dumps(written)))
    for name in ("met", "forbids"):
        written[name] += [two[::-1] for two in written[name]]
        written[name] += written[name][:2]
        if instance.people:
            who = data.draw(st.sampled_from(instance.people)).id
            written[name].append([who, who])
    assert timeless(asked(json.dumps(written))) == before


def test_whole_classes_are_answered_as_documented() -> None:
    lengths: Counter[int] = Counter()
    places = ("curie", "cm2"), ("curie", "cm1"), ("hugo", "cm2")
    for seed in range(5):
        for instance in (
            lively(30, seed, 24, cards=(1, 2, 2, 3), pins=2, forbids=12),
            lively(30, seed, 40, caps=2, cards=(2, 3, 3), pins=3, forbids=12),
            lively(40, seed, 30, cards=(1, 2, 2, 3), places=places, max_circle=4),
            lively(30, seed, 30, cards=(2, 3, 3), max_circle=4),
        ):
            plan = asked(as_json(instance))
            is_as_documented(instance, plan)
            lengths.update([1] * len(plan["others"]))
            lengths.update(map(len, plan["circles"]))
    assert all(lengths[length] >= 3 for length in (1, 2, 3, 4))


def test_a_school_is_answered_as_documented() -> None:
    instance = invented(150, 2, 60)
    is_as_documented(instance, asked(as_json(instance, short=True)))


def test_the_first_of_a_groups_receivers_closes_the_circle() -> None:
    zoe = pupil("zoe", "crepes@class*3", "guitare")
    others = pupil("bob", "guitare", "crepes"), pupil("a", "", "crepes"), pupil("z", "", "crepes")
    instance = classe(zoe, *others, group_size=3)
    plan = asked(as_json(instance))
    is_as_documented(instance, plan)
    (circle,) = plan["circles"]
    given_by = {exchange["giver"]: exchange["receivers"] for exchange in circle}
    assert given_by["zoe"][0] == "bob"
    assert set(given_by["zoe"]) == {"bob", "a", "z"}


def test_what_is_possible_is_told_alike_by_both_helpers_of_these_tests() -> None:
    # Two readings of the rules, written apart.
    for seed in range(20):
        instance = lively(20, seed, 12, places=(("a", "x"), ("a", "y"), ("b", "x")), forbids=9)
        assert set(possible(instance)) == arcs_of(instance)
