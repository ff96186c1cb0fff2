"""The agenda: everybody brings points and withdraws their own."""

from typing import Any
from uuid import UUID

from flask import Response, request
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.rules.team import GATHERINGS
from rers_school.classroom.services import agenda
from rers_school.web.together.page import (
    blueprint,
    gathering_page,
    to_gathering,
    together_page,
)
from rers_school.web.together.running import to_step
from rers_school.web.together.words import id_in, sentence, typed


@blueprint.post("/together/points")
@allow(*MEMBERS)
def add_point(db: Session, actor: Actor) -> Response:
    """Put a point on an agenda."""
    gathering_id = id_in("gathering")
    form = request.form
    try:
        agenda.add(db, actor, form.get("kind", ""), form.get("words", ""), gathering_id)
    except DomainError as error:
        said: dict[str, Any] = {"point_error": sentence(error), "typed": typed()}
        db.rollback()
        if gathering_id is None:
            return together_page(db, actor, status=422, **said)
        return gathering_page(db, actor, gathering_id, status=422, **said)
    return to_gathering(actor, gathering_id, "agenda")


@blueprint.post("/together/points/<uuid:point_id>/withdraw")
@allow(*MEMBERS)
def withdraw_point(db: Session, actor: Actor, point_id: UUID) -> Response:
    """Take a point off the agenda."""
    agenda.withdraw(db, actor, point_id)
    return to_gathering(actor, id_in("gathering"), "agenda")


@blueprint.post("/together/points/<uuid:point_id>/move")
@allow(*TEACHERS, and_team=GATHERINGS)
def move_point(db: Session, actor: Actor, point_id: UUID) -> Response:
    """Let a point come earlier or later."""
    agenda.move(db, actor, point_id, up=request.form.get("to") == "earlier")
    return to_gathering(actor, id_in("gathering"), "agenda")


@blueprint.post("/together/points/<uuid:point_id>/dealt-with")
@allow(*TEACHERS, and_team=GATHERINGS)
def deal_with_point(db: Session, actor: Actor, point_id: UUID) -> Response:
    """Say that a point was dealt with, or is left for the next time."""
    agenda.deal_with(db, actor, point_id, done=request.form.get("done") == "yes")
    return to_step(actor, id_in("gathering"), "agenda")
