"""The demonstration: a practice LMS and the tool with an invented class, in one process."""

import logging
import webbrowser
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Timer
from typing import Any, TypeAlias

import click
from flask import Flask
from sqlalchemy import Engine
from werkzeug.serving import make_server
from werkzeug.utils import redirect
from werkzeug.wrappers import Request

from rers_school.app import create_app
from rers_school.commands.demo_class import seed
from rers_school.db import make_engine
from rers_school.migrations.runner import upgrade
from rers_school.practice.app import create_practice
from rers_school.practice.settings import CourseSpec, PracticeSettings, ToolSpec
from rers_school.settings import Settings, secret_in

_DATA = Path(__file__).parent.parent / "data"
_MOUNT = "/practice"

Wsgi: TypeAlias = Callable[[dict[str, Any], Any], Iterable[bytes]]


def practice_settings(port: int, data: Path) -> PracticeSettings:
    """Return the practice LMS of the demonstration: one school, one class of CM2."""
    tool = f"http://localhost:{port}"
    return PracticeSettings(
        issuer=f"http://127.0.0.1:{port}{_MOUNT}",
        data_dir=data / "practice",
        port=port,
        courses=(
            CourseSpec(
                id="2",
                label="CM2-DIALLO",
                title="CM2 – Classe de Mme Diallo",
                csv_path=_DATA / "classe-cm2.csv",
                teacher=("Awa", "Diallo"),
                teacher_title="Mme",
            ),
        ),
        tool=ToolSpec(
            login_url=f"{tool}/lti/login",
            launch_url=f"{tool}/lti/launch",
            jwks_url=f"{tool}/lti/jwks",
            client_id="practice-client",
            deployment_id="1",
            redirect_uris=(f"{tool}/lti/launch",),
        ),
    )


def build(port: int, data: Path) -> tuple[Wsgi, Flask, Engine]:
    """Return both applications as one, the tool, and its database, made ready."""
    data.mkdir(parents=True, exist_ok=True)
    settings = Settings(
        database_url=f"sqlite:///{(data / 'rers-school.sqlite3').resolve()}",
        base_url=f"http://localhost:{port}",
        secret_key=secret_in(data),
        allow_private_platforms=True,
        jobs="embedded",
    )
    engine = make_engine(settings.database_url)
    upgrade(engine)
    lms_settings = practice_settings(port, data)
    practice = create_practice(lms_settings)
    seed(engine, lms_settings)
    tool = create_app(settings, engine)
    return _by_host(tool, practice), tool, engine


def _by_host(tool: Flask, practice: Flask) -> Wsgi:
    """Give each its own origin: the tool on localhost, the LMS on every other name."""

    def serve(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        host = (environ.get("HTTP_HOST") or "").partition(":")[0]
        path = environ.get("PATH_INFO", "")
        if host == "localhost":
            return tool.wsgi_app(environ, start)
        if path == _MOUNT or path.startswith(_MOUNT + "/"):
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + _MOUNT
            environ["PATH_INFO"] = path[len(_MOUNT) :] or "/"
            return practice.wsgi_app(environ, start)
        return redirect(f"{_MOUNT}/")(Request(environ).environ, start)

    return serve


def run(port: int, data: Path, *, browser: bool) -> None:
    """Serve the demonstration until Ctrl-C.

    *Errors*: exit code 1 and one line when the port is taken.
    """
    address = f"http://127.0.0.1:{port}{_MOUNT}/"
    application, _, _ = build(port, data)
    try:
        # The process fetches its own keys: one thread for each request.
        server = make_server("127.0.0.1", port, application, threaded=True)
    except (OSError, SystemExit):
        raise click.ClickException(f"Port {port} is taken; try --port {port + 1}.") from None
    # The one address must stay in sight: only what went wrong is told below it.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    click.echo(f"\n  Open {address}\n\n  Everything is kept in {data}/. Ctrl-C stops it.\n")
    if browser:
        Timer(0.5, webbrowser.open, [address]).start()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo("\nStopped.")
