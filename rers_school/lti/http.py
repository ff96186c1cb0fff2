"""Requests to platforms: bounded in time and size, never redirected, never into the inside."""

import ipaddress
import socket
import time
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.exceptions import HTTPError as Urllib3Error
from urllib3.util.connection import create_connection

CONNECT_SECONDS = 3.0
READ_SECONDS = 5.0
WHOLE_SECONDS = 10.0
MOST_BYTES = 256 * 1024

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_THIS_MACHINE = ("127.0.0.1", "::1")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class ResponseRefused(requests.RequestException):
    """An answer that is too long or too slow."""


class AddressRefused(NewConnectionError):
    """A host inside the network that the tool may not reach."""


def is_outside(address: Address) -> bool:
    """Tell whether an address belongs to the public internet, whatever it is wrapped in."""
    inner: Address | None = None
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        else:
            inner = address.ipv4_mapped or address.sixtofour
            if inner is None and address.teredo:
                inner = address.teredo[1]
    if inner is not None:
        return is_outside(inner)
    return address.is_global and not address.is_multicast


def _addresses_of(host: str, port: int) -> list[str]:
    """Return where a name leads; one under ``localhost`` leads to this machine, as in browsers.

    Not every system's own resolver knows this, and none should ask the network about it.

    *Source*: RFC 6761, section 6.3.
    """
    if host.lower().rstrip(".").endswith(".localhost"):
        return list(_THIS_MACHINE)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class _Guard:
    """Connects to addresses that were checked after the name was resolved, and to no other."""

    guard_open = False

    def _new_conn(self: Any) -> socket.socket:
        try:
            addresses = _addresses_of(self._dns_host, self.port)
        except (OSError, UnicodeError) as error:
            raise NewConnectionError(self, "the name cannot be resolved") from error
        if not self.guard_open and not all(
            is_outside(ipaddress.ip_address(address)) for address in addresses
        ):
            raise AddressRefused(self, "the address is private")
        last: OSError | None = None
        for address in addresses:
            try:
                return create_connection(
                    (address, self.port), self.timeout, socket_options=self.socket_options
                )
            except TimeoutError as late:
                raise ConnectTimeoutError(self, "the connection timed out") from late
            except OSError as error:
                last = error
        raise NewConnectionError(self, "the connection failed") from last


class _PlainConnection(_Guard, HTTPConnection):
    pass


class _TlsConnection(_Guard, HTTPSConnection):
    pass


class _OpenPlainConnection(_PlainConnection):
    guard_open = True


class _OpenTlsConnection(_TlsConnection):
    guard_open = True


def _pool(base: type[HTTPConnectionPool], connection: Any) -> type[HTTPConnectionPool]:
    return type(connection.__name__ + "Pool", (base,), {"ConnectionCls": connection})


class _Adapter(HTTPAdapter):
    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        plain = _OpenPlainConnection if self._allow_private else _PlainConnection
        tls = _OpenTlsConnection if self._allow_private else _TlsConnection
        self.poolmanager.pool_classes_by_scheme = {
            "http": _pool(HTTPConnectionPool, plain),
            "https": _pool(HTTPSConnectionPool, tls),
        }


class PlatformHttp(requests.Session):
    """A session for one platform call or a few: what pylti1p3 uses instead of its own.

    *Units*: seconds. *Errors*: `requests.RequestException` for everything that goes wrong.
    """

    def __init__(
        self,
        *,
        allow_private: bool,
        timeouts: tuple[float, float] = (CONNECT_SECONDS, READ_SECONDS),
        whole: float = WHOLE_SECONDS,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        super().__init__()
        # A proxy of the environment would be reached in the place of the checked address, and
        # its .netrc would send passwords to platforms.
        self.trust_env = False
        self.headers["User-Agent"] = "rers-school"
        self.headers["Accept-Encoding"] = "identity"
        self._timeouts, self._whole, self._most = timeouts, whole, most_bytes
        for scheme in ("https://", "http://"):
            self.mount(scheme, _Adapter(allow_private=allow_private))

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Return nothing: a redirection could lead anywhere, so none is followed."""
        return None

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Return the answer, read to its end within the limits."""
        kwargs.update(stream=True, allow_redirects=False)
        if kwargs.get("timeout") is None:
            kwargs["timeout"] = self._timeouts
        ends = time.monotonic() + self._whole
        response = super().send(request, **kwargs)
        try:
            content = self._read(response, ends)
        except (Urllib3Error, OSError) as error:
            raise ResponseRefused("the answer broke off", request=request) from error
        finally:
            response.close()
        # Where requests keeps a body it has read; a stream could be read only once.
        response._content = content
        response._content_consumed = True
        return response

    def _read(self, response: requests.Response, ends: float) -> bytes:
        parts: list[bytes] = []
        length = 0
        # One network read at a time, so that a server that drips bytes meets the deadline too.
        while part := response.raw.read1(16 * 1024, decode_content=True):
            length += len(part)
            if length > self._most:
                raise ResponseRefused("the answer is too long", request=response.request)
            if time.monotonic() > ends:
                raise ResponseRefused("the answer is too slow", request=response.request)
            parts.append(part)
        return b"".join(parts)
