"""`python -m bench.networks [--write] [--classes N] [--requests N]`: a network of 400 classes."""

import argparse
import shlex
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from bench.data import Measured, Visit, fill_a_class, measured_class
from bench.inside import Inside, measure
from bench.machine import Machine, describe
from bench.networks.making import CARDS, CLASSES, PUPILS, Filling, Network
from bench.tables import table
from bench.wire import BROWSER
from bench.year.pages import asked
from rers_school.classroom.actor import Actor
from rers_school.classroom.matching import suggest_network
from rers_school.classroom.queries.networks.facts import facts_of_network
from rers_school.classroom.services.networks.planning import instance_of
from rers_school.db import open_session
from rers_school.web.kept import forget_all
from tests.factories import Kit

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "performance-networks.md"
P50_MOST, RATIO_MOST = 20.0, 1.1
SMALL, A_SCHOOL = 12, 40
# Seconds of planning for so many pupils.
PLAN_MOST = {1_000: 1.0, 10_000: 15.0}
OF_NETWORK = (
    ("the wall, first page", "/networks/{id}/wall"),
    ("the wall, further on", "/networks/{id}/wall?after=m"),
    ("demands that wait", "/networks/{id}/wall?waiting=1"),
    ("one class", "/networks/{id}/wall?of={place}"),
    ("a popular savoir, whole", "/networks/{id}/wall?savoir=crepe"),
    ("search: one word", "/networks/{id}/wall?search=guitare"),
    ("search: its beginning", "/networks/{id}/wall?search=cr"),
    ("search: two words", "/networks/{id}/wall?search=plier+origami"),
    ("search: a slip", "/networks/{id}/wall?search=gutiare"),
    ("search: nothing", "/networks/{id}/wall?search=xylophone"),
    ("one card", "/networks/{id}/wall/{card}"),
    ("the network", "/networks/{id}"),
    ("what others see of us (teacher)", "/networks/{id}/shown"),
)
OF_CLASS = ("/wall", "/savoirs", "/?today=1", "/exchanges", "/class", "/introductions", "/people")
_TEACHERS = ("/class", "/introductions", "/people", "/networks/{id}/shown")


@dataclass(frozen=True, slots=True)
class Line:
    """One page in one database."""

    database: str
    name: str
    inside: Inside
    queries: int
    beside: float
    weight: int


def main(argv: list[str]) -> int:
    """Measure, print, and with ``--write`` rewrite docs/performance-networks.md."""
    parser = argparse.ArgumentParser(prog="python -m bench.networks", description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"rewrite docs/{DOCUMENT.name}")
    parser.add_argument("--classes", type=int, default=CLASSES)
    parser.add_argument("--requests", type=int, default=60, help="of each page (default 60)")
    options = parser.parse_args(argv)
    network: list[Line] = []
    pages: list[Line] = []
    planned: list[Planned] = []
    machine: Machine | None = None
    for postgres in (False, True):
        filling, few = Filling(_say, options.classes), Filling(_say, SMALL)
        thousand = Filling(_say, A_SCHOOL)
        with (
            measured_class(postgres=postgres, fill=filling) as many,
            measured_class(postgres=postgres, fill=few) as small,
            measured_class(postgres=postgres, fill=thousand) as school,
            measured_class(postgres=postgres, fill=_alone) as alone,
        ):
            machine = machine or describe(many.engine)
            database = describe(many.engine).database.partition(",")[0]
            planned.append(_planned(many, filling.made, database))
            planned.append(_planned(school, thousand.made, database))
            network += _of_network(many, filling.made, small, few.made, database, options.requests)
            pages += _of_class(many, alone, database, options.requests)
    assert machine is not None
    text = _document(
        machine, shlex.join(["python", "-m", "bench.networks", *argv]), network, pages, planned
    )
    print(text)
    if options.write:
        DOCUMENT.write_text(text, encoding="utf-8")
    return 0


def _alone(kit: Kit) -> Actor:
    return fill_a_class(kit)


