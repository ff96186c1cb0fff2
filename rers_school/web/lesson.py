"""This session: who is here, who meets whom, what everybody else does; projected and printed."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.queries.guide import guide_of
from rers_school.classroom.queries.lesson import Lesson, lesson_of, lesson_tag
from rers_school.classroom.services.attendance import Followed, say_who_is_away
from rers_school.i18n import choose_locale
from rers_school.web.fields import id_of
from rers_school.web.flash import flash
from rers_school.web.guide.page import LESSONS
from rers_school.web.kept import kept
from rers_school.web.page import go, tagged, unchanged
from rers_school.web.page import show as show_page
from rers_school.web.room.words import day

blueprint = Blueprint("lesson", __name__)


@blueprint.get("/class/today")
@allow(*TEACHERS)
def show(db: Session, actor: Actor) -> Response:
    """Show the session of today."""
    return _page(db, actor)


@blueprint.get("/class/today/live")
@allow(*TEACHERS)
def live(db: Session, actor: Actor) -> Response:
    """Answer a poll: nothing new, or the session anew."""
    return unchanged(_tag(db, actor)) or _page(db, actor)


@blueprint.get("/class/today/board")
@allow(*TEACHERS)
def board(db: Session, actor: Actor) -> Response:
    """Show who meets whom in large type, for the whole class; it follows by itself."""
    tag = _tag(db, actor)
    return unchanged(tag) or tagged(
        show_page("lesson/board.html", "live", lesson=_lesson(db, actor), tag=tag), tag
    )


@blueprint.get("/class/today/print")
@allow(*TEACHERS)
def sheet(db: Session, actor: Actor) -> Response:
    """Show the session as it is printed."""
    return show_page("lesson/sheet.html", lesson=_lesson(db, actor), day=day)


@blueprint.post("/class/today/away")
@allow(*TEACHERS)
def away(db: Session, actor: Actor) -> Response:
    """Keep who is absent; today's market is laid out again by itself."""
    ticked = [id for raw in request.form.getlist("away") if (id := id_of(raw))]
    raw = request.form.get("seen", "")
    seen = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 9 else -1
    try:
        followed = say_who_is_away(db, actor, ticked, seen)
    except DomainError as error:
        if error.code != "day_changed":
            raise
        db.rollback()
        problem = _("Somebody ticked who is absent meanwhile. This is the list as it is now.")
        return _page(db, actor, status=409, problem=problem)
    flash(_said(followed))
    return go(url_for("lesson.show", classroom_id=actor.classroom_id))


def _said(followed: Followed) -> str:
    words: dict[Followed, str] = {
        Followed.LAID_OUT: _("The list is kept, and the rounds are laid out again."),
        Followed.NOBODY_FITS: _("The list is kept. The cards of those who are here do not meet."),
    }
    kept: str = _("The list is kept.")
    return words.get(followed, kept)


def _page(
    db: Session, actor: Actor, *, status: int = 200, problem: str = "", **more: Any
) -> Response:
    tag = _tag(db, actor)
    guide = guide_of(db, actor.classroom_id)
    page = show_page(
        "lesson/page.html",
        "live",
        status=status,
        lesson=_lesson(db, actor),
        guide=guide,
        told=LESSONS[str(guide.session)] if guide.shown else None,
        day=day,
        problem=problem,
        tag=tag,
        **more,
    )
    return tagged(page, tag)


def _lesson(db: Session, actor: Actor) -> Lesson:
    """Return the class's day, gathered once for the page, the projector and the printer."""
    mark = lesson_tag(db, actor.classroom_id)
    return kept(("lesson", actor.classroom_id, mark), lambda: lesson_of(db, actor.classroom_id))


def _tag(db: Session, actor: Actor) -> str:
    return f"{lesson_tag(db, actor.classroom_id)}-{choose_locale()}"
