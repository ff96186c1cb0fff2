"""Circles in classes of 30: the first plan, the exact one, and an independent program's optimum."""

from dataclasses import dataclass

from bench.matching.instances import generate
from bench.matching.runner import Say
from rers_school.classroom.matching import best, suggest

CLASS = 30


@dataclass(slots=True)
class Circles:
    """How many classes were compared, and in how many the most pairs and threes were found."""

    compared: int = 0
    first: int = 0
    exact: int = 0
    seconds: list[float] | None = None


def compare(classes: int, say: Say) -> Circles:
    """Return the comparison over the classes with the seeds 1 and up.

    The optimum is the tests' own program (PuLP with CBC); nothing of it is the engine's.
    """
    from tests.matching.milp import optimum

    found = Circles(seconds=[])
    for seed in range(1, classes + 1):
        say(f"circles in a class of {CLASS}, seed {seed}")
        instance = generate(CLASS, seed)
        most = optimum(instance, circles=True)
        first, exact = suggest(instance), best(instance)
        found.compared += 1
        found.first += (first.counts.pairs, first.counts.threes) == (most.pairs, most.threes)
        found.exact += (exact.counts.pairs, exact.counts.threes) == (most.pairs, most.threes)
        assert found.seconds is not None
        found.seconds.append(exact.elapsed_ms / 1000)
    return found
