"""`python -m bench.matching [--sizes 30,1000] [--seeds 3] [--peers ours,greedy] [--write] …`."""

import argparse
import shlex
import sys
import tempfile
from pathlib import Path

from bench.matching import circles, report
from bench.matching.instances import SHAPES
from bench.matching.peers import PEERS
from bench.matching.runner import COMMAND, OURS, Bench

ALL_PEERS = [OURS, COMMAND, *PEERS]


def main(argv: list[str]) -> int:
    """Measure what was asked for, print it, and with ``--write`` rewrite the document."""
    options = _read(argv)
    whole = options.sizes == list(SHAPES) and options.peers == ALL_PEERS
    if options.write and not whole:
        print("--write keeps one whole run: every size and every peer.", file=sys.stderr)
        return 2
    machine = report.machine()
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name), options.limit, _say)
        bench.run(options.sizes, options.seeds, options.peers)
        compared = circles.compare(Path(name), _say) if whole or options.circles else []
    results = report.Results(
        bench, compared, machine, shlex.join(["python", "-m", "bench.matching", *argv])
    )
    print(report.terminal(results))
    if options.write:
        # Only here: the rest does without a library for drawing.
        from bench.matching.plot import draw

        report.DOCUMENT.write_text(report.document(results), encoding="utf-8")
        draw(bench, report.PICTURE)
        print(f"\nwritten: {report.DOCUMENT.name}, {report.PICTURE.name}")
    return 0


def _read(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.matching", description=__doc__)
    parser.add_argument("--sizes", type=_sizes, default=list(SHAPES), help="pupils, by commas")
    parser.add_argument("--peers", type=_peers, default=ALL_PEERS, help=", ".join(ALL_PEERS))
    parser.add_argument("--seeds", type=int, default=3, help="rounds of each size (default 3)")
    parser.add_argument("--limit", type=float, default=120.0, help="seconds for one plan")
    parser.add_argument("--circles", action="store_true", help="compare circles in any case")
    parser.add_argument("--write", action="store_true", help="rewrite docs/matching.md")
    options = parser.parse_args(argv)
    if options.seeds < 1 or not 0 < options.limit <= 3600:
        parser.error("--seeds is at least 1, --limit between 0 and 3600")
    return options


def _sizes(text: str) -> list[int]:
    sizes = [int(part) for part in text.split(",")]
    if not all(2 <= size <= max(SHAPES) for size in sizes):
        raise argparse.ArgumentTypeError(f"between 2 and {max(SHAPES)}")
    return sizes


def _peers(text: str) -> list[str]:
    peers = text.split(",")
    if not set(peers) <= set(ALL_PEERS):
        raise argparse.ArgumentTypeError(f"any of {', '.join(ALL_PEERS)}")
    return peers


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
