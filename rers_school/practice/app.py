"""The practice LMS as one WSGI application: ``create_practice(settings)``."""

from flask import Flask, abort, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from rers_school.practice.accounts import accounts
from rers_school.practice.admin import admin, framed_origin
from rers_school.practice.choosing import choosing
from rers_school.practice.keys import load_or_create_key
from rers_school.practice.login import login
from rers_school.practice.pages import pages
from rers_school.practice.registering import registering
from rers_school.practice.services import services
from rers_school.practice.settings import PracticeSettings, framing_origins, origin_of
from rers_school.practice.state import EXTENSION, Practice, close_store, host_name, practice
from rers_school.practice.store import prepare_store
from rers_school.practice.tools import active_tools
from rers_school.practice.words import WORDS, browser_locale, word

# The pages that a course page shows in its frame on the way to the tool, and back.
FRAMED = {"pages.launch", "login.authorize", "choosing.ask", "choosing.take"}
ISSUERS_ONLY = ("accounts", "admin", "login", "registering", "services")


def create_practice(settings: PracticeSettings) -> Flask:
    """Return the practice LMS, its data folder made ready; mount it at the issuer's path.

    *Errors*: ``ValueError`` or ``OSError`` when a class list cannot be read.
    """
    prepare_store(settings)
    app = Flask(__name__)
    app.extensions[EXTENSION] = Practice(settings, load_or_create_key(settings.data_dir))
    for blueprint in (pages, choosing, accounts, admin, login, registering, services):
        app.register_blueprint(blueprint)
    app.jinja_env.globals.update(word=word, words=WORDS)
    app.before_request(_keep_the_protocol_on_the_issuers_host)
    app.after_request(_protect)
    app.teardown_appcontext(close_store)
    app.register_error_handler(HTTPException, _error_page)
    return app


def _keep_the_protocol_on_the_issuers_host() -> None:
    protocol = request.blueprint in ISSUERS_ONLY or request.endpoint == "choosing.take"
    if protocol and host_name() != practice().settings.issuer_host:
        abort(404)


def _protect(response: Response) -> Response:
    """Return the response with a policy that lets the tools be framed, and nothing else in."""
    settings = practice().settings
    tool = " ".join(_framed_origins())
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


def _framed_origins() -> list[str]:
    """Return whose pages may be in a frame: the tools', and the issuer's on the way to them."""
    state = practice()
    origins = [origin for tool in active_tools(state.store) for origin in tool.origins]
    if request.endpoint == "admin.registration_page":
        # This one is no tool yet.
        origins.append(framed_origin((request.view_args or {})["client_id"]))
    return list(dict.fromkeys([*filter(None, origins), origin_of(state.settings.issuer)]))


def _error_page(error: HTTPException) -> tuple[str, int] | HTTPException:
    """Return a page that says what happened, with the way back to the list of people."""
    if error.response is not None or (error.code or 500) < 400:
        return error
    title = f"error_{error.code}" if f"error_{error.code}" in WORDS else "error_other"
    index_url = practice().settings.index_url
    page = render_template("error.html", title=title, locale=browser_locale(), index_url=index_url)
    return page, error.code or 500
