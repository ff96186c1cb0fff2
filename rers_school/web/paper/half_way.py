"""Half-way and at the end on paper: a sheet for each, and what comes back entered in one go."""

from collections.abc import Mapping
from functools import partial

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.queries.paper_exchanges import (
    OwnSheet,
    half_way_sheets,
    sheets_to_enter,
)
from rers_school.classroom.rules.evaluation import (
    ANSWER_MOST,
    END,
    MIDDLE,
    WHERE_I_AM,
    questions,
)
from rers_school.classroom.services import evaluations
from rers_school.web.flash import flash
from rers_school.web.page import go
from rers_school.web.page import show as show_page
from rers_school.web.paper.own_sheets import prefix, sent
from rers_school.web.paper.page import blueprint
from rers_school.web.room.words import sentence

_BLANK = [OwnSheet("giver"), OwnSheet("receiver")]


@blueprint.get("/paper/half-way")
@allow(*TEACHERS)
def half_way(db: Session, actor: Actor) -> Response:
    """Show a sheet for all who are half-way and have not told how it is going, or blank ones."""
    sheets = [] if "blank" in request.args else _half_way(db, actor)
    return show_page(
        "paper/half_way.html",
        sheets=sheets or _BLANK,
        blank=not sheets,
        questions=partial(questions, moment=MIDDLE),
        where=WHERE_I_AM,
    )


@blueprint.get("/paper/half-way/enter")
@allow(*TEACHERS)
def half_way_entry(db: Session, actor: Actor) -> Response:
    """Show everybody whose half-way sheet has not been entered, behind the curtain."""
    return _form(db, actor, MIDDLE, {})


@blueprint.post("/paper/half-way/enter")
@allow(*TEACHERS)
def enter_half_way(db: Session, actor: Actor) -> Response:
    """Keep the sheets: that they are written, and their words where the pupil wants it."""
    return _enter(db, actor, MIDDLE)


@blueprint.get("/paper/self-evaluations/enter")
@allow(*TEACHERS)
def end_entry(db: Session, actor: Actor) -> Response:
    """Show everybody whose sheet of the end has not been entered, behind the curtain."""
    return _form(db, actor, END, {})


@blueprint.post("/paper/self-evaluations/enter")
@allow(*TEACHERS)
def enter_end(db: Session, actor: Actor) -> Response:
    """Keep the sheets of the end, as those of half-way."""
    return _enter(db, actor, END)


def _enter(db: Session, actor: Actor, moment: str) -> Response:
    try:
        kept, late = evaluations.pile_on_paper(db, actor, sent(request.form, moment))
    except DomainError as error:
        if error.code != "too_long":
            raise
        db.rollback()
        return _form(db, actor, moment, request.form, problem=sentence(error), status=422)
    told = [ngettext("%(num)s sheet is entered.", "%(num)s sheets are entered.", kept)]
    if late:
        told.append(_("What was written on a screen or settled meanwhile stays as it is."))
    flash(" ".join(told))
    entry = "paper.half_way_entry" if moment == MIDDLE else "paper.end_entry"
    return go(url_for(entry, classroom_id=actor.classroom_id))


def _form(
    db: Session,
    actor: Actor,
    moment: str,
    typed: Mapping[str, str],
    *,
    problem: str = "",
    status: int = 200,
) -> Response:
    half_way = moment == MIDDLE
    return show_page(
        "paper/half_way_entry.html" if half_way else "paper/end_entry.html",
        status=status,
        sheets=_half_way(db, actor) if half_way else sheets_to_enter(db, actor.classroom_id),
        typed=typed,
        problem=problem,
        prefix=prefix,
        questions=partial(questions, moment=moment),
        where=WHERE_I_AM,
        most=ANSWER_MOST,
    )


def _half_way(db: Session, actor: Actor) -> list[OwnSheet]:
    return [one for one in half_way_sheets(db, actor.classroom_id) if not one.finished]
