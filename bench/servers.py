"""gunicorn as it is served for real, started for a measurement and stopped after it."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.data import Measured
from bench.wire import get

WORKERS, THREADS = 2, 4
_PATIENCE = 30.0


@contextmanager
def tool(measured: Measured) -> Iterator[int]:
    """Serve the tool with its own command; gives the port."""
    port = _free_port()
    command = ["-m", "rers_school", "serve", "--port", str(port)]
    command += ["--workers", str(WORKERS), "--threads", str(THREADS)]
    with _running(command, measured, port, "/healthz"):
        yield port


@contextmanager
def bare(measured: Measured) -> Iterator[int]:
    """Serve the bare page with the same options; gives the port."""
    port = _free_port()
    command = ["-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
    command += ["--workers", str(WORKERS), "--threads", str(THREADS), "--timeout", "60"]
    command += ["--log-level", "warning", "bench.bare:create_bare()"]
    with _running(command, measured, port, "/"):
        yield port


@contextmanager
def _running(command: list[str], measured: Measured, port: int, path: str) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, *command],
        env=measured.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(process, port, path)
        yield
    finally:
        process.terminate()
        process.wait(timeout=_PATIENCE)


def _wait(process: "subprocess.Popen[bytes]", port: int, path: str) -> None:
    ends = time.monotonic() + _PATIENCE
    while time.monotonic() < ends and process.poll() is None:
        try:
            get(port, path, {})
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start (exit code {process.poll()})")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
