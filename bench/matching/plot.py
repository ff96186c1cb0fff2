"""The picture of docs/matching.md: time by size, and who is left out though it could be avoided."""

import statistics
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bench.matching.runner import COMMAND, OURS, Bench

#: Okabe and Ito's colours, told apart by colour-blind people too; the marks differ as well.
STYLES = {
    OURS: ("suggest", "#0072B2", "o", "-"),
    COMMAND: ("whole command", "#0072B2", "o", ":"),
    "greedy": ("greedy", "#000000", "x", "--"),
    "networkx": ("networkx: matching", "#E69F00", "s", "-"),
    "networkx-repair": ("networkx + repair", "#CC79A7", "v", "-."),
    "rustworkx": ("rustworkx: pairs first", "#009E73", "^", "-"),
    "kep": ("kep_solver: circles first", "#D55E00", "D", "-"),
}


def draw(bench: Bench, file: Path) -> None:
    """Write the picture; the same figures give the same bytes."""
    mpl.rcParams.update({"font.size": 9, "axes.spines.top": False, "axes.spines.right": False})
    figure = Figure(figsize=(8.2, 3.9), layout="constrained")
    times, left_out = figure.subplots(1, 2)
    for peer in dict.fromkeys(one.peer for one in bench.outcomes):
        _line(times, peer, _times(bench, peer))
        if peer != COMMAND:
            _line(left_out, peer, _left_out(bench, peer))
    for axes in (times, left_out):
        axes.set_xscale("log")
        sizes = sorted({one.size for one in bench.outcomes})
        axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
        axes.minorticks_off()
        axes.set_xlabel("pupils")
        axes.grid(axis="y", color="#dddddd", linewidth=0.6)
        axes.set_axisbelow(True)
    times.set_yscale("log")
    times.set_title("Seconds for one plan", loc="left", fontsize=10)
    left_out.set_ylim(bottom=0)
    left_out.margins(y=0.08)
    left_out.set_title(
        "Needlessly unlinked, of 100 who take part",
        loc="left", fontsize=10,
    )  # fmt: skip
    figure.legend(*times.get_legend_handles_labels(), loc="outside lower center", ncols=3,
                  frameon=False)  # fmt: skip
    figure.savefig(file, dpi=130, metadata={"Software": None})


def _line(axes: Axes, peer: str, points: dict[int, float]) -> None:
    label, colour, mark, dash = STYLES[peer]
    axes.plot(
        list(points), list(points.values()), dash, color=colour, marker=mark, markersize=5,
        linewidth=1.6, label=label, clip_on=False, zorder=4 if peer == OURS else 3,
    )  # fmt: skip


def _times(bench: Bench, peer: str) -> dict[int, float]:
    found: dict[int, list[float]] = {}
    for one in bench.outcomes:
        if one.peer == peer and one.seconds:
            found.setdefault(one.size, []).extend(one.seconds)
    return {size: statistics.median(seconds) for size, seconds in found.items()}


def _left_out(bench: Bench, peer: str) -> dict[int, float]:
    found: dict[int, list[float]] = {}
    for one in bench.outcomes:
        if one.peer == peer and one.reached:
            most = bench.most[one.size, one.seed]
            share = 100 * (most.linked - one.reached.linked) / most.people
            found.setdefault(one.size, []).append(share)
    return {size: statistics.mean(shares) for size, shares in found.items()}
