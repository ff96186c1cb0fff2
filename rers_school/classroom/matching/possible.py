"""Who could give what to whom, in an order that changes with every round's seed."""

from __future__ import annotations

import hashlib
from collections import defaultdict

from .problem import Card, Instance, Pupil, distance, openness


def shuffled(seed: str, *names: str) -> bytes:
    """Return a number of 16 bytes that looks random, the same on every machine."""
    text = "\x1f".join((seed, *names)).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=16).digest()


def _heads(cards: tuple[Card, ...]) -> list[str]:
    return list(dict.fromkeys(card.savoir for card in cards))


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
        self._wishes = {
            (self.index[w.giver], self.index[w.receiver], w.savoir)
            for w in instance.wishes
            if w.giver in self.index and w.receiver in self.index
        }
        self.pins = sorted(
            (self.index[p.giver], self.index[p.receiver], p.savoir) for p in instance.pins_once()
        )
        self._met = self._pairs(instance.met)
        self._forbidden = self._pairs(instance.forbids)
        #: giver -> receiver -> savoirs, the preferred savoir first
        self.savoirs: list[dict[int, list[str]]] = self._find()
        #: receiver -> those who could give to them
        self.givers: list[list[int]] = [[] for _ in awake]
        for giver, receivers in enumerate(self.savoirs):
            for receiver in receivers:
                self.givers[receiver].append(giver)

    def __len__(self) -> int:
        return len(self.pupils)

    def _pairs(self, pairs: frozenset[frozenset[str]]) -> set[frozenset[int]]:
        return {frozenset(self.index[i] for i in two if i in self.index) for two in pairs}

    def may_meet(self, one: int, other: int) -> bool:
        """Return whether the teacher allows these two (two different people) to be linked."""
        return one != other and frozenset((one, other)) not in self._forbidden

    def wished(self, giver: int, receiver: int, savoir: str) -> bool:
        """Return whether one of the two asked for this exchange."""
        return (giver, receiver, savoir) in self._wishes

    def new(self, one: int, other: int) -> bool:
        """Return whether these two have not met yet."""
        return frozenset((one, other)) not in self._met

    def liking(self, giver: int, receiver: int, savoir: str) -> int:
        """Return how welcome the exchange is: any wish outweighs any new partner."""
        wished, new = self.wished(giver, receiver, savoir), self.new(giver, receiver)
        return wished * (2 * len(self) + 1) + new

    def choices(self, person: int) -> int:
        """Return how many people this person could give to or receive from."""
        return len(self.savoirs[person]) + len(self.givers[person])

    def same_class(self, person: int) -> list[int]:
        """Return the others of the class whom this person may meet."""
        me = self.pupils[person]
        return [
            i
            for i, other in enumerate(self.pupils)
            if distance(me, other) == 0 and self.may_meet(person, i)
        ]

    def _find(self) -> list[dict[int, list[str]]]:
        demanded: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for i, pupil in enumerate(self.pupils):
            for savoir in _heads(pupil.demands):
                demanded[savoir].append((i, openness(pupil.demands, savoir)))
        seed = self.instance.round.seed
        found: list[dict[int, list[str]]] = []
        for giver, pupil in enumerate(self.pupils):
            mine: defaultdict[int, list[str]] = defaultdict(list)
            offered = _heads(pupil.offers)
            if len(offered) > 1:
                offered.sort(key=lambda s: (shuffled(seed, "savoir", s), s))
            for savoir in offered:
                reach = openness(pupil.offers, savoir)
                for receiver, other_reach in demanded[savoir]:
                    far = distance(pupil, self.pupils[receiver])
                    if far <= min(reach, other_reach) and self.may_meet(giver, receiver):
                        mine[receiver].append(savoir)
            found.append(self._preferred_first(giver, mine))
        return found

    def _preferred_first(self, giver: int, mine: dict[int, list[str]]) -> dict[int, list[str]]:
        best: dict[int, int] = {}
        for receiver, savoirs in mine.items():
            if len(savoirs) > 1:
                wished = [s for s in savoirs if self.wished(giver, receiver, s)]
                savoirs[:] = wished + [s for s in savoirs if s not in wished]
            best[receiver] = self.liking(giver, receiver, savoirs[0])
        return {r: mine[r] for r in sorted(mine, key=lambda r: (-best[r], r))}
