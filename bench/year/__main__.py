"""`python -m bench.year [--write] [--seconds N] [--requests N]`: a class after a year."""

import argparse
import shlex
import sys

from bench.data import measured_class
from bench.machine import describe
from bench.year import hands, pages, report, working
from bench.year.making import EXCHANGES, Year, live_a_year
from rers_school.classroom.actor import Actor
from tests.factories import Kit

SMALL = 80


def main(argv: list[str]) -> int:
    """Measure, print, and with ``--write`` rewrite docs/performance-year.md."""
    parser = argparse.ArgumentParser(prog="python -m bench.year", description=__doc__)
    parser.add_argument("--write", action="store_true", help="rewrite docs/performance-year.md")
    parser.add_argument("--seconds", type=float, default=60.0, help="of work (default 60)")
    parser.add_argument("--requests", type=int, default=60, help="of each page (default 60)")
    options = parser.parse_args(argv)
    command = shlex.join(["python", "-m", "bench.year", *argv])
    results = None
    for postgres in (False, True):
        year = _Filling(EXCHANGES)
        with measured_class(postgres=postgres, fill=year) as measured:
            if results is None:
                results = report.Results(describe(measured.engine), command)
                small = _Filling(SMALL)
                with measured_class(fill=small) as few:
                    results.pages = pages.run(
                        measured, year.made, few, small.made, requests=options.requests, say=_say
                    )
            database = describe(measured.engine).database.partition(",")[0]
            results.working.append(
                working.run(measured, year.made, database, seconds=options.seconds, say=_say)
            )
    assert results is not None
    results.hands = hands.run(say=_say)
    print(report.terminal(results))
    if options.write:
        report.DOCUMENT.write_text(report.document(results), encoding="utf-8")
        print(f"\nwritten: {report.DOCUMENT.name}")
    return 0


class _Filling:
    """Fills a class with a year, and keeps what was made."""

    def __init__(self, exchanges: int) -> None:
        self.exchanges = exchanges
        self.made: Year

    def __call__(self, kit: Kit) -> Actor:
        self.made = live_a_year(kit, say=_say, exchange_count=self.exchanges)
        return self.made.pupils[0]


def _say(text: str) -> None:
    print(f"… {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
