"""A practice LMS under /practice, and a tool whose keys are really fetched over HTTP."""

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Flask
from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client

from rers_school.practice.app import create_practice
from rers_school.practice.keys import KEY_FILE, load_or_create_key
from rers_school.practice.settings import CourseSpec, PracticeSettings, ToolSpec

from .helpers import (
    CLIENT_ID,
    ISSUER,
    TOOL,
    Browser,
    ToolKeySet,
    ToolSigner,
    token_request,
)
from .standin import StandIn, registered

CM2 = """Prénom;Nom;Je sais et je peux montrer;J'aimerais apprendre
Zoé;Bérénger;faire des crêpes;jouer de la guitare
Théo;Marchand;jouer aux échecs;les fractions
Inès;Benali;parler arabe;dessiner
Inès;Çelik;;
Léa;Okafor;danser;
Malo;Le Goff;pêcher;
"""
CM1 = "Prénom;Nom\nZoé;Bérénger\nAdam;Perrin\n"


@pytest.fixture(scope="session")
def signer() -> ToolSigner:
    return ToolSigner("tool-1", rsa.generate_private_key(public_exponent=65537, key_size=2048))


@pytest.fixture(scope="session")
def other_signer() -> ToolSigner:
    return ToolSigner("tool-2", rsa.generate_private_key(public_exponent=65537, key_size=2048))


@pytest.fixture
def key_set(signer: ToolSigner) -> Iterator[ToolKeySet]:
    """The tool's keys on a real server of this machine."""
    published = ToolKeySet(keys=[signer.public_jwk()])

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            published.asked += 1
            body = json.dumps({"keys": published.keys}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Stay silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        published.url = f"http://127.0.0.1:{server.server_port}/lti/jwks"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield published
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def platform_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A signing key made once: making one takes longer than most tests."""
    folder = tmp_path_factory.mktemp("key")
    load_or_create_key(folder)
    return folder / KEY_FILE


@pytest.fixture
def settings(tmp_path: Path, key_set: ToolKeySet, platform_key: Path) -> PracticeSettings:
    data_dir = tmp_path / "data"
    data_dir.mkdir()
    shutil.copy(platform_key, data_dir)
    cm2, cm1 = tmp_path / "cm2.csv", tmp_path / "cm1.csv"
    cm2.write_text(CM2, "utf-8-sig")
    cm1.write_text(CM1, "utf-8-sig")
    return PracticeSettings(
        issuer=ISSUER,
        data_dir=data_dir,
        port=8600,
        courses=(
            CourseSpec(
                id="2",
                label="CM2-DIALLO",
                title="CM2 – Classe de Mme Diallo",
                csv_path=cm2,
                teacher=("Aïssatou", "Diallo"),
                teacher_title="Mme",
            ),
            CourseSpec(
                id="3",
                label="CM1-LEFEVRE",
                title="CM1 – Classe de M. Lefèvre",
                csv_path=cm1,
                teacher=("Paul", "Lefèvre"),
                locale="en",
                mentors=(("Odile", "Roux"),),
            ),
        ),
        tool=ToolSpec(
            login_url=f"{TOOL}/lti/login",
            launch_url=f"{TOOL}/lti/launch",
            jwks_url=key_set.url,
            client_id=CLIENT_ID,
            deployment_id="1",
            redirect_uris=(f"{TOOL}/lti/launch",),
        ),
    )


@pytest.fixture
def start(settings: PracticeSettings) -> Callable[[], Browser]:
    """Start the practice LMS (again), as the demo mounts it."""

    def begin() -> Browser:
        practice: Flask = create_practice(settings)
        return Browser(Client(DispatcherMiddleware(NotFound(), {"/practice": practice})))

    return begin


@pytest.fixture
def browser(start: Callable[[], Browser]) -> Browser:
    return start()


@pytest.fixture
def standin(browser: Browser, signer: ToolSigner, key_set: ToolKeySet) -> StandIn:
    """A second tool, that registered itself and was activated."""
    return registered(browser, signer, key_set.url)


@pytest.fixture
def token(browser: Browser, signer: ToolSigner) -> str:
    """An access token, as the tool gets one."""
    answer = browser.post(f"{ISSUER}/token", token_request(signer.assertion()))
    assert answer.status_code == 200
    value: str = json.loads(answer.text)["access_token"]
    return value
