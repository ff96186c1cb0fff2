"""The acts on a suggested circle: keep, set aside, not for now; and asking for another plan."""

from uuid import UUID

from flask import Response, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.services import keeping, not_for_now, rounds
from rers_school.web.fields import day_of, id_or_404
from rers_school.web.flash import flash
from rers_school.web.introductions.page import back, blueprint, refused

# More circles than a class can have.
_MOST = 500


@blueprint.post("/introductions/suggest")
@allow(*TEACHERS)
def suggest(db: Session, actor: Actor) -> Response:
    """Make a new plan from the cards as they are now, around what is kept."""
    rounds.suggest_again(db, actor)
    flash(_("Here is a new plan. What you kept has stayed."))
    return back(actor)


@blueprint.post("/introductions/keep")
@allow(*TEACHERS)
def keep(db: Session, actor: Actor) -> Response:
    """Keep a suggested circle."""
    key = request.form.get("circle", "")
    try:
        keeping.keep(db, actor, key, request.form.get("plan", ""))
    except DomainError as error:
        return refused(db, actor, error)
    return back(actor, f"circle-{key}")


@blueprint.post("/introductions/keep-all")
@allow(*TEACHERS)
def keep_all(db: Session, actor: Actor) -> Response:
    """Keep every circle that the page showed as a suggestion."""
    shown = request.form.getlist("circle")[:_MOST]
    try:
        keeping.keep_all(db, actor, shown, request.form.get("plan", ""))
    except DomainError as error:
        return refused(db, actor, error)
    return back(actor, "send")


@blueprint.post("/introductions/<uuid:introduction_id>/unkeep")
@allow(*TEACHERS)
def unkeep(db: Session, actor: Actor, introduction_id: UUID) -> Response:
    """Take back a kept circle."""
    try:
        keeping.unkeep(db, actor, introduction_id)
    except DomainError as error:
        return refused(db, actor, error)
    return back(actor, "circles")


@blueprint.post("/introductions/<uuid:introduction_id>/mediator")
@allow(*TEACHERS)
def mediator(db: Session, actor: Actor, introduction_id: UUID) -> Response:
    """Choose who accompanies a kept circle."""
    raw = request.form.get("mediator", "")
    try:
        keeping.choose_mediator(db, actor, introduction_id, id_or_404(raw) if raw else None)
    except DomainError as error:
        return refused(db, actor, error)
    return back(actor, "circles")


@blueprint.post("/introductions/set-aside")
@allow(*TEACHERS)
def set_aside(db: Session, actor: Actor) -> Response:
    """Leave a suggested circle out of this round."""
    try:
        rounds.set_aside(db, actor, request.form.get("circle", ""), request.form.get("plan", ""))
    except DomainError as error:
        return refused(db, actor, error)
    return back(actor, "circles")


@blueprint.post("/introductions/bring-back")
@allow(*TEACHERS)
def bring_back(db: Session, actor: Actor) -> Response:
    """Take up again what was set aside."""
    rounds.bring_back(db, actor)
    return back(actor, "circles")


@blueprint.post("/introductions/not-for-now")
@allow(*TEACHERS)
def say_not_for_now(db: Session, actor: Actor) -> Response:
    """Say privately that two people are not to be linked for now."""
    one, _comma, other = request.form.get("pair", "").partition(",")
    try:
        day = day_of(request.form.get("review_on"), "choose_day")
        not_for_now.not_for_now(db, actor, id_or_404(one), id_or_404(other), day)
    except DomainError as error:
        return refused(db, actor, error)
    return back(actor, "circles")


@blueprint.post("/introductions/not-for-now/<uuid:not_for_now_id>/lift")
@allow(*TEACHERS)
def lift(db: Session, actor: Actor, not_for_now_id: UUID) -> Response:
    """End a "not for now" before its day."""
    not_for_now.lift(db, actor, not_for_now_id)
    return back(actor)
