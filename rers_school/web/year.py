"""The year's end, step by step: traces, memory, the new year, and when the data go."""

from flask import Blueprint, Response, current_app
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.queries.year_end import year_end
from rers_school.web.page import show as show_page

blueprint = Blueprint("year", __name__)


@blueprint.get("/year")
@allow(*TEACHERS)
def show(db: Session, actor: Actor) -> Response:
    """Show what is to be done at the year's end, in order."""
    grace = current_app.extensions["rers"].settings.purge_grace_days
    return show_page("year/page.html", found=year_end(db, actor, grace))
