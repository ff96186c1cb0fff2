"""Parts of pages that are the same for a whole class, kept until what they show has changed.

Each process keeps its own; the tag in the key comes from the database (a revision), so that a
part is never older than the change that another process has made.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar

_MOST = 256
_parts: "OrderedDict[Hashable, object]" = OrderedDict()
_lock = Lock()

Part = TypeVar("Part")


def forget_all() -> None:
    """Forget every part: the next reader pays for it (tests and benchmarks)."""
    with _lock:
        _parts.clear()


def kept(key: Hashable, make: Callable[[], Part]) -> Part:
    """Return the part made for ``key``, made now if it is the first time.

    ``key`` names everything that the part depends on: its class, its tag, its language.
    """
    with _lock:
        if key in _parts:
            _parts.move_to_end(key)
            found: Part = _parts[key]  # type: ignore[assignment]  # what `make` gave for this key
            return found
    part = make()
    with _lock:
        _parts[key] = part
        while len(_parts) > _MOST:
            _parts.popitem(last=False)
    return part
