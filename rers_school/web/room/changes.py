"""Another day, another partner, another mediator."""

from uuid import UUID

from flask import Response, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.services import accompanying, changes, meetings
from rers_school.web.fields import day_of, id_or_404
from rers_school.web.flash import flash
from rers_school.web.page import go
from rers_school.web.room.page import back_to, blueprint, refused


@blueprint.post("/exchanges/<uuid:exchange_id>/next")
@allow(*MEMBERS, visitors=True)
def another_day(db: Session, actor: Actor, exchange_id: UUID) -> Response:
    """Let the next meeting be on another day."""
    form = request.form
    try:
        day, seen = day_of(form.get("moved_on")), day_of(form.get("seen"))
        if day is None:
            raise DomainError("date")
        meetings.another_day(db, actor, exchange_id, id_or_404(form.get("meeting")), day, seen)
    except DomainError as error:
        return refused(db, actor, exchange_id, "", error)
    flash(_("Your next meeting is on another day now. The others read it on their page."))
    return back_to(actor, exchange_id, "meetings")


@blueprint.post("/exchanges/<uuid:exchange_id>/somebody-else")
@allow(*MEMBERS, visitors=True)
def somebody_else(db: Session, actor: Actor, exchange_id: UUID) -> Response:
    """Tell the teacher that one would like another partner, or take it back."""
    if "back" in request.form:
        changes.take_back(db, actor, exchange_id)
        return back_to(actor, exchange_id, "acts")
    try:
        changes.ask(db, actor, exchange_id)
    except DomainError as error:
        return refused(db, actor, exchange_id, "", error)
    flash(_("Your teacher will read it, and nobody else."))
    return back_to(actor, exchange_id, "acts")


@blueprint.post("/exchanges/<uuid:exchange_id>/end-for")
@allow(*TEACHERS)
def end_for(db: Session, actor: Actor, exchange_id: UUID) -> Response:
    """End the exchange, and look for a new link for one of its people."""
    who = id_or_404(request.form.get("who"))
    changes.end_for(db, actor, exchange_id, who, both_ways="both_ways" in request.form)
    flash(_("This exchange has stopped."))
    return go(url_for("introductions.by_hand", classroom_id=actor.classroom_id, person=who))


@blueprint.post("/exchanges/changes/<uuid:wish_id>/talked")
@allow(*TEACHERS)
def talked(db: Session, actor: Actor, wish_id: UUID) -> Response:
    """Note that the teacher has talked with whoever asked."""
    changes.talked(db, actor, wish_id)
    return go(url_for("exchanges.listing", classroom_id=actor.classroom_id))


@blueprint.post("/exchanges/<uuid:exchange_id>/mediator")
@allow(*TEACHERS)
def mediator(db: Session, actor: Actor, exchange_id: UUID) -> Response:
    """Choose who accompanies the exchange while its people agree."""
    raw = request.form.get("mediator", "")
    try:
        accompanying.choose_mediator(db, actor, exchange_id, id_or_404(raw) if raw else None)
    except DomainError as error:
        return refused(db, actor, exchange_id, "", error)
    return back_to(actor, exchange_id)
