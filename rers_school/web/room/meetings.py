"""Meetings, and how an exchange goes on: a pause, an end, a new beginning."""

from uuid import UUID

from flask import Response, abort, make_response, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.access import MEMBERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.queries.meeting_event import meeting_event
from rers_school.classroom.rules.calendar_file import Event, calendar_file
from rers_school.classroom.services import exchanges, meetings
from rers_school.web.fields import day_of, id_or_404
from rers_school.web.flash import flash
from rers_school.web.room.page import MEETING, back_to, blueprint, refused

_ACTS = {
    "look-back": exchanges.look_back,
    "pause": exchanges.pause,
    "go-on": exchanges.go_on,
    "stop": exchanges.stop,
    "reopen": exchanges.reopen,
}


@blueprint.post("/exchanges/<uuid:exchange_id>/meetings")
@allow(*MEMBERS, visitors=True)
def tell(db: Session, actor: Actor, exchange_id: UUID) -> Response:
    """Tell a meeting."""
    form = request.form
    texts = {name: form.get(name, "") for name in ("did", "worked", "next_time")}
    try:
        held_on = day_of(form.get("held_on"), field="held_on")
        next_on = day_of(form.get("next_on"), field="next_on")
        if held_on is None:
            raise DomainError("date", field="held_on")
        meetings.tell(
            db,
            actor,
            exchange_id,
            held_on=held_on,
            present=[id_or_404(raw) for raw in form.getlist("present")],
            next_on=next_on,
            **texts,
        )
    except DomainError as error:
        return refused(db, actor, exchange_id, MEETING, error)
    flash(_("Your meeting is told."))
    return back_to(actor, exchange_id, "meetings")


@blueprint.get("/exchanges/<uuid:exchange_id>/meetings/<uuid:meeting_id>.ics")
@allow(*MEMBERS, visitors=True)
def calendar(db: Session, actor: Actor, exchange_id: UUID, meeting_id: UUID) -> Response:
    """Give a meeting as a file for one's own calendar."""
    found = meeting_event(db, actor, exchange_id, meeting_id)
    names = ", ".join(one.shown_name for one in found.others)
    event = Event(
        uid=str(found.id),
        stamp=clock.now(),
        day=found.day,
        starts_at=found.starts_at,
        summary=_("%(savoir)s, with %(names)s", savoir=found.savoir, names=names),
        description=found.hours,
        place=found.place,
        sequence=found.moved,
        minutes=found.minutes,
    )
    answer = make_response(calendar_file(event))
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="meeting-{found.day}.ics"'
    return answer


@blueprint.post("/exchanges/<uuid:exchange_id>/act/<act>")
@allow(*MEMBERS, visitors=True)
def move(db: Session, actor: Actor, exchange_id: UUID, act: str) -> Response:
    """Look back, pause, go on, stop or take up again."""
    if act not in _ACTS:
        abort(404)
    try:
        _ACTS[act](db, actor, exchange_id)
    except DomainError as error:
        return refused(db, actor, exchange_id, "", error)
    return back_to(actor, exchange_id)


@blueprint.post("/exchanges/<uuid:exchange_id>/close")
@allow(*MEMBERS, visitors=True)
def close(db: Session, actor: Actor, exchange_id: UUID) -> Response:
    """End the exchange, in one of three ways."""
    try:
        exchanges.close(db, actor, exchange_id, request.form.get("outcome", ""))
    except DomainError as error:
        return refused(db, actor, exchange_id, "", error)
    return back_to(actor, exchange_id)
