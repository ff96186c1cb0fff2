"""In which order the rounds are held and at which place: little waiting, little walking.

*Shapes*: rounds hold teams; a team is the numbers of its people, giver first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from .colouring import Team

#: How many rounds are compared for the next turn; a class never has so many.
COMPARED = 24


def in_order(rounds: Sequence[Sequence[int]], teams: Sequence[Team]) -> list[list[int]]:
    """Return the same rounds, those first whose people have been waiting longest."""
    left = sorted((sorted(mine) for mine in rounds), key=lambda mine: (-len(mine), mine))
    ordered: list[list[int]] = []
    last: dict[int, int] = {}

    def waited(mine: list[int]) -> int:
        now = len(ordered)
        return sum((now - last.get(p, -1)) ** 2 for t in mine for p in teams[t])

    while left:
        following = max(left[:COMPARED], key=waited)
        left.remove(following)
        for t in following:
            last.update(dict.fromkeys(teams[t], len(ordered)))
        ordered.append(following)
    return ordered


def seats(
    rounds: Sequence[Sequence[int]], teams: Sequence[Team], capacities: Sequence[int]
) -> list[int]:
    """Return a place for every team: where its giver was last, or a receiver, or the emptiest.

    *Errors*: none; no round has more teams than the capacities allow in all.
    """
    place = [-1] * len(teams)
    last: dict[int, int] = {}
    for mine in rounds:
        used = [0] * len(capacities)
        wishes: list[tuple[bool, int, int, int]] = []
        for t in mine:
            there = Counter(last[p] for p in teams[t] if p in last)
            giver_was_at = last.get(teams[t][0])
            wishes += [(at != giver_was_at, -many, t, at) for at, many in there.items()]
        for _, _, t, at in sorted(wishes):
            if place[t] < 0 and used[at] < capacities[at]:
                place[t] = at
                used[at] += 1
        for t in mine:
            if place[t] < 0:
                free = (at for at, most in enumerate(capacities) if used[at] < most)
                place[t] = min(free, key=lambda at: (used[at] / capacities[at], at))
                used[place[t]] += 1
            last.update(dict.fromkeys(teams[t], place[t]))
    return place
