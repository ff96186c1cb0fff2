"""`python -m bench.matching [--sizes …] [--seeds N] [--peers …] [--limit S] [--write]`."""

import argparse
import os
import shlex
import sys
import tempfile
from pathlib import Path

from bench.matching import circles, plot, report, runner


def main(argv: list[str]) -> int:
    """Measure, print the tables, and with ``--write`` rewrite docs/matching.md and its picture."""
    options = _read(argv)
    load = os.getloadavg()[0]
    sizes = [int(size) for size in options.sizes.split(",")]
    peers = options.peers.split(",")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = runner.interpreter_start()
        outcomes, most = runner.run(folder, sizes, options.seeds, peers, options.limit, _say)
        smallest = folder / f"{min(sizes)}-1.json"
        command = runner.command_seconds(smallest) if runner.COMMAND in peers else 0.0
    compared = circles.compare(options.classes, _say) if options.classes else None
    plans = report.plans_table(outcomes, most)
    targets = report.targets_table(outcomes, most, start, command, compared)
    print(f"{plans}\n\n{targets}")
    if options.write:
        words = shlex.join(["python", "-m", "bench.matching", *argv])
        text = report.document(words, load, options.seeds, plans, targets, start)
        report.DOCUMENT.write_text(text, encoding="utf-8")
        print(f"\nwritten: {report.DOCUMENT.name}, {plot.draw(outcomes, most).name}")
    return 0


def _read(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.matching", description=__doc__)
    parser.add_argument("--sizes", default="30,1000,10000,100000", help="numbers of people")
    parser.add_argument("--seeds", type=int, default=3, help="rounds of each size (default 3)")
    parser.add_argument("--peers", default=",".join(report.NAMES), help="which, with commas")
    parser.add_argument("--limit", type=float, default=180.0, help="seconds for one plan")
    parser.add_argument("--classes", type=int, default=20, help="compared for their circles")
    parser.add_argument("--write", action="store_true", help="rewrite docs/matching.md")
    options = parser.parse_args(argv)
    if not 0 < options.limit <= 600 or options.seeds < 1:
        parser.error("--limit is between 0 and 600 seconds, --seeds at least 1")
    return options


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
