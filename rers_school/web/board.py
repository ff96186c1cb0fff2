"""The wall on the projector, for the whole class."""

import hashlib
from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.queries.board import board, new_cards
from rers_school.classroom.queries.classroom import classroom_of
from rers_school.classroom.rules.team import WALL
from rers_school.i18n import choose_locale
from rers_school.web.page import show as show_page
from rers_school.web.page import tagged, unchanged

blueprint = Blueprint("board", __name__)


@blueprint.get("/wall/board")
@allow(*TEACHERS, and_team=WALL)
def show(db: Session, actor: Actor) -> Response:
    """Show a page of the wall in large type; it follows by itself."""
    page = request.args.get("page", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1
    tag = _tag(db, actor, number)
    return unchanged(tag) or tagged(_page(db, actor, number, tag=tag), tag)


def _page(db: Session, actor: Actor, number: int, **more: Any) -> Response:
    found = board(db, actor.classroom_id, number)
    return show_page("board/page.html", "live", board=found, **more)


def _tag(db: Session, actor: Actor, number: int) -> str:
    """Return what changes with the wall, and when a card is no longer new."""
    new = "".join(sorted(one.hex for one in new_cards(db, actor.classroom_id)))
    digest = hashlib.sha256(new.encode()).hexdigest()[:8]
    revision = classroom_of(db, actor.classroom_id).revision
    return f"{revision}-{digest}-{number}-{choose_locale()}"
