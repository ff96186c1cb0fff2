"""Tidy-up: the same savoir named twice is brought under one heading; no card is rewritten."""

from uuid import UUID

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.queries.tidy import tidy
from rers_school.classroom.rules.team import WALL
from rers_school.classroom.services import savoirs
from rers_school.web.fields import id_of
from rers_school.web.flash import flash
from rers_school.web.page import go
from rers_school.web.page import show as show_page

blueprint = Blueprint("tidy", __name__)


@blueprint.get("/tidy")
@allow(*TEACHERS, and_team=WALL)
def show(db: Session, actor: Actor) -> Response:
    """Show what may be the same savoir, and what has been brought together."""
    return _page(db, actor)


@blueprint.post("/tidy")
@allow(*TEACHERS, and_team=WALL)
def bring(db: Session, actor: Actor) -> Response:
    """Bring the cards of one savoir under the heading of another."""
    savoir, heading = id_of(request.form.get("savoir")), id_of(request.form.get("heading"))
    if savoir is None or heading is None:
        return _again(db, actor, _("Choose two savoirs."))
    try:
        savoirs.bring_under(db, actor, savoir, heading)
    except DomainError as error:
        if error.code != "same_savoir":
            raise
        return _again(db, actor, _("These two are under the same heading already. Choose two."))
    flash(_("Brought together. The cards keep their words, and their authors are told."))
    return go(url_for("tidy.show", classroom_id=actor.classroom_id))


@blueprint.post("/tidy/<uuid:savoir_id>/out")
@allow(*TEACHERS, and_team=WALL)
def out(db: Session, actor: Actor, savoir_id: UUID) -> Response:
    """Show a savoir under its own name again."""
    savoirs.take_out(db, actor, savoir_id)
    flash(_("It hangs under its own name again."))
    return go(url_for("tidy.show", classroom_id=actor.classroom_id))


def _again(db: Session, actor: Actor, error: str) -> Response:
    db.rollback()
    return _page(db, actor, status=422, error=error)


def _page(db: Session, actor: Actor, *, status: int = 200, error: str = "") -> Response:
    return show_page(
        "tidy/page.html",
        status=status,
        tidy=tidy(db, actor.classroom_id),
        error=error,
        chosen={name: id_of(request.form.get(name)) for name in ("savoir", "heading")},
    )
