"""Sign-up sheets of workshops: printed, and the names that come back on them entered."""

from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import Stale
from rers_school.classroom.queries.workshop_openings import who_may_give
from rers_school.classroom.queries.workshops import WorkshopView, workshop_of, workshops
from rers_school.classroom.services import workshop_places
from rers_school.classroom.services.workshop_places import Entered
from rers_school.web.fields import id_of, id_or_404
from rers_school.web.flash import flash
from rers_school.web.page import go
from rers_school.web.page import show as show_page
from rers_school.web.paper.page import blueprint

# Several squeeze their names onto the one line for another sitting.
_ANOTHER_SITTING = 3


@blueprint.get("/paper/workshops")
@allow(*TEACHERS)
def workshop_sheets(db: Session, actor: Actor) -> Response:
    """Show a sign-up sheet for every workshop that takes names, or for one of them."""
    only = request.args.get("workshop", type=UUID)
    found = [one for one in _taking_names(db, actor) if only in (None, one.id)]
    return show_page("paper/workshops.html", sheets=found)


@blueprint.get("/paper/sign-ups")
@allow(*TEACHERS)
def sign_ups(db: Session, actor: Actor) -> Response:
    """List the workshops whose sheets can be entered."""
    return show_page("paper/sign_ups.html", all=_taking_names(db, actor))


@blueprint.get("/paper/sign-ups/<uuid:workshop_id>")
@allow(*TEACHERS)
def one_sheet(db: Session, actor: Actor, workshop_id: UUID) -> Response:
    """Show the lines of one sheet, to choose the names in their order."""
    return _lines(db, actor, workshop_id)


@blueprint.post("/paper/sign-ups/<uuid:workshop_id>")
@allow(*TEACHERS)
def enter_sheet(db: Session, actor: Actor, workshop_id: UUID) -> Response:
    """Sign up those whose names are on the sheet, never more than there are places."""
    sent = request.form.getlist("who")
    try:
        names = [id_or_404(raw) for raw in sent if raw]
        done = workshop_places.sign_up_all(db, actor, workshop_id, names)
    except Stale:
        db.rollback()
        problem = _("Something has changed meanwhile. This is how it is now.")
        return _lines(db, actor, workshop_id, typed=sent, problem=problem, status=409)
    flash(" ".join(_told(done)))
    return go(url_for("paper.sign_ups", classroom_id=actor.classroom_id))


def _told(done: Entered) -> list[str]:
    """Return what became of the names, without naming anybody: the page may be projected."""
    told = [ngettext("%(num)s name has a place.", "%(num)s names have a place.", done.seated)]
    if done.waiting:
        told.append(
            ngettext(
                "All places are taken: %(num)s name is on the list for another sitting.",
                "All places are taken: %(num)s names are on the list for another sitting.",
                done.waiting,
            )
        )
    if done.there:
        told.append(
            ngettext(
                "%(num)s name was in it already.", "%(num)s names were in it already.", done.there
            )
        )
    if done.gone:
        told.append(
            ngettext(
                "%(num)s name is not in the class any more.",
                "%(num)s names are not in the class any more.",
                done.gone,
            )
        )
    return told


def _taking_names(db: Session, actor: Actor) -> list[WorkshopView]:
    return [one for one in workshops(db, actor) if one.takes_names]


def _lines(
    db: Session, actor: Actor, workshop_id: UUID, *, status: int = 200, **more: Any
) -> Response:
    one = workshop_of(db, actor, workshop_id)
    inside = {place.who.id for place in one.people if one.state == "open" or not place.waiting}
    typed = [id_of(raw) for raw in more.pop("typed", [])]
    lines = max(one.places + _ANOTHER_SITTING, len(typed))
    return show_page(
        "paper/sign_up_lines.html",
        status=status,
        one=one,
        others=[who for who in who_may_give(db, actor) if who.id not in inside],
        typed=[*typed, *[None] * (lines - len(typed))],
        **more,
    )
