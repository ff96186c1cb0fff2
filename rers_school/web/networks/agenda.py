"""The agenda of a council between classes, open to all of them, and what it decides."""

from uuid import UUID

from flask import Response, request
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.rules.team import GATHERINGS
from rers_school.classroom.services.networks import agenda
from rers_school.web.fields import day_of, id_of
from rers_school.web.networks.council import refused, to_council
from rers_school.web.networks.page import blueprint


@blueprint.post("/networks/<uuid:network_id>/points")
@allow(*MEMBERS)
def add_point(db: Session, actor: Actor, network_id: UUID) -> Response:
    """Put a point on the agenda, signed with the class."""
    form = request.form
    gathering_id = id_of(form.get("gathering"))
    try:
        agenda.add(db, actor, network_id, form.get("kind", ""), form.get("words", ""))
    except DomainError as error:
        return refused(db, actor, network_id, gathering_id, error, "point")
    return to_council(actor, network_id, gathering_id, "agenda")


@blueprint.post("/networks/<uuid:network_id>/points/<uuid:point_id>/withdraw")
@allow(*MEMBERS)
def withdraw_point(db: Session, actor: Actor, network_id: UUID, point_id: UUID) -> Response:
    """Take a point off the agenda."""
    gathering_id = id_of(request.form.get("gathering"))
    try:
        agenda.withdraw(db, actor, network_id, point_id)
    except DomainError as error:
        return refused(db, actor, network_id, gathering_id, error, "point")
    return to_council(actor, network_id, gathering_id, "agenda")


@blueprint.post("/networks/<uuid:network_id>/gatherings/<uuid:gathering_id>/points/<uuid:point_id>")
@allow(*TEACHERS, and_team=GATHERINGS)
def deal_with(
    db: Session, actor: Actor, network_id: UUID, gathering_id: UUID, point_id: UUID
) -> Response:
    """Say that a point was dealt with, or is open after all."""
    try:
        done = request.form.get("done") == "yes"
        agenda.deal_with(db, actor, network_id, gathering_id, point_id, done=done)
    except DomainError as error:
        return refused(db, actor, network_id, gathering_id, error, "point")
    return to_council(actor, network_id, gathering_id, "agenda")


@blueprint.post("/networks/<uuid:network_id>/gatherings/<uuid:gathering_id>/decisions")
@allow(*TEACHERS, and_team=GATHERINGS)
def decide(db: Session, actor: Actor, network_id: UUID, gathering_id: UUID) -> Response:
    """Write down a decision; one about the charter leads to its page."""
    form = request.form
    try:
        agenda.decide(
            db,
            actor,
            network_id,
            gathering_id,
            form.get("what", ""),
            who=form.get("who", ""),
            due_on=day_of(form.get("due_on"), field="due_on"),
            charter="charter" in form,
        )
    except DomainError as error:
        return refused(db, actor, network_id, gathering_id, error, "decision")
    return to_council(actor, network_id, gathering_id, "decided")


@blueprint.post("/networks/<uuid:network_id>/decisions/<uuid:decision_id>")
@allow(*TEACHERS, and_team=GATHERINGS)
def settle(db: Session, actor: Actor, network_id: UUID, decision_id: UUID) -> Response:
    """Say what became of a decision."""
    form, gathering_id = request.form, id_of(request.form.get("gathering"))
    try:
        seen = form.get("seen", "")
        agenda.settle(db, actor, network_id, decision_id, form.get("state", ""), seen=seen)
    except DomainError as error:
        return refused(db, actor, network_id, gathering_id, error, "settled")
    return to_council(actor, network_id, gathering_id, "decisions")
