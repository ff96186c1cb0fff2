"""The tool as it is served for real: processes of its own, reached over HTTP on loopback."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.factories import SECRET

_PATIENCE = 30.0


@dataclass(frozen=True)
class Reply:
    """What a process answered; ``cookie`` is what a browser would send back."""

    status: int
    location: str
    cookie: str
    page: str


@dataclass(frozen=True)
class Ticket:
    """A login under way and the cookie of its browser."""

    state: str
    nonce: str
    cookie: str


def ask(port: int, path: str, fields: Mapping[str, str] | None = None, cookie: str = "") -> Reply:
    """Return the answer to a form, or to a GET where there is none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    headers = {"Host": "localhost", "Accept-Language": "en"}
    if cookie:
        # By hand: no Python client sends a Secure cookie to http://localhost, as browsers do.
        headers["Cookie"] = cookie
    try:
        if fields is None:
            connection.request("GET", path, headers=headers)
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request("POST", path, urlencode(fields), headers)
        answer = connection.getresponse()
        kept = [line.partition(";")[0] for line in answer.headers.get_all("Set-Cookie", [])]
        return Reply(
            answer.status,
            answer.headers.get("Location", ""),
            "; ".join(one for one in kept if not one.endswith("=")),
            answer.read().decode(),
        )
    finally:
        connection.close()


def login(port: int, issuer: str, client_id: str) -> Ticket:
    """Begin a login that must succeed."""
    said = {
        "iss": issuer,
        "client_id": client_id,
        "login_hint": "6",
        "target_link_uri": "http://localhost/lti/launch",
    }
    reply = ask(port, "/lti/login", said)
    assert reply.status == 302, reply
    asked = parse_qs(urlsplit(reply.location).query)
    return Ticket(asked["state"][0], asked["nonce"][0], reply.cookie)


@contextmanager
def served_by(count: int, database_url: str) -> Iterator[list[int]]:
    """Serve one database by so many processes of the tool; gives their ports."""
    with ExitStack() as stack:
        ports = [_free_port() for _ in range(count)]
        started = [stack.enter_context(_process(port, database_url)) for port in ports]
        for process, port in zip(started, ports, strict=True):
            _wait(process, port)
        yield ports


@contextmanager
def _process(port: int, database_url: str) -> "Iterator[subprocess.Popen[bytes]]":
    process = subprocess.Popen(
        [sys.executable, "-m", "rers_school", "serve", "--port", str(port), "--workers", "1"],
        env=os.environ
        | {
            "RERS_DATABASE_URL": database_url,
            "RERS_BASE_URL": "http://localhost",
            "RERS_SECRET_KEY": SECRET,
            "RERS_ALLOW_PRIVATE_PLATFORMS": "1",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=_PATIENCE)


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    ends = time.monotonic() + _PATIENCE
    while time.monotonic() < ends and process.poll() is None:
        try:
            if ask(port, "/readyz").status == 200:
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"the tool did not start (exit code {process.poll()})")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
