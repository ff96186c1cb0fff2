"""HTTP as a web server in front speaks it, kept small so that the caller costs little.

One connection per request, as nginx's `proxy_pass` does unless told otherwise; the answer is read
to its end. Loopback only.
"""

import socket
from collections.abc import Mapping
from typing import NamedTuple

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
    lines = [f"GET {path} HTTP/1.1", "Host: localhost", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


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
