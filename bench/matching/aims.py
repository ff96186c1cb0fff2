"""The targets of the engine beside what was measured."""

import statistics

from bench.matching.check import left_out_first
from bench.matching.circles import CLASS, Compared, total
from bench.matching.runner import COMMAND, LARGE, OURS, Bench
from bench.report import table

#: For the whole command without the start of the interpreter, in seconds.
SECONDS = {CLASS: 0.020, 1_000: 0.5, 10_000: 10.0, LARGE: 45.0}
MEMORY_MB = 1024
BOTH_SHORT, UNLINKED_MORE = 0.015, 0.001
EXACT_SECONDS = 1.0


def aims_table(bench: Bench, compared: list[Compared]) -> str:
    """Return the targets, what was measured, and whether they are met."""
    rows = [_time(bench, CLASS, OURS, "`suggest` alone")]
    rows += [_time(bench, size, COMMAND, "whole command") for size in SECONDS]
    rows += [_memory(bench), *_proofs(bench), *_circles(compared)]
    return table(["what", "target", "measured", "met"], rows)


def median(bench: Bench, size: int, peer: str) -> float:
    """Return the median time of one peer at one size, in seconds."""
    return statistics.median(time for one in bench.of(size, peer) for time in one.seconds)


def _time(bench: Bench, size: int, peer: str, what: str) -> list[str]:
    most = SECONDS[size]
    what = f"{size:,} pupils, {what}"
    why = next((one.why for one in bench.of(size, peer) if one.why), "")
    if why:
        return [what, f"≤ {_span(most)}", why, "**missed**"]
    took = median(bench, size, peer)
    cpu = statistics.median(time for one in bench.of(size, peer) for time in one.cpu)
    measured = f"{_span(took)} (CPU {_span(cpu)})"
    return [what, f"≤ {_span(most)}", measured, _met(took <= most, _span(took - most))]


def _memory(bench: Bench) -> list[str]:
    peak = max(one.peak_mb for one in bench.of(LARGE, COMMAND))
    met = _met(peak <= MEMORY_MB, f"{peak - MEMORY_MB:.0f} MB")
    return [f"{LARGE:,} pupils, peak memory", f"≤ {MEMORY_MB} MB", f"{peak:.0f} MB", met]


def _proofs(bench: Bench) -> list[list[str]]:
    rows = []
    for size in SECONDS:
        of = [one for one in bench.of(size, COMMAND) if one.reached]
        found = [one for one in of if one.reached and one.proven
                 and one.reached.optimal(bench.most[size, one.seed])]  # fmt: skip
        target = "proven optimal" if size < LARGE else "(not asked for)"
        rows.append(
            [f"{size:,} pupils: fewest without a link, most who give and receive", target,
             f"proven and confirmed in {len(found)} of {len(of)}",
             _met(bool(found) and len(found) == len(of), f"{len(of) - len(found)}")]
        )  # fmt: skip
    for one in bench.of(LARGE, COMMAND):
        if one.reached:
            most = bench.most[LARGE, one.seed]
            short = 1 - one.reached.both / most.both
            more = (most.linked - one.reached.linked) / most.people
            rows.append(
                [f"{LARGE:,} pupils: give and receive, below the bound", f"≤ {BOTH_SHORT:.1%}",
                 f"{short:.2%}", _met(short <= BOTH_SHORT, f"{short - BOTH_SHORT:.2%}")]
            )  # fmt: skip
            rows.append(
                [f"{LARGE:,} pupils: more without a link than need be", f"≤ {UNLINKED_MORE:.1%}",
                 f"{more:.2%}", _met(more <= UNLINKED_MORE, f"{more - UNLINKED_MORE:.2%}")]
            )  # fmt: skip
    of_all = [one for one in bench.outcomes if one.peer == COMMAND and one.reached]
    kept = [one for one in of_all if one.reached
            and left_out_first([one.reached], [bench.most[one.size, one.seed]])]  # fmt: skip
    rows.append(
        ["whoever was left out before is linked first", "as the cards allow",
         f"in {len(kept)} of {len(of_all)} rounds", _met(len(kept) == len(of_all), "")]
    )  # fmt: skip
    return rows


def _circles(compared: list[Compared]) -> list[list[str]]:
    if not compared:
        return []
    pairs, threes = total([one.exact for one in compared])
    most_pairs, most_threes = total([one.most for one in compared])
    equal = sum(one.exact == one.most for one in compared)
    longest = max(one.best + one.load for one in compared)
    by = f"{most_pairs - pairs} pairs, {most_threes - threes} threes"
    return [
        [f"{CLASS} pupils: pairs and threes beside the optimum",
         f"{most_pairs} + {most_threes}", f"{pairs} + {threes} ({equal} of {len(compared)} equal)",
         _met(equal == len(compared), by)],
        [f"{CLASS} pupils: the exact step, longest", f"≤ {_span(EXACT_SECONDS)}", _span(longest),
         _met(longest <= EXACT_SECONDS, _span(longest - EXACT_SECONDS))],
    ]  # fmt: skip


def _span(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def _met(met: bool, by: str) -> str:
    return "met" if met else f"**missed by {by}**" if by else "**missed**"
