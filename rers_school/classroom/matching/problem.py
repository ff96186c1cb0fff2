"""What one round of suggestions starts from: people, their cards, the teacher's pins and forbids.

Everything here is frozen and checked on construction, so the engine never meets a broken round.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

SCOPES = ("class", "school", "network")
CAPS = range(1, 4)
GROUP_SIZES = range(1, 13)
CIRCLES = range(2, 7)

Pair = frozenset[str]


class ProblemError(ValueError):
    """Says where the round contradicts itself (`pins[0]`), and how, in one line each."""

    def __init__(self, where: str, message: str) -> None:
        super().__init__(f"{where}: {message}")
        self.where = where
        self.message = message


def pair(one: str, other: str) -> Pair:
    """Return the two people without an order."""
    return frozenset((one, other))


def _within(where: str, value: int, allowed: range) -> None:
    if value not in allowed:
        raise ProblemError(where, f"must be between {allowed[0]} and {allowed[-1]}, not {value}")


@dataclass(frozen=True, slots=True)
class Round:
    """The class's choices for one round. The seed decides ties, and nothing else."""

    seed: str
    give_cap: int = 1
    receive_cap: int = 1
    group_size: int = 1
    max_circle: int = 3

    def __post_init__(self) -> None:
        _within("round.give_cap", self.give_cap, CAPS)
        _within("round.receive_cap", self.receive_cap, CAPS)
        _within("round.group_size", self.group_size, GROUP_SIZES)
        _within("round.max_circle", self.max_circle, CIRCLES)


@dataclass(frozen=True, slots=True)
class Card:
    """One savoir offered or asked for: how far it is open, to how many at once (offers)."""

    savoir: str
    scope: str = "class"
    group: int = 1

    def __post_init__(self) -> None:
        if not self.savoir:
            raise ProblemError("savoir", "must not be empty")
        if self.scope not in SCOPES:
            raise ProblemError("scope", f"must be one of {', '.join(SCOPES)}")
        if self.group < 1:
            raise ProblemError("group", f"must be 1 or more, not {self.group}")


@dataclass(frozen=True, slots=True)
class Pupil:
    """One person of the round, child or adult. `None` caps mean the round's."""

    id: str
    classroom: str
    school: str
    offers: tuple[Card, ...]
    demands: tuple[Card, ...]
    resting: bool = False
    times_unlinked: int = 0
    give_cap: int | None = None
    receive_cap: int | None = None


@dataclass(frozen=True, slots=True)
class Arc:
    """A possible exchange: the giver offers the savoir, the receiver demands it."""

    giver: str
    receiver: str
    savoir: str


def distance(one: Pupil, other: Pupil) -> int:
    """Return 0 inside one class, 1 inside one school, 2 anywhere else.

    Two schools may both have a class called "cm2": a class is its name and its school.
    """
    if one.school != other.school:
        return 2
    if one.classroom == other.classroom:
        return 0
    return 1 if one.school else 2


def openness(cards: Iterable[Card], savoir: str) -> int:
    """Return how far these cards open the savoir, as a `distance`; -1 when there is no card."""
    return max((SCOPES.index(c.scope) for c in cards if c.savoir == savoir), default=-1)


def fits(giver: Pupil, receiver: Pupil, savoir: str) -> bool:
    """Return whether the cards of these two make this exchange possible."""
    reach = min(openness(giver.offers, savoir), openness(receiver.demands, savoir))
    return giver.id != receiver.id and reach >= distance(giver, receiver)


