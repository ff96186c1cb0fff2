"""The one clock of the application, replaceable in tests."""

from collections.abc import Callable
from datetime import UTC, datetime

_read: Callable[[], datetime] | None = None


def now() -> datetime:
    """Return the present moment.

    *Units*: an aware datetime in UTC.
    """
    return _read() if _read is not None else datetime.now(UTC)


def set_clock(read: Callable[[], datetime] | None) -> None:
    """Replace the clock (tests only); ``None`` gives the machine's clock back."""
    global _read
    _read = read
