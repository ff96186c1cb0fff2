"""The class: the teacher's first page."""

from flask import Blueprint, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.queries.class_page import class_page, class_tag
from rers_school.i18n import choose_locale
from rers_school.web.page import is_fragment, tagged, unchanged
from rers_school.web.page import show as show_page

blueprint = Blueprint("classpage", __name__)


@blueprint.get("/class")
@allow(*TEACHERS)
def show(db: Session, actor: Actor) -> Response:
    """Show what waits, and behind the curtain who has no link yet."""
    return _page(db, actor)


@blueprint.get("/class/live")
@allow(*TEACHERS)
def live(db: Session, actor: Actor) -> Response:
    """Answer a poll: nothing new, or one of the two parts of the page anew."""
    return unchanged(_tag(db, actor)) or _page(db, actor)


def _page(db: Session, actor: Actor) -> Response:
    tag, found = _tag(db, actor), class_page(db, actor)
    if is_fragment() and request.args.get("part") == "behind":
        return tagged(show_page("classpage/_behind.html", page=found), tag)
    return tagged(show_page("classpage/page.html", "live", page=found, tag=tag), tag)


def _tag(db: Session, actor: Actor) -> str:
    return f"{class_tag(db, actor.classroom_id)}-{choose_locale()}"
