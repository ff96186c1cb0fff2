"""The demonstration: the practice LMSs of two schools, and the tool, in one process."""

import logging
import webbrowser
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from threading import Timer
from typing import Any, TypeAlias
from uuid import UUID

import click
from flask import Flask
from sqlalchemy import Engine
from werkzeug.serving import make_server
from werkzeug.utils import redirect
from werkzeug.wrappers import Request

from rers_school.app import create_app
from rers_school.commands.demo_class import seed
from rers_school.commands.demo_network import bring_together
from rers_school.db import make_engine
from rers_school.migrations.runner import upgrade
from rers_school.practice.app import create_practice
from rers_school.practice.settings import CourseSpec, PracticeSettings, ToolSpec
from rers_school.settings import Settings, secret_in

_DATA = Path(__file__).parent.parent / "data"
_MOUNT = "/practice"

Wsgi: TypeAlias = Callable[[dict[str, Any], Any], Iterable[bytes]]


def schools(port: int, data: Path) -> tuple[PracticeSettings, PracticeSettings]:
    """Return the LMSs of the demonstration: a school with its CM2, whose first page shows
    everybody, and a collège with its 5e. Each has an address, keys and people of its own.
    """
    start = f"http://127.0.0.1:{port}{_MOUNT}"
    college = PracticeSettings(
        school="Collège Katherine-Johnson",
        issuer=f"http://college.localhost:{port}{_MOUNT}",
        data_dir=data / "practice-college",
        port=port,
        courses=(
            CourseSpec(
                id="2",
                label="5E-VASSEUR",
                title="5e – Classe de M. Vasseur",
                csv_path=_DATA / "classe-5e.csv",
                teacher=("Julien", "Vasseur"),
                teacher_title="M.",
            ),
        ),
        tool=_tool(port, "practice-college"),
        host_end="-college",
        start_url=f"{start}/",
    )
    school = PracticeSettings(
        school="École Marie-Curie",
        issuer=start,
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
        tool=_tool(port, "practice-client"),
        beside=(college,),
    )
    return school, college


def _tool(port: int, client_id: str) -> ToolSpec:
    tool = f"http://localhost:{port}"
    return ToolSpec(
        login_url=f"{tool}/lti/login",
        launch_url=f"{tool}/lti/launch",
        jwks_url=f"{tool}/lti/jwks",
        client_id=client_id,
        deployment_id="1",
        redirect_uris=(f"{tool}/lti/launch",),
    )


def build(port: int, data: Path, *, alone: bool = False) -> tuple[Wsgi, Flask, Engine]:
    """Return all applications as one, the tool, and its database, made ready.

    ``alone``: at a first start the classes know nothing of each other.
    """
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
    first, *others = schools(port, data)
    practice = create_practice(first)
    beside = [(other, create_practice(other)) for other in others]
    entered: dict[str, UUID] = {}
    for school in (first, *others):
        entered |= seed(engine, school)
    if not alone:
        bring_together(engine, entered)
    tool = create_app(settings, engine)
    return _by_host(tool, practice, beside), tool, engine


def _by_host(
    tool: Flask, practice: Flask, beside: Sequence[tuple[PracticeSettings, Flask]]
) -> Wsgi:
    """Give each its own origin: the tool on localhost, the first LMS on every name that no other
    one has.
    """

    def serve(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        host = (environ.get("HTTP_HOST") or "").partition(":")[0]
        path = environ.get("PATH_INFO", "")
        if host == "localhost":
            return tool.wsgi_app(environ, start)
        if path == _MOUNT or path.startswith(_MOUNT + "/"):
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + _MOUNT
            environ["PATH_INFO"] = path[len(_MOUNT) :] or "/"
            lms = next((app for other, app in beside if other.serves(host)), practice)
            return lms.wsgi_app(environ, start)
        return redirect(f"{_MOUNT}/")(Request(environ).environ, start)

    return serve


def run(port: int, data: Path, *, browser: bool, alone: bool = False) -> None:
    """Serve the demonstration until Ctrl-C.

    *Errors*: exit code 1 and one line when the port is taken.
    """
    address = f"http://127.0.0.1:{port}{_MOUNT}/"
    application, _, _ = build(port, data, alone=alone)
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