def _of_network(
    many: Measured, made: Network, small: Measured, few: Network, database: str, requests: int
) -> list[Line]:
    found = []
    app, small_app = many.app(), small.app()
    for name, path in OF_NETWORK:
        _say(f"{database}: {name}")
        visit, there = _visit(many, path), _visit(small, path)
        here = many.path(_named(path, made))
        inside = measure(app, here, visit.headers | BROWSER, status=200, requests=requests)
        queries, weight = asked(app, many.engine, here, visit.headers | BROWSER)
        less, _ = asked(small_app, small.engine, small.path(_named(path, few)), there.headers)
        found.append(Line(database, name, inside, queries, less, weight))
    return found


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan for a whole network: seconds to read it and to compute it, and what it reaches."""

    database: str
    people: int
    read: float
    computed: float
    linked: int
    proven: bool


def _planned(measured: Measured, made: Network, database: str) -> Planned:
    _say(f"{database}: a plan for the network")
    db = open_session(measured.engine)
    began = time.perf_counter()
    facts = facts_of_network(db, made.id)
    read = time.perf_counter() - began
    db.close()
    began = time.perf_counter()
    found = suggest_network(instance_of(facts, str(made.id)))
    computed = time.perf_counter() - began
    counts, bounds = found.plan.counts, found.plan.bounds
    return Planned(database, len(facts.people), read, computed, counts.linked, bounds.proven)


def _of_class(many: Measured, alone: Measured, database: str, requests: int) -> list[Line]:
    """Measure the class's own pages, in the network and alone, in turns."""
    found = []
    apps: tuple[tuple[Measured, Flask], ...] = ((many, many.app()), (alone, alone.app()))
    for path in OF_CLASS:
        _say(f"{database}: {path}")
        halves: list[list[Inside]] = [[], []]
        for _ in range(4):
            for side, (one, app) in enumerate(apps):
                headers = _visit(one, path).headers | BROWSER
                halves[side].append(
                    measure(app, one.path(path), headers, status=200, requests=requests // 2,
                            before=forget_all)
                )  # fmt: skip
        within, apart = (min(side, key=lambda one: one.cpu) for side in halves)
        queries, weight = asked(apps[0][1], many.engine, many.path(path),
                                _visit(many, path).headers)  # fmt: skip
        found.append(Line(database, path, within, queries, within.cpu / apart.cpu, weight))
    return found


def _visit(measured: Measured, path: str) -> Visit:
    return measured.teacher if path in _TEACHERS else measured.pupil


def _named(path: str, made: Network) -> str:
    return path.format(id=made.id, place=made.one_class, card=made.one_card)


def _document(
    machine: Machine,
    command: str,
    network: list[Line],
    pages: list[Line],
    planned: list[Planned],
) -> str:
    slow = [f"{one.name} ({one.database}) {one.inside.p50:.0f} ms" for one in network
            if one.inside.p50 > P50_MOST]  # fmt: skip
    grown = [f"{one.name} ({one.database})" for one in network if one.queries != one.beside]
    dear = [f"`{one.name}` ({one.database}) {one.beside:.2f}" for one in pages
            if one.beside > RATIO_MOST]  # fmt: skip
    aims = table(
        ["what", "aim", "measured", "met"],
        [
            ["p50 of the network's wall and search", f"≤ {P50_MOST:.0f} ms", ", ".join(slow) or
             f"{max(one.inside.p50 for one in network):.0f} ms at most", _met(not slow)],
            ["queries with 400 classes", f"as with {SMALL}", ", ".join(grown) or "all",
             _met(not grown)],
            ["class pages beside the class alone (CPU)", f"≤ {RATIO_MOST}", ", ".join(dear) or
             f"{max(one.beside for one in pages):.2f} at most", _met(not dear)],
        ],
    )  # fmt: skip
    late = [one for one in planned if one.computed > _most(one.people)]
    plans = table(
        ["pupils", "database", "read s", "computed s", "at most", "linked", "proven", "met"],
        [[f"{one.people:,}", one.database, f"{one.read:.1f}", f"{one.computed:.1f}",
          f"{_most(one.people):.0f} s", f"{one.linked:,}", "yes" if one.proven else "no",
          _met(one not in late)] for one in planned],
    )  # fmt: skip
    walls = table(
        ["page", "database", "p50 ms", "p95 ms", "CPU ms", "queries", "KB"],
        [[one.name, one.database, f"{one.inside.p50:.1f}", f"{one.inside.p95:.1f}",
          f"{one.inside.cpu:.1f}", str(one.queries), f"{one.weight / 1000:.1f}"]
         for one in network],
    )  # fmt: skip
    own = table(
        ["page of the class", "database", "CPU ms", "beside the class alone", "queries"],
        [[f"`{one.name}`", one.database, f"{one.inside.cpu:.1f}", f"{one.beside:.2f}",
          str(one.queries)] for one in pages],
    )  # fmt: skip
    cards = (CLASSES - 1) * PUPILS * CARDS
    return f"""# A network of 400 classes

Written by `{command}`; do not edit, run it again. Every figure comes from that one run and moves
from run to run: look at the order of size. {machine.processor}, {machine.python}; load average
before the run {machine.load}.

{CLASSES} classes of {PUPILS} pupils with {CARDS} cards each ({cards:,} cards, all shared with one
network); the class that is measured has 30 pupils and 120 cards, of which 80 are shared
(`bench/networks/making.py`).

## Aims

{aims}

## The network

Milliseconds inside the server, one request after another, through WSGI in one process, compression
included. *queries*: how often the page asks the database.

{walls}

## A plan for the network

What the job `network_plan` does: reading all classes, then the engine (`suggest_network`).

{plans}

## The class's own pages

The same class in this network and alone on a database of its own, in turns, nothing kept from
before; the quickest of four turns each.

{own}
"""


def _most(people: int) -> float:
    return next(most for size, most in sorted(PLAN_MOST.items()) if people <= size * 1.2)


def _met(yes: bool) -> str:
    return "yes" if yes else "**no**"


def _say(text: str) -> None:
    print(f"… {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
