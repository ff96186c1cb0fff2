"""The class's network, as a figure and as the same facts in a table."""

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.queries.network import network_of
from rers_school.web.page import show as show_page

blueprint = Blueprint("network", __name__)


@blueprint.get("/network")
@allow(*TEACHERS)
def show(db: Session, actor: Actor) -> Response:
    """Show who gives what to whom."""
    return show_page("network/page.html", network=network_of(db, actor))
