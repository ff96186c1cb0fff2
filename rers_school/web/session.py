"""Coming and going: a tab of its own, "I've finished", one's language, one's name."""

from uuid import UUID

from flask import (
    Blueprint,
    Response,
    current_app,
    g,
    make_response,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school import identity
from rers_school.access import MEMBERS, Refused, allow, public
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.services import naming, people
from rers_school.db import open_session, scope_to
from rers_school.i18n import supported
from rers_school.web.page import go, home, show

blueprint = Blueprint("session", __name__)


@blueprint.post("/finish")
@allow(*MEMBERS, even_unnamed=True)
def finish(db: Session, actor: Actor) -> Response:
    """End the session on this computer."""
    identity.finish(db, g.present.launch, "finished")
    response = go(url_for("session.goodbye", classroom_id=actor.classroom_id))
    identity.forget_cookie(response, actor.classroom_id)
    return response


@blueprint.get("/goodbye")
@public
def goodbye(classroom_id: UUID) -> Response:
    """Say goodbye; nothing of the person is left on the screen."""
    return make_response(render_template("session/goodbye.html"))


@blueprint.get("/gone-on")
@public
def gone_on(classroom_id: UUID) -> Response:
    """Say that the course opens another class now: this screen belongs to none any more."""
    return make_response(gone_on_page())


def gone_on_page() -> str:
    """Return the page of `gone_on`; it needs no class, which may have gone with this request."""
    return render_template("session/gone_on.html")


@blueprint.post("/own-tab")
@allow(*MEMBERS, even_unnamed=True)
def own_tab(db: Session, actor: Actor) -> Response:
    """Open the same session in a tab of its own, through a one-time link."""
    code = identity.arrival_code(db, g.present.launch)
    return go(url_for("session.tab", classroom_id=actor.classroom_id, code=code))


@blueprint.get("/tab/<code>")
@public
def tab(classroom_id: UUID, code: str) -> Response:
    """Exchange a one-time code for a session in this tab."""
    db = g.db = open_session(current_app.extensions["rers"].engine, writes=True)
    scope_to(db, classroom_id)
    opened = identity.redeem(db, classroom_id, code)
    db.commit()
    if opened is None:
        raise Refused("no_session", 401)
    opens_on = request.args.get("open")
    response = go(url_for("today.first", classroom_id=classroom_id, open=opens_on))
    identity.set_cookie(response, classroom_id, opened[1])
    return response


@blueprint.post("/language")
@allow(*MEMBERS, even_unnamed=True)
def language(db: Session, actor: Actor) -> Response:
    """Remember in which language somebody wants the pages."""
    chosen = supported(request.form.get("language"))
    if chosen:
        people.choose_language(db, actor, chosen)
    return go(_same_class(actor, request.form.get("back", "")))


@blueprint.get("/name")
@allow(*MEMBERS, even_unnamed=True)
def name(db: Session, actor: Actor) -> Response:
    """Ask somebody whose LMS shares no name how the class calls them."""
    if actor.named:
        return go(home(actor))
    return show("session/name.html", words="", error=None)


@blueprint.post("/name")
@allow(*MEMBERS, even_unnamed=True)
def choose_name(db: Session, actor: Actor) -> Response:
    """Take the name that somebody chose for the class."""
    words = request.form.get("name", "")
    try:
        naming.choose_name(db, actor, words)
    except DomainError as error:
        if error.code == "name_known":
            return go(home(actor))
        db.rollback()
        sentence = (
            _("Write your first name.")
            if error.code == "empty"
            else _("This is too long: %(most)s characters at most.", **error.details)
        )
        return show("session/name.html", words=words, error=sentence, status=422)
    return go(home(actor))


def _same_class(actor: Actor, back: str) -> str:
    """Return ``back`` if it is a path of the actor's class, else their first page."""
    inside = back.startswith(f"/c/{actor.classroom_id}/") and "//" not in back[1:]
    return back if inside else home(actor)