@dataclass(frozen=True, slots=True)
class Instance:
    """One whole round. `met` and `forbids` hold unordered pairs (see `pair`).

    *Errors*: `ProblemError` for unknown or repeated ids, caps out of range, and pins that cannot
    be kept.
    """

    round: Round
    people: tuple[Pupil, ...]
    met: frozenset[Pair] = frozenset()
    wishes: tuple[Arc, ...] = ()
    pins: tuple[Arc, ...] = ()
    forbids: frozenset[Pair] = frozenset()

    def __post_init__(self) -> None:
        self._check_people()
        known = {p.id: p for p in self.people}
        for name, pairs in (("met", self.met), ("forbids", self.forbids)):
            strangers = sorted({i for two in pairs for i in two} - known.keys())
            if strangers:
                raise ProblemError(name, f'nobody has the id "{strangers[0]}"')
        for name, arcs in (("wishes", self.wishes), ("pins", self.pins)):
            for at, arc in enumerate(arcs):
                for who in (arc.giver, arc.receiver):
                    if who not in known:
                        raise ProblemError(f"{name}[{at}]", f'nobody has the id "{who}"')
        for at, pin in enumerate(self.pins):
            self._check_pin(f"pins[{at}]", known[pin.giver], known[pin.receiver], pin.savoir)
        self._check_pins_together(known)

    def give_cap(self, who: Pupil) -> int:
        """Return how many exchanges this person may give in this round."""
        return self.round.give_cap if who.give_cap is None else who.give_cap

    def receive_cap(self, who: Pupil) -> int:
        """Return how many exchanges this person may receive in this round."""
        return self.round.receive_cap if who.receive_cap is None else who.receive_cap

    def group(self, giver: Pupil, savoir: str) -> int:
        """Return how many people this giver takes at once for this savoir (the smallest said)."""
        said = [c.group for c in giver.offers if c.savoir == savoir]
        return min([self.round.group_size, *said])

    def pins_once(self) -> tuple[Arc, ...]:
        """Return the pins without repetition."""
        return tuple(dict.fromkeys(self.pins))

    def _check_people(self) -> None:
        seen: dict[str, int] = {}
        for at, who in enumerate(self.people):
            where = f"people[{at}]"
            if not who.id:
                raise ProblemError(f"{where}.id", "must not be empty")
            if who.id in seen:
                other = f"people[{seen[who.id]}]"
                raise ProblemError(f"{where}.id", f'"{who.id}" is also the id of {other}')
            seen[who.id] = at
            _within(f"{where}.give_cap", self.give_cap(who), CAPS)
            _within(f"{where}.receive_cap", self.receive_cap(who), CAPS)
            if who.times_unlinked < 0:
                raise ProblemError(f"{where}.times_unlinked", "must be 0 or more")

    def _check_pin(self, where: str, giver: Pupil, receiver: Pupil, savoir: str) -> None:
        if giver.id == receiver.id:
            raise ProblemError(where, f'"{giver.id}" is both the giver and the receiver')
        if pair(giver.id, receiver.id) in self.forbids:
            raise ProblemError(where, f'"{giver.id}" and "{receiver.id}" are also in forbids')
        for who in (giver, receiver):
            if who.resting:
                raise ProblemError(where, f'"{who.id}" is resting')
        if openness(giver.offers, savoir) < 0:
            raise ProblemError(where, f'"{giver.id}" does not offer "{savoir}"')
        if openness(receiver.demands, savoir) < 0:
            raise ProblemError(where, f'"{receiver.id}" does not demand "{savoir}"')
        if not fits(giver, receiver, savoir):
            message = f'the cards of "{giver.id}" and "{receiver.id}" are not open that far'
            raise ProblemError(where, message)

    def _check_pins_together(self, known: dict[str, Pupil]) -> None:
        gifts: dict[str, Counter[str]] = {}
        received: Counter[str] = Counter()
        kept: list[tuple[int, Arc]] = []
        for pin in self.pins_once():
            at = self.pins.index(pin)
            giver, receiver = known[pin.giver], known[pin.receiver]
            mine = gifts.setdefault(giver.id, Counter())
            mine[pin.savoir] += 1
            turns = sum(-(-many // self.group(giver, s)) for s, many in mine.items())
            if turns > self.give_cap(giver):
                others = ", ".join(f"pins[{i}]" for i, k in kept if k.giver == giver.id)
                raise ProblemError(f"pins[{at}]", f'"{giver.id}" cannot also give as in {others}')
            received[receiver.id] += 1
            if received[receiver.id] > self.receive_cap(receiver):
                others = ", ".join(f"pins[{i}]" for i, k in kept if k.receiver == receiver.id)
                message = f'"{receiver.id}" cannot also receive as in {others}'
                raise ProblemError(f"pins[{at}]", message)
            kept.append((at, pin))
