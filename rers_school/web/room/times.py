"""A time and a place are chosen among those that the teacher has opened."""

from uuid import UUID

from flask import Response, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, Stale
from rers_school.classroom.queries.classroom import classroom_of
from rers_school.classroom.queries.room import room_of
from rers_school.classroom.queries.slots import SlotChoices, choices_of
from rers_school.classroom.rules.slots import TIME_LINES
from rers_school.classroom.services import meeting_times
from rers_school.classroom.services.rooms import enter
from rers_school.i18n import use_locale
from rers_school.web.fields import id_of
from rers_school.web.flash import flash
from rers_school.web.page import show
from rers_school.web.room.page import back_to, blueprint
from rers_school.web.room.words import at_what_time, sentence, which_days


@blueprint.get("/exchanges/<uuid:exchange_id>/times")
@allow(*MEMBERS, visitors=True)
def times(db: Session, actor: Actor, exchange_id: UUID) -> Response:
    """Show every open time and place, and why some cannot be chosen."""
    return _page(db, actor, exchange_id)


@blueprint.post("/exchanges/<uuid:exchange_id>/times")
@allow(*MEMBERS, visitors=True)
def choose(db: Session, actor: Actor, exchange_id: UUID) -> Response:
    """Propose a time and a place."""
    form = request.form
    slot, _comma, place = form.get("choice", "").partition(",")
    seen = {line: form.get(f"number-{line}", 0, type=int) for line in TIME_LINES}
    try:
        slot_id, place_id = id_of(slot), id_of(place)
        choices = choices_of(db, enter(db, actor, exchange_id))
        words = _words(db, actor, choices, slot_id, place_id)
        if slot_id is None or place_id is None or words is None:
            raise DomainError("slot_gone")
        meeting_times.choose(db, actor, exchange_id, slot_id, place_id, words, seen)
    except Stale:
        db.rollback()
        problem = _("Somebody changed the time or the place meanwhile. Look, and choose again.")
        return _page(db, actor, exchange_id, status=409, problem=problem)
    except DomainError as error:
        if error.status != 422:
            raise
        db.rollback()
        return _page(db, actor, exchange_id, status=422, problem=sentence(error))
    flash(_("Your proposal is written. The others are asked whether they agree."))
    return back_to(actor, exchange_id, "line-days")


def _words(
    db: Session,
    actor: Actor,
    choices: list[SlotChoices],
    slot_id: UUID | None,
    place_id: UUID | None,
) -> dict[str, str] | None:
    """Return what the lines say of a choice, in the language of the class: others read it too."""
    for slot in choices:
        for place in slot.places:
            if (slot.slot_id, place.place_id) == (slot_id, place_id):
                with use_locale(classroom_of(db, actor.classroom_id).language):
                    return {
                        "days": which_days(slot.when),
                        "hours": at_what_time(slot.when),
                        "place": place.place,
                    }
    return None


def _page(
    db: Session, actor: Actor, exchange_id: UUID, *, status: int = 200, problem: str = ""
) -> Response:
    room = room_of(db, actor, exchange_id)
    if not room.writable or not room.times.open:
        return back_to(actor, exchange_id)
    return show(
        "room/times.html",
        status=status,
        room=room,
        choices=choices_of(db, enter(db, actor, exchange_id)),
        problem=problem,
        lines=TIME_LINES,
        which_days=which_days,
        at_what_time=at_what_time,
    )
