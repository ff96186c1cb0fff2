"""Circles in classes of 30: the first plan, the exact one, and an independent program's optimum.

python -m bench.matching.circles SEED     one class, as JSON, in a process of its own
"""

import importlib
import json
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.matching.instances import generate
from bench.matching.runner import Say, run_timed

CLASS, CLASSES = 30, 20
#: CBC is not known to end: so many seconds for one class.
LIMIT = 60.0


@dataclass(frozen=True, slots=True)
class Compared:
    """One class. Each plan as (pairs, threes); `load`: reading HiGHS and numpy, in seconds."""

    seed: int
    first: tuple[int, int]
    exact: tuple[int, int]
    most: tuple[int, int]
    #: whether the exact step says itself that nothing better is left
    proven: bool
    suggest: float
    load: float
    best: float
    independent: float


def compare(folder: Path, say: Say) -> list[Compared]:
    """Return the classes with the seeds 1 to 20 whose optimum the independent program found."""
    found = []
    for seed in range(1, CLASSES + 1):
        say(f"circles in a class of {CLASS}, seed {seed}")
        command = [sys.executable, "-m", "bench.matching.circles", str(seed)]
        ran = run_timed(command, LIMIT, folder)
        if ran.why:
            say(ran.why)
            continue
        told = json.loads(ran.printed)
        found.append(
            Compared(**told | {name: tuple(told[name]) for name in ("first", "exact", "most")})
        )
    return found


def total(plans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return the pairs and the threes of all classes together."""
    return sum(pairs for pairs, _ in plans), sum(threes for _, threes in plans)


def median_ms(seconds: Sequence[float]) -> float:
    """Return the median in milliseconds."""
    return 1000 * statistics.median(seconds)


def one(seed: int) -> Compared:
    """Return one class; each time is the first one in this process."""
    instance = generate(CLASS, seed)
    from rers_school.classroom.matching import best, suggest

    start = time.perf_counter()
    first = suggest(instance)
    suggested = time.perf_counter()
    # What `best` reads when it is first called.
    importlib.import_module("rers_school.classroom.matching.exact")
    loaded = time.perf_counter()
    exact = best(instance)
    improved = time.perf_counter()
    # The tests' own program, written from the design and solved by CBC: nothing of the engine's.
    from tests.matching.milp import optimum

    solving = time.perf_counter()
    most = optimum(instance, circles=True)
    return Compared(
        seed,
        (first.counts.pairs, first.counts.threes),
        (exact.counts.pairs, exact.counts.threes),
        (most.pairs, most.threes),
        bool(exact.exact),
        suggested - start,
        loaded - suggested,
        improved - loaded,
        time.perf_counter() - solving,
    )


if __name__ == "__main__":
    print(json.dumps(asdict(one(int(sys.argv[1])))))
