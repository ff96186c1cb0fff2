"""A whole class of 35 at work at once, on gunicorn as it is served for real.

An open loop: every request has its moment, whether the one before it has been answered or not, so
that a queue shows. A caller of its own for each screen, on the same cores as the server.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench import servers
from bench.data import Measured, arrive
from bench.load import percentile
from bench.wire import BROWSER, Answer, exchange, post_bytes, read, request_bytes
from bench.year.making import Year
from bench.year.scripts import Act, Screen, screens

FINE = {"page": (200,), "poll": (200, 304), "draft": (204,), "write": (303,)}
KINDS = ("poll: nothing new", "poll: news", "page", "draft", "write")
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Done:
    """One request: what it was, milliseconds since its moment, how late the caller began."""

    kind: str
    took: float
    late: float
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of request: how many, and milliseconds."""

    kind: str
    count: int
    p50: float
    p95: float
    p99: float


@dataclass(frozen=True, slots=True)
class Working:
    """A class at work on one database, and the bare page at the same moments."""

    database: str
    seconds: float
    rows: list[Row]
    bare: Row
    refused: tuple[str, ...]
    late: float

    @property
    def whole(self) -> Row:
        return self.rows[-1]


def run(measured: Measured, year: Year, database: str, *, seconds: float, say: Say) -> Working:
    """Return what a class at work for ``seconds`` waits for."""
    app = measured.app()
    visits = [arrive(app, measured.kit, pupil) for pupil in year.pupils]
    seated = screens(measured, year, visits, seconds)
    with servers.tool(measured) as port, servers.bare(measured) as bare_port:
        say(f"{database}: every page once")
        for screen in seated:
            _do(port, screen, screen.acts[0], time.perf_counter())
        say(f"{database}: {len(seated)} screens for {seconds:g} s")
        done = _all(port, seated, _do)
        say(f"{database}: the bare page at the same moments")
        bare = _all(bare_port, seated, _bare)
    return Working(
        database,
        seconds,
        [*(row for kind in KINDS if (row := _row(kind, done, kind))), _whole("all", done)],
        _whole("bare page", bare),
        tuple(one.refused for one in done if one.refused),
        max(one.late for one in done),
    )


def _all(
    port: int, seated: Sequence[Screen], do: Callable[[int, Screen, Act, float], Done]
) -> list[Done]:
    """Let every screen do its acts at their moments."""
    start = time.perf_counter() + 0.5
    found: list[Done] = []

    def work(screen: Screen) -> None:
        for act in screen.acts:
            due = start + act.due
            time.sleep(max(0.0, due - time.perf_counter()))
            found.append(do(port, screen, act, due))

    workers = [threading.Thread(target=work, args=(screen,)) for screen in seated]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return found


def _do(port: int, screen: Screen, act: Act, due: float) -> Done:
    began = time.perf_counter()
    headers = screen.headers(act)
    asked = (
        request_bytes(act.path, headers)
        if act.fields is None
        else post_bytes(act.path, act.fields, headers)
    )
    answer = read(exchange(port, asked))
    took = (time.perf_counter() - due) * 1000
    refused = "" if answer.status in FINE[act.what] else f"{act.what} {act.path}: {answer.status}"
    kind = act.what
    if act.what == "poll":
        kind = "poll: nothing new" if answer.status == 304 else "poll: news"
        _note(screen, act, answer)
    return Done(kind, took, (began - due) * 1000, refused)


def _note(screen: Screen, act: Act, answer: Answer) -> None:
    if "hx-ptag" in answer.headers:
        screen.tags[act.path] = answer.headers["hx-ptag"]


def _bare(port: int, _screen: Screen, _act: Act, due: float) -> Done:
    began = time.perf_counter()
    answer = read(exchange(port, request_bytes("/", BROWSER)))
    refused = "" if answer.status == 200 else "bare"
    return Done("bare", (time.perf_counter() - due) * 1000, (began - due) * 1000, refused)


def _row(kind: str, done: Sequence[Done], name: str) -> Row | None:
    times = [one.took for one in done if one.kind == kind]
    return _summed(name, times) if times else None


def _whole(name: str, done: Sequence[Done]) -> Row:
    return _summed(name, [one.took for one in done])


def _summed(name: str, times: Sequence[float]) -> Row:
    return Row(name, len(times), *(percentile(times, part) for part in (50, 95, 99)))
