"""A pupil brings the file of another year: looked at first, then chosen one by one."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.rules import trace_file
from rers_school.classroom.rules.trace_file import TraceFile
from rers_school.classroom.services import earlier_years
from rers_school.web.flash import flash
from rers_school.web.page import go
from rers_school.web.page import show as show_page

blueprint = Blueprint("bringing", __name__)


@blueprint.get("/trace/bring")
@allow(*MEMBERS)
def choose(db: Session, actor: Actor) -> Response:
    """Ask for the file."""
    return show_page("bringing/choose.html")


@blueprint.post("/trace/bring")
@allow(*MEMBERS)
def look(db: Session, actor: Actor) -> Response:
    """Show what the file holds; nothing is kept."""
    sent = request.files.get("file")
    data = sent.read(trace_file.BYTES_MOST + 1) if sent else b""
    try:
        file = trace_file.read(data)
    except DomainError as error:
        return show_page("bringing/choose.html", status=422, error=_refusal(error))
    return _shown(actor, file)


@blueprint.post("/trace/bring/keep")
@allow(*MEMBERS)
def keep(db: Session, actor: Actor) -> Response:
    """Make cards of what was chosen, and keep the year if that was ticked."""
    try:
        file = trace_file.read(request.form.get("told", "").encode("utf-8", "replace"))
    except DomainError as error:
        return show_page("bringing/choose.html", status=422, error=_refusal(error))
    chosen, keeps = set(request.form.getlist("card")), "keep_year" in request.form
    ticked = {"chosen": chosen, "keeps": keeps, "mine": "mine" in request.form}
    if not file.seems_of(actor.shown_name) and "mine" not in request.form:
        error_words = _("Nothing was kept. Is it your file? Then tick the box.")
        return _shown(actor, file, status=422, error=error_words, **ticked)
    try:
        made = earlier_years.bring(db, actor, file, chosen, keep_year=keeps)
    except DomainError as error:
        db.rollback()
        sentences = {
            "nothing_chosen": _("Nothing was kept. Tick what you would like to bring."),
            "too_many_years": _("Your trace has too many years. Take one out first."),
        }
        if error.code not in sentences:
            raise
        return _shown(actor, file, status=422, error=sentences[error.code], **ticked)
    said = [ngettext("%(num)s card is on the wall.", "%(num)s cards are on the wall.", made)]
    if keeps:
        said.append(_("Your earlier year is in your trace."))
    flash(" ".join(said if made or not keeps else said[1:]))
    where = "trace.show" if keeps else "savoirs.mine"
    return go(url_for(where, classroom_id=actor.classroom_id))


@blueprint.post("/trace/earlier/<uuid:earlier_id>/take-out")
@allow(*MEMBERS)
def take_out(db: Session, actor: Actor, earlier_id: UUID) -> Response:
    """Remove an earlier year from one's own trace."""
    earlier_years.take_out(db, actor, earlier_id)
    flash(_("It is not in your trace any more. Your file at home is still whole."))
    return go(url_for("trace.show", classroom_id=actor.classroom_id))


def _shown(actor: Actor, file: TraceFile, *, status: int = 200, **more: Any) -> Response:
    return show_page(
        "bringing/look.html",
        status=status,
        file=file,
        told=trace_file.as_bytes(file).decode(),
        strange=not file.seems_of(actor.shown_name),
        **more,
    )


def _refusal(error: DomainError) -> str:
    sentences: dict[str, str] = {
        "trace_empty": _("Choose your file first."),
        "trace_too_big": _("This file is too big to be a trace."),
        "trace_version": _("This file comes from a newer program than ours. Tell your teacher."),
        "trace_damaged": _(
            "This file was changed or is damaged: we cannot read “%(field)s”.",
            field=error.details.get("field", ""),
        ),
    }
    return sentences.get(error.code) or _(
        "This file is not a trace. Its name begins with “trace-” and ends with “.json”."
    )
