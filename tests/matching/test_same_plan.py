"""The same round gives the same plan: in any order of the file, on any machine."""

from __future__ import annotations

import itertools
import json
import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from rers_school.classroom.matching import Arc, Instance, Plan, best, pair, suggest
from rers_school.classroom.matching.json_io import write

from .classes import invented, rounds

ROOT = Path(__file__).resolve().parents[2]


def timeless(plan: Plan) -> Plan:
    return replace(plan, elapsed_ms=0)


def shuffled(instance: Instance, dice: random.Random) -> Instance:
    def mixed(things: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(dice.sample(things, len(things)))

    people = tuple(
        replace(p, offers=mixed(p.offers), demands=mixed(p.demands))  # type: ignore[arg-type]  # the fields of a test are given by name
        for p in instance.people
    )
    return replace(
        instance,
        people=mixed(people),  # type: ignore[arg-type]  # the fields of a test are given by name
        wishes=mixed(instance.wishes),  # type: ignore[arg-type]  # the fields of a test are given by name
        pins=mixed(instance.pins),  # type: ignore[arg-type]  # the fields of a test are given by name
    )


@settings(max_examples=150, deadline=None)
@given(rounds(people=7, caps=2, group_size=2), st.randoms(use_true_random=False))
def test_the_order_of_the_file_does_not_matter(instance: Instance, dice: random.Random) -> None:
    assert timeless(suggest(shuffled(instance, dice))) == timeless(suggest(instance))


def test_the_order_of_a_whole_class_does_not_matter() -> None:
    instance = invented(60)
    ids = [p.id for p in instance.people]
    instance = replace(
        instance,
        met=frozenset(pair(a, b) for a, b in zip(ids, ids[3:], strict=False)),
        forbids=frozenset(pair(a, b) for a, b in zip(ids, ids[7:], strict=False)),
    )
    plan = timeless(suggest(instance))
    for seed in range(4):
        assert timeless(suggest(shuffled(instance, random.Random(seed)))) == plan


def as_json(instance: Instance) -> str:
    def arcs(found: tuple[Arc, ...]) -> list[dict[str, str]]:
        return [{"giver": a.giver, "receiver": a.receiver, "savoir": a.savoir} for a in found]

    people = [
        {
            "id": p.id,
            "classroom": p.classroom,
            "school": p.school,
            "offers": [c.savoir for c in p.offers],
            "demands": [{"savoir": c.savoir, "scope": c.scope} for c in p.demands],
            "times_unlinked": p.times_unlinked,
        }
        for p in instance.people
    ]
    return json.dumps(
        {
            "round": {"seed": instance.round.seed},
            "people": people,
            "met": [sorted(two) for two in instance.met],
            "forbids": [sorted(two) for two in instance.forbids],
            "wishes": arcs(instance.wishes),
        }
    )


def test_the_plan_does_not_depend_on_pythons_hash_seed() -> None:
    instance = invented(40, savoirs=20)
    ids = [p.id for p in instance.people]
    instance = replace(
        instance,
        met=frozenset(pair(a, b) for a, b in itertools.pairwise(ids)),
        wishes=(Arc("p1", "p2", "savoir 3"), Arc("p4", "p5", "savoir 1")),
    )
    text = as_json(instance)
    code = "from rers_school.classroom.matching.json_io import run; raise SystemExit(run('-'))"
    plans = []
    for hash_seed in ("0", "1", "4242"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            input=text.encode(),
            capture_output=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            check=True,
        )
        plans.append({**json.loads(done.stdout), "elapsed_ms": 0})
    here = {**json.loads(write(best(instance))), "elapsed_ms": 0}
    assert plans == [here] * 3


def test_the_fingerprint_names_the_proposal() -> None:
    one, other = invented(30, 1), invented(30, 2)
    assert suggest(one).fingerprint == suggest(one).fingerprint
    assert suggest(one).fingerprint != suggest(other).fingerprint
