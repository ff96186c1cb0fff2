"""Time inside the server: one request after another through WSGI, no network, no waiting."""

import gc
import io
import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from bench.load import percentile

WARM_UP = 30


@dataclass(frozen=True, slots=True)
class Inside:
    """Milliseconds of one request: by the clock (p50, p95), and of the processor (median)."""

    p50: float
    p95: float
    cpu: float
    requests: int


def measure(
    app: Flask,
    path: str,
    headers: Mapping[str, str],
    *,
    status: int,
    requests: int,
    before: Callable[[], None] = lambda: None,
) -> Inside:
    """Return what a page takes inside ``app``; ``before`` each request something may happen."""
    builder = EnvironBuilder(path=path, base_url="http://localhost", headers=Headers(headers))
    environ = builder.get_environ()
    builder.close()
    for _ in range(WARM_UP):
        _ask(app, environ, status)
    gc.collect()
    walls, cpus = [], []
    for _ in range(requests):
        before()
        wall, cpu = time.perf_counter(), time.thread_time()
        _ask(app, environ, status)
        cpus.append((time.thread_time() - cpu) * 1000)
        walls.append((time.perf_counter() - wall) * 1000)
    return Inside(percentile(walls, 50), percentile(walls, 95), statistics.median(cpus), len(walls))


def _ask(app: Flask, environ: Mapping[str, Any], status: int) -> None:
    said: list[str] = []

    def start(line: str, _headers: Any, _error: Any = None) -> Any:
        said.append(line)
        return said.append

    answer: Iterable[bytes] = app({**environ, "wsgi.input": io.BytesIO()}, start)
    for _ in answer:
        pass
    getattr(answer, "close", lambda: None)()
    if not said[0].startswith(str(status)):
        raise RuntimeError(f"{said[0]} instead of {status} for {environ['PATH_INFO']}")
