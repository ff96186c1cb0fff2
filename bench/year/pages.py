"""Every page of a class with a year behind it: time inside the server, queries, weight."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import Engine, event

from bench.data import Measured
from bench.inside import Inside, measure
from bench.wire import BROWSER
from bench.year.making import Year
from rers_school.web.kept import forget_all

Say = Callable[[str], None]

PUPIL = (
    "/?today=1", "/savoirs", "/wall", "/wall/live", "/exchanges", "/exchanges/{room}",
    "/exchanges/{room}/live", "/exchanges/{closed}", "/trace", "/trace.json", "/together",
    "/together/{gathering}", "/together/{held}", "/together/effects", "/market", "/workshops",
    "/pairs",
)  # fmt: skip
TEACHER = (
    "/class/today", "/class/today/board", "/guide", "/class", "/wall", "/wall/board",
    "/introductions", "/introductions/by-hand", "/slots", "/exchanges", "/exchanges/ended",
    "/exchanges/{room}", "/network", "/people", "/people/{pupil}", "/together",
    "/together/{gathering}/run", "/memory", "/market", "/market/board", "/settings", "/year",
    "/paper", "/paper/cut-out", "/paper/pupils", "/paper/agreements", "/paper/meetings",
    "/paper/traces", "/tidy",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageFigures:
    """What one page takes after a year; ``queries`` then and in a class that has just begun."""

    path: str
    whose: str
    inside: Inside
    queries: int
    queries_small: int
    weight: int


def run(
    measured: Measured, year: Year, small: Measured, small_year: Year, *, requests: int, say: Say
) -> list[PageFigures]:
    """Return the figures of every page, for a pupil with open rooms and for the teacher."""
    app, small_app = measured.app(), small.app()
    found = []
    for whose, paths in (("pupil", PUPIL), ("teacher", TEACHER)):
        for path in paths:
            say(f"inside, {whose}: {path}")
            headers = (measured.pupil if whose == "pupil" else measured.teacher).headers | BROWSER
            here = measured.path(path.format(**places(year)))
            inside = measure(app, here, headers, status=200, requests=requests)
            visit = small.pupil if whose == "pupil" else small.teacher
            there = small.path(path.format(**places(small_year)))
            few, _ = asked(small_app, small.engine, there, visit.headers)
            many, weight = asked(app, measured.engine, here, headers)
            found.append(PageFigures(path, whose, inside, many, few, weight))
    return found


def places(year: Year) -> dict[str, str]:
    """Return what stands for the names in the addresses."""
    pupil = year.pupils[0].membership_id
    return {
        "room": str(year.running[pupil][0]),
        "closed": str(year.closed),
        "gathering": str(year.to_come),
        "held": str(year.held),
        "pupil": str(pupil),
    }


def asked(app: Flask, engine: Engine, path: str, headers: dict[str, str]) -> tuple[int, int]:
    """Return how often a page asks the database when nothing is kept, and its bytes."""
    client = app.test_client(use_cookies=False)
    client.get(path, headers=headers)
    forget_all()
    with _counted(engine) as seen:
        answer = client.get(path, headers=headers)
    if answer.status_code != 200:
        raise RuntimeError(f"{answer.status} for {path}")
    return len(seen), len(answer.data)


@contextmanager
def _counted(engine: Engine) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
