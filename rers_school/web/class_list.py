"""A class's list brought in through the browser: chosen, looked at, then done."""

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, Stale
from rers_school.classroom.rules.classlist import (
    BYTES_MOST,
    LINES_MOST,
    ClassList,
    Problem,
    read,
)
from rers_school.classroom.rules.classlist_file import decoded
from rers_school.classroom.services import class_import
from rers_school.web.flash import flash
from rers_school.web.page import go, show

blueprint = Blueprint("class_list", __name__)
_SPREADSHEETS = ("xlsx", "xls", "ods", "zip")


@blueprint.get("/people/import")
@allow(*TEACHERS)
def choose(db: Session, actor: Actor) -> Response:
    """Ask for the list, pasted or as a file."""
    return show("people/import.html", text="", error="")


@blueprint.post("/people/import")
@allow(*TEACHERS)
def preview(db: Session, actor: Actor) -> Response:
    """Show what the list would do; the page carries the list on, nothing is kept."""
    text = request.form.get("text", "")
    try:
        class_list, text = _sent(text)
    except DomainError as error:
        return show("people/import.html", status=422, text=text, error=_refusal(error))
    if not class_list.people:
        nobody = _("We found no name in this list. Write one pupil per line, first name first.")
        return show("people/import.html", status=422, text=text, error=nobody)
    plan = class_import.plan(db, actor.classroom_id, class_list)
    return _plan_page(plan, text)


@blueprint.post("/people/import/confirm")
@allow(*TEACHERS)
def confirm(db: Session, actor: Actor) -> Response:
    """Do what the preview showed, all of it or nothing."""
    text = request.form.get("text", "")
    try:
        done = class_import.apply(
            db,
            actor,
            actor.classroom_id,
            read(text),
            plan_fingerprint=request.form.get("fingerprint", ""),
        )
    except Stale as stale:
        db.rollback()
        return _plan_page(stale.details["plan"], text, status=409)
    except DomainError as error:
        db.rollback()
        return show("people/import.html", status=422, text=text, error=_refusal(error))
    people = ngettext("%(num)s person is entered", "%(num)s people are entered", done.people)
    cards = ngettext("%(num)s card is on the wall", "%(num)s cards are on the wall", done.cards)
    flash(f"{people}, {cards}.")
    return go(url_for("people.show", classroom_id=actor.classroom_id))


def _sent(text: str) -> tuple[ClassList, str]:
    """Return the list that was sent, and its text: the file's if there is one.

    *Errors*: ``not_a_class_list``, ``class_list_too_large`` (422).
    """
    file = request.files.get("file")
    data = file.read(BYTES_MOST + 1) if file else b""
    if not data:
        return read(text), text
    return read(data), decoded(data)[0]


def _plan_page(plan: class_import.ImportPlan, text: str, *, status: int = 200) -> Response:
    said = [(one.kind, one.number, _problem(one)) for one in plan.problems]
    return show(
        "people/preview.html",
        status=status,
        plan=plan,
        left_out=[(number, words) for kind, number, words in said if kind == "left_out"],
        notes=[(number, words) for kind, number, words in said if kind != "left_out"],
        text=text,
        changed=status == Stale.status,
    )


def _problem(problem: Problem) -> str:
    words = problem.detail
    sentences = {
        "no_name": _("There is no name: “%(words)s”", words=words),
        "no_given_name": _("There is no first name: “%(words)s”", words=words),
        "name_too_long": _("This name is too long: “%(words)s …”", words=words),
        "same_person_twice": _(
            "The same name as on line %(line)s. If they are two people, "
            "write more of their names in the list.",
            line=words,
        ),
        "not_a_card": _("“%(words)s” does not become a card.", words=words),
        "card_too_long": _("This card is too long: “%(words)s …”", words=words),
        "quotes_unclosed": _("A quotation mark is not closed: look at the lines from here on."),
        "above_headings": _("Above the names of the columns, not read: “%(words)s”", words=words),
        "column_ignored": _("This column is not read: “%(words)s”", words=words),
        "order_guessed": _("First name, then family name? We guessed: “%(words)s”", words=words),
    }
    return str(sentences.get(problem.code) or _("This line cannot be read."))


def _refusal(error: DomainError) -> str:
    words = _(
        "We cannot read this file: it is not a list of names. Save your list as CSV, "
        "or copy the names and paste them below."
    )
    if error.code == "class_list_too_large":
        words = _("This list is too long: %(most)s lines at most.", most=LINES_MOST)
    elif error.details.get("kind") in _SPREADSHEETS:
        words = _(
            "This file is a spreadsheet. In your spreadsheet program choose “Save as”, then CSV, "
            "and send that file; or copy the cells and paste them below."
        )
    return str(words)
