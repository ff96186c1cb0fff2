"""The agreement: a line is worded, agreed to, or left as the other one wrote it."""

from uuid import UUID

from flask import Response, abort, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, Stale
from rers_school.classroom.rules.agreement import LINES
from rers_school.classroom.services import agreement, drafts
from rers_school.web.fields import id_or_404
from rers_school.web.flash import flash
from rers_school.web.room.page import back_to, blueprint, refused


@blueprint.post("/exchanges/<uuid:exchange_id>/lines/<line>")
@allow(*MEMBERS, visitors=True)
def write(db: Session, actor: Actor, exchange_id: UUID, line: str) -> Response:
    """Propose words for a line, or keep the other one's after seeing both."""
    if line not in LINES:
        abort(404)
    if request.form.get("keep") == "theirs":
        drafts.forget(db, actor, drafts.line_form(exchange_id, line))
        return back_to(actor, exchange_id, f"line-{line}")
    words, seen = request.form.get("words", ""), request.form.get("number", 0, type=int)
    try:
        agreement.write_line(db, actor, exchange_id, line, words, seen)
    except DomainError as error:
        return refused(db, actor, exchange_id, line, error)
    return back_to(actor, exchange_id, f"line-{line}")


@blueprint.post("/exchanges/<uuid:exchange_id>/lines/<line>/agree")
@allow(*MEMBERS, visitors=True)
def agree(db: Session, actor: Actor, exchange_id: UUID, line: str) -> Response:
    """Agree to a line as it was read."""
    revision_id = id_or_404(request.form.get("revision"))
    try:
        agreement.agree(db, actor, exchange_id, line, revision_id)
    except Stale as error:
        return refused(db, actor, exchange_id, "", error, changed=line, read=error.details["read"])
    return back_to(actor, exchange_id, f"line-{line}")


@blueprint.post("/exchanges/<uuid:exchange_id>/paper")
@allow(*TEACHERS)
def paper(db: Session, actor: Actor, exchange_id: UUID) -> Response:
    """Enter that a partner has signed the lines on paper."""
    agreement.agree_on_paper(db, actor, exchange_id, id_or_404(request.form.get("who")))
    flash(_("The signature on paper is entered."))
    return back_to(actor, exchange_id, "agreement")
