"""A platform for the tests: its own keys, its key set on a real server, launches that it signs."""

import base64
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from flask import Flask
from flask.testing import FlaskClient
from jwcrypto.jwk import JWK
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from rers_school import clock
from rers_school.db import open_session
from rers_school.lti import platforms
from rers_school.lti.models import LaunchFailure
from tests.factories import check_html

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
CONTEXT_ROLE = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
TOOL = "http://localhost"
DROP = object()

_CAPTURES = Path(__file__).parent / "captures"


@cache
def rsa_key(name: str) -> JWK:
    """Return the same RSA key for the same name: making one takes a while."""
    return JWK.generate(kty="RSA", size=2048, kid=name)


def pem_of(key: JWK) -> bytes:
    """Return the private key as PyJWT wants it."""
    pem: bytes = key.export_to_pem(private_key=True, password=None)
    return pem


def pass_time(time_passed: timedelta) -> None:
    """Let the application's clock be ahead from now on; it keeps ticking."""
    begin, ticks = clock.now() + time_passed, time.monotonic()
    clock.set_clock(lambda: begin + timedelta(seconds=time.monotonic() - ticks))


def sign_by_hand(header: bytes, payload: bytes, key: str, hashed: Any = SHA256) -> str:
    """Return a token over any header at all, which a JWT library would refuse to write."""
    signed = b".".join(map(_segment, (header, payload)))
    signature = private_key(key).sign(signed, PKCS1v15(), hashed())
    return b".".join((signed, _segment(signature))).decode()


