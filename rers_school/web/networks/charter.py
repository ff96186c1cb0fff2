"""The charter of a network: everybody reads it, teachers accept it, its council revises it."""

from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, Stale
from rers_school.classroom.queries.networks.belonging import network_of
from rers_school.classroom.services.networks import belonging, founding
from rers_school.web.flash import flash
from rers_school.web.networks.page import blueprint
from rers_school.web.networks.words import refusal
from rers_school.web.page import go, show
from rers_school.web.room.words import day


@blueprint.get("/networks/<uuid:network_id>/charter")
@allow(*MEMBERS)
def charter(db: Session, actor: Actor, network_id: UUID) -> Response:
    """Show the charter in force, and the versions before it."""
    return _page(db, actor, network_id)


@blueprint.post("/networks/<uuid:network_id>/charter/accept")
@allow(*TEACHERS)
def accept(db: Session, actor: Actor, network_id: UUID) -> Response:
    """Accept the charter as it was read."""
    try:
        belonging.accept(db, actor, network_id, request.form.get("number", 0, type=int))
    except Stale:
        db.rollback()
        problem = _("The charter has changed meanwhile. Read it once more.")
        return _page(db, actor, network_id, status=409, problem=problem)
    flash(_("Your class accepts this charter."))
    return _to(actor, network_id)


@blueprint.post("/networks/<uuid:network_id>/charter")
@allow(*TEACHERS)
def revise(db: Session, actor: Actor, network_id: UUID) -> Response:
    """Write down what the council of the network has decided."""
    try:
        founding.revise(
            db,
            actor,
            network_id,
            words=request.form.get("charter", ""),
            decided=request.form.get("decided", ""),
            seen=request.form.get("number", 0, type=int),
        )
    except Stale:
        db.rollback()
        problem = _(
            "Another class wrote a version meanwhile. Yours is kept below; compare the two."
        )
        return _page(db, actor, network_id, status=409, problem=problem, typed=request.form)
    except DomainError as error:
        if error.status != 422:
            raise
        problem = refusal(error)
        db.rollback()
        return _page(db, actor, network_id, status=422, problem=problem, typed=request.form)
    flash(_("The charter is written down. Every class is asked to accept it."))
    return _to(actor, network_id)


def _page(
    db: Session, actor: Actor, network_id: UUID, *, status: int = 200, **more: Any
) -> Response:
    network = network_of(db, actor, network_id)
    # A decision of a council leads here, and says where it was taken.
    decided = request.args.get("decided", "").strip()[: founding.DECIDED_MOST]
    versions = founding.charters(db, actor, network_id)
    return show(
        "networks/charter.html",
        status=status,
        network=network,
        now=versions[0],
        earlier=versions[1:],
        day=day,
        decided=decided,
        **more,
    )


def _to(actor: Actor, network_id: UUID) -> Response:
    return go(url_for("networks.charter", classroom_id=actor.classroom_id, network_id=network_id))
