"""`python -m bench [pages|weight|launch|all] [--write] [--postgres] …`."""

import argparse
import shlex
import sys

from bench import launch, pages, report, weight
from bench.data import measured_class
from bench.machine import describe


def main(argv: list[str]) -> int:
    """Measure what was asked for, print it, and with ``--write`` rewrite the document."""
    options = _read(argv)
    if options.write and (options.what != "all" or options.postgres):
        print("--write keeps one whole run on SQLite: use it with `all`.", file=sys.stderr)
        return 2
    wanted = ("pages", "weight", "launch") if options.what == "all" else (options.what,)
    with measured_class(postgres=options.postgres) as measured:
        results = report.Results(
            describe(measured.engine), shlex.join(["python", "-m", "bench", *argv])
        )
        if "pages" in wanted:
            results.settings = (
                f"{options.connections} callers without a pause, {options.rounds} alternating "
                f"rounds of {options.seconds:g} s each, the median round"
            )
            results.pages = pages.run(
                measured,
                rounds=options.rounds,
                seconds=options.seconds,
                connections=options.connections,
                requests=options.requests,
                say=_say,
            )
        if "weight" in wanted:
            results.weight = weight.run(measured, say=_say)
        if "launch" in wanted:
            results.launches = launch.run(measured, rounds=options.launches, say=_say)
    print(report.terminal(results))
    if options.write:
        report.DOCUMENT.write_text(report.document(results), encoding="utf-8")
        print(f"\nwritten: {report.DOCUMENT.name}")
    return 0


def _read(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "what", nargs="?", default="all", choices=["pages", "weight", "launch", "all"]
    )
    parser.add_argument("--write", action="store_true", help="rewrite docs/performance.md")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL, not SQLite")
    parser.add_argument("--seconds", type=float, default=8.0, help="of each round (default 8)")
    parser.add_argument("--rounds", type=int, default=3, help="for each page (default 3)")
    parser.add_argument("--connections", type=int, default=4, help="callers (default 4)")
    parser.add_argument("--requests", type=int, default=300, help="timed inside (default 300)")
    parser.add_argument("--launches", type=int, default=5, help="later visits each (default 5)")
    options = parser.parse_args(argv)
    if not 0 < options.seconds <= 60 or min(options.rounds, options.connections) < 1:
        parser.error("--seconds is between 0 and 60, --rounds and --connections at least 1")
    return options


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
