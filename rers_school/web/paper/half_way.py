"""Half-way on paper: a sheet for each, and what comes back on them entered in one go."""

from collections.abc import Mapping
from uuid import UUID

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.queries.paper_exchanges import HalfWaySheet, half_way_sheets
from rers_school.classroom.rules.evaluation import (
    ANSWER_MOST,
    MIDDLE,
    QUESTIONS,
    WHERE_I_AM,
    questions,
)
from rers_school.classroom.services import evaluations
from rers_school.classroom.services.evaluations import Sheet
from rers_school.web.flash import flash
from rers_school.web.page import go
from rers_school.web.page import show as show_page
from rers_school.web.paper.page import blueprint
from rers_school.web.room.words import sentence

_BLANK = [HalfWaySheet("giver"), HalfWaySheet("receiver")]


@blueprint.get("/paper/half-way")
@allow(*TEACHERS)
def half_way(db: Session, actor: Actor) -> Response:
    """Show a sheet for all who are half-way and have not told how it is going, or blank ones."""
    found = [] if "blank" in request.args else half_way_sheets(db, actor.classroom_id)
    sheets = [one for one in found if not one.finished]
    return show_page(
        "paper/half_way.html",
        sheets=sheets or _BLANK,
        blank=not sheets,
        questions=_questions,
        where=WHERE_I_AM,
    )


@blueprint.get("/paper/half-way/enter")
@allow(*TEACHERS)
def half_way_entry(db: Session, actor: Actor) -> Response:
    """Show everybody whose sheet has not been entered, behind the curtain."""
    return _form(db, actor, {})


@blueprint.post("/paper/half-way/enter")
@allow(*TEACHERS)
def enter_half_way(db: Session, actor: Actor) -> Response:
    """Keep the sheets: that they are written, and their words where the pupil wants it."""
    try:
        kept, late = evaluations.pile_on_paper(db, actor, _sent(request.form))
    except DomainError as error:
        if error.code != "too_long":
            raise
        db.rollback()
        return _form(db, actor, request.form, problem=sentence(error), status=422)
    told = [ngettext("%(num)s sheet is entered.", "%(num)s sheets are entered.", kept)]
    if late:
        told.append(_("What was written on a screen or settled meanwhile stays as it is."))
    flash(" ".join(told))
    return go(url_for("paper.half_way_entry", classroom_id=actor.classroom_id))


def _form(
    db: Session, actor: Actor, typed: Mapping[str, str], *, problem: str = "", status: int = 200
) -> Response:
    found = half_way_sheets(db, actor.classroom_id)
    return show_page(
        "paper/half_way_entry.html",
        status=status,
        sheets=[one for one in found if not one.finished],
        typed=typed,
        problem=problem,
        prefix=_prefix,
        questions=_questions,
        where=WHERE_I_AM,
        most=ANSWER_MOST,
    )


def _questions(role: str) -> tuple[str, ...]:
    return questions(role, MIDDLE)


def _prefix(one: HalfWaySheet) -> str:
    """Return how the fields of one sheet begin: whose, in which exchange, in which part."""
    assert one.exchange_id and one.who, "a blank sheet is not entered"
    return f"{one.exchange_id.hex}-{one.who.id.hex}-{one.role}"


def _sent(form: Mapping[str, str]) -> list[Sheet]:
    """Return the sheets on which something was ticked or typed, each once."""
    found = []
    for begin in dict.fromkeys(name.rpartition("-")[0] for name in form):
        exchange, _dash, rest = begin.partition("-")
        who, _dash, role = rest.partition("-")
        if role not in QUESTIONS:
            continue
        try:
            exchange_id, membership_id = UUID(hex=exchange), UUID(hex=who)
        except ValueError:
            continue
        answers = {key: form.get(f"{begin}-{key}", "") for key in _questions(role)}
        where = form.get(f"{begin}-where") or None
        if not (f"{begin}-done" in form or where or any(map(str.strip, answers.values()))):
            continue
        shared = [f"{begin}-{name}" in form for name in ("partners", "teacher")]
        found.append(Sheet(exchange_id, membership_id, role, answers, where, *shared))
    return found
