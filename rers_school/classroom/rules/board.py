"""The wall on the projector: pages that turn, and cards that are new for a while."""

from collections.abc import Sequence
from datetime import timedelta

#: How long a new card stands out: long enough for a class to look up and read it.
NEW_FOR = timedelta(seconds=90)
#: How many cards stand one below the other on a page that is read from the last row.
ROOM = 8


def pages(heights: Sequence[int], room: int = ROOM) -> list[tuple[int, int]]:
    """Return where each page begins and ends, so that rows of these heights fit; one at least.

    A row is never cut: one that is higher than ``room`` has a page of its own.

    *Shapes*: half-open ranges that follow each other and together hold every row.
    """
    cuts, filled = [0], 0
    for at, height in enumerate(heights):
        if filled and filled + height > room:
            cuts.append(at)
            filled = 0
        filled += height
    return list(zip(cuts, [*cuts[1:], len(heights)], strict=True))
