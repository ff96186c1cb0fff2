"""The rules of the class's network: everybody reads them, the team writes what was decided."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, Stale
from rers_school.classroom.queries.network_rules import days_to_decide, rules_of
from rers_school.classroom.rules.gatherings import DECISION_MOST, prepares
from rers_school.classroom.rules.team import GATHERINGS
from rers_school.classroom.services import network_rules
from rers_school.web.fields import id_of, id_or_404
from rers_school.web.flash import flash
from rers_school.web.page import go
from rers_school.web.page import show as show_page
from rers_school.web.room.words import day

blueprint = Blueprint("network_rules", __name__)


@blueprint.get("/rules")
@allow(*MEMBERS)
def show(db: Session, actor: Actor) -> Response:
    """Show the rules that stand, each with the gathering that decided it."""
    return _page(db, actor)


@blueprint.post("/rules")
@allow(*TEACHERS, and_team=GATHERINGS)
def write(db: Session, actor: Actor) -> Response:
    """Keep a rule, a new wording of one, or that it does not stand any more."""
    line, seen = id_of(request.form.get("line")), request.form.get("number", "")
    words = "" if "drop" in request.form else request.form.get("words", "")
    number = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 6 else 0
    gathering = id_or_404(request.form.get("gathering"))
    try:
        if line is not None and not words.strip() and "drop" not in request.form:
            raise DomainError("empty")
        network_rules.write(db, actor, words, gathering, line, number)
    except DomainError as error:
        sentences = {
            "empty": _("Write the rule."),
            "too_long": _("This is too long: %(most)s characters at most.", most=DECISION_MOST),
            "stale": _("Somebody changed this rule meanwhile. Look at it, then send yours again."),
        }
        if error.code not in sentences:
            raise
        db.rollback()
        typed = {"line": line, "words": words, "error": sentences[error.code]}
        return _page(db, actor, status=409 if isinstance(error, Stale) else 422, typed=typed)
    flash(_("The rules of our network are up to date."))
    return go(url_for("network_rules.show", classroom_id=actor.classroom_id))


def _page(db: Session, actor: Actor, *, status: int = 200, **more: Any) -> Response:
    return show_page(
        "network_rules/page.html",
        status=status,
        rules=rules_of(db),
        days=days_to_decide(db),
        team=prepares(actor),
        most=DECISION_MOST,
        day=day,
        **more,
    )


@blueprint.post("/settings/decided/<uuid:decision_id>")
@allow(*TEACHERS)
def about_setting(db: Session, actor: Actor, decision_id: UUID) -> Response:
    """Say which setting a decision of the class is about."""
    network_rules.about_setting(db, actor, decision_id, request.form.get("setting", ""))
    flash(_("The decision stands beside its setting."))
    return go(url_for("class_settings.show", classroom_id=actor.classroom_id))
