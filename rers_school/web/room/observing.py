"""Somebody observes: asked, answered by the partners, ended."""

from uuid import UUID

from flask import Response, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.services import observing
from rers_school.web.fields import id_or_404
from rers_school.web.flash import flash
from rers_school.web.page import go
from rers_school.web.room.page import back_to, blueprint, refused


@blueprint.post("/exchanges/<uuid:exchange_id>/observers")
@allow(*MEMBERS, visitors=True)
def ask_observer(db: Session, actor: Actor, exchange_id: UUID) -> Response:
    """Ask whether somebody may observe."""
    try:
        observing.ask(db, actor, exchange_id, id_or_404(request.form.get("who")))
    except DomainError as error:
        return refused(db, actor, exchange_id, "", error)
    flash(_("The partners are asked."))
    return back_to(actor, exchange_id)


@blueprint.post("/exchanges/<uuid:exchange_id>/observers/<uuid:observation_id>")
@allow(*MEMBERS, visitors=True)
def say_observer(db: Session, actor: Actor, exchange_id: UUID, observation_id: UUID) -> Response:
    """Say yes to an observer, or rather not."""
    observing.answer(db, actor, exchange_id, observation_id, "yes" in request.form)
    return back_to(actor, exchange_id)


@blueprint.post("/exchanges/<uuid:exchange_id>/observers/leave")
@allow(*MEMBERS, visitors=True)
def leave(db: Session, actor: Actor, exchange_id: UUID) -> Response:
    """Let somebody observe no more."""
    who = id_or_404(request.form.get("who"))
    observing.leave(db, actor, exchange_id, who)
    if who == actor.membership_id:
        return go(url_for("exchanges.listing", classroom_id=actor.classroom_id))
    return back_to(actor, exchange_id)
