"""Workshops: opened, looked at, signed up for, begun."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotFound
from rers_school.classroom.queries.classroom import classroom_of
from rers_school.classroom.queries.wall import savoir_names
from rers_school.classroom.queries.workshop_openings import CardBehind, card_behind, who_may_give
from rers_school.classroom.queries.workshops import workshop_of, workshops
from rers_school.classroom.rules.workshops import (
    KINDS,
    LEAST,
    MOST,
    places_of,
    proposed_places,
)
from rers_school.classroom.services import workshop_places, workshop_rooms
from rers_school.classroom.services import workshops as service
from rers_school.i18n import choose_locale
from rers_school.web.fields import id_of, id_or_404
from rers_school.web.flash import flash
from rers_school.web.page import go, home, show, tagged, unchanged

blueprint = Blueprint("workshops", __name__)


@blueprint.get("/workshops")
@allow(*MEMBERS)
def listing(db: Session, actor: Actor) -> Response:
    """Show the workshops of the class."""
    return _list(db, actor)


@blueprint.get("/workshops/live")
@allow(*MEMBERS)
def live(db: Session, actor: Actor) -> Response:
    """Answer a poll of the workshops."""
    return unchanged(_tag(db, actor)) or _list(db, actor)


@blueprint.get("/workshops/new")
@allow(*MEMBERS)
def new(db: Session, actor: Actor) -> Response:
    """Show the form of a new workshop, begun from one's own card where there is one."""
    kind = request.args.get("kind", "")
    card = id_of(request.args.get("card"))
    behind = card_behind(db, actor, kind, card) if card else CardBehind("", "", "")
    typed = {
        "kind": kind if kind in KINDS else "",
        "words": behind.words,
        "places": str(proposed_places(behind.group_size)),
        "note": behind.needs,
    }
    return _form(db, actor, typed)


@blueprint.post("/workshops/new")
@allow(*MEMBERS)
def add(db: Session, actor: Actor) -> Response:
    """Open a workshop, or ask those whom the teacher would like to give."""
    sent = request.form
    try:
        made = service.open_workshop(
            db,
            actor,
            kind=sent.get("kind", ""),
            words=sent.get("words", ""),
            places=places_of(sent.get("places", "")),
            note=sent.get("note", ""),
            givers=[id for raw in sent.getlist("givers") if (id := id_of(raw))],
        )
    except NotFound:
        raise
    except DomainError as error:
        problem = _sentence(error)
        db.rollback()
        return _form(db, actor, sent, status=error.status, problem=problem)
    asked = made.state == "asked"
    flash(_("They are asked privately.") if asked else _("The workshop is open."))
    return _to(actor, made.id)


@blueprint.get("/workshops/<uuid:workshop_id>")
@allow(*MEMBERS)
def one(db: Session, actor: Actor, workshop_id: UUID) -> Response:
    """Show one workshop."""
    return _page(db, actor, workshop_id)


@blueprint.post("/workshops/<uuid:workshop_id>/come")
@allow(*MEMBERS)
def come(db: Session, actor: Actor, workshop_id: UUID) -> Response:
    """Sign up, for a place or for the list."""
    try:
        place = workshop_places.come(db, actor, workshop_id)
    except DomainError as error:
        return _refused(db, actor, workshop_id, error)
    return _to(actor, place.workshop_id)


@blueprint.post("/workshops/<uuid:workshop_id>/off")
@allow(*MEMBERS)
def off(db: Session, actor: Actor, workshop_id: UUID) -> Response:
    """Sign off; a giver takes their part back; the teacher signs off somebody on paper."""
    who = id_or_404(request.form["who"]) if "who" in request.form else actor.membership_id
    try:
        workshop_places.sign_off(db, actor, workshop_id, who)
    except DomainError as error:
        return _refused(db, actor, workshop_id, error)
    if who != actor.membership_id:
        return _to(actor, workshop_id)
    flash(_("You are not in this workshop any more. Your cards stay on the wall."))
    return go(home(actor))


@blueprint.post("/workshops/<uuid:workshop_id>/answer")
@allow(*MEMBERS)
def answer(db: Session, actor: Actor, workshop_id: UUID) -> Response:
    """Keep a giver's private answer; the teacher enters one given on paper."""
    said = request.form.get("answer", "")
    try:
        if "who" in request.form:
            giver = id_or_404(request.form["who"])
            service.answer_on_paper(db, actor, workshop_id, giver, said)
        else:
            service.answer(db, actor, workshop_id, said)
    except DomainError as error:
        return _refused(db, actor, workshop_id, error)
    return _to(actor, workshop_id)


@blueprint.post("/workshops/<uuid:workshop_id>/begin")
@allow(*MEMBERS)
def begin(db: Session, actor: Actor, workshop_id: UUID) -> Response:
    """Let it begin: its room opens."""
    try:
        exchange_id = workshop_rooms.begin(db, actor, workshop_id)
    except DomainError as error:
        return _refused(db, actor, workshop_id, error)
    return go(url_for("room.show", classroom_id=actor.classroom_id, exchange_id=exchange_id))


