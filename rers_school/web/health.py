"""For the operator's monitor: the process is alive; the database is reachable and migrated."""

from flask import Blueprint, Response, current_app, make_response
from sqlalchemy.exc import SQLAlchemyError

from rers_school.access import public
from rers_school.db import is_ready

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def healthz() -> Response:
    """Return 200 while the process lives."""
    return make_response("ok\n", 200, {"Content-Type": "text/plain"})


@blueprint.get("/readyz")
@public
def readyz() -> Response:
    """Return 200 when the database answers with the newest schema, else 503."""
    try:
        ready = is_ready(current_app.extensions["rers"].engine)
    except SQLAlchemyError:
        ready = False
    words, status = ("ready\n", 200) if ready else ("not ready\n", 503)
    return make_response(words, status, {"Content-Type": "text/plain"})
