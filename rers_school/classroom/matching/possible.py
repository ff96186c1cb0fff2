"""Who could give what to whom, in an order that changes with every round's seed.

Listing every possible exchange would not do: a savoir that two hundred pupils of a town offer and
three hundred ask for makes sixty thousand of them. What is listed is each *stall*: one savoir
somewhere (in a class, a school, the network), those who offer it there and those who ask for it.
Everybody on one side of a stall could give to everybody on the other, save the few pairs kept
apart: the same person twice, and whom the teacher forbade.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from .problem import SCOPES, Card, Instance, Pupil, distance, openness
from .vicinity import Vicinity

#: how far a stall is open (see `distance`), its savoir, school and class
_Key = tuple[int, str, str, str]


@dataclass(frozen=True, slots=True)
class Stall:
    """One savoir, those who offer it and those who ask for it, open to each other."""

    savoir: str
    givers: list[int]
    receivers: list[int]


def shuffled(seed: str, *names: str) -> bytes:
    """Return a number of 16 bytes that looks random, the same on every machine."""
    text = "\x1f".join((seed, *names)).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=16).digest()


class Possible:
    """The exchanges that cards, scopes and forbids allow between people who are not resting.

    People are numbered from 0 in the round's shuffled order, so that "the first one" is never
    the same pupil in two rounds and never depends on ids or on the order of the file.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        seed = instance.round.seed
        awake = [p for p in instance.people if not p.resting]
        awake.sort(key=lambda p: (shuffled(seed, p.id), p.id))
        self.pupils: list[Pupil] = awake
        self.index = {p.id: i for i, p in enumerate(awake)}
        self.pins = sorted(
            (self.index[p.giver], self.index[p.receiver], p.savoir) for p in instance.pins_once()
        )
        self.wishes = sorted(
            {
                (self.index[w.giver], self.index[w.receiver], w.savoir)
                for w in instance.wishes
                if w.giver in self.index and w.receiver in self.index
            }
        )
        self._wished = set(self.wishes)
        self._met = self._pairs(instance.met)
        #: person -> whom they can be linked to in no way: themself, and whom the teacher forbade
        self.apart: list[set[int]] = [{i} for i in range(len(awake))]
        for two in self._pairs(instance.forbids):
            if len(two) == 2:
                one, other = two
                self.apart[one].add(other)
                self.apart[other].add(one)
        self._classes: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for i, pupil in enumerate(awake):
            self._classes[pupil.school, pupil.classroom].append(i)
        #: how far each person opens each savoir (see `distance`)
        self.offered = [_reach(p.offers) for p in awake]
        self.asked = [_reach(p.demands) for p in awake]
        self.stalls = self._stalls()
        #: person -> the stalls where they could give, and where they could receive
        self.gives_at: list[list[int]] = [[] for _ in awake]
        self.takes_at: list[list[int]] = [[] for _ in awake]
        for number, stall in enumerate(self.stalls):
            for giver in stall.givers:
                self.gives_at[giver].append(number)
            for receiver in stall.receivers:
                self.takes_at[receiver].append(number)
        self._between: dict[tuple[int, int], list[str]] = {}
        self.vicinity = Vicinity(self)

    def __len__(self) -> int:
        return len(self.pupils)

    def _pairs(self, pairs: frozenset[frozenset[str]]) -> set[frozenset[int]]:
        return {frozenset(self.index[i] for i in two if i in self.index) for two in pairs}

    def may_meet(self, one: int, other: int) -> bool:
        """Return whether the teacher allows these two (two different people) to be linked."""
        return other not in self.apart[one]

    def wished(self, giver: int, receiver: int, savoir: str) -> bool:
        """Return whether one of the two asked for this exchange."""
        return (giver, receiver, savoir) in self._wished

    def new(self, one: int, other: int) -> bool:
        """Return whether these two have not met yet."""
        return frozenset((one, other)) not in self._met

    def liking(self, giver: int, receiver: int, savoir: str) -> int:
        """Return how welcome it is: nearness outweighs any wish, a wish any new partner."""
        wished, new = self.wished(giver, receiver, savoir), self.new(giver, receiver)
        each = 2 * len(self) + 1
        near = self.vicinity.cost(giver, receiver) * 4 * each if self.vicinity.wide else 0
        return wished * each + new - near

    def savoirs(self, giver: int, receiver: int) -> list[str]:
        """Return what the one could give to the other, the preferred savoir first."""
        known = self._between.get((giver, receiver))
        if known is None:
            known = self._between[giver, receiver] = self._find(giver, receiver)
        return known

    def receivers(self, giver: int) -> Iterator[int]:
        """Yield those to whom this person could give, each once, in the round's order."""
        yield from self._others(giver, [self.stalls[s].receivers for s in self.gives_at[giver]])

    def givers(self, receiver: int) -> Iterator[int]:
        """Yield those who could give to this person, each once, in the round's order."""
        yield from self._others(receiver, [self.stalls[s].givers for s in self.takes_at[receiver]])

    def choices(self, person: int) -> int:
        """Return how many partners this person could have, counted once for each card that fits."""
        giving = sum(len(self.stalls[s].receivers) for s in self.gives_at[person])
        return giving + sum(len(self.stalls[s].givers) for s in self.takes_at[person])

    def same_class(self, person: int) -> list[int]:
        """Return the others of the class whom this person may meet."""
        pupil = self.pupils[person]
        everybody = self._classes[pupil.school, pupil.classroom]
        return [i for i in everybody if i not in self.apart[person]]

    def _others(self, person: int, sides: list[list[int]]) -> Iterator[int]:
        seen = set(self.apart[person])
        for side in sides:
            for other in side:
                if other not in seen:
                    seen.add(other)
                    yield other

    def _find(self, giver: int, receiver: int) -> list[str]:
        if not self.may_meet(giver, receiver):
            return []
        far = distance(self.pupils[giver], self.pupils[receiver])
        asked = self.asked[receiver]
        found = [
            savoir
            for savoir, reach in self.offered[giver].items()
            if reach >= far and asked.get(savoir, -1) >= far
        ]
        if len(found) > 1:
            seed = self.instance.round.seed
            found.sort(
                key=lambda s: (
                    not self.wished(giver, receiver, s),
                    shuffled(seed, "savoir", s),
                    s,
                )
            )
        return found

    def _stalls(self) -> list[Stall]:
        """Return the stalls that bring somebody together, and none that a wider one contains."""
        sides: defaultdict[_Key, Stall] = defaultdict(lambda: Stall("", [], []))
        own: set[_Key] = set()
        for person, pupil in enumerate(self.pupils):
            for cards, receiving in ((self.offered, False), (self.asked, True)):
                for savoir, reach in cards[person].items():
                    for key in _stands_at(pupil, savoir, reach):
                        stall = sides[key]
                        (stall.receivers if receiving else stall.givers).append(person)
                    # At its widest stall a card is needed: no other one there stands for it.
                    own.add(key)
        seed = self.instance.round.seed
        order = {savoir: shuffled(seed, "savoir", savoir) for _, savoir, _, _ in sides}
        return [
            Stall(key[1], sides[key].givers, sides[key].receivers)
            for key in sorted(sides, key=lambda key: (order[key[1]], key[1], key))
            if key in own and sides[key].givers and sides[key].receivers
        ]


def _reach(cards: tuple[Card, ...]) -> dict[str, int]:
    if len(cards) == 1:
        return {cards[0].savoir: SCOPES.index(cards[0].scope)}
    return {savoir: openness(cards, savoir) for savoir in sorted({c.savoir for c in cards})}


def _stands_at(pupil: Pupil, savoir: str, reach: int) -> Iterator[_Key]:
    """Yield the stalls at which a card opened that far stands: its class's, then wider ones."""
    yield 0, savoir, pupil.school, pupil.classroom
    if reach >= 1 and pupil.school:
        yield 1, savoir, pupil.school, ""
    if reach >= 2:
        yield 2, savoir, "", ""
