"""One step of a session, as the guide tells it."""

from dataclasses import dataclass
from typing import NamedTuple

from flask_babel import LazyString


class Way(NamedTuple):
    """A page to go to: its endpoint, the words on the button, what the address needs."""

    endpoint: str
    label: LazyString
    more: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What happens in some minutes of a session.

    ``minutes``: from and to, nothing before the session. ``say``: sentences to read aloud.
    ``wrong``: what may go wrong, and what then. ``ready``: sheets to print, pages to open.
    """

    key: str
    minutes: tuple[int, int] | None
    title: LazyString
    do: LazyString
    go: Way
    say: tuple[LazyString, ...] = ()
    ready: tuple[Way, ...] = ()
    wrong: LazyString | None = None


@dataclass(frozen=True, slots=True)
class Lesson:
    """A session of 45 minutes: its title, what it is for, its steps."""

    number: int
    title: LazyString
    aim: LazyString
    steps: tuple[Step, ...]
