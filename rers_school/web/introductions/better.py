"""A better plan: looked for while the teacher reads the first one, offered, shown if they wish."""

from typing import Any

from flask import Response, current_app, request
from flask_babel import gettext as _
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, Stale
from rers_school.classroom.services import better
from rers_school.web.flash import flash
from rers_school.web.introductions.page import back, blueprint, refused, teacher_page


@blueprint.get("/introductions/better")
@allow(*TEACHERS)
def look(db: Session, actor: Actor) -> Response:
    """Look for a better plan than the one seen, and say what came of it."""
    asked = better.question(db, actor.classroom_id, request.args.get("seen", ""))
    # Looking takes up to a second: no transaction stays open meanwhile.
    db.rollback()
    found = asked.answer() if asked else None
    sealed = ""
    if asked and found and found.plan:
        sealed = _seal(actor).dumps([found.plan, asked.seen, found.cards])
    return teacher_page(db, actor, looked=True, better=found, sealed=sealed)


@blueprint.post("/introductions/better")
@allow(*TEACHERS)
def show_it(db: Session, actor: Actor) -> Response:
    """Put the better plan in the place of the one seen."""
    try:
        plan, seen, cards = _opened(actor, request.form.get("better", ""))
        better.accept(db, actor, plan, seen=seen, cards=cards)
    except DomainError as error:
        return refused(db, actor, error)
    flash(_("Here is the other plan. Nothing has been proposed yet."))
    return back(actor, "circles")


# The plan travels in the form, signed: computing it again would make others wait for the lock.
def _seal(actor: Actor) -> URLSafeSerializer:
    secret = current_app.extensions["rers"].settings.secret_key
    return URLSafeSerializer(secret, salt=f"better plan {actor.classroom_id}")


def _opened(actor: Actor, sealed: str) -> tuple[dict[str, Any], str, str]:
    try:
        plan, seen, cards = _seal(actor).loads(sealed)
    except (BadData, ValueError):
        raise Stale("plan_changed") from None
    return plan, seen, cards
