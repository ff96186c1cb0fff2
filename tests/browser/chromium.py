"""A Chromium started as a user would start it, and the demonstration as its own process.

Playwright's own launch flags change how cookies behave, so the browser is a process of its own
with a fresh profile that blocks third-party cookies; Playwright connects to it.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FLAGS = (
    "--headless=new",
    "--no-first-run",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--no-default-browser-check",
    # Two windows stand side by side, as on two screens: none of them is put to sleep.
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-background-timer-throttling",
)
_PROFILE = {
    "profile": {"block_third_party_cookies": True, "cookie_controls_mode": 1},
    "intl": {"accept_languages": "fr"},
}


def browser_path() -> str:
    """Return the Chromium that the Makefile found."""
    found = os.environ.get("RERS_CHROMIUM") or shutil.which("chromium") or ""
    if not found:
        raise RuntimeError("no Chromium: run `make test`, or set RERS_CHROMIUM")
    return found


@contextmanager
def running_browser(folder: Path, preferences: object = _PROFILE) -> Iterator[str]:
    """Start a browser on a fresh profile and yield the address of its debugging port."""
    profile = folder / "profile"
    (profile / "Default").mkdir(parents=True)
    (profile / "Default" / "Preferences").write_text(json.dumps(preferences))
    command = [
        browser_path(),
        *_FLAGS,
        *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
        "--remote-debugging-port=0",
        f"--user-data-dir={profile}",
        "about:blank",
    ]
    with open(folder / "chromium.log", "wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        port_file = profile / "DevToolsActivePort"
        wait_for(lambda: port_file.exists() and bool(port_file.read_text().strip()), process)
        yield f"http://127.0.0.1:{port_file.read_text().splitlines()[0]}"
    finally:
        _end(process)


@contextmanager
def running_demo(folder: Path) -> Iterator[str]:
    """Start `rers-school demo`, its classes in no network, and yield the address it prints."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/practice/"
    command = [
        sys.executable, "-m", "rers_school", "demo",
        "--port", str(port), "--data", str(folder / "demo"), "--no-browser", "--alone",
    ]  # fmt: skip
    log_path = folder / "demo.log"
    with open(log_path, "wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        wait_for(lambda: _answers(address), process, log_path)
        yield address
    finally:
        _end(process)


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(ready: "object", process: "subprocess.Popen[bytes]", log: Path | None = None) -> None:
    """Wait until ``ready()`` holds, at most 60 seconds."""
    assert callable(ready)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if ready():
            return
        if process.poll() is not None:
            said = log.read_text(errors="replace") if log else ""
            raise RuntimeError(f"ended with {process.returncode}: {said[-2000:]}")
        time.sleep(0.1)
    raise RuntimeError(f"not ready after a minute: {process.args!r}")


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)
