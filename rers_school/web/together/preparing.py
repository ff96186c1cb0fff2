"""Preparing gatherings: planning them, and writing what was said."""

from typing import Any
from uuid import UUID

from flask import Response, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.rules.gatherings import KINDS, TITLE_MOST
from rers_school.classroom.rules.team import GATHERINGS
from rers_school.classroom.services import drafts, gatherings
from rers_school.web.flash import flash
from rers_school.web.page import show
from rers_school.web.room.words import today
from rers_school.web.together.page import (
    blueprint,
    gathering_page,
    to_gathering,
    to_together,
)
from rers_school.web.together.words import day_in, sentence, typed


@blueprint.get("/together/plan")
@allow(*TEACHERS, and_team=GATHERINGS)
def planning(db: Session, actor: Actor) -> Response:
    """Ask what kind of gathering, and when."""
    return _form()


@blueprint.post("/together/plan")
@allow(*TEACHERS, and_team=GATHERINGS)
def plan(db: Session, actor: Actor) -> Response:
    """Plan a gathering."""
    form = request.form
    try:
        made = gatherings.plan(
            db, actor, form.get("kind", ""), day_in("day"), form.get("title", "")
        )
    except DomainError as error:
        said = sentence(error)
        db.rollback()
        return _form(error=said, wrong=error.details.get("field", "title"), status=422)
    return to_gathering(actor, made.id)


@blueprint.post("/together/<uuid:gathering_id>")
@allow(*TEACHERS, and_team=GATHERINGS)
def change(db: Session, actor: Actor, gathering_id: UUID) -> Response:
    """Change the day or the title of a gathering to come."""
    try:
        title = request.form.get("title", "")
        gatherings.change(db, actor, gathering_id, day_in("day"), title)
    except DomainError as error:
        said = sentence(error)
        db.rollback()
        return gathering_page(db, actor, gathering_id, status=422, change_error=said, typed=typed())
    flash(_("The gathering is changed."))
    return to_gathering(actor, gathering_id)


@blueprint.post("/together/<uuid:gathering_id>/cancel")
@allow(*TEACHERS, and_team=GATHERINGS)
def cancel(db: Session, actor: Actor, gathering_id: UUID) -> Response:
    """Take back a plan."""
    try:
        gatherings.cancel(db, actor, gathering_id)
    except DomainError as error:
        said = sentence(error)
        db.rollback()
        return gathering_page(db, actor, gathering_id, status=422, change_error=said)
    flash(_("This gathering will not take place. Its points are for the next one."))
    return to_together(actor)


@blueprint.post("/together/<uuid:gathering_id>/minutes")
@allow(*TEACHERS, and_team=GATHERINGS)
def write_minutes(db: Session, actor: Actor, gathering_id: UUID) -> Response:
    """Keep the minutes, or the other one's after seeing both."""
    form = request.form
    if form.get("keep") == "theirs":
        drafts.forget(db, actor, drafts.minutes_form(gathering_id))
        return to_gathering(actor, gathering_id, "minutes")
    try:
        seen = form.get("number", 0, type=int)
        gatherings.write_minutes(db, actor, gathering_id, form.get("minutes", ""), seen)
    except DomainError as error:
        said: dict[str, Any] = {"minutes_error": sentence(error), "typed": typed()}
        db.rollback()
        said["overtaken"] = error.status == 409
        return gathering_page(db, actor, gathering_id, status=error.status, **said)
    return to_gathering(actor, gathering_id, "minutes")


def _form(*, error: str = "", wrong: str = "", status: int = 200) -> Response:
    return show(
        "together/plan.html",
        status=status,
        kinds=KINDS,
        typed=typed(),
        error=error,
        wrong=wrong,
        title_most=TITLE_MOST,
        today=today(),
    )
