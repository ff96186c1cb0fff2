"""Accompanying goes round: who could be asked next, without anybody being counted aloud."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID


def next_mediators(
    circles: Mapping[UUID, Collection[UUID]],
    candidates: Collection[UUID],
    last: Mapping[UUID, datetime],
) -> dict[UUID, UUID]:
    """Return for each circle somebody who could accompany it, each person for one circle at most.

    Whoever has not accompanied yet comes first, then those whose last time is longest ago;
    between equals a shuffle that stays the same for a circle. Nobody accompanies a circle that
    they are in; where nobody is left, the circle has no proposal.

    *Shapes*: ``circles`` holds the people of each circle, in the order of the page; ``last`` when
    somebody has accompanied, absent for never.
    """
    left, found = set(candidates), {}
    for circle, people in circles.items():
        able = left - set(people)
        if able:
            found[circle] = min(able, key=lambda one: _turn(one, circle, last))
            left.discard(found[circle])
    return found


def _turn(one: UUID, circle: UUID, last: Mapping[UUID, datetime]) -> tuple[bool, float, str]:
    when = last.get(one)
    shuffled = hashlib.sha256(circle.bytes + one.bytes).hexdigest()
    return when is not None, when.timestamp() if when else 0.0, shuffled
