"""Steps ticked, another session chosen, the guide put away."""

from flask import Response, request, url_for
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.services import guide
from rers_school.web.guide.page import LESSONS, blueprint
from rers_school.web.page import go


@blueprint.post("/guide/tick")
@allow(*TEACHERS)
def tick(db: Session, actor: Actor) -> Response:
    """Tick a step as done, or take the tick away."""
    guide.tick(db, actor, request.form.get("step", ""), done="undo" not in request.form)
    return _back(actor)


@blueprint.post("/guide/choose")
@allow(*TEACHERS)
def choose(db: Session, actor: Actor) -> Response:
    """Show another session on the page of the day."""
    asked = request.form.get("session", "")
    guide.choose(db, actor, int(asked) if asked in LESSONS else 0)
    return go(url_for("lesson.show", classroom_id=actor.classroom_id))


@blueprint.post("/guide/away")
@allow(*TEACHERS)
def put_away(db: Session, actor: Actor) -> Response:
    """Put the guide away for good, or show it again."""
    guide.put_away(db, actor, away="again" not in request.form)
    return _back(actor)


def _back(actor: Actor) -> Response:
    """Return to the page on which the teacher pressed."""
    session = request.form.get("session", "")
    if session in LESSONS:
        return go(url_for("guide.show", classroom_id=actor.classroom_id, number=session))
    return go(url_for("lesson.show", classroom_id=actor.classroom_id))
