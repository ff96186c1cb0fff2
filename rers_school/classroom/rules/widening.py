"""A demand is never refused: one that waits can be widened by its author, and narrowed again."""

from collections.abc import Collection
from datetime import datetime, timedelta

ADULT, SOURCE, TOGETHER = "adult", "source", "together"
#: In the order in which they are asked; other classes come here once networks exist.
WAYS = (ADULT, SOURCE, TOGETHER)
WAITS_FOR = timedelta(days=7)


def chosen(ways: Collection[str]) -> list[str]:
    """Return those of ``ways`` that exist, each once and in one order."""
    return [way for way in WAYS if way in ways]


def proposes(
    now: datetime, *, waits_since: datetime, put_off_at: datetime | None, widened: Collection[str]
) -> bool:
    """Tell whether Today asks the author of a waiting demand to widen it.

    After a week of waiting, and after another one when they said that it can wait; never once it
    is widened.
    """
    since = max(waits_since, put_off_at) if put_off_at else waits_since
    return not widened and now - since >= WAITS_FOR
