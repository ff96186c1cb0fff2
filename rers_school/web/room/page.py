"""The room as a page, and its answer to whoever looks whether something has changed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.queries.people import people_here
from rers_school.classroom.queries.room import revision_of, room_of
from rers_school.classroom.queries.room_views import RoomView
from rers_school.classroom.rules.agreement import LINES, WAY, WORDS_MOST
from rers_school.classroom.services import drafts
from rers_school.i18n import choose_locale
from rers_school.web.page import go, tagged, unchanged
from rers_school.web.page import show as show_page
from rers_school.web.room.words import ago, day, sentence, today

blueprint = Blueprint("room", __name__)

MEETING, REVIEW = "meeting", "review"


@blueprint.get("/exchanges/<uuid:exchange_id>")
@allow(*MEMBERS, visitors=True)
def show(db: Session, actor: Actor, exchange_id: UUID) -> Response:
    """Show the room; ``edit`` opens the form of one line, of a meeting or of the review."""
    return room_page(db, actor, exchange_id, edit=request.args.get("edit"))


@blueprint.get("/exchanges/<uuid:exchange_id>/live")
@allow(*MEMBERS, visitors=True)
def live(db: Session, actor: Actor, exchange_id: UUID) -> Response:
    """Answer a poll: nothing new, or the room anew around the form that is open."""
    edit, seen = request.args.get("edit"), request.args.get("seen", type=int)
    revision = revision_of(db, actor, exchange_id)
    return unchanged(_tag(revision, edit, seen)) or room_page(
        db, actor, exchange_id, edit=edit, seen=seen
    )


def room_page(
    db: Session,
    actor: Actor,
    exchange_id: UUID,
    *,
    edit: str | None = None,
    seen: int | None = None,
    typed: Mapping[str, str] | None = None,
    error: DomainError | None = None,
    status: int = 200,
    **more: Any,
) -> Response:
    """Return the room.

    ``typed`` is what was just sent and could not be kept; otherwise an open form begins with its
    draft. ``seen`` is the version on which the open form stands, when it is not the newest.
    """
    room = room_of(db, actor, exchange_id)
    if edit == WAY and not room.across:
        edit = None
    form = _form_name(room.id, edit)
    kept = drafts.kept(db, actor, form) if form and typed is None else None
    current = _version(room, edit)
    written_on = seen if seen is not None else _number((typed or kept or {}).get("number"))
    seen = current if seen is None else seen
    page = show_page(
        "room/page.html",
        "live",
        status,
        room=room,
        edit=edit if form else None,
        seen=seen,
        overtaken=written_on is not None and written_on != current,
        form_name=form,
        typed=typed or kept or {},
        kept=kept is not None,
        error=error.details.get("field", "words") if error else None,
        error_words=sentence(error) if error else "",
        words_most=WORDS_MOST,
        ago=ago,
        day=day,
        today=today(),
        anybody=people_here(db) if room.observing.may_ask else (),
        tag=_tag(room.revision, edit, seen),
        **more,
    )
    return tagged(page, _tag(room.revision, edit, seen))


def back_to(actor: Actor, exchange_id: UUID, anchor: str | None = None) -> Response:
    """Return the way back into the room after an act."""
    url = url_for(
        "room.show", classroom_id=actor.classroom_id, exchange_id=exchange_id, _anchor=anchor
    )
    return go(url)


def refused(
    db: Session, actor: Actor, exchange_id: UUID, edit: str, error: DomainError, **more: Any
) -> Response:
    """Return the room with the text that was sent, and why it could not be kept.

    *Errors*: those that are not about the text go on to their own page.
    """
    if error.status not in (409, 422):
        raise error
    db.rollback()
    typed = {
        name: ",".join(texts) for name, texts in request.form.lists() if not name.startswith("_")
    }
    return room_page(
        db,
        actor,
        exchange_id,
        edit=edit,
        typed=typed,
        error=error if error.status == 422 or error.code == "moved_meanwhile" else None,
        status=error.status,
        **more,
    )


def _tag(revision: int, edit: str | None, seen: int | None) -> str:
    return f"{revision}-{edit or ''}-{seen or 0}-{choose_locale()}"


def _form_name(exchange_id: UUID, edit: str | None) -> str | None:
    if edit in LINES:
        return drafts.line_form(exchange_id, edit)
    if edit == MEETING:
        return drafts.meeting_form(exchange_id)
    if edit == REVIEW:
        return drafts.review_form(exchange_id)
    return None


def _version(room: RoomView, edit: str | None) -> int:
    """Return the number of what the open form would replace."""
    if edit in LINES:
        return room.line(edit).number
    if edit == REVIEW and room.back.review is not None:
        return room.back.review.version
    return 0


def _number(raw: str | None) -> int | None:
    return int(raw) if raw and raw.isascii() and raw.isdigit() and len(raw) < 9 else None
