"""A teacher founds a network, invites a class, comes in with a code, chooses, leaves."""

from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, Stale
from rers_school.classroom.queries.classroom import classroom_of
from rers_school.classroom.queries.networks.belonging import network_of
from rers_school.classroom.services.networks import belonging, founding, inviting
from rers_school.classroom.services.networks.belonging import Choice
from rers_school.jobs.keeping import forget
from rers_school.web.fields import id_or_404
from rers_school.web.flash import flash
from rers_school.web.networks.page import blueprint, network_page
from rers_school.web.networks.sharing import shown_page
from rers_school.web.networks.words import example_charter, refusal
from rers_school.web.page import go, show


@blueprint.get("/networks/new")
@allow(*TEACHERS)
def new(db: Session, actor: Actor) -> Response:
    """Show the form for a new network."""
    called = classroom_of(db, actor.classroom_id).name[: belonging.CALLED_MOST]
    typed = {"called": called, "charter": example_charter(), "offers": "1", "demands": "1"}
    return _new_page(typed)


@blueprint.post("/networks/new")
@allow(*TEACHERS)
def found(db: Session, actor: Actor) -> Response:
    """Found a network."""
    asked = request.form
    try:
        network = founding.found(
            db,
            actor,
            kind=asked.get("kind", ""),
            name=asked.get("name", ""),
            about=asked.get("about", ""),
            charter=asked.get("charter", ""),
            choice=_choice(),
        )
    except DomainError as error:
        problem = refusal(error)
        db.rollback()
        return _new_page(asked, status=422, problem=problem, field=error.details.get("field"))
    flash(_("The network is founded. Invite the next class."))
    return _to(actor, network.id)


@blueprint.get("/networks/join")
@allow(*TEACHERS)
def code(db: Session, actor: Actor) -> Response:
    """Ask for the code that another teacher gave."""
    return show("networks/join.html", invited=None, typed={})


@blueprint.post("/networks/join/look")
@allow(*TEACHERS)
def look(db: Session, actor: Actor) -> Response:
    """Show what a code opens: the network, its classes, its charter."""
    return _look(db, actor, request.form)


@blueprint.post("/networks/join")
@allow(*TEACHERS)
def join(db: Session, actor: Actor) -> Response:
    """Come into the network, under the charter that was read."""
    if "accepts" not in request.form:
        return _look(db, actor, request.form, status=422, problem=_("Tick that you accept it."))
    number = request.form.get("number", 0, type=int)
    try:
        place = inviting.join(
            db, actor, request.form.get("code", ""), accepts=number, choice=_choice()
        )
    except Stale:
        db.rollback()
        problem = _("The charter has changed meanwhile. Read it once more.")
        return _look(db, actor, request.form, status=409, problem=problem)
    except DomainError as error:
        problem = refusal(error)
        db.rollback()
        return _look(db, actor, request.form, status=422, problem=problem)
    flash(_("Your class is in the network. Nothing of it is shown yet."))
    return _to(actor, place.network_id)


@blueprint.post("/networks/<uuid:network_id>/invite")
@allow(*TEACHERS)
def invite(db: Session, actor: Actor, network_id: UUID) -> Response:
    """Make a code for another class, and show it this once."""
    try:
        made = inviting.invite(db, actor, network_id, request.form.get("for_whom", ""))
    except DomainError as error:
        if error.status != 422:
            raise
        problem = refusal(error)
        db.rollback()
        return network_page(
            db, actor, network_of(db, actor, network_id), status=422, problem=problem
        )
    whom = request.form.get("for_whom", "").strip()
    return network_page(db, actor, network_of(db, actor, network_id), code=made, code_for=whom)


@blueprint.post("/networks/<uuid:network_id>/codes/<uuid:invitation_id>")
@allow(*TEACHERS)
def take_back(db: Session, actor: Actor, network_id: UUID, invitation_id: UUID) -> Response:
    """Let a code be good no longer."""
    inviting.take_back(db, actor, network_id, invitation_id)
    flash(_("This code opens nothing any more."))
    return _to(actor, network_id)


@blueprint.post("/networks/<uuid:network_id>/choice")
@allow(*TEACHERS)
def choose(db: Session, actor: Actor, network_id: UUID) -> Response:
    """Change what the class lets the network see."""
    try:
        belonging.choose(db, actor, network_id, _choice())
    except DomainError as error:
        if error.status != 422:
            raise
        problem = refusal(error)
        db.rollback()
        return shown_page(db, actor, network_id, status=422, problem=problem)
    flash(_("The choice is kept. Others see it at once."))
    return go(url_for("networks.shown", classroom_id=actor.classroom_id, network_id=network_id))


@blueprint.get("/networks/<uuid:network_id>/leave")
@allow(*TEACHERS)
def leaving(db: Session, actor: Actor, network_id: UUID) -> Response:
    """Ask once more before the class leaves, and say what happens."""
    return show("networks/leave.html", network=network_of(db, actor, network_id))


@blueprint.post("/networks/<uuid:network_id>/leave")
@allow(*TEACHERS, across=True)
def leave(db: Session, actor: Actor, network_id: UUID) -> Response:
    """Take the class out of the network."""
    network_of(db, actor, network_id)
    forget(db, network_id)
    belonging.leave(db, actor, network_id)
    flash(_("Your class has left the network. Nothing of it is shown there any more."))
    return go(url_for("networks.listing", classroom_id=actor.classroom_id))


def _choice() -> Choice:
    asked = request.form
    return Choice(
        called=asked.get("called", ""),
        place=asked.get("place", ""),
        people_as=asked.get("people_as", ""),
        offers="offers" in asked,
        demands="demands" in asked,
    )


def _new_page(typed: Any, *, status: int = 200, **more: Any) -> Response:
    return show("networks/new.html", status=status, typed=typed, kinds=founding.KINDS, **more)


def _look(
    db: Session, actor: Actor, typed: Any, *, status: int = 200, problem: str = ""
) -> Response:
    try:
        invited = inviting.look_at(db, actor, typed.get("code", ""))
    except DomainError as error:
        if error.code == "already_in":
            return _to(actor, id_or_404(str(error.details["network_id"])))
        problem = refusal(error)
        db.rollback()
        return show("networks/join.html", status=422, invited=None, typed=typed, problem=problem)
    known = {"called": classroom_of(db, actor.classroom_id).name, "offers": "1", "demands": "1"}
    return show(
        "networks/join.html",
        status=status,
        invited=invited,
        typed=typed if "called" in typed else {**known, "code": typed.get("code", "")},
        problem=problem,
    )


def _to(actor: Actor, network_id: UUID) -> Response:
    return go(url_for("networks.one", classroom_id=actor.classroom_id, network_id=network_id))
