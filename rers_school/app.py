"""The one place where everything is wired."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask, Response, current_app, g, request, url_for
from flask_compress import Compress
from sqlalchemy import Engine
from werkzeug.middleware.proxy_fix import ProxyFix

from rers_school import i18n, web
from rers_school.db import make_engine
from rers_school.jobs.embedded import Jobs
from rers_school.lti.throttle import Throttle
from rers_school.lti.views import blueprint as lti_views
from rers_school.settings import Settings

_MAX_UPLOAD = 2 * 1024 * 1024
_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action {}; base-uri 'none'; frame-ancestors {}"
)


@dataclass
class Rers:
    """What the application carries: its engine, its settings, its static files' addresses.

    ``throttle`` counts in this process.
    """

    engine: Engine
    settings: Settings
    throttle: Throttle
    jobs: Jobs
    static_urls: dict[str, str] = field(default_factory=dict)


def create_app(settings: Settings, engine: Engine | None = None) -> Flask:
    """Return the application, ready to serve; it never creates or changes tables."""
    app = Flask(__name__, static_folder="static", template_folder="templates")
    app.config.update(
        MAX_CONTENT_LENGTH=_MAX_UPLOAD,
        MAX_FORM_MEMORY_SIZE=_MAX_UPLOAD,
        SEND_FILE_MAX_AGE_DEFAULT=300,
        COMPRESS_ALGORITHM=["gzip"],
        COMPRESS_ALGORITHM_STREAMING=["gzip"],
        COMPRESS_LEVEL=5,
        COMPRESS_MIN_SIZE=600,
        COMPRESS_MIMETYPES=["text/html", "text/css", "text/javascript", "image/svg+xml"],
    )
    if engine is None:
        engine = make_engine(settings.database_url, busy_seconds=settings.sqlite_busy_seconds)
    app.extensions["rers"] = Rers(
        engine, settings, Throttle(settings.logins_per_minute), Jobs(settings, engine)
    )
    i18n.register(app)
    Compress(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.register_blueprint(lti_views)
    web.register(app)
    app.after_request(_protect)
    app.teardown_request(_close)
    app.add_template_global(_static_url, "static_url")
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # Flask's documented way
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
    app.extensions["rers"].jobs.resume()
    return app


def _protect(response: Response) -> Response:
    """Add the headers that keep a page in its frame, off the disk and to itself."""
    if request.endpoint == "static":
        if "v" in request.args:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        elif request.path.endswith(".woff2"):
            # The style sheet asks for its fonts by their bare names.
            response.headers["Cache-Control"] = "public, max-age=604800"
        return response
    present = g.get("present")
    if present is not None:
        ancestors = f"'self' {present.launch.frame_origins}".strip()
    else:
        # A page without a session holds nothing to click on somebody's behalf, and must be
        # readable wherever the launch failed.
        ancestors = g.get("frame_origins") or "*"
    response.headers["Content-Security-Policy"] = _CSP.format(
        g.get("form_action", "'self'"), ancestors
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    response.vary.update(["HX-Request", "Cookie", "Accept-Language"])
    return response


def _close(_error: BaseException | None) -> None:
    db = g.pop("db", None)
    if db is not None:
        db.close()


def _static_url(name: str) -> str:
    """Return the address of a static file, changing with its content so that it may be cached."""
    known: dict[str, str] = current_app.extensions["rers"].static_urls
    where = f"{request.script_root}:{name}"
    if where not in known:
        path = Path(current_app.static_folder or "") / name
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        known[where] = url_for("static", filename=name, v=digest)
    return known[where]
