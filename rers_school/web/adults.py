"""Adults without an account, entered by the teacher on the people page."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.queries.directory import directory
from rers_school.classroom.queries.one_person import one_person
from rers_school.classroom.queries.savoirs import for_the_teacher_only
from rers_school.classroom.services import adults
from rers_school.web.flash import flash
from rers_school.web.introductions.words import answered
from rers_school.web.page import go
from rers_school.web.page import show as show_page
from rers_school.web.room.words import ago, day

blueprint = Blueprint("adults", __name__)


@blueprint.post("/people/adults")
@allow(*TEACHERS)
def add(db: Session, actor: Actor) -> Response:
    """Enter an adult; their page is where their cards are written."""
    name, about = request.form.get("name", ""), request.form.get("about", "")
    try:
        member = adults.add(db, actor, name, about)
    except DomainError as error:
        problem = _sentence(error)
        db.rollback()
        return show_page(
            "people/page.html",
            status=422,
            directory=directory(db, actor.classroom_id),
            uneasy=for_the_teacher_only(db, actor),
            adult_problem=problem,
            adult_typed=request.form,
        )
    flash(_("They are in the class. Write their first card with them."))
    return _to_one(actor, member.id)


@blueprint.post("/people/adults/<uuid:membership_id>")
@allow(*TEACHERS)
def change(db: Session, actor: Actor, membership_id: UUID) -> Response:
    """Correct an adult's name, or who they are."""
    name, about = request.form.get("name", ""), request.form.get("about", "")
    try:
        adults.change(db, actor, membership_id, name, about)
    except DomainError as error:
        problem = _sentence(error)
        db.rollback()
        more: dict[str, Any] = {"adult_problem": problem, "adult_typed": request.form}
        found = one_person(db, actor, membership_id)
        return show_page(
            "people/one.html", status=422, found=found, answered=answered, ago=ago, day=day, **more
        )
    flash(_("This is changed."))
    return _to_one(actor, membership_id)


@blueprint.post("/people/adults/<uuid:membership_id>/comes")
@allow(*TEACHERS)
def comes(db: Session, actor: Actor, membership_id: UUID) -> Response:
    """Let an adult come no longer, or again."""
    again = request.form.get("comes") == "yes"
    adults.let_come(db, actor, membership_id, comes=again)
    if again:
        flash(_("They come again, and their cards are on the wall."))
    else:
        flash(_("Their cards are off the wall until they come again."))
    return go(url_for("people.show", classroom_id=actor.classroom_id))


def _sentence(error: DomainError) -> str:
    if error.code == "adult_there":
        known = _("%(name)s is in the class already: say who it is, to tell them apart.")
        away = _("%(name)s has been in the class: look below, they can come again.")
        return str((known if error.details["active"] else away) % error.details)
    sentences = {
        "empty": _("Write a name."),
        "too_long": _("This is too long: %(most)s characters at most."),
    }
    if error.code not in sentences:
        raise error
    return str(sentences[error.code] % error.details)


def _to_one(actor: Actor, membership_id: UUID) -> Response:
    cid = actor.classroom_id
    return go(url_for("people.one", classroom_id=cid, membership_id=membership_id))