def _segment(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


@cache
def private_key(name: str) -> RSAPrivateKey:
    """Return the key of this name, or the one in this PEM, ready to sign."""
    pem = name.encode() if name.startswith("-----BEGIN") else pem_of(rsa_key(name))
    key = load_pem_private_key(pem, None)
    assert isinstance(key, RSAPrivateKey)
    return key


def key_set(*keys: JWK) -> str:
    """Return a public key set as a platform serves it."""
    return json.dumps(
        {"keys": [json.loads(key.export_public()) | {"alg": "RS256"} for key in keys]}
    )


def capture(name: str) -> dict[str, Any]:
    """Return the claims that a real Moodle sent."""
    claims: dict[str, Any] = json.loads((_CAPTURES / f"{name}.json").read_text())["claims"]
    return claims


@dataclass
class Answer:
    """What the platform's server says at one path, and how."""

    body: bytes = b"{}"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0
    drip: float = 0.0
    asked: int = 0
    received: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    answers: ClassVar[dict[str, Answer]]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        answer = self.answers.get(self.path, Answer(status=404))
        answer.asked += 1
        time.sleep(answer.wait)
        try:
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if not answer.drip:
                self.wfile.write(answer.body)
                return
            for byte in answer.body:
                self.wfile.write(bytes([byte]))
                time.sleep(answer.drip)
        except OSError:
            # The caller has hung up, which is what some tests wait for.
            self.close_connection = True

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if self.path in self.answers:
            self.answers[self.path].received.append((dict(self.headers), body))
        self.do_GET()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def served(answers: dict[str, Answer]) -> Iterator[str]:
    """Serve ``answers`` by path on loopback; gives the server's address."""
    handler = type("Handler", (_Handler,), {"answers": answers})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@dataclass
class Begun:
    """A login under way, as the browser and the platform know it."""

    state: str
    nonce: str
    response: TestResponse


@dataclass
class Lms:
    """The platform, registered with the tool of ``app``."""

    app: Flask
    engine: Engine
    base: str
    answers: dict[str, Answer]
    client_id: str = "tool-1"
    kid: str = "platform-key-1"
    issuer: str = "https://moodle.example"

    def register(self, **changes: Any) -> None:
        """Tell the tool about this platform."""
        said: dict[str, Any] = {
            "issuer": self.issuer,
            "client_id": self.client_id,
            "deployment_id": "1",
            "auth_login_url": f"{self.base}/auth?from=test",
            "auth_token_url": f"{self.base}/token",
            "jwks_url": f"{self.base}/jwks",
            "school": "École Marie-Curie",
        }
        with open_session(self.engine, writes=True) as db:
            platforms.add(db, **(said | changes))
            db.commit()

    def browser(self, **headers: str) -> FlaskClient:
        """Return a browser with an empty cookie jar."""
        client = self.app.test_client()
        for name, value in headers.items():
            client.environ_base["HTTP_" + name.upper()] = value
        return client

    def announce(self, browser: FlaskClient, method: str = "POST", **changes: Any) -> TestResponse:
        """Send the browser to the tool's login, as a platform does."""
        said = {
            "iss": self.issuer,
            "client_id": self.client_id,
            "lti_deployment_id": "1",
            "login_hint": "6",
            "lti_message_hint": '{"cmid":3,"launchid":"ltilaunch1_436727789"}',
            "target_link_uri": f"{TOOL}/lti/launch?session=automne",
        }
        fields = {name: value for name, value in (said | changes).items() if value is not DROP}
        if method == "GET":
            return browser.get("/lti/login", query_string=fields)
        return browser.post("/lti/login", data=fields)

    def begin(self, browser: FlaskClient, **changes: Any) -> Begun:
        """Begin a login that must succeed."""
        response = self.announce(browser, **changes)
        assert response.status_code == 302, response.get_data(as_text=True)
        asked = parse_qs(urlsplit(response.location).query)
        return Begun(asked["state"][0], asked["nonce"][0], response)

    def claims(self, name: str, nonce: str, changes: Mapping[str, Any] = {}) -> dict[str, Any]:
        """Return captured claims, made present and addressed to the tool of the test."""
        now = int(clock.now().timestamp())
        claims = capture(name) | {
            "iss": self.issuer,
            "aud": self.client_id,
            "nonce": nonce,
            "iat": now,
            "exp": now + 60,
            CLAIM + "target_link_uri": f"{TOOL}/lti/launch?session=automne",
        }
        claims.update(changes)
        return {claim: value for claim, value in claims.items() if value is not DROP}

    def sign(self, claims: Mapping[str, Any], **header: Any) -> str:
        """Return the token that this platform's key signs."""
        # As bytes: PyJWT's own encoder would refuse the claims that are wrong on purpose.
        return self.sign_bytes(self.as_bytes(claims), **header)

    def as_bytes(self, claims: Mapping[str, Any]) -> bytes:
        """Return claims as they are signed."""
        return json.dumps(dict(claims)).encode()

    def sign_bytes(self, payload: bytes, **header: Any) -> str:
        """Return these bytes signed by this platform, whether they are claims or not."""
        said = {"typ": "JWT", "alg": "RS256", "kid": self.kid} | header
        said = {name: value for name, value in said.items() if value is not DROP}
        return sign_by_hand(json.dumps(said).encode(), payload, self.kid)

    def send(self, browser: FlaskClient, state: str, token: str, **more: str) -> TestResponse:
        """Post a launch, as the platform's page does."""
        return browser.post("/lti/launch", data={"state": state, "id_token": token, **more})

    def launch(
        self,
        browser: FlaskClient,
        name: str = "pupil_resource_launch",
        changes: Mapping[str, Any] = {},
    ) -> TestResponse:
        """Begin and end a launch."""
        begun = self.begin(browser)
        token = self.sign(self.claims(name, begun.nonce, changes))
        return self.send(browser, begun.state, token)

    def last_failure(self) -> LaunchFailure:
        """Return the newest record of a failed launch."""
        with open_session(self.engine) as db:
            rows = db.scalars(select(LaunchFailure)).all()
        return max(rows, key=lambda row: row.created_at)


def refused(response: TestResponse, lms: Lms, code: str) -> None:
    """Check that a launch failed with this code, on a page with its reference."""
    check_html(response)
    page = response.get_data(as_text=True)
    failure = lms.last_failure()
    assert (failure.code, response.status_code >= 400) == (code, True), (failure.detail, page)
    assert failure.reference in page
    assert len(failure.reference) == 8
    assert response.location is None
    assert "__Secure-rers=" not in " ".join(response.headers.getlist("Set-Cookie"))
