"""HTTP as a web server in front speaks it, kept small so that the caller costs little.

One connection per request, as nginx's `proxy_pass` does unless told otherwise; the answer is read
to its end. Loopback only.
"""

import socket
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

# What a current browser sends on https and on localhost.
BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}


class Answer(NamedTuple):
    """A status, headers in lower case, the body as it travelled, and all bytes of the answer."""

    status: int
    headers: dict[str, str]
    body: bytes
    size: int


def request_bytes(path: str, headers: Mapping[str, str]) -> bytes:
    """Return a GET request as it travels."""
    return _request("GET", path, headers, b"")


def post_bytes(path: str, fields: Mapping[str, str], headers: Mapping[str, str]) -> bytes:
    """Return a form as it travels."""
    body = urlencode(fields).encode()
    form = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
    return _request("POST", path, {**headers, **form}, body)


def _request(method: str, path: str, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body


def exchange(port: int, request: bytes) -> bytes:
    """Return everything the server sends back."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request)
        parts = []
        while part := connection.recv(262_144):
            parts.append(part)
    return b"".join(parts)


def read(raw: bytes) -> Answer:
    """Return an answer in its parts; the length that it announces is checked."""
    head, _, body = raw.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    if headers.get("transfer-encoding") == "chunked":
        body = _joined(body)
    elif int(headers.get("content-length", len(body))) != len(body):
        raise ConnectionError(f"{len(body)} bytes of {headers['content-length']}")
    return Answer(int(status.split()[1]), headers, body, len(raw))


def cookie_of(raw: bytes) -> str:
    """Return what a browser sends back of an answer's cookies; those taken away are left out."""
    lines = raw.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    kept = [line.partition(": ")[2].partition(";")[0] for line in lines
            if line.lower().startswith("set-cookie: ")]  # fmt: skip
    return "; ".join(one for one in kept if not one.endswith("="))


def get(port: int, path: str, headers: Mapping[str, str]) -> Answer:
    """Return the answer to one request."""
    return read(exchange(port, request_bytes(path, headers)))


def _joined(body: bytes) -> bytes:
    parts = []
    while body:
        length, _, body = body.partition(b"\r\n")
        size = int(length, 16)
        parts.append(body[:size])
        body = body[size + 2 :] if size else b""
    return b"".join(parts)
