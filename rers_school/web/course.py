"""The class and its course: the LMS's list, a new school year, going on elsewhere, visits."""

from typing import Any

from flask import Blueprint, current_app, g, make_response, request, url_for
from flask_babel import gettext as _
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.errors import DomainError
from rers_school.classroom.queries.course import course
from rers_school.classroom.rules.roster import Account
from rers_school.classroom.services import classes
from rers_school.lti import course_list, enrolment, moving
from rers_school.lti.roster import RosterFailed
from rers_school.web.flash import flash
from rers_school.web.page import go
from rers_school.web.page import show as show_page
from rers_school.web.session import gone_on_page

blueprint = Blueprint("course", __name__)

_GOOD_FOR_SECONDS = 3600


@blueprint.get("/course")
@allow(*TEACHERS)
def show(db: Session, actor: Actor) -> Response:
    """Show what links the class to its course."""
    return _page(db, actor)


@blueprint.get("/course/people")
@allow(*TEACHERS)
def fetch(db: Session, actor: Actor) -> Response:
    """Ask the LMS for the course's list, and show what it would change; nothing is changed."""
    if not g.present.launch.roster_url:
        return _page(db, actor, status=422, roster_error=_roster_words("not_allowed"))
    asked = course_list.prepared(g.present.launch)
    # Asking takes up to half a minute: no transaction stays open meanwhile.
    db.rollback()
    settings = current_app.extensions["rers"].settings
    try:
        found = course_list.ask(
            current_app.extensions["rers"].engine,
            asked,
            allow_private=settings.allow_private_platforms,
        )
    except RosterFailed as failed:
        return _page(db, actor, status=502, roster_error=_roster_words(failed.code))
    return _preview(db, actor, found.accounts)


@blueprint.post("/course/people")
@allow(*TEACHERS)
def follow(db: Session, actor: Actor) -> Response:
    """Let the class follow the list that the page showed."""
    try:
        rows, seen = _seal(actor).loads(request.form.get("list", ""), max_age=_GOOD_FOR_SECONDS)
        accounts = tuple(
            Account(sub, given, family, Role(role)) for sub, given, family, role in rows
        )
    except (BadData, ValueError, TypeError):
        raise DomainError("list_over") from None
    platform_id = g.present.launch.platform_id
    changes = enrolment.changes_of(db, actor, platform_id, accounts)
    if enrolment.fingerprint(changes) != seen:
        db.rollback()
        return _preview(db, actor, accounts, meanwhile=True)
    enrolment.apply(db, actor, platform_id, changes)
    flash(_("The class follows the list of the course now."))
    return go(url_for("people.show", classroom_id=actor.classroom_id))


@blueprint.post("/course/year/new")
@allow(*TEACHERS, across=True)
def new_year(db: Session, actor: Actor) -> Response:
    """Begin the school year with a new class in the same course."""
    moving.lead(db, actor.classroom_id, classes.start_year(db, actor))
    return go(url_for("session.gone_on", classroom_id=actor.classroom_id))


@blueprint.post("/course/year/same")
@allow(*TEACHERS)
def same_class(db: Session, actor: Actor) -> Response:
    """Go on with the same class in the new school year."""
    classes.carry_on(db, actor)
    flash(_("It is the same class, in the new school year."))
    return go(url_for("course.show", classroom_id=actor.classroom_id))


@blueprint.post("/course/year/back")
@allow(*TEACHERS)
def back(db: Session, actor: Actor) -> Response:
    """Take up last year's class again, while the new one is still empty."""
    before = classes.take_up_again(db, actor)
    moving.lead(db, actor.classroom_id, before)
    _leave(db)
    classes.remove_untouched(db, actor.classroom_id)
    return make_response(gone_on_page())


@blueprint.post("/course/move")
@allow(*TEACHERS)
def code(db: Session, actor: Actor) -> Response:
    """Make the code by which the class goes on in another course; it is shown once."""
    made = moving.code_for(db, actor)
    db.flush()
    return _page(db, actor, code=made)


@blueprint.post("/course/move/here")
@allow(*TEACHERS)
def move_here(db: Session, actor: Actor) -> Response:
    """Let this course open the class whose code was typed."""
    platform_id = g.present.launch.platform_id
    try:
        moving.go_on_with(db, actor, request.form.get("code", ""), platform_id)
    except DomainError as error:
        if error.code != "code_unknown":
            raise
        db.rollback()
        return _page(
            db, actor, status=422, typed=request.form.get("code", ""),
            code_error=_("We do not know this code, or it has been used."),
        )  # fmt: skip
    _leave(db)
    return make_response(gone_on_page())


def _page(db: Session, actor: Actor, *, status: int = 200, **more: Any) -> Response:
    launch = g.present.launch
    return show_page(
        "course/page.html",
        status=status,
        course=course(db, actor),
        has_list=bool(launch.roster_url and launch.platform_id),
        **more,
    )


def _preview(
    db: Session, actor: Actor, accounts: tuple[Account, ...], *, meanwhile: bool = False
) -> Response:
    changes = enrolment.changes_of(db, actor, g.present.launch.platform_id, accounts)
    rows = [(one.sub, one.given, one.family, one.role.value) for one in accounts]
    return show_page(
        "course/people.html",
        status=409 if meanwhile else 200,
        changes=changes,
        listed=len(accounts),
        meanwhile=meanwhile,
        sealed=_seal(actor).dumps([rows, enrolment.fingerprint(changes)]),
    )


def _leave(db: Session) -> None:
    """Forget who is at the screen before their class goes; what the page needs is at hand."""
    db.flush()
    g.pop("present", None)


# The list travels in the form, signed: between looking and applying nothing is kept of people
# who may not be of the class.
def _seal(actor: Actor) -> URLSafeTimedSerializer:
    secret = current_app.extensions["rers"].settings.secret_key
    return URLSafeTimedSerializer(secret, salt=f"course list {actor.classroom_id}")


def _roster_words(code: str) -> str:
    words: dict[str, str] = {
        "not_allowed": _(
            "The platform does not give the list of the course to this tool. Its administrator can "
            "allow it: “names and roles”."
        ),
        "unreachable": _("The platform does not answer. Try again in a few minutes."),
        "empty": _("The platform gave an empty list."),
    }
    unreadable: str = _("We cannot read the whole list that the platform gave.")
    return words.get(code, unreadable)
