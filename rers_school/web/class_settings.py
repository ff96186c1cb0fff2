"""What the class has chosen: its name, its language, its clock, young readers, shared computers."""

from typing import Any

from flask import Blueprint, Response, g, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.queries.classroom import classroom_of
from rers_school.classroom.queries.network_rules import decisions_taken
from rers_school.classroom.queries.slots import has_slots
from rers_school.classroom.services import class_settings
from rers_school.web.flash import flash
from rers_school.web.page import go
from rers_school.web.page import show as show_page
from rers_school.web.room.words import day

blueprint = Blueprint("class_settings", __name__)

# What a class needs when its exchanges have begun.
_LATER = ("glance", "first_meeting_same_day", "middle_evaluation", "free_times")


@blueprint.get("/settings")
@allow(*TEACHERS)
def show(db: Session, actor: Actor) -> Response:
    """Show what the class has chosen."""
    return _page(db, actor)


@blueprint.post("/settings")
@allow(*TEACHERS)
def change(db: Session, actor: Actor) -> Response:
    """Keep what the teacher chooses."""
    asked = request.form
    minutes = asked.get("idle_minutes", "")
    try:
        class_settings.change(
            db,
            actor,
            name=asked.get("name", ""),
            language=asked.get("language", ""),
            time_zone=asked.get("time_zone", ""),
            young_readers="young_readers" in asked,
            glance="glance" in asked,
            middle_evaluation="middle_evaluation" in asked,
            first_meeting_same_day="first_meeting_same_day" in asked,
            idle_minutes=int(minutes) if minutes in {"0", "3", "5", "10", "20"} else -1,
        )
    except DomainError as error:
        sentences = {
            "empty": _("Write the name of the class."),
            "too_long": _("This is too long: %(most)s characters at most."),
            "unknown_choice": _("Choose one of the answers."),
        }
        if error.code not in sentences:
            raise
        db.rollback()
        problem = sentences[error.code] % error.details
        return _page(db, actor, status=422, problem=problem, typed=asked)
    flash(_("The settings are kept."))
    return go(url_for("class_settings.show", classroom_id=actor.classroom_id))


def _page(db: Session, actor: Actor, *, status: int = 200, **more: Any) -> Response:
    g.pop("classroom", None)
    return show_page(
        "class_settings/page.html",
        status=status,
        chosen=classroom_of(db, actor.classroom_id),
        zones=class_settings.time_zones(),
        idle_choices=class_settings.IDLE_MINUTES,
        decided=decisions_taken(db),
        times_chosen=has_slots(db, actor.classroom_id),
        later=_LATER,
        day=day,
        **more,
    )
