"""Who comes first in the next round, from who was left without a link in the rounds so far."""

from collections import Counter
from collections.abc import Collection, Hashable, Sequence
from typing import TypeVar

T = TypeVar("T", bound=Hashable)

#: More than any number of rounds in a year: the last round outweighs all those before it.
LAST_ROUND = 1000


def come_first(left_out: Sequence[Collection[T]]) -> dict[T, int]:
    """Return a weight for everybody who was left out before; the heaviest come first.

    ``left_out``: one entry a round, the oldest first. Those left out last time come before all
    others, the most often left out of them first; so nobody waits twice in a row for somebody who
    has just had a link. It is what the engine takes as ``times_unlinked``.
    """
    points = Counter(who for round in left_out for who in set(round))
    for who in set(left_out[-1]) if left_out else ():
        points[who] += LAST_ROUND
    return dict(points)
