"""The teacher's page, and how every act on it comes back to it."""

from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request, url_for
from flask_babel import format_date, format_datetime
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound
from rers_school.classroom.queries.across.linked import linked_elsewhere
from rers_school.classroom.queries.classroom import classroom_of
from rers_school.classroom.queries.introducing import introductions_page
from rers_school.classroom.queries.links import today_in
from rers_school.classroom.queries.market import has_had_a_market
from rers_school.classroom.services.better import Better
from rers_school.classroom.services.not_for_now import REVIEW_AFTER
from rers_school.web.fields import id_or_404
from rers_school.web.introductions import words
from rers_school.web.page import class_here, go
from rers_school.web.page import show as show_page

blueprint = Blueprint("introductions", __name__)


@blueprint.get("/introductions")
@allow(*TEACHERS)
def show(db: Session, actor: Actor) -> Response:
    """Show the suggested circles, what is kept, and what was proposed."""
    return teacher_page(db, actor, looked="as_it_is" in request.args)


def teacher_page(
    db: Session,
    actor: Actor,
    status: int = 200,
    problem: str = "",
    *,
    looked: bool = False,
    better: Better | None = None,
    sealed: str = "",
) -> Response:
    """Return the teacher's page, with what went wrong if something did.

    ``looked``: a better plan was looked for (``better``, and ``sealed`` to show it), or is not
    wanted; for htmx that part alone is returned.
    """
    here = actor.classroom_id
    elsewhere = linked_elsewhere(db, here) if class_here().networks else frozenset()
    return show_page(
        "introductions/page.html",
        "better" if looked else None,
        status=status,
        looked=looked,
        better=better,
        sealed=sealed,
        page=introductions_page(db, actor, elsewhere=elsewhere),
        had_market=has_had_a_market(db, actor.classroom_id),
        problem=problem,
        review_on=today_in(db, actor.classroom_id) + REVIEW_AFTER,
        typed=request.form,
        words=words,
        day=lambda on: format_date(on, "long"),
        moment=lambda at: format_datetime(at, "EEEE d MMMM HH:mm"),
    )


def refused(db: Session, actor: Actor, error: DomainError) -> Response:
    """Return the page as it is now, saying what was not possible; nothing was changed.

    Other refusals (not this person's, not there) go on to their own pages.
    """
    if isinstance(error, NotFound | NotAllowed):
        raise error
    db.rollback()
    return teacher_page(db, actor, error.status, words.sentence(error))


def back(actor: Actor, anchor: str | None = None) -> Response:
    """Return the way back to the page after an act."""
    url = url_for("introductions.show", classroom_id=actor.classroom_id, _anchor=anchor)
    return go(url)


def sent_ids(name: str) -> list[UUID] | None:
    """Return the ids that a form carries under ``name``, or nothing when it names none."""
    return [id_or_404(raw) for raw in request.form.getlist(name)] or None


def moment_of(db: Session, actor: Actor, raw: str) -> datetime:
    """Return the moment that a day and a time of the class's clock name.

    *Errors*: ``choose_time`` (422).
    """
    try:
        local = datetime.fromisoformat(raw)
    except ValueError:
        raise DomainError("choose_time") from None
    zone = ZoneInfo(classroom_of(db, actor.classroom_id).time_zone)
    return local.replace(tzinfo=zone).astimezone(UTC)
