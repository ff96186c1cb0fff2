"""The wall: everybody's cards, live."""

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.queries.classroom import classroom_of
from rers_school.classroom.queries.wall import Wall, wall
from rers_school.i18n import choose_locale
from rers_school.web.page import show as show_page
from rers_school.web.page import tagged, unchanged

blueprint = Blueprint("wall", __name__)


@blueprint.get("/wall")
@allow(*MEMBERS)
def show(db: Session, actor: Actor) -> Response:
    """Show the wall."""
    return _page(db, actor)


@blueprint.get("/wall/live")
@allow(*MEMBERS)
def live(db: Session, actor: Actor) -> Response:
    """Answer a poll: nothing new, or the rows anew."""
    return unchanged(_tag(db, actor)) or _page(db, actor)


def _page(db: Session, actor: Actor) -> Response:
    search = request.args.get("search", "").strip()[:100]
    waiting = "waiting" in request.args
    tag = _tag(db, actor)
    rows: Wall = wall(db, search=search, waiting=waiting, reader=actor.membership_id)
    page = show_page("wall/page.html", "live", wall=rows, search=search, waiting=waiting, tag=tag)
    return tagged(page, tag)


def _tag(db: Session, actor: Actor) -> str:
    return f"{classroom_of(db, actor.classroom_id).revision}-{choose_locale()}"
