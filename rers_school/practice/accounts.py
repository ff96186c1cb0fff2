"""Logging in and out on the issuer's host, as on a real LMS; there are no passwords here."""

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from rers_school.practice import directory
from rers_school.practice.options import read_options
from rers_school.practice.sessions import COOKIE, begin_session, end_session
from rers_school.practice.state import practice
from rers_school.practice.visit import refuse, refuse_other_sites
from rers_school.practice.words import browser_locale

accounts = Blueprint("accounts", __name__)


@accounts.get("/login")
def log_in_page() -> str:
    """Return the form in which one chooses whom to log in as."""
    state = practice()
    return render_template(
        "login.html",
        people=directory.everybody(state.store),
        courses=directory.all_courses(state.store),
        locale=browser_locale(),
        index_url=state.settings.index_url,
    )


@accounts.post("/login")
def log_in() -> Response:
    """Begin a session as somebody, and show a course of theirs.

    *Errors*: 400 for nobody; 403 for a closed account, or for one without a course.
    """
    refuse_other_sites()
    state = practice()
    user = directory.user_by_id(state.store, request.form.get("user", ""))
    if user is None:
        abort(400)
    if user.suspended:
        refuse("error_suspended", 403)
    courses = directory.courses_of(state.store, user)
    if not courses:
        refuse("error_guest", 403)
    wanted = request.form.get("course", "")
    course = next((one for one in courses if one.id == wanted), courses[0])
    _forget_old_session()
    answer = redirect(f"{state.settings.issuer}/course/{course.id}", 303)
    # A tool that uses the storage comes back by a script of its own page, which no Lax cookie
    # survives: a platform that offers the storage has another one.
    offers_storage = bool(read_options(state.store).platform_storage)
    answer.set_cookie(
        COOKIE,
        begin_session(state.store, user),
        path=_cookie_path(),
        secure=request.is_secure or offers_storage,
        httponly=True,
        samesite="None" if offers_storage else "Lax",
    )
    return answer


@accounts.post("/logout")
def log_out() -> Response:
    """End the session, and lead back to the list of people."""
    refuse_other_sites()
    _forget_old_session()
    answer = redirect(practice().settings.index_url, 303)
    answer.delete_cookie(COOKIE, path=_cookie_path(), httponly=True, samesite="Lax")
    return answer


def _forget_old_session() -> None:
    end_session(practice().store, request.cookies.get(COOKIE, ""))


def _cookie_path() -> str:
    return f"{request.script_root}/"
