"""The teacher's page: when and where exchanges can meet."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.queries.links import today_in
from rers_school.classroom.queries.network_rules import decisions_taken
from rers_school.classroom.queries.slots import slots_page, words_are_free
from rers_school.classroom.rules.slots import When, holds_of, when_of
from rers_school.classroom.services import slots
from rers_school.web.fields import day_of, id_of
from rers_school.web.flash import flash
from rers_school.web.page import go
from rers_school.web.page import show as show_page
from rers_school.web.room.words import at_what_time, day, weekdays, which_days

blueprint = Blueprint("slots", __name__)


@blueprint.get("/slots")
@allow(*TEACHERS)
def show(db: Session, actor: Actor) -> Response:
    """Show the slots and places, and who has chosen them."""
    return _page(db, actor)


@blueprint.post("/slots")
@allow(*TEACHERS)
def open_slot(db: Session, actor: Actor) -> Response:
    """Open a slot."""
    return _done(db, actor, "slot", lambda: slots.open_slot(db, actor, _when()))


@blueprint.post("/slots/<uuid:slot_id>")
@allow(*TEACHERS)
def change_slot(db: Session, actor: Actor, slot_id: UUID) -> Response:
    """Change a slot, or take it away."""
    if "away" in request.form:
        return _done(
            db, actor, str(slot_id), lambda: slots.remove_slot(db, actor, slot_id, _told())
        )
    return _done(
        db, actor, str(slot_id), lambda: slots.change_slot(db, actor, slot_id, _when(), _told())
    )


@blueprint.post("/slots/places")
@allow(*TEACHERS)
def open_place(db: Session, actor: Actor) -> Response:
    """Open a place."""
    name = request.form.get("name", "")
    return _done(db, actor, "place", lambda: slots.open_place(db, actor, name, _holds()))


@blueprint.post("/slots/places/<uuid:place_id>")
@allow(*TEACHERS)
def change_place(db: Session, actor: Actor, place_id: UUID) -> Response:
    """Change a place, or take it away."""
    if "away" in request.form:
        return _done(
            db, actor, str(place_id), lambda: slots.remove_place(db, actor, place_id, _told())
        )
    name = request.form.get("name", "")
    return _done(
        db,
        actor,
        str(place_id),
        lambda: slots.change_place(db, actor, place_id, name, _holds(), _told()),
    )


@blueprint.post("/slots/free")
@allow(*TEACHERS)
def let_word_freely(db: Session, actor: Actor) -> Response:
    """Say whether pupils may also propose other times and places."""
    return _done(
        db, actor, "free", lambda: slots.let_word_freely(db, actor, "free" in request.form)
    )


def _when() -> When:
    form = request.form
    return when_of(
        form.get("day", ""),
        day_of(form.get("on_day"), "slot_day"),
        form.get("starts_at", ""),
        form.get("minutes", ""),
    )


def _holds() -> int:
    return holds_of(request.form.get("holds", ""))


def _told() -> list[UUID]:
    """Return the exchanges that the page named as concerned."""
    return [id for raw in request.form.getlist("told") if (id := id_of(raw))]


def _done(db: Session, actor: Actor, form: str, act: Callable[[], object]) -> Response:
    """Do it and return to the page; or show what went wrong at ``form``, with what was typed."""
    try:
        act()
    except DomainError as error:
        sentences = {
            "slot_day": _("Choose a day."),
            "slot_time": _("Choose a time."),
            "slot_minutes": _("Between %(least)s and %(most)s minutes, on one day."),
            "slot_there": _("This slot is open already."),
            "slot_past": _("Choose a day that is still to come."),
            "too_far": _("This day is too far away. Look at the year."),
            "too_many_slots": _("At most %(most)s slots."),
            "too_many_places": _("At most %(most)s places."),
            "place_there": _("“%(name)s” is there twice."),
            "place_holds": _("Between %(least)s and %(most)s exchanges at once."),
            "empty": _("Write the name of the place."),
            "too_long": _("This is too long: %(most)s characters at most."),
            "slot_in_use": _(
                "Others have chosen this meanwhile. Nothing was changed; look who is concerned now."
            ),
        }
        if error.code not in sentences:
            raise
        db.rollback()
        problem = sentences[error.code] % error.details
        return _page(
            db, actor, status=error.status, problem=problem, wrong=form, typed=request.form
        )
    flash(_("It is kept."))
    return go(url_for("slots.show", classroom_id=actor.classroom_id))


def _page(db: Session, actor: Actor, *, status: int = 200, **more: Any) -> Response:
    opened, places = slots_page(db)
    return show_page(
        "slots/page.html",
        status=status,
        slots=opened,
        places=places,
        free=words_are_free(db, actor.classroom_id),
        decided=decisions_taken(db),
        day=day,
        today=today_in(db, actor.classroom_id),
        weekdays=weekdays(),
        which_days=which_days,
        at_what_time=at_what_time,
        **{"wrong": "", "typed": {}, "problem": "", **more},
    )
