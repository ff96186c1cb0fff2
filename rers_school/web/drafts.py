"""Keeps what is being typed, so that a lost session loses at most the last two seconds."""

from flask import Blueprint, Response, make_response, request
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.services import drafts

blueprint = Blueprint("drafts", __name__)


@blueprint.post("/drafts")
@allow(*MEMBERS)
def keep(db: Session, actor: Actor) -> Response:
    """Keep the fields of one form for the person who is typing."""
    # Several ticks of one name are kept as one text.
    fields = {name: ",".join(texts) for name, texts in request.form.lists() if name != "form"}
    drafts.keep(db, actor, request.form.get("form", ""), fields)
    return make_response("", 204)
