"""Invented rounds of every size, the same for the same seed on every machine.

    python -m bench.matching.instances SIZE SEED FILE

Savoirs follow a Zipf-like popularity, another one for offers than for demands: what many offer
is not what many demand. Some pupils have no card, some only cards that nobody answers, some rest.
"""

import itertools
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rers_school.classroom.matching import Arc, Card, Instance, Pair, Pupil, Round, pair

NO_CARD, UNANSWERED, RESTING = 0.01, 0.001, 0.02
LEFT_OUT_ONCE, LEFT_OUT_TWICE = 0.05, 0.01
HOW_MANY_CARDS = {1: 0.25, 2: 0.4, 3: 0.25, 4: 0.1}
SCOPES = ("class", "school", "network")


@dataclass(frozen=True, slots=True)
class Shape:
    """What makes a size: places, savoirs, how uneven their popularity is, how open cards are.

    `skew` is the exponent of the popularity; `drift` says how far a savoir's rank among demands
    is from its rank among offers (0: the same, 1: unrelated).
    """

    name: str
    schools: int
    classes: int
    savoirs: int
    skew: float
    drift: float
    scopes: tuple[float, float, float]


SHAPES = {
    30: Shape("one class", 1, 1, 26, 0.7, 0.2, (1.0, 0.0, 0.0)),
    1_000: Shape("one school", 1, 40, 300, 0.9, 0.25, (0.15, 0.85, 0.0)),
    10_000: Shape("ten schools", 10, 40, 300, 0.9, 0.32, (0.2, 0.7, 0.1)),
    100_000: Shape("a hundred schools", 100, 40, 400, 0.9, 0.15, (0.42, 0.54, 0.04)),
}


def shape_of(size: int) -> Shape:
    """Return the shape of this size, or of the nearest named one that is not smaller."""
    named = next((n for n in sorted(SHAPES) if n >= size), max(SHAPES))
    return SHAPES[named]


def generate(size: int, seed: int) -> Instance:
    """Return the round of this size and seed."""
    shape = shape_of(size)
    dice = random.Random(f"{size}/{seed}")
    people = _people(shape, size, dice)
    classes: defaultdict[tuple[str, str], list[Pupil]] = defaultdict(list)
    for pupil in people:
        classes[pupil.school, pupil.classroom].append(pupil)
    rooms = list(classes.values())
    return Instance(
        Round(f"bench {seed}"),
        tuple(people),
        met=frozenset(_pairs(rooms, size, dice)),
        wishes=tuple(_wishes(rooms, dice)),
        forbids=frozenset(_pairs(rooms, size // 60 + 1, dice)),
    )


def as_json(instance: Instance) -> str:
    """Return the round in the format that `rers-school suggest` reads."""
    return json.dumps(
        {
            "round": {"seed": instance.round.seed},
            "people": [
                {
                    "id": p.id,
                    "classroom": p.classroom,
                    "school": p.school,
                    "offers": [_card(card) for card in p.offers],
                    "demands": [_card(card) for card in p.demands],
                    "resting": p.resting,
                    "times_unlinked": p.times_unlinked,
                }
                for p in instance.people
            ],
            "met": sorted(sorted(two) for two in instance.met),
            "wishes": [
                {"giver": w.giver, "receiver": w.receiver, "savoir": w.savoir}
                for w in instance.wishes
            ],
            "forbids": sorted(sorted(two) for two in instance.forbids),
        },
        ensure_ascii=False,
    )


def _card(card: Card) -> object:
    return card.savoir if card.scope == "class" else {"savoir": card.savoir, "scope": card.scope}


def _people(shape: Shape, size: int, dice: random.Random) -> list[Pupil]:
    offered = list(itertools.accumulate(1 / (k + 2) ** shape.skew for k in range(shape.savoirs)))
    # A savoir's rank among demands is its rank among offers, moved by chance.
    moved = sorted(
        range(shape.savoirs),
        key=lambda k: (1 - shape.drift) * k + shape.drift * shape.savoirs * dice.random(),
    )
    order = list(range(size))
    dice.shuffle(order)
    marks = iter(order)
    empty = set(itertools.islice(marks, int(size * NO_CARD)))
    alone = set(itertools.islice(marks, int(size * UNANSWERED)))
    resting = set(itertools.islice(marks, int(size * RESTING)))
    people = []
    for at in range(size):
        # Classes of one school are filled one after another, schools too.
        room = at * shape.schools * shape.classes // size
        offers = _heads(dice, offered, range(shape.savoirs), frozenset())
        demands = _heads(dice, offered, moved, frozenset(offers))
        if at in alone:
            offers, demands = [f"only of {at}"], [f"only for {at}"]
        if at in empty:
            offers, demands = [], []
        left_out = dice.random()
        people.append(
            Pupil(
                id=f"p{at:06}",
                classroom=f"c{room % shape.classes + 1}",
                school=f"s{room // shape.classes + 1}",
                offers=tuple(Card(s, _scope(dice, shape)) for s in offers),
                demands=tuple(Card(s, _scope(dice, shape)) for s in demands),
                resting=at in resting,
                times_unlinked=(left_out < LEFT_OUT_ONCE) + (left_out < LEFT_OUT_TWICE),
            )
        )
    return people


def _heads(
    dice: random.Random, weights: list[float], ranked: range | list[int], but: frozenset[str]
) -> list[str]:
    many = dice.choices(list(HOW_MANY_CARDS), list(HOW_MANY_CARDS.values()))[0]
    found: dict[str, None] = {}
    while len(found) < many:
        name = f"savoir {ranked[dice.choices(range(len(weights)), cum_weights=weights)[0]]}"
        if name not in but:
            found[name] = None
    return list(found)


def _scope(dice: random.Random, shape: Shape) -> str:
    return dice.choices(SCOPES, shape.scopes)[0]


def _pairs(rooms: list[list[Pupil]], many: int, dice: random.Random) -> Iterator[Pair]:
    for _ in range(many):
        one, other = dice.sample(dice.choice(rooms), 2)
        yield pair(one.id, other.id)


def _wishes(rooms: list[list[Pupil]], dice: random.Random) -> Iterator[Arc]:
    """Yield exchanges of one class that a pupil asked for: one pupil in ten asks, if possible."""
    for room in rooms:
        for receiver in room:
            if dice.random() < 0.1:
                could = [
                    Arc(giver.id, receiver.id, offer.savoir)
                    for giver in room
                    for offer in giver.offers
                    if any(offer.savoir == demand.savoir for demand in receiver.demands)
                ]
                if could:
                    yield dice.choice(could)


if __name__ == "__main__":
    size, seed, file = sys.argv[1:]
    Path(file).write_text(as_json(generate(int(size), int(seed))), encoding="utf-8")
