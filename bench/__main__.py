"""`python -m bench [pages|weight|launch|arrivals|all] [--write] [--postgres] …`."""

import argparse
import shlex
import sys

from bench import arrivals, launch, pages, report, weight
from bench.data import measured_class
from bench.machine import describe

PARTS = ("pages", "weight", "launch", "arrivals")


def main(argv: list[str]) -> int:
    """Measure what was asked for, print it, and with ``--write`` rewrite the document."""
    options = _read(argv)
    if options.write and (options.what != "all" or options.postgres):
        print("--write keeps one whole run on SQLite: use it with `all`.", file=sys.stderr)
        return 2
    wanted = PARTS if options.what == "all" else (options.what,)
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
        if "arrivals" in wanted:
            results.arrivals = _arrivals(options)
    print(report.terminal(results))
    if options.write:
        report.DOCUMENT.write_text(report.document(results), encoding="utf-8")
        print(f"\nwritten: {report.DOCUMENT.name}")
    return 0


def _arrivals(options: argparse.Namespace) -> arrivals.School:
    plan = arrivals.Plan(
        options.pupils, options.classes, options.within, closed_seconds=options.seconds
    )
    kinds = ("postgresql",) if options.postgres else ("sqlite", "postgresql")
    return arrivals.School(plan, arrivals.run(plan, kinds=kinds, say=_say))


def _read(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("what", nargs="?", default="all", choices=[*PARTS, "all"])
    parser.add_argument("--write", action="store_true", help="rewrite docs/performance.md")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL only")
    parser.add_argument("--seconds", type=float, default=8.0, help="of each round (default 8)")
    parser.add_argument("--rounds", type=int, default=3, help="for each page (default 3)")
    parser.add_argument("--connections", type=int, default=4, help="callers (default 4)")
    parser.add_argument("--requests", type=int, default=300, help="timed inside (default 300)")
    parser.add_argument("--launches", type=int, default=5, help="later visits each (default 5)")
    parser.add_argument("--pupils", type=int, default=1000, help="who arrive (default 1000)")
    parser.add_argument("--classes", type=int, default=25, help="of theirs (default 25)")
    parser.add_argument("--within", type=float, default=120.0, help="seconds (default 120)")
    options = parser.parse_args(argv)
    if not 0 < options.within <= 600 or min(options.pupils, options.classes) < 1:
        parser.error("--within is between 0 and 600, --pupils and --classes at least 1")
    if not 0 < options.seconds <= 60 or min(options.rounds, options.connections) < 1:
        parser.error("--seconds is between 0 and 60, --rounds and --connections at least 1")
    return options


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
