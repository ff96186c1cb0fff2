"""The most that the cards allow, found independently of the engine and of every peer.

    python -m bench.matching.bounds FILE

With one gift and one receipt for each pupil: ν, the most exchanges, is a maximum matching of
givers and receivers; L*, the most who can be linked, a maximum matching of pupils and any slot
opposite. Giving-and-receiving is then at most 2ν − L* (see `docs/matching.md`). Matchings are
grown along shared lists (one savoir at one place), so that no list of all exchanges is needed.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.matching.case import Case, read_case


@dataclass(frozen=True, slots=True)
class Limits:
    """What no plan can pass. `left_out_before`: most linked of those left out 1, 2… times."""

    people: int
    exchanges: int
    linked: int
    both: int
    left_out_before: dict[int, int]
    listed: int


def limits(case: Case) -> Limits:
    """Return what no plan for this round can pass.

    *Errors*: `ValueError` when somebody may give or receive more than once.
    """
    if case.group_size > 1 or any(cap > 1 for cap in (*case.give_cap, *case.receive_cap)):
        raise ValueError("these limits are proven for one gift and one receipt each")
    awake = [at for at in range(len(case)) if not case.resting[at]]
    giving = Slots(case)
    giving.match(awake)
    linking = Slots(case, both_ways=True)
    # Whoever was left out most often comes first, and stays: linkable sets are a matroid.
    before: dict[int, int] = {}
    for times in sorted({case.times_unlinked[at] for at in awake}, reverse=True):
        alike = [at for at in awake if case.times_unlinked[at] == times]
        before[times] = linking.match(alike)
    exchanges, linked = len(giving), len(linking)
    return Limits(
        people=len(awake),
        exchanges=exchanges,
        linked=linked,
        both=2 * exchanges - linked,
        left_out_before={times: many for times, many in before.items() if times},
        listed=case.could_be_listed(),
    )


class Slots:
    """People on one side, slots of others on the other, matched one to one.

    Slot `j` is person j's receipt, slot `len(case) + j` person j's gift (with ``both_ways``).
    """

    def __init__(self, case: Case, *, both_ways: bool = False) -> None:
        size = len(case)
        self.lists: list[list[int]] = []
        self.of: list[list[int]] = [[] for _ in range(size)]
        self.holder = [-1] * (2 * size)
        self._add(case, case.offers, case.takers, 0)
        if both_ways:
            self._add(case, case.demands, case.givers, size)

    def __len__(self) -> int:
        return sum(holder >= 0 for holder in self.holder)

    def _add(
        self, case: Case, cards: list[dict[str, int]], others: dict[object, list[int]], shift: int
    ) -> None:
        number: dict[object, int] = {}
        for person in range(len(case)):
            if case.resting[person]:
                continue
            mine = list(case.meetings(person, cards[person]))
            careful = case.forbidden.get(person, set()) | {person}
            # A shared list would hold the person or a forbidden one: give them one of their own.
            if any(cards[person].keys() & _other(case, cards)[who].keys() for who in careful):
                found = {who for at in mine for who in others.get(at, ())} - careful
                self.of[person].append(len(self.lists))
                self.lists.append([shift + who for who in sorted(found)])
                continue
            for at in mine:
                if at in others:
                    if at not in number:
                        number[at] = len(self.lists)
                        self.lists.append([shift + who for who in others[at]])
                    self.of[person].append(number[at])

    def match(self, people: Sequence[int]) -> int:
        """Match as many of these people as possible, keeping those matched before."""
        left = [iter(slots) for slots in self.lists]
        waiting = [who for who in people if not self._take_free(who, left)]
        while waiting:
            depth = self._layers(waiting)
            if depth is None:
                break
            left = [iter(slots) for slots in self.lists]
            waiting = [who for who in waiting if not self._shift(who, left, *depth)]
        return len(people) - len(waiting)

    def _take_free(self, person: int, left: list[Iterator[int]]) -> bool:
        for at in self.of[person]:
            for slot in left[at]:
                if self.holder[slot] < 0:
                    self.holder[slot] = person
                    return True
        return False

    def _layers(self, waiting: list[int]) -> tuple[list[int], list[int]] | None:
        """Return how many shifts away each list and each slot is, up to the nearest free slot."""
        lists, slots = [-1] * len(self.lists), [-1] * len(self.holder)
        now, layer = waiting, 0
        while now:
            free, after = False, []
            for person in now:
                for at in self.of[person]:
                    if lists[at] < 0:
                        lists[at] = layer
                        for slot in self.lists[at]:
                            if slots[slot] < 0:
                                slots[slot] = layer
                                owner = self.holder[slot]
                                free |= owner < 0
                                after.append(owner)
            if free:
                return lists, slots
            now, layer = after, layer + 1
        return None

    def _shift(
        self, person: int, left: list[Iterator[int]], lists: list[int], slots: list[int]
    ) -> bool:
        """Give the person a slot along a shortest way; within a phase, a slot is tried once."""
        path, chosen = [person], list[int]()
        while path:
            slot = self._next(path[-1], len(chosen), left, lists, slots)
            if slot is None:
                path.pop()
                if chosen:
                    chosen.pop()
                continue
            slots[slot] = -1
            chosen.append(slot)
            if self.holder[slot] < 0:
                for who, its in zip(path, chosen, strict=True):
                    self.holder[its] = who
                return True
            path.append(self.holder[slot])
        return False

    def _next(
        self, person: int, layer: int, left: list[Iterator[int]], lists: list[int], slots: list[int]
    ) -> int | None:
        for at in self.of[person]:
            if lists[at] == layer:
                for slot in left[at]:
                    if slots[slot] == layer:
                        return slot
        return None


def _other(case: Case, cards: list[dict[str, int]]) -> list[dict[str, int]]:
    return case.demands if cards is case.offers else case.offers


if __name__ == "__main__":
    print(json.dumps(asdict(limits(read_case(Path(sys.argv[1]))))))
