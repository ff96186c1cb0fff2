"""Together: where the network of the class stands, to look at in front of everybody."""

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.queries.together import together
from rers_school.web.page import show as show_page

blueprint = Blueprint("together", __name__)


@blueprint.get("/together")
@allow(*MEMBERS)
def show(db: Session, actor: Actor) -> Response:
    """Show what was learned, what goes on and which demands wait, by savoir and without names."""
    return show_page("together/page.html", network=together(db))
