"""Invented classes in which everything happens at once: scopes, forbids, pins, wishes, absences."""

from __future__ import annotations

import random
from collections import Counter

from rers_school.classroom.matching import Arc, Card, Instance, Pupil, Round, pair

from .milp import possible

SCOPES = ("class", "class", "school", "network")


def lively(
    size: int,
    seed: int,
    savoirs: int,
    *,
    caps: int = 1,
    max_circle: int = 3,
    cards: tuple[int, ...] = (0, 1, 2, 2, 2, 3),
    places: tuple[tuple[str, str], ...] = (("curie", "cm2"),),
    forbids: int = 0,
    pins: int = 0,
) -> Instance:
    """Return a round of this size; fewer savoirs make it denser, more places open some cards.

    `cards`: how many offers, and how many demands, somebody may have.
    """
    dice = random.Random(f"{size} {seed} {savoirs} {caps}")
    known = [f"savoir {k}" for k in range(savoirs)]
    own = (None, *range(1, caps + 1)) if caps > 1 else (None,)

    def opened(names: list[str]) -> tuple[Card, ...]:
        return tuple(Card(n, dice.choice(SCOPES) if len(places) > 1 else "class") for n in names)

    people = []
    for k in range(size):
        school, classroom = dice.choice(places)
        offers, demands = dice.choice(cards), dice.choice(cards)
        mine = dice.sample(known, offers + demands)
        people.append(
            Pupil(
                f"p{k:02}",
                classroom,
                school,
                opened(mine[:offers]),
                opened(mine[offers:]),
                resting=dice.random() < 0.04,
                times_unlinked=dice.choice((0, 0, 0, 1, 1, 2, 3)),
                give_cap=dice.choice(own),
                receive_cap=dice.choice(own),
            )
        )
    rules = Round(f"round {seed}", caps, caps, max_circle=max_circle)
    plain = Instance(rules, tuple(people))
    arcs = possible(plain)
    apart = frozenset(pair(a.giver, a.receiver) for a in dice.sample(arcs, min(forbids, len(arcs))))
    arcs = [a for a in arcs if pair(a.giver, a.receiver) not in apart]
    met = frozenset(pair(a.giver, a.receiver) for a in arcs if dice.random() < 0.5)
    wishes = tuple(dice.sample(arcs, min(size // 6, len(arcs))))
    kept = some_pins(plain, dice.sample(arcs, len(arcs)), pins)
    return Instance(rules, plain.people, met, wishes, kept, apart)


def some_pins(instance: Instance, arcs: list[Arc], many: int) -> tuple[Arc, ...]:
    """Return the first of these exchanges that fit together, this many at most."""
    gives: Counter[str] = Counter()
    takes: Counter[str] = Counter()
    people = {p.id: p for p in instance.people}
    kept: list[Arc] = []
    for arc in arcs:
        if len(kept) == many:
            break
        room = instance.give_cap(people[arc.giver]) - gives[arc.giver]
        place = instance.receive_cap(people[arc.receiver]) - takes[arc.receiver]
        if room > 0 and place > 0:
            kept.append(arc)
            gives[arc.giver] += 1
            takes[arc.receiver] += 1
    return tuple(kept)
