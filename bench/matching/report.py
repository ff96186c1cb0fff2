"""The figures as tables: for the terminal and for docs/matching.md."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import create_engine

from bench.machine import describe
from bench.matching import aims
from bench.matching.circles import CLASS, CLASSES, Compared, median_ms, total
from bench.matching.instances import SHAPES, shape_of
from bench.matching.runner import COMMAND, LARGE, OURS, REPEATS, SMALL, Bench, Outcome
from bench.report import table

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT, PICTURE = ROOT / "docs" / "matching.md", ROOT / "docs" / "images" / "matching.png"
NAMES = {
    OURS: "`suggest`",
    COMMAND: "the whole command",
    "greedy": "greedy",
    "networkx": "networkx, matching",
    "networkx-repair": "networkx + repair",
    "rustworkx": "rustworkx, pairs first",
    "kep": "kep_solver + fill",
}
HEADS = ["", "time (median)", "min–max", "CPU", "peak MB", "linked", "needlessly unlinked",
         "both", "pairs", "threes", "exchanges", "proven"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Results:
    """One run."""

    bench: Bench
    compared: list[Compared]
    machine: list[tuple[str, str]]
    command: str

    @property
    def sizes(self) -> list[int]:
        return sorted({size for size, _ in self.bench.most})


def machine() -> list[tuple[str, str]]:
    """Return what the figures are measured on, before the run."""
    lines = [one for one in describe(create_engine("sqlite://")).lines if one[0] != "Database"]
    names = ("highspy", "networkx", "rustworkx", "kep_solver", "pulp")
    return [*lines, ("Libraries", ", ".join(f"{name} {version(name)}" for name in names))]


def size_table(bench: Bench, size: int) -> str:
    """Return every peer at one size, below what no plan can pass."""
    limits = bench.limits_of(size)
    rows = [
        ["*no plan passes*", "", "", "", "", _mean([one.linked for one in limits]), "",
         _mean([one.both for one in limits]), "", "", _mean([one.exchanges for one in limits]), ""]
    ]  # fmt: skip
    for peer in dict.fromkeys(one.peer for one in bench.outcomes):
        of = bench.of(size, peer)
        rows.append([NAMES[peer], *_cells(bench, of)])
    return table(HEADS, rows)


def heading(bench: Bench, size: int) -> str:
    """Return what the rounds of one size are, in a sentence."""
    limits, name = bench.limits_of(size), shape_of(size).name
    times = f", {REPEATS} times each" if size <= SMALL else ""
    seeds = f"seed 1 only{times}" if len(limits) == 1 else f"seeds 1 to {len(limits)}{times}, means"
    possible = statistics.mean(one.listed for one in limits)
    return f"{size:,} pupils, {name}: {possible:,.0f} possible exchanges ({seeds})."


def circles_table(compared: Sequence[Compared]) -> str:
    """Return how many classes reach the most circles, and what it takes."""
    most = [one.most for one in compared]
    ways: list[tuple[str, Callable[[Compared], tuple[int, int]], Callable[[Compared], float]]] = [
        ("`suggest`", lambda one: one.first, lambda one: one.suggest),
        ("`best`, as the command uses it", lambda one: one.exact, lambda one: one.best),
        ("independent program (CBC)", lambda one: one.most, lambda one: one.independent),
    ]
    rows = []
    for name, plan, seconds in ways:
        plans = [plan(one) for one in compared]
        pairs, threes = total(plans)
        equal = sum(one == other for one, other in zip(plans, most, strict=True))
        times = [1000 * seconds(one) for one in compared]
        rows.append([name, f"{equal} of {len(compared)}", str(pairs), str(threes),
                     f"{statistics.median(times):.0f} ms", f"{max(times):.0f} ms"])  # fmt: skip
    heads = ["", "classes at the optimum", "pairs", "threes", "time (median)", "longest"]
    return table(heads, rows)


def terminal(results: Results) -> str:
    """Return what was measured, for reading at once."""
    parts = ["\n".join(f"{name}: {value}" for name, value in results.machine)]
    for size in results.sizes:
        parts += [heading(results.bench, size), size_table(results.bench, size)]
    if results.compared:
        parts.append(circles_table(results.compared))
    if set(results.sizes) >= set(SHAPES) and results.compared:
        parts.append(aims.aims_table(results.bench, results.compared))
    return "\n\n".join(parts)


def document(results: Results) -> str:
    """Return docs/matching.md; its figures come from one run only."""
    bench, compared = results.bench, results.compared
    sizes = "\n\n".join(
        f"{heading(bench, size)}\n\n{size_table(bench, size)}" for size in results.sizes
    )
    template = Path(__file__).with_name("matching.md.txt").read_text(encoding="utf-8")
    return template.format(
        command=results.command,
        machine=table(["", ""], [list(line) for line in results.machine]),
        aims=aims.aims_table(bench, compared),
        sizes=sizes,
        large=f"{LARGE:,}",
        limit=f"{bench.limit:.0f}",
        start=f"{1000 * bench.start:.0f}",
        circles=circles_table(compared),
        compared=len(compared),
        classes=CLASSES,
        size=CLASS,
        proven=sum(one.proven for one in compared),
        load=f"{median_ms([one.load for one in compared]):.0f}",
        proving=f"{median_ms([one.best for one in compared]):.0f}",
        first=f"{median_ms([one.suggest for one in compared]):.0f}",
        whole=f"{1000 * aims.median(bench, CLASS, COMMAND):.0f}",
    )


def _cells(bench: Bench, of: list[Outcome]) -> list[str]:
    why = next((one.why for one in of if one.why), "")
    done = [one for one in of if one.reached]
    if not done:
        return [f"— {why}", *[""] * (len(HEADS) - 2)]
    seconds = [time for one in done for time in one.seconds]
    plans = [one.reached for one in done if one.reached]
    spared = [
        bench.most[one.size, one.seed].linked - one.reached.linked for one in done if one.reached
    ]
    claims = [one.proven for one in done]
    # A median of some seeds would pass for all of them.
    late = ", ".join(f"seed {one.seed} {one.why}" for one in of if one.why)
    partly = f" (of {len(done)} rounds; {late})" if late else ""
    return [
        time_of(statistics.median(seconds)) + partly,
        f"{time_of(min(seconds))}–{time_of(max(seconds))}" if len(seconds) > 1 else "",
        time_of(statistics.median(time for one in done for time in one.cpu)),
        f"{max(one.peak_mb for one in done):.0f}",
        _mean([one.linked for one in plans]),
        _mean(spared),
        _mean([one.both for one in plans]),
        _mean([one.pairs for one in plans]),
        _mean([one.threes for one in plans]),
        _mean([one.exchanges for one in plans]),
        "no proof" if None in claims else f"{sum(map(bool, claims))} of {len(claims)}",
    ]


def time_of(seconds: float) -> str:
    """Return a time in a fitting unit."""
    if seconds < 1:
        return f"{1000 * seconds:.1f} ms" if seconds < 0.01 else f"{1000 * seconds:.0f} ms"
    return f"{seconds:.1f} s"


def _mean(values: Sequence[int]) -> str:
    mean = statistics.mean(values)
    return f"{mean:,.0f}" if mean == round(mean) or mean >= 1000 else f"{mean:,.1f}"
