"""A closed loop: so many callers, each asking again as soon as it has its answer."""

import multiprocessing
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.wire import exchange, read, request_bytes


@dataclass(frozen=True, slots=True)
class Load:
    """Requests a second, and the caller's milliseconds from connecting to the last byte."""

    per_second: float
    p50: float
    p95: float
    requests: int


def percentile(values: Sequence[float], part: int) -> float:
    """Return the ``part``th percentile."""
    if len(values) < 2:
        return values[0]
    return statistics.quantiles(values, n=100, method="inclusive")[part - 1]


def drive(
    port: int,
    path: str,
    headers: Mapping[str, str],
    *,
    status: int,
    connections: int,
    seconds: float,
) -> Load:
    """Ask for one page with ``connections`` callers at once for ``seconds``.

    *Errors*: `RuntimeError` when an answer has another status than ``status``.
    """
    request = request_bytes(path, headers)
    context = multiprocessing.get_context("fork")
    # One process per caller: threads would wait for one another, and count it as the server's.
    with context.Pool(connections) as pool:
        jobs = [(port, request, status, seconds)] * connections
        began = time.perf_counter()
        times = [one for part in pool.starmap(_call, jobs, chunksize=1) for one in part]
        took = time.perf_counter() - began
    return Load(len(times) / took, percentile(times, 50), percentile(times, 95), len(times))


def _call(port: int, request: bytes, status: int, seconds: float) -> list[float]:
    times = []
    ends = time.perf_counter() + seconds
    while (began := time.perf_counter()) < ends:
        raw = exchange(port, request)
        times.append((time.perf_counter() - began) * 1000)
        if read(raw).status != status:
            raise RuntimeError(f"{raw[:200]!r} instead of {status}")
    return times


def together(loads: Sequence[Load]) -> Load:
    """Return the median of several rounds, each figure for itself."""
    return Load(
        statistics.median(one.per_second for one in loads),
        statistics.median(one.p50 for one in loads),
        statistics.median(one.p95 for one in loads),
        sum(one.requests for one in loads),
    )
