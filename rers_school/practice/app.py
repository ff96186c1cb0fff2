"""The practice LMS as one WSGI application: ``create_practice(settings)``."""

from flask import Flask, abort, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from rers_school.practice.assertions import ToolKeys
from rers_school.practice.keys import load_or_create_key
from rers_school.practice.login import login
from rers_school.practice.pages import pages
from rers_school.practice.platform import make_registration
from rers_school.practice.services import services
from rers_school.practice.settings import PracticeSettings, framing_origins, origin_of, tool_origins
from rers_school.practice.state import EXTENSION, Practice, close_store, host_name, practice
from rers_school.practice.store import prepare_store
from rers_school.practice.words import WORDS, browser_locale, word

# The pages that a course page shows in its frame on the way to the tool.
FRAMED = {"pages.launch", "login.authorize"}
PROTOCOL = ("login", "services")


def create_practice(settings: PracticeSettings) -> Flask:
    """Return the practice LMS, its data folder made ready; mount it at the issuer's path.

    *Errors*: ``ValueError`` or ``OSError`` when a class list cannot be read.
    """
    prepare_store(settings)
    app = Flask(__name__)
    app.extensions[EXTENSION] = Practice(
        settings,
        make_registration(settings, load_or_create_key(settings.data_dir)),
        ToolKeys(settings.tool.jwks_url),
    )
    for blueprint in (pages, login, services):
        app.register_blueprint(blueprint)
    app.jinja_env.globals.update(word=word, words=WORDS)
    app.before_request(_keep_the_protocol_on_the_issuers_host)
    app.after_request(_protect)
    app.teardown_appcontext(close_store)
    app.register_error_handler(HTTPException, _error_page)
    return app


def _keep_the_protocol_on_the_issuers_host() -> None:
    if request.blueprint in PROTOCOL and host_name() != practice().settings.issuer_host:
        abort(404)


def _protect(response: Response) -> Response:
    """Return the response with a policy that lets the tool be framed, and nothing else in."""
    settings = practice().settings
    tool = " ".join((*tool_origins(settings), origin_of(settings.issuer)))
    policy = [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "base-uri 'none'",
        f"frame-src 'self' {tool}",
    ]
    if request.endpoint in FRAMED:
        # The tool answers the login with a redirect to the issuer: both belong to the form.
        policy.append(f"form-action {tool}")
        policy.append(f"frame-ancestors {' '.join(framing_origins(settings))}")
    else:
        policy += ["form-action 'self'", "frame-ancestors 'none'"]
    response.headers["Content-Security-Policy"] = "; ".join(policy)
    response.headers["X-Content-Type-Options"] = "nosniff"
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _error_page(error: HTTPException) -> tuple[str, int] | HTTPException:
    """Return a page that says what happened, with the way back to the list of people."""
    if error.response is not None or (error.code or 500) < 400:
        return error
    title = f"error_{error.code}" if f"error_{error.code}" in WORDS else "error_other"
    index_url = practice().settings.index_url
    page = render_template("error.html", title=title, locale=browser_locale(), index_url=index_url)
    return page, error.code or 500
