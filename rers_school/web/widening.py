"""A demand that waits asks further, or can wait."""

from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.rules.widening import WAYS
from rers_school.classroom.services import cards, widening
from rers_school.web.flash import flash
from rers_school.web.page import go
from rers_school.web.page import show as show_page

blueprint = Blueprint("widening", __name__)


@blueprint.get("/savoirs/demand/<uuid:card_id>/widen")
@allow(*MEMBERS)
def show(db: Session, actor: Actor, card_id: UUID) -> Response:
    """Ask the author of a demand whom it may ask besides."""
    demand = cards.own(db, actor, "demand", card_id)
    return show_page("widening/page.html", demand=demand, ways=WAYS)


@blueprint.post("/savoirs/demand/<uuid:card_id>/widen")
@allow(*MEMBERS)
def widen(db: Session, actor: Actor, card_id: UUID) -> Response:
    """Let a demand ask further, or wait."""
    ways = [] if "wait" in request.form else request.form.getlist("way")
    asked = widening.widen(db, actor, card_id, ways)
    flash(_("The wall says whom your card asks.") if asked else _("Your card waits on the wall."))
    return go(url_for("savoirs.mine", classroom_id=actor.classroom_id))