@blueprint.post("/workshops/<uuid:workshop_id>/again")
@allow(*MEMBERS)
def again(db: Session, actor: Actor, workshop_id: UUID) -> Response:
    """Keep a giver's private answer to another sitting."""
    try:
        following = workshop_rooms.say_again(db, actor, workshop_id, request.form.get("answer", ""))
    except DomainError as error:
        return _refused(db, actor, workshop_id, error)
    if following is None:
        flash(_("All right. Nobody is told."))
        return go(home(actor))
    flash(_("The other sitting is open."))
    return _to(actor, following.id)


@blueprint.post("/workshops/<uuid:workshop_id>/sign-up")
@allow(*TEACHERS)
def sign_up(db: Session, actor: Actor, workshop_id: UUID) -> Response:
    """Sign somebody up who said so on paper."""
    who = id_or_404(request.form.get("who"))
    try:
        place = workshop_places.sign_up(db, actor, workshop_id, who)
    except DomainError as error:
        return _refused(db, actor, workshop_id, error)
    flash(_("Entered: on the list for another sitting.") if place.waiting else _("Signed up."))
    return _to(actor, place.workshop_id)


@blueprint.post("/workshops/<uuid:workshop_id>/take-off")
@allow(*TEACHERS)
def take_off(db: Session, actor: Actor, workshop_id: UUID) -> Response:
    """Let it not begin."""
    try:
        service.take_off(db, actor, workshop_id)
    except DomainError as error:
        return _refused(db, actor, workshop_id, error)
    return go(url_for("workshops.listing", classroom_id=actor.classroom_id))


@blueprint.post("/workshops/<uuid:workshop_id>/seen")
@allow(*MEMBERS)
def seen(db: Session, actor: Actor, workshop_id: UUID) -> Response:
    """Remember that somebody has read what is new, and go on from there."""
    workshop_places.seen(db, actor, workshop_id)
    room = workshop_of(db, actor, workshop_id).room
    if "room" in request.form and room is not None:
        return go(url_for("room.show", classroom_id=actor.classroom_id, exchange_id=room))
    return _to(actor, workshop_id) if "look" in request.form else go(home(actor))


@blueprint.post("/exchanges/<uuid:exchange_id>/leave")
@allow(*MEMBERS)
def leave(db: Session, actor: Actor, exchange_id: UUID) -> Response:
    """End one's own part in a workshop that goes on."""
    workshop_rooms.leave(db, actor, exchange_id)
    flash(_("You are not in this workshop any more. Your cards stay on the wall."))
    return go(url_for("exchanges.listing", classroom_id=actor.classroom_id))


def _list(db: Session, actor: Actor) -> Response:
    tag = _tag(db, actor)
    return tagged(show("workshops/page.html", "live", all=workshops(db, actor), tag=tag), tag)


def _page(
    db: Session, actor: Actor, workshop_id: UUID, *, status: int = 200, problem: str = ""
) -> Response:
    found = workshop_of(db, actor, workshop_id)
    people = who_may_give(db, actor) if actor.is_teacher else []
    inside = {one.who.id for one in found.people}
    return show(
        "workshops/one.html",
        status=status,
        one=found,
        others=[who for who in people if who.id not in inside],
        problem=problem,
    )


def _form(
    db: Session, actor: Actor, typed: Any, *, status: int = 200, problem: str = ""
) -> Response:
    return show(
        "workshops/new.html",
        status=status,
        typed=typed,
        chosen=typed.getlist("givers") if hasattr(typed, "getlist") else [],
        kinds=[kind.value for kind in KINDS],
        people=who_may_give(db, actor) if actor.is_teacher else [],
        known=savoir_names(db, most=200),
        problem=problem,
        least=LEAST,
        most=MOST,
        note_most=service.NOTE_MOST,
    )


def _refused(db: Session, actor: Actor, workshop_id: UUID, error: DomainError) -> Response:
    """Return the workshop as it is now, and why nothing was changed."""
    if error.status not in (409, 422):
        raise error
    problem = _sentence(error)
    db.rollback()
    return _page(db, actor, workshop_id, status=error.status, problem=problem)


def _sentence(error: DomainError) -> str:
    sentences: dict[str, str] = {
        "empty": _("Write a few words first."),
        "too_long": _("This is too long: %(most)s characters at most."),
        "choose_one": _("Choose one answer."),
        "places": _("Between %(least)s and %(most)s places."),
        "already_open": _("You have opened a workshop on this already."),
        "nobody_gives": _("Choose who would show it."),
        "not_known_yet": _("First your teacher says who you are. Ask them; it takes a moment."),
        "nobody_yet": _("Nobody has signed up yet. You can wait a little."),
        "not_open": _("Something has changed meanwhile. This is how it is now."),
        "not_now": _("They are looking back already."),
        "answered_on_screen": _("They have answered themselves meanwhile."),
    }
    if error.code not in sentences:
        raise error
    return sentences[error.code] % error.details


def _to(actor: Actor, workshop_id: UUID) -> Response:
    url = url_for("workshops.one", classroom_id=actor.classroom_id, workshop_id=workshop_id)
    return go(url)


def _tag(db: Session, actor: Actor) -> str:
    return f"{classroom_of(db, actor.classroom_id).revision}-{choose_locale()}"
