"""How far the engine has got, told to whoever waits. What is done with it changes nothing."""

from __future__ import annotations

from collections.abc import Callable

#: What a plan for a network goes through, in this order.
STAGES = ("bounds", "plan", "parts")

#: Stage, how much of it is done, of how much (1 or more). What it raises ends the work.
Report = Callable[[str, int, int], object]
#: The same inside one stage.
Tell = Callable[[int, int], object]


def quiet(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def unheard(_done: int, _total: int) -> None:
    """Tell nobody."""


def share(report: Report, number: int, of: int) -> Tell:
    """Return what tells one of several equal shares of the plan, in hundredths of the whole."""

    def tell(done: int, total: int) -> None:
        report("plan", 100 * (number * total + done) // (of * total), 100)

    return tell
