"""The rules of a session in class: in which turn a pair meets, and who observes."""

from collections import Counter
from collections.abc import Collection, Hashable, Sequence
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def turns_of(groups: Sequence[Collection[T]]) -> list[int]:
    """Return for each group the turn (from 1) in which it meets: nobody is in two at once.

    Whoever is in many groups is placed first, so that few turns are needed.
    """
    often = Counter(who for group in groups for who in set(group))
    order = sorted(range(len(groups)), key=lambda n: -max((often[w] for w in groups[n]), default=0))
    busy: list[set[T]] = []
    turns = [0] * len(groups)
    for number in order:
        people = set(groups[number])
        turn = next((at for at, taken in enumerate(busy) if not taken & people), len(busy))
        if turn == len(busy):
            busy.append(set())
        busy[turn] |= people
        turns[number] = turn + 1
    return turns


def observers(
    free: Sequence[T], meetings: int, *, start: int, before: Collection[T] = ()
) -> list[T]:
    """Return who observes in a turn: one a meeting at most, half of those who are free at most.

    It goes round the names from one day (``start``) to the next, and those who observed
    ``before`` on the same day come last. Nothing but the name decides: from the list nobody can
    tell who has a link.
    """
    if not free:
        return []
    first = start % len(free)
    around = [*free[first:], *free[:first]]
    around.sort(key=lambda one: one in before)
    return around[: min(meetings, (len(around) + 1) // 2)]
