"""The market day: the teacher's plan, the projector, a pupil's own rounds, one question."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.queries.links import today_in
from rers_school.classroom.queries.market import market_of, market_revision, mine
from rers_school.classroom.rules.market_day import minutes_of, places_of
from rers_school.classroom.rules.team import MARKET, may
from rers_school.classroom.services import market
from rers_school.i18n import choose_locale
from rers_school.web.fields import day_of, id_of
from rers_school.web.flash import flash
from rers_school.web.page import go, tagged, unchanged
from rers_school.web.page import show as show_page
from rers_school.web.room.words import day as said_day

blueprint = Blueprint("market", __name__)


@blueprint.get("/market")
@allow(*MEMBERS)
def show(db: Session, actor: Actor) -> Response:
    """Show the teacher's plan; to everybody else, their own rounds."""
    return _teacher_page(db, actor) if actor.is_teacher else _own_page(db, actor)


@blueprint.get("/market/live")
@allow(*MEMBERS)
def live(db: Session, actor: Actor) -> Response:
    """Answer a poll of somebody's own rounds."""
    return unchanged(_tag(db, actor)) or _own_page(db, actor)


@blueprint.get("/market/board")
@allow(*TEACHERS, and_team=MARKET)
def board(db: Session, actor: Actor) -> Response:
    """Show the present round in large type, for the whole class; it follows by itself."""
    tag = _tag(db, actor)
    page = show_page("market/board.html", "live", market=market_of(db, actor.classroom_id), tag=tag)
    return unchanged(tag) or tagged(page, tag)


@blueprint.get("/market/print")
@allow(*TEACHERS)
def sheet(db: Session, actor: Actor) -> Response:
    """Show all the rounds as they are printed, also on the evening before."""
    return show_page("market/sheet.html", market=market_of(db, actor.classroom_id), day=said_day)


@blueprint.post("/market")
@allow(*TEACHERS)
def announce(db: Session, actor: Actor) -> Response:
    """Announce a market day, or change its day, its length and its places."""
    asked = request.form
    try:
        market.announce(
            db,
            actor,
            day=day_of(asked.get("day")) or today_in(db, actor.classroom_id),
            minutes=minutes_of(asked.get("minutes", "")),
            places=places_of(asked.get("places", "")),
        )
    except DomainError as error:
        return _refused(db, actor, error)
    return _back(actor)


@blueprint.post("/market/rounds")
@allow(*TEACHERS)
def lay_out(db: Session, actor: Actor) -> Response:
    """Lay the rounds out for those who are there, at first or again."""
    away = [id for raw in request.form.getlist("away") if (id := id_of(raw))]
    try:
        market.lay_out(db, actor, away, _seen())
    except DomainError as error:
        return _refused(db, actor, error)
    flash(_("The rounds are laid out."))
    return _back(actor, _from())


@blueprint.post("/market/next")
@allow(*TEACHERS, and_team=MARKET)
def go_on(db: Session, actor: Actor) -> Response:
    """Begin the next round, or end the market after the last one."""
    try:
        market.go_on(db, actor, _seen())
    except DomainError as error:
        if not actor.is_teacher and error.code in ("market_changed", "no_rounds"):
            flash(_("Somebody changed the market day meanwhile. This is how it is now."))
            return _back(actor, "market.board")
        return _refused(db, actor, error)
    return _back(actor, _from())


@blueprint.post("/market/off")
@allow(*TEACHERS)
def call_off(db: Session, actor: Actor) -> Response:
    """End the market day now."""
    try:
        market.call_off(db, actor, _seen())
    except DomainError as error:
        return _refused(db, actor, error)
    return _back(actor)


@blueprint.post("/market/today")
@allow(*MEMBERS)
def say(db: Session, actor: Actor) -> Response:
    """Say for oneself whether one takes part today."""
    try:
        market.say(db, actor, not_today=request.form.get("today") == "no")
    except DomainError as error:
        if error.code != "market_begun":
            raise
        flash(_("The market has begun: tell your teacher."))
    return _back(actor)


@blueprint.post("/market/<uuid:market_day_id>/question")
@allow(*MEMBERS)
def question(db: Session, actor: Actor, market_day_id: UUID) -> Response:
    """Keep one's own answer to the one question."""
    words = request.form.get("words", "")
    try:
        market.answer_question(db, actor, market_day_id, words, shared="shared" in request.form)
    except DomainError as error:
        if error.code != "too_long":
            raise
        db.rollback()
        problem = _("This is too long: %(most)s characters at most.", **error.details)
        return _own_page(db, actor, status=422, problem=problem, typed=words)
    flash(_("Your words are kept."))
    return _back(actor)


def _teacher_page(
    db: Session, actor: Actor, *, status: int = 200, problem: str = "", **more: Any
) -> Response:
    return show_page(
        "market/page.html",
        status=status,
        market=market_of(db, actor.classroom_id),
        today=today_in(db, actor.classroom_id),
        day=said_day,
        problem=problem,
        **more,
    )


def _own_page(db: Session, actor: Actor, *, status: int = 200, **more: Any) -> Response:
    found = market_of(db, actor.classroom_id)
    own = mine(db, actor, found) if found else None
    tag = _tag(db, actor)
    page = show_page(
        "market/mine.html", "live", status=status, market=found, own=own, day=said_day, tag=tag,
        leads=may(actor, MARKET), **more,
    )  # fmt: skip
    return tagged(page, tag)


def _refused(db: Session, actor: Actor, error: DomainError) -> Response:
    """Return the teacher's page with what went wrong, and what was typed."""
    sentences = {
        "minutes_odd": _("Between %(least)s and %(most)s minutes for a round."),
        "too_long": _("This is too long: %(most)s characters at most."),
        "too_many_places": _("At most %(most)s places."),
        "place_twice": _("“%(name)s” is there twice."),
        "place_without_room": _("How many exchanges fit at “%(name)s”?"),
        "date": _("Choose a day."),
        "too_far": _("This day is too far away. Look at the year."),
        "nobody_fits": _("No card on the wall faces another one yet: nobody could meet."),
        "market_changed": _("Somebody changed the market day meanwhile. This is how it is now."),
        "no_rounds": _("Lay the rounds out first."),
    }
    if error.code not in sentences:
        raise error
    db.rollback()
    problem = sentences[error.code] % error.details
    return _teacher_page(db, actor, status=error.status, problem=problem, typed=request.form)


def _seen() -> int:
    raw = request.form.get("seen", "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 9 else -1


def _from() -> str:
    """Return the page on which the teacher pressed."""
    pages = {"board": "market.board", "session": "lesson.show"}
    return next((pages[name] for name in pages if name in request.form), "market.show")


def _back(actor: Actor, where: str = "market.show") -> Response:
    return go(url_for(where, classroom_id=actor.classroom_id))


def _tag(db: Session, actor: Actor) -> str:
    return f"{market_revision(db, actor.classroom_id)}-{choose_locale()}"
