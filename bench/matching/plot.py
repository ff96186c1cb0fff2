"""The picture of docs/matching.md: time, and who is left without a link, by size."""

import statistics
from collections.abc import Sequence
from pathlib import Path

from bench.matching.bounds import Limits
from bench.matching.report import NAMES
from bench.matching.runner import Outcome

PICTURE = Path(__file__).resolve().parents[2] / "docs" / "images" / "matching.png"
#: Okabe and Ito's colours, told apart by everybody; each peer has a mark of its own as well.
STYLE = {
    "ours": ("#0072B2", "o"),
    "greedy": ("#999999", "s"),
    "networkx": ("#E69F00", "^"),
    "rustworkx": ("#009E73", "D"),
    "kep": ("#CC79A7", "v"),
}


def draw(outcomes: Sequence[Outcome], most: dict[tuple[int, int], Limits]) -> Path:
    """Write the picture and return where it is."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(10, 4), layout="constrained")
    for peer, (colour, mark) in STYLE.items():
        mine = [one for one in outcomes if one.peer == peer and one.reached]
        sizes = sorted({one.size for one in mine})
        times = [statistics.median(o.seconds for o in mine if o.size == n) for n in sizes]
        left.plot(sizes, times, marker=mark, color=colour, label=NAMES[peer].replace("`", ""))
        shares = [
            statistics.mean(
                100 * (most[n, o.seed].linked - o.reached.linked) / most[n, o.seed].people
                for o in mine
                if o.size == n and o.reached and (n, o.seed) in most
            )
            for n in sizes
        ]
        right.plot(sizes, shares, marker=mark, color=colour)
    left.set(xscale="log", yscale="log", xlabel="people", ylabel="seconds", title="Time for a plan")
    right.set(
        xscale="log", xlabel="people", ylabel="per cent of the people",
        title="Without a link although the cards allow one",
    )  # fmt: skip
    for axes in (left, right):
        axes.grid(alpha=0.3)
    left.legend(fontsize=8)
    PICTURE.parent.mkdir(exist_ok=True)
    figure.savefig(PICTURE, dpi=110)
    return PICTURE
