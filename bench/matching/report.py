"""The figures as tables: for the terminal and for docs/matching.md."""

import statistics
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.machine import processor
from bench.matching.bounds import Limits
from bench.matching.check import Reached
from bench.matching.circles import Circles
from bench.matching.runner import COMMAND, OURS, Outcome
from bench.tables import table

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "matching.md"
TEMPLATE = Path(__file__).with_name("matching.md.txt")
NAMES = {
    OURS: "first plan (`suggest`)",
    COMMAND: "whole command",
    "greedy": "greedy",
    "networkx": "networkx: matching + take over",
    "rustworkx": "rustworkx: pairs first + matching",
    "kep": "kep_solver: circles first + fill",
}
Limit = dict[tuple[int, int], Limits]


def plans_table(outcomes: Sequence[Outcome], most: Limit) -> str:
    """Return one row a size and peer: time, memory and what the plans reach, over all seeds."""
    rows: list[list[str]] = []
    for size in sorted({one.size for one in outcomes}):
        known = [limits for (at, _), limits in most.items() if at == size]
        if known:
            rows.append(
                [f"{size:,}", "*no plan passes*", "", "", _mean(known, lambda m: m.linked),
                 _mean(known, lambda m: m.both), "", "", _mean(known, lambda m: m.exchanges), ""]
            )  # fmt: skip
        for peer in NAMES:
            mine = [one for one in outcomes if (one.size, one.peer) == (size, peer)]
            if mine:
                rows.append([f"{size:,}", NAMES[peer], *_cells(mine)])
    heads = ["people", "what", "time", "peak MB", "linked", "both", "pairs", "threes",
             "exchanges", "proven"]  # fmt: skip
    return table(heads, rows)


def _cells(mine: Sequence[Outcome]) -> list[str]:
    done = [one for one in mine if one.reached]
    if len(done) < len(mine):
        why = next(one.why for one in mine if one.why)
        return [f"– ({why})", *[""] * 7]
    times = [one.seconds for one in done]
    reached = [one.reached for one in done if one.reached]
    bounds = [one.bounds for one in done if one.bounds]
    return [
        _time(statistics.median(times))
        + (f" ({_time(min(times))}–{_time(max(times))})" if len(times) > 1 else ""),
        f"{max(one.peak_mb for one in done):.0f}",
        _mean(reached, lambda r: r.linked),
        _mean(reached, lambda r: r.both),
        _mean(reached, lambda r: r.pairs),
        _mean(reached, lambda r: r.threes),
        _mean(reached, lambda r: r.exchanges),
        ("yes" if all(b["proven"] for b in bounds) else "no") if bounds else "",
    ]


def targets_table(
    outcomes: Sequence[Outcome], most: Limit, start: float, command: float, circles: Circles | None
) -> str:
    """Return what was aimed at beside what was measured."""
    rows: list[list[str]] = []

    def row(aim: str, value: str, met: bool, missed: str = "") -> None:
        rows.append([aim, value, "met" if met else f"missed {missed}".strip()])

    first = {one.size: one for one in outcomes if one.peer == OURS and one.seed == 1}
    whole = {one.size: one for one in outcomes if one.peer == COMMAND and one.seed == 1}
    if 30 in first:
        seconds = first[30].seconds
        row("class of 30, first plan ≤ 20 ms", _time(seconds), seconds <= 0.02)
        less = command - start
        row("class of 30, whole command less interpreter start ≤ 20 ms", _time(less), less <= 0.02,
            f"by {_time(less - 0.02)}: see below")  # fmt: skip
    for size, limit in ((1_000, 0.5), (10_000, 10.0), (100_000, 45.0)):
        if size in whole and whole[size].reached:
            less = whole[size].seconds - start
            row(f"{size:,} people, whole command less interpreter start ≤ {limit:g} s", _time(less),
                less <= limit, f"by {_time(less - limit)}")  # fmt: skip
    if 100_000 in whole and whole[100_000].reached:
        peak = whole[100_000].peak_mb
        row("100,000 people ≤ 1 GiB", f"{peak:.0f} MB", peak <= 1024)
    for size, one in first.items():
        reached, limits = one.reached, most.get((size, 1))
        if reached and limits:
            row(f"{size:,} people: linked and both reach what no plan passes",
                f"{reached.linked:,} of {limits.linked:,}, {reached.both:,} of {limits.both:,}",
                reached.optimal(limits))  # fmt: skip
    if circles:
        row("classes of 30: as many pairs and threes as an independent program",
            f"{circles.exact} of {circles.compared} (first plan alone: {circles.first})",
            circles.exact == circles.compared)  # fmt: skip
        if circles.seconds:
            row("classes of 30: exact plan ≤ 1 s",
                f"{_time(statistics.median(circles.seconds))}, at most "
                f"{_time(max(circles.seconds))}", max(circles.seconds) <= 1)  # fmt: skip
    return table(["aim", "measured", ""], rows)


def document(command: str, load: float, seeds: int, plans: str, targets: str, start: float) -> str:
    """Return docs/matching.md."""
    import os
    import platform
    import time

    machine = "\n".join(
        f"- {name}: {value}"
        for name, value in (
            ("Date", time.strftime("%Y-%m-%d")),
            ("Processor", f"{processor()}, {len(os.sched_getaffinity(0))} cores"),
            ("Python", f"{platform.python_implementation()} {platform.python_version()}"),
            ("Interpreter start", _time(start)),
            ("Load average before the run", f"{load:.1f}"),
            ("Seeds", f"1 to {seeds}; 1 at 100,000 people"),
        )
    )
    return TEMPLATE.read_text(encoding="utf-8").format(
        command=command, machine=machine, plans=plans, targets=targets
    )


def _mean(found: Sequence[Reached] | Sequence[Limits], what: Callable[..., int]) -> str:
    mean = statistics.mean(what(one) for one in found)
    return f"{mean:,.0f}" if mean == round(mean) else f"{mean:,.1f}"


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 0.95 else f"{seconds:.1f} s"
