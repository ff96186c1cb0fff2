"""Every refusal says what happened, what is kept and what to do next."""

import logging
import secrets

from flask import Flask, Response, g, make_response, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException

from rers_school.access import Refused
from rers_school.classroom.errors import DomainError

log = logging.getLogger("rers.web")


def register(app: Flask) -> None:
    """Give every refusal its page."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(IntegrityError, _collision)
    app.register_error_handler(Exception, _unexpected)


def _sentences(code: str) -> tuple[str, str]:
    """Return what happened, and what is kept and to do, for a code."""
    sentences = {
        "no_session": (
            _("You are not connected any more"),
            _("What you sent before is kept. Go back to your course and open the activity again."),
        ),
        "other_session": (
            _("This page belongs to somebody else"),
            _(
                "Somebody opened the activity on this computer after this page. "
                "Nothing was changed. Open the activity again from your course, with your name."
            ),
        ),
        "forged": (
            _("This form did not come from our pages"),
            _("Nothing was changed. Go back, load the page again and try once more."),
        ),
        "not_allowed": (
            _("This page is not for you"),
            _("Nothing is wrong. Go back to your first page."),
        ),
        "not_found": (
            _("This page does not exist, or not any more"),
            _("Go back to your first page."),
        ),
        "stale": (
            _("Somebody changed this meanwhile"),
            _("Nothing was overwritten. Look at the page again."),
        ),
        "busy": (
            _("The server is busy for a moment"),
            _("Nothing is lost: your text is kept below. Wait a few seconds and send it again."),
        ),
        "gone": (
            _("The server cannot reach its memory"),
            _("What you sent before is kept. Tell your teacher, and try again in a few minutes."),
        ),
        "too_big": (
            _("This is too big"),
            _("Nothing was changed. Choose a smaller file or a shorter text."),
        ),
        "unexpected": (
            _("Something went wrong on our side"),
            _("What you sent before is kept. Try again; if it happens again, tell your teacher."),
        ),
    }
    return sentences.get(code) or (
        _("This is not possible here"),
        _("Nothing was changed. Go back and try in another way."),
    )


def _answer(code: str, status: int, **context: object) -> Response:
    db = g.get("db")
    if db is not None:
        db.rollback()
    title, advice = _sentences(code)
    template = "errors/page.html"
    if request.headers.get("HX-Request") == "true":
        template = "errors/notice.html"
    if code == "no_session" and "arrived" in request.args and request.view_args:
        # The launch was good and its cookie did not come back: a tab of its own will do.
        context["own_tab_url"] = url_for(
            "session.tab",
            classroom_id=request.view_args["classroom_id"],
            code=request.args["arrived"],
            open=request.args.get("open"),
        )
        title = _("One more step")
        advice = _("Your browser does not let this frame remember you.")
    if code == "not_found" and g.get("present") is None:
        advice = _("Go back to your course and open the activity again.")
    html = render_template(template, title=title, advice=advice, code=code, **context)
    response = make_response(html, status)
    if code == "other_session":
        # Not a word of the new person's page may be seen or changed from the old one.
        response.headers["HX-Retarget"] = "body"
        response.headers["HX-Reswap"] = "innerHTML"
    else:
        response.headers["HX-Retarget"] = "#alerts"
        response.headers["HX-Reswap"] = "innerHTML"
    return response


def _refused(error: Refused) -> Response:
    if error.code == "other_session":
        g.pop("present", None)
    return _answer(error.code, error.status)


def _domain(error: DomainError) -> Response:
    return _answer(error.code, error.status)


def _http(error: HTTPException) -> Response:
    code = {404: "not_found", 405: "not_found", 413: "too_big", 403: "not_allowed"}
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    return _answer(code.get(error.code, "unexpected"), error.code)


def _database(error: OperationalError) -> Response:
    reference = secrets.token_hex(4)
    log.error("database not available, reference %s: %s", reference, type(error.orig).__name__)
    _leave_the_database()
    busy = "locked" in str(error.orig) or "busy" in str(error.orig)
    kept = [(name, value) for name, values in request.form.lists() for value in values]
    return _answer("busy" if busy else "gone", 503, reference=reference, kept=kept)


def _leave_the_database() -> None:
    """The page about a database that is gone must not ask that database anything."""
    g.pop("present", None)
    db = g.pop("db", None)
    if db is not None:
        db.close()


def _collision(error: IntegrityError) -> Response:
    log.warning("two at once: %s", error.orig)
    return _answer("stale", 409)


def _unexpected(error: Exception) -> Response:
    reference = secrets.token_hex(4)
    log.exception("unexpected, reference %s", reference, exc_info=error)
    _leave_the_database()
    return _answer("unexpected", 500, reference=reference)
