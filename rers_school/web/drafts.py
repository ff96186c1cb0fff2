"""Keeps what is being typed, so that a lost session loses at most the last two seconds."""

from flask import Blueprint, Response, g, make_response, request
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import NotFound
from rers_school.classroom.services import drafts
from rers_school.classroom.services.across import visiting

blueprint = Blueprint("drafts", __name__)


@blueprint.post("/drafts")
@allow(*MEMBERS, visitors=True)
def keep(db: Session, actor: Actor) -> Response:
    """Keep the fields of one form for the person who is typing."""
    form = request.form.get("form", "")
    g.exchange_id = drafts.exchange_of(form) if actor.away else None
    if g.exchange_id is not None and not visiting.is_here(db, actor, g.exchange_id):
        # It is kept where the exchange lives, for whom they are there.
        raise NotFound
    # Several ticks of one name are kept as one text.
    fields = {name: ",".join(texts) for name, texts in request.form.lists() if name != "form"}
    drafts.keep(db, actor, form, fields)
    return make_response("", 204)
