"""The figures of a year as tables: for the terminal and for docs/performance-year.md."""

from dataclasses import dataclass, field
from pathlib import Path

from bench.machine import Machine
from bench.tables import table
from bench.year.hands import Journey
from bench.year.pages import PageFigures
from bench.year.working import Working

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "performance-year.md"
# Seconds: interface.md gives ten minutes for the one, product.md a minute for the other.
HANDS_MOST = (600.0, 60.0)
P50_MOST, WORKING_P95_MOST, WEIGHT_MOST, KB = 15.0, 100.0, 15_000, 1000


@dataclass(slots=True)
class Results:
    """What was measured in one run."""

    machine: Machine
    command: str
    pages: list[PageFigures] = field(default_factory=list)
    working: list[Working] = field(default_factory=list)
    hands: list[Journey] = field(default_factory=list)


def aims_table(results: Results) -> str:
    """Return each aim with what was measured."""
    slow = [one for one in results.pages if one.inside.p50 > P50_MOST]
    more = [one for one in results.pages if one.queries != one.queries_small]
    heavy = [one for one in results.pages if one.weight > WEIGHT_MOST]
    count = len(results.pages)
    rows = [
        _aim(f"server p50 of {count} pages", f"≤ {P50_MOST:.0f} ms",
             _worst([f"`{one.path}` {one.inside.p50:.0f} ms" for one in slow]), not slow),
        _aim(f"queries of {count} pages after a year", "as after 80 exchanges",
             _worst([f"`{one.path}` {one.queries_small} → {one.queries}" for one in more]),
             not more),
        _aim(f"weight of {count} pages, compressed", f"≤ {WEIGHT_MOST // KB} KB",
             _worst([f"`{one.path}` {one.weight / KB:.1f} KB" for one in heavy]), not heavy),
    ]  # fmt: skip
    for one in results.working:
        p95 = one.whole.p95
        rows.append(_aim(f"36 screens at work, {one.database}: p95",
                         f"≤ {WORKING_P95_MOST:.0f} ms", f"{p95:.0f} ms",
                         p95 <= WORKING_P95_MOST))  # fmt: skip
        rows.append(_aim(f"36 screens at work, {one.database}: refused", "none",
                         str(len(one.refused)), not one.refused))  # fmt: skip
    for journey, most in zip(results.hands, HANDS_MOST, strict=False):
        took = f"{_time(journey.seconds)}, {journey.presses} presses"
        rows.append(_aim(journey.name, f"≤ {_time(most)}", took, journey.seconds <= most))
    return table(["what", "aim", "measured", "met"], rows)


def hands_table(results: Results) -> str:
    """Return what each journey is made of."""
    return table(
        ["journey", "presses", "keys", "words read", "waited s", "whole"],
        [
            [one.name, str(one.presses), str(one.keys), str(one.words), f"{one.waited:.1f}",
             _time(one.seconds)]
            for one in results.hands
        ],
    )  # fmt: skip


def pages_table(results: Results) -> str:
    """Return every page with its figures."""
    return table(
        ["page", "for", "p50 ms", "p95 ms", "CPU ms", "queries", "after 80 exchanges", "KB"],
        [
            [f"`{one.path}`", one.whose, f"{one.inside.p50:.1f}", f"{one.inside.p95:.1f}",
             f"{one.inside.cpu:.1f}", str(one.queries), str(one.queries_small),
             f"{one.weight / KB:.1f}"]
            for one in results.pages
        ],
    )  # fmt: skip


def working_table(one: Working) -> str:
    """Return what a class at work waits for, beside the bare page."""
    return table(
        ["request", "how many", "p50 ms", "p95 ms", "p99 ms"],
        [
            [row.kind, str(row.count), f"{row.p50:.1f}", f"{row.p95:.1f}", f"{row.p99:.1f}"]
            for row in (*one.rows, one.bare)
        ],
    )


def terminal(results: Results) -> str:
    """Return what was measured, for reading at once."""
    parts = ["\n".join(f"{name}: {value}" for name, value in results.machine.lines)]
    parts.append(pages_table(results))
    for one in results.working:
        parts += [one.database, working_table(one), f"caller late: {one.late:.0f} ms at most"]
        parts += sorted(set(one.refused))[:5]
    parts += [hands_table(results), aims_table(results)]
    return "\n\n".join(parts)


def document(results: Results) -> str:
    """Return docs/performance-year.md; its figures come from one run only."""
    template = (Path(__file__).parent / "performance-year.md.txt").read_text(encoding="utf-8")
    working = "\n\n".join(
        f"### {one.database}\n\n{working_table(one)}\n\n"
        f"The caller began a request {one.late:.0f} ms after its moment at most; this is part of "
        "the figures."
        for one in results.working
    )
    return template.format(
        command=results.command,
        machine=table(["", ""], [list(line) for line in results.machine.lines]),
        aims=aims_table(results),
        pages=pages_table(results),
        seconds=f"{results.working[0].seconds:g}",
        working=working,
        hands=hands_table(results),
    )


def _time(seconds: float) -> str:
    return f"{seconds / 60:.1f} min" if seconds >= 90 else f"{seconds:.0f} s"


def _worst(named: list[str]) -> str:
    return ", ".join(named) or "all"


def _aim(what: str, aim: str, measured: str, met: bool) -> list[str]:
    return [what, aim, measured, "yes" if met else "**no**"]
