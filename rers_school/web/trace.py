"""My trace over the year: to read, to print, to take home; and what became of an exchange."""

import json
from uuid import UUID

from flask import Blueprint, Response, make_response, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.queries.earlier_years import earlier_years
from rers_school.classroom.queries.follow_ups import Became
from rers_school.classroom.queries.follow_ups import became as became_of
from rers_school.classroom.queries.market_memory import remembered
from rers_school.classroom.queries.trace import trace_of
from rers_school.classroom.queries.trace_file import as_file
from rers_school.classroom.rules.school_year import shown_year
from rers_school.classroom.rules.trace import file_name
from rers_school.classroom.services import drafts, follow_ups
from rers_school.web.flash import flash
from rers_school.web.page import go, home
from rers_school.web.page import show as show_page
from rers_school.web.room.words import sentence

blueprint = Blueprint("trace", __name__)


@blueprint.get("/trace")
@allow(*MEMBERS)
def show(db: Session, actor: Actor) -> Response:
    """Show one's own trace: nobody else's, whoever asks."""
    trace = trace_of(db, actor)
    met, said = remembered(db, actor)
    year = shown_year(trace.school_year)
    return show_page(
        "trace/page.html",
        trace=trace,
        year=year,
        market_met=met,
        market_said=said,
        before=earlier_years(db, actor),
    )


@blueprint.get("/trace.json")
@allow(*MEMBERS)
def take_home(db: Session, actor: Actor) -> Response:
    """Give one's own trace as a file."""
    trace = trace_of(db, actor)
    met, said = remembered(db, actor)
    told = as_file(trace, met, said, earlier_years(db, actor))
    answer = make_response(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    answer.mimetype = "application/json"
    name = file_name(trace.name, trace.school_year)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@blueprint.get("/exchanges/<uuid:exchange_id>/what-became")
@allow(*MEMBERS, visitors=True)
def became(db: Session, actor: Actor, exchange_id: UUID) -> Response:
    """Ask what became of an exchange, or show what was told."""
    found = became_of(db, actor, exchange_id)
    kept = drafts.kept(db, actor, drafts.follow_up_form(exchange_id))
    words = kept.get("words", "") if kept else found.words
    return _question(found, words, found.shared, kept=kept is not None)


@blueprint.post("/exchanges/<uuid:exchange_id>/what-became")
@allow(*MEMBERS, visitors=True)
def tell(db: Session, actor: Actor, exchange_id: UUID) -> Response:
    """Keep what became of it, and go on to a new card when they would like to share it."""
    words, shared = request.form.get("words", ""), "shared" in request.form
    offers = request.form.get("then") == "offer"
    found = became_of(db, actor, exchange_id)
    try:
        if words.strip() or not offers:
            follow_ups.tell(db, actor, exchange_id, words, shared=shared)
        else:
            follow_ups.put_aside(db, actor, exchange_id)
    except DomainError as error:
        if error.code not in ("empty", "too_long"):
            raise
        db.rollback()
        return _question(found, words, shared, error=sentence(error), status=422)
    cid = actor.classroom_id
    if offers:
        return go(url_for("savoirs.new", classroom_id=cid, kind="offer", words=found.savoir))
    flash(_("It is in your trace."))
    return go(url_for("trace.show", classroom_id=cid, _anchor=f"{_role(found)}-{exchange_id}"))


@blueprint.post("/exchanges/<uuid:exchange_id>/what-became/not-now")
@allow(*MEMBERS, visitors=True)
def put_aside(db: Session, actor: Actor, exchange_id: UUID) -> Response:
    """Ask no more about this exchange."""
    follow_ups.put_aside(db, actor, exchange_id)
    return go(f"{home(actor)}?today=1" if actor.is_teacher else home(actor))


def _role(found: Became) -> str:
    return "receiver" if found.received else "giver"


def _question(
    found: Became,
    words: str,
    shared: bool,
    *,
    kept: bool = False,
    error: str = "",
    status: int = 200,
) -> Response:
    return show_page(
        "trace/became.html",
        status=status,
        found=found,
        words=words,
        shared=shared,
        kept=kept,
        error=error,
        form_name=drafts.follow_up_form(found.exchange_id),
    )
