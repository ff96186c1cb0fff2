"""A whole school arrives: pupils on a fixed schedule, whether the tool keeps up or not.

An open loop: everybody comes at their moment, also while others still wait, so that a queue shows
in the figures. The schedule is drawn once from a fixed seed (evenly over the time, which makes
small crowds and small gaps, as chance does), and is the same in every run and on each database.
"""

import multiprocessing
import random
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from bench import servers
from bench.data import Measured, measured_class
from bench.load import drive, percentile
from bench.machine import describe
from bench.visit import Pupil, Visit, pupils, refusals, three_pages, visit
from bench.wire import BROWSER
from tests.lti.platform import Answer, Lms, key_set, rsa_key, served

SEED = 20_261_125
CALLERS = 4
# More pupils than this at once means that the tool has long been left behind.
_MOST_AT_ONCE = 200
_WARM_UP = 24
Say: TypeAlias = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """How many pupils of how many classes arrive within how many seconds; then the closed loop."""

    pupils: int
    classes: int
    seconds: float
    closed_seconds: float

    @property
    def words(self) -> str:
        return f"{self.pupils} pupils of {self.classes} classes within {self.seconds:g} s"


@dataclass(frozen=True, slots=True)
class Crowd:
    """What a schedule of visits took: (p50, p95) of each request, p50, p95, p99 of their sum."""

    name: str
    count: int
    refused: tuple[str, ...]
    login: tuple[float, float]
    launch: tuple[float, float]
    page: tuple[float, float]
    p50: float
    p95: float
    p99: float
    late: float


@dataclass(frozen=True, slots=True)
class Rate:
    """Visits a second of callers without a pause, beside the bare page's requests a second."""

    per_second: float
    p50: float
    p95: float
    refused: int
    bare_requests: float

    @property
    def of_bare(self) -> float:
        """Return the requests a second (three for a visit) divided by the bare page's."""
        return 3 * self.per_second / self.bare_requests


@dataclass(frozen=True, slots=True)
class Arrivals:
    """One database: the school, the bare page on the same schedule, and visits a second."""

    database: str
    school: Crowd
    bare: Crowd
    rate: Rate


@dataclass(frozen=True, slots=True)
class School:
    """The plan, and what was measured of it on each database."""

    plan: Plan
    databases: list[Arrivals]


def run(plan: Plan, *, kinds: Sequence[str], say: Say) -> list[Arrivals]:
    """Return the figures of each kind of database, on a new database of its own."""
    found = []
    for kind in kinds:
        with measured_class(postgres=kind == "postgresql") as measured:
            found.append(_on(measured, plan, lambda text, kind=kind: say(f"{kind}: {text}")))
    return found


def schedule(plan: Plan) -> list[float]:
    """Return the seconds after which pupils are due, in order."""
    chance = random.Random(SEED)
    return sorted(chance.uniform(0, plan.seconds) for _ in range(plan.pupils))


def _on(measured: Measured, plan: Plan, say: Say) -> Arrivals:
    answers = {"/jwks": Answer(key_set(rsa_key("platform-key-1")).encode())}
    with (
        served(answers) as base,
        servers.tool(measured) as port,
        servers.bare(measured) as bare_port,
    ):
        lms = Lms(measured.app(), measured.engine, base, answers)
        lms.register()
        moments = schedule(plan)
        # Each process compiles its templates and reads the keys once in its life.
        for pupil in pupils(lms, count=_WARM_UP, classes=1, prefix="warm"):
            visit(port, pupil)
            three_pages(bare_port, "/")
        coming = pupils(lms, count=plan.pupils, classes=plan.classes, prefix="new")
        say(f"{plan.words}, for the first time")
        school = _arrive([partial(visit, port, one) for one in coming], moments)
        say("the bare page, a quarter of the same schedule")
        quarter = [moment for moment in moments if moment < plan.seconds / 4] or moments[:1]
        bare = _arrive([partial(three_pages, bare_port, "/")] * len(quarter), quarter)
        say(f"later visits without a pause, {plan.closed_seconds:g} s each")
        rate = _rate(port, bare_port, coming, plan.closed_seconds)
    return Arrivals(
        describe(measured.engine).database,
        _summed("visit of a pupil", school),
        _summed("bare page, three times", bare),
        rate,
    )


def _arrive(works: Sequence[Callable[[float], Visit]], moments: Sequence[float]) -> list[Visit]:
    """Do each work at its moment, however many are still under way."""
    with ThreadPoolExecutor(_MOST_AT_ONCE) as callers:
        start = time.perf_counter() + 0.5
        under_way = []
        for work, moment in zip(works, moments, strict=True):
            due = start + moment
            time.sleep(max(0.0, due - time.perf_counter()))
            under_way.append(callers.submit(work, due))
        return [_outcome(one) for one in under_way]


def _outcome(visit: "Future[Visit]") -> Visit:
    try:
        return visit.result()
    except OSError as error:
        # Nobody answered, or not to the end: that is what the pupil saw.
        return Visit(0, 0, 0, 0, f"no answer: {type(error).__name__}")


def _rate(port: int, bare_port: int, coming: Sequence[Pupil], seconds: float) -> Rate:
    # One process per caller, as everywhere here: threads would wait for one another.
    with multiprocessing.get_context("fork").Pool(CALLERS) as pool:
        jobs = [(port, coming[number::CALLERS], seconds) for number in range(CALLERS)]
        began = time.perf_counter()
        visits = [one for part in pool.starmap(_without_pause, jobs, chunksize=1) for one in part]
        took = time.perf_counter() - began
    bare = drive(bare_port, "/", BROWSER, status=200, connections=CALLERS, seconds=seconds)
    whole = [one.whole for one in visits]
    return Rate(
        len(visits) / took,
        percentile(whole, 50),
        percentile(whole, 95),
        len(refusals(visits)),
        bare.per_second,
    )


def _without_pause(port: int, mine: Sequence[Pupil], seconds: float) -> list[Visit]:
    done: list[Visit] = []
    ends = time.perf_counter() + seconds
    while time.perf_counter() < ends:
        done.append(visit(port, mine[len(done) % len(mine)]))
    return done


def _summed(name: str, visits: Sequence[Visit]) -> Crowd:
    # Who was refused was not served quickly.
    served_ones = [one for one in visits if not one.refused] or visits

    def parts(of: Callable[[Visit], float]) -> tuple[float, float]:
        values = [of(one) for one in served_ones]
        return statistics.median(values), percentile(values, 95)

    whole = [one.whole for one in served_ones]
    return Crowd(
        name,
        len(visits),
        tuple(refusals(visits)),
        parts(lambda one: one.login),
        parts(lambda one: one.launch),
        parts(lambda one: one.page),
        percentile(whole, 50),
        percentile(whole, 95),
        percentile(whole, 99),
        max(one.late for one in visits),
    )
