"""The figures as tables: for the terminal and for docs/performance.md."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.arrivals import Crowd, School
from bench.launch import Launches
from bench.load import Load
from bench.machine import Machine
from bench.pages import BARE, WALL, Figures
from bench.tables import table
from bench.weight import Weight

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
KB = 1000
FIRST_MOST, LATER_MOST = 100 * KB, 15 * KB
P50_MOST, SHARE_LEAST = 10.0, 1 / 3
ARRIVAL_P95_MOST = 150.0


@dataclass(slots=True)
class Results:
    """What was measured in one run; a part that was not asked for is empty."""

    machine: Machine
    command: str
    pages: list[Figures] = field(default_factory=list)
    settings: str = ""
    weight: Weight | None = None
    launches: list[Launches] = field(default_factory=list)
    arrivals: School | None = None

    @property
    def complete(self) -> bool:
        return bool(self.pages and self.weight and self.launches and self.arrivals)


def pages_table(pages: Sequence[Figures]) -> str:
    """Return each page beside the bare one of the same run."""
    bare = pages[0]
    return table(
        ["page", "server p50 ms", "p95 ms", "CPU ms", "requests/s", "of bare", "p50 ms under load",
         "p95 ms under load"],
        [
            [
                one.name,
                f"{one.inside.p50:.1f}",
                f"{one.inside.p95:.1f}",
                f"{one.inside.cpu:.1f}",
                *_under_load(one.load, bare.load),
            ]
            for one in pages
        ],
    )  # fmt: skip


def weight_tables(weight: Weight) -> tuple[str, str]:
    """Return the first load piece by piece, and the later pages."""
    first = [[one.name, _kb(one.body), _kb(one.wire)] for one in weight.first]
    first.append(["together", _kb(sum(one.body for one in weight.first)), _kb(weight.first_bytes)])
    later = [[one.name, one.whose, _kb(one.body), _kb(one.wire)] for one in weight.later]
    return (
        table(["first load of the wall", "body KB", "with headers KB"], first),
        table(["page", "for", "body KB", "with headers KB"], later),
    )


def launch_table(launches: Sequence[Launches]) -> str:
    """Return what a launch takes."""
    return table(
        ["launch", "login ms", "launch ms", "first page ms", "whole p50 ms", "whole p95 ms", "of"],
        [
            [one.name, *(f"{value:.1f}" for value in (
                one.login, one.launch, one.page, one.p50, one.p95)), str(one.count)]
            for one in launches
        ],
    )  # fmt: skip


def arrival_tables(school: School) -> tuple[str, str]:
    """Return the school that arrives beside the bare page, and visits without a pause."""
    crowds = [(one.database, crowd) for one in school.databases for crowd in (one.school, one.bare)]
    arriving = table(
        ["database", "what", "of", "refused", "login p50, p95", "launch p50, p95",
         "first page p50, p95", "whole p50 ms", "p95 ms", "p99 ms", "caller late ms"],
        [[_short(database), *_crowd(crowd)] for database, crowd in crowds],
    )  # fmt: skip
    rates = table(
        ["database", "visits/s", "requests/s", "bare page requests/s", "of bare", "whole p50 ms",
         "p95 ms", "refused"],
        [
            [_short(one.database), f"{one.rate.per_second:.1f}", f"{3 * one.rate.per_second:.0f}",
             f"{one.rate.bare_requests:.0f}", f"{one.rate.of_bare:.2f}", f"{one.rate.p50:.1f}",
             f"{one.rate.p95:.1f}", str(one.rate.refused)]
            for one in school.databases
        ],
    )  # fmt: skip
    return arriving, rates


def aims_table(results: Results) -> str:
    """Return the aims beside what was measured."""
    rows = []
    if results.pages:
        by_name = {one.name: one for one in results.pages}
        bare, wall = by_name[BARE], by_name[WALL]
        share = _share(wall.load, bare.load)
        rows.append(_aim("wall: server p50", f"≤ {P50_MOST:.0f} ms", f"{wall.inside.p50:.1f} ms",
                         wall.inside.p50 <= P50_MOST))  # fmt: skip
        rows.append(_aim("wall: requests/s beside the bare page", "≥ a third",
                         f"{share:.2f} of it", share >= SHARE_LEAST))  # fmt: skip
        polled = next(one for one in results.pages if "poll" in one.name)
        rows.append(["wall: poll with nothing new", "", f"{polled.inside.p50:.1f} ms", ""])
    if results.weight:
        first, later = results.weight.first_bytes, results.weight.heaviest
        rows.append(_aim("first load", f"≤ {FIRST_MOST // KB} KB", f"{_kb(first)} KB",
                         first <= FIRST_MOST))  # fmt: skip
        rows.append(_aim("heaviest later page", f"≤ {LATER_MOST // KB} KB",
                         f"{_kb(later.wire)} KB (`{later.name}`)",
                         later.wire <= LATER_MOST))  # fmt: skip
    if results.launches:
        rows.append(["launch, login to first page", "", f"{results.launches[-1].p50:.0f} ms", ""])
    if results.arrivals:
        rows += _arrival_aims(results.arrivals)
    return table(["what", "aim", "measured", "met"], rows)


def terminal(results: Results) -> str:
    """Return what was measured, for reading at once."""
    parts = ["\n".join(f"{name}: {value}" for name, value in results.machine.lines)]
    if results.pages:
        parts.append(pages_table(results.pages))
    if results.weight:
        parts += weight_tables(results.weight)
    if results.launches:
        parts.append(launch_table(results.launches))
    if results.arrivals:
        parts += [results.arrivals.plan.words, *arrival_tables(results.arrivals)]
    parts.append(aims_table(results))
    return "\n\n".join(parts)


def document(results: Results) -> str:
    """Return docs/performance.md; its figures come from one run only."""
    assert results.weight is not None and results.arrivals is not None
    first, later = weight_tables(results.weight)
    arriving, rates = arrival_tables(results.arrivals)
    machine = table(["", ""], [list(line) for line in results.machine.lines])
    template = (Path(__file__).parent / "performance.md.txt").read_text(encoding="utf-8")
    return template.format(
        command=results.command,
        settings=results.settings,
        machine=machine,
        aims=aims_table(results),
        pages=pages_table(results.pages),
        first=first,
        later=later,
        launches=launch_table(results.launches),
        plan=results.arrivals.plan.words,
        closed=f"{results.arrivals.plan.closed_seconds:g}",
        arriving=arriving,
        rates=rates,
    )


def _arrival_aims(school: School) -> list[list[str]]:
    rows = []
    for one in school.databases:
        what = f"{school.plan.words}, {_short(one.database)}"
        refused, p95 = len(one.school.refused), one.school.p95
        rows.append(_aim(f"{what}: refused", "none", str(refused), refused == 0))
        rows.append(_aim(f"{what}: p95 of a visit", f"≤ {ARRIVAL_P95_MOST:.0f} ms",
                         f"{p95:.0f} ms", p95 <= ARRIVAL_P95_MOST))  # fmt: skip
    return rows


def _crowd(crowd: Crowd) -> list[str]:
    pairs = (f"{p50:.1f}, {p95:.1f}" for p50, p95 in (crowd.login, crowd.launch, crowd.page))
    return [crowd.name, str(crowd.count), str(len(crowd.refused)), *pairs, f"{crowd.p50:.1f}",
            f"{crowd.p95:.1f}", f"{crowd.p99:.1f}", f"{crowd.late:.1f}"]  # fmt: skip


def _short(database: str) -> str:
    return database.partition(",")[0]


def _share(load: Load | None, bare: Load | None) -> float:
    assert load is not None and bare is not None
    return load.per_second / bare.per_second


def _under_load(load: Load | None, bare: Load | None) -> list[str]:
    if load is None:
        return [""] * 4
    share = f"{_share(load, bare):.2f}"
    return [f"{load.per_second:.0f}", share, f"{load.p50:.1f}", f"{load.p95:.1f}"]


def _aim(what: str, aim: str, measured: str, met: bool) -> list[str]:
    return [what, aim, measured, "yes" if met else "**no**"]


def _kb(size: int) -> str:
    return f"{size / KB:.1f}"
