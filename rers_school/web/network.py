"""The class's network, as a figure and as the same facts in a table."""

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.queries.class_page import class_tag
from rers_school.classroom.queries.network import network_of
from rers_school.i18n import choose_locale
from rers_school.web.kept import kept
from rers_school.web.page import show as show_page

blueprint = Blueprint("network", __name__)


@blueprint.get("/network")
@allow(*TEACHERS)
def show(db: Session, actor: Actor) -> Response:
    """Show who gives what to whom."""
    whole = "year" in request.args
    tag = f"{class_tag(db, actor.classroom_id)}-{clock.now().date()}-{choose_locale()}"
    key = ("network", actor.classroom_id, tag, whole)
    return show_page("network/page.html", body=kept(key, lambda: _body(db, actor, whole)))


def _body(db: Session, actor: Actor, whole: bool) -> Markup:
    found = network_of(db, actor, whole_year=whole)
    return Markup(render_template("network/_body.html", network=found, whole=whole))
