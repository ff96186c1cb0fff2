"""The guide's pages, and what This session shows of it."""

from typing import Any

from flask import Blueprint, Response, abort
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.queries.guide import guide_of
from rers_school.classroom.rules.guide import OVER
from rers_school.web.guide.first import FIRST
from rers_school.web.guide.fourth import FOURTH
from rers_school.web.guide.second import SECOND
from rers_school.web.guide.step import Lesson
from rers_school.web.guide.third import THIRD
from rers_school.web.page import show as show_page

LESSONS: dict[str, Lesson] = {str(one.number): one for one in (FIRST, SECOND, THIRD, FOURTH)}

blueprint = Blueprint("guide", __name__)


@blueprint.get("/guide")
@allow(*TEACHERS)
def now(db: Session, actor: Actor) -> Response:
    """Show the session that is next."""
    session = guide_of(db, actor.classroom_id).session
    return _page(db, actor, LESSONS["1" if session == OVER else str(session)])


@blueprint.get("/guide/print")
@allow(*TEACHERS)
def sheets(db: Session, actor: Actor) -> Response:
    """Show the four sessions as they are printed, one a page."""
    return show_page("guide/sheets.html", lessons=LESSONS.values())


@blueprint.get("/guide/<number>")
@allow(*TEACHERS)
def show(db: Session, actor: Actor, number: str) -> Response:
    """Show one session."""
    if number not in LESSONS:
        abort(404)
    return _page(db, actor, LESSONS[number])


def _page(db: Session, actor: Actor, lesson: Lesson, **more: Any) -> Response:
    return show_page(
        "guide/page.html",
        guide=guide_of(db, actor.classroom_id),
        told=lesson,
        lessons=LESSONS.values(),
        **more,
    )
