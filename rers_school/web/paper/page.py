"""The page that lists every sheet, with one sentence on when it is used."""

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.queries.workshops import workshops
from rers_school.web.page import show as show_page

blueprint = Blueprint("paper", __name__)


@blueprint.get("/paper")
@allow(*TEACHERS)
def show(db: Session, actor: Actor) -> Response:
    """List the sheets and the two pages on which paper is entered."""
    taking_names = any(one.takes_names for one in workshops(db, actor))
    return show_page("paper/page.html", workshops=taking_names)
