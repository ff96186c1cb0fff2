"""Somebody is erased from the class, on the teacher's word, after a page that says what goes."""

from uuid import UUID

from flask import Blueprint, Response, g, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.queries.classroom import classroom_of
from rers_school.classroom.queries.erasing import erasing
from rers_school.classroom.services import erasure
from rers_school.jobs.keeping import forget_plans_with
from rers_school.web.flash import flash
from rers_school.web.page import go
from rers_school.web.page import show as show_page

blueprint = Blueprint("erasing", __name__)


@blueprint.get("/people/<uuid:membership_id>/erase")
@allow(*TEACHERS)
def ask(db: Session, actor: Actor, membership_id: UUID) -> Response:
    """Say what goes and what stays, before anything does."""
    return show_page("erasing/page.html", found=erasing(db, actor, membership_id))


@blueprint.post("/people/<uuid:membership_id>/erase")
@allow(*TEACHERS, across=True)
def erase(db: Session, actor: Actor, membership_id: UUID) -> Response:
    """Erase somebody, when the box was ticked."""
    found = erasing(db, actor, membership_id)
    if "sure" not in request.form:
        return show_page("erasing/page.html", status=422, found=found, missing=True)
    erasure.erase(db, actor, membership_id, called_in_class(db, actor.classroom_id))
    forget_plans_with(db, actor.classroom_id)
    g.pop("classroom", None)
    flash(_("This person is erased from the class."))
    return go(url_for("people.show", classroom_id=actor.classroom_id))


def called_in_class(db: Session, classroom_id: UUID) -> str:
    """Return how the class calls whoever was erased, in its own language."""
    with force_locale(classroom_of(db, classroom_id).language):
        words: str = _("someone who has left")
        return words
