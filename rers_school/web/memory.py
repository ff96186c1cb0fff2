"""The class's memory: of this year and of the years before; the teacher keeps it, line by line."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.queries.classroom import classroom_of
from rers_school.classroom.queries.memory import memories
from rers_school.classroom.rules.memory import SECTIONS
from rers_school.classroom.rules.school_year import shown_year
from rers_school.classroom.services import memory
from rers_school.web.flash import flash
from rers_school.web.page import go
from rers_school.web.page import show as show_page
from rers_school.web.room.words import day

blueprint = Blueprint("memory", __name__)


@blueprint.get("/memory")
@allow(*MEMBERS)
def show(db: Session, actor: Actor) -> Response:
    """Show what the class remembers, without anybody's name."""
    return _page(db, actor, "memory/page.html")


@blueprint.get("/memory/keep")
@allow(*TEACHERS)
def choose(db: Session, actor: Actor) -> Response:
    """Show every line before it is kept, to strike what should not stay."""
    return _page(db, actor, "memory/keep.html")


@blueprint.post("/memory/keep")
@allow(*TEACHERS)
def keep(db: Session, actor: Actor) -> Response:
    """Keep the lines that are ticked."""
    chosen = set(request.form.getlist("line"))
    try:
        memory.keep(db, actor, chosen, _somebody(db, actor))
    except DomainError as error:
        if error.code != "nothing_chosen":
            raise
        db.rollback()
        return _page(db, actor, "memory/keep.html", status=422, nothing=True)
    flash(_("The memory of the class is kept."))
    return go(url_for("memory.show", classroom_id=actor.classroom_id))


def _page(db: Session, actor: Actor, template: str, *, status: int = 200, **more: Any) -> Response:
    found = memories(db, actor, _somebody(db, actor))
    return show_page(
        template,
        status=status,
        found=found,
        sections=SECTIONS,
        year=shown_year,
        day=day,
        **more,
    )


def _somebody(db: Session, actor: Actor) -> str:
    """Return what stands in a line where a name stood, in the language of the class."""
    with force_locale(classroom_of(db, actor.classroom_id).language):
        words: str = _("someone")
        return words
