"""Councils between classes: planned by any of their teachers, open to every class."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.queries.networks.belonging import classes_of, network_of
from rers_school.classroom.queries.networks.gatherings import (
    decisions_running,
    network_gathering,
    network_gatherings,
    open_points,
)
from rers_school.classroom.queries.networks.stands import programme_of
from rers_school.classroom.rules.gatherings import POINTS
from rers_school.classroom.rules.network_life import CELEBRATION, KINDS, WAYS, runs
from rers_school.classroom.rules.team import GATHERINGS
from rers_school.classroom.services.networks import gatherings
from rers_school.web.fields import day_of
from rers_school.web.flash import flash
from rers_school.web.networks.page import blueprint
from rers_school.web.networks.together import told, typed
from rers_school.web.page import go, show
from rers_school.web.room.words import day


@blueprint.get("/networks/<uuid:network_id>/gatherings")
@allow(*MEMBERS)
def councils(db: Session, actor: Actor, network_id: UUID) -> Response:
    """Show what comes up between the classes, what runs, and what took place."""
    return councils_page(db, actor, network_id)


@blueprint.get("/networks/<uuid:network_id>/gatherings/plan")
@allow(*TEACHERS)
def planning(db: Session, actor: Actor, network_id: UUID) -> Response:
    """Ask what kind of gathering, when, and how the classes come together."""
    return _plan_form(db, actor, network_id, words={})


@blueprint.post("/networks/<uuid:network_id>/gatherings")
@allow(*TEACHERS)
def plan(db: Session, actor: Actor, network_id: UUID) -> Response:
    """Plan a gathering of the network."""
    try:
        made = gatherings.plan(
            db, actor, network_id, kind=request.form.get("kind", ""), day=_day(), **_where()
        )
    except DomainError as error:
        said = told(error)
        db.rollback()
        return _plan_form(db, actor, network_id, status=422, words=said["typed"], **said)
    flash(_("It is planned. Every class of the network sees it."))
    return to_council(actor, network_id, made.id)


@blueprint.get("/networks/<uuid:network_id>/gatherings/<uuid:gathering_id>")
@allow(*MEMBERS)
def council(db: Session, actor: Actor, network_id: UUID, gathering_id: UUID) -> Response:
    """Show one gathering: its agenda, what comes back, what is decided; or its programme."""
    return council_page(db, actor, network_id, gathering_id)


@blueprint.post("/networks/<uuid:network_id>/gatherings/<uuid:gathering_id>")
@allow(*TEACHERS)
def change(db: Session, actor: Actor, network_id: UUID, gathering_id: UUID) -> Response:
    """Change when and where a gathering to come takes place."""
    try:
        seen = request.form.get("number", -1, type=int)
        gatherings.change(db, actor, network_id, gathering_id, seen=seen, day=_day(), **_where())
    except DomainError as error:
        return refused(db, actor, network_id, gathering_id, error, "plan")
    return to_council(actor, network_id, gathering_id)


@blueprint.post("/networks/<uuid:network_id>/gatherings/<uuid:gathering_id>/cancel")
@allow(*TEACHERS)
def cancel(db: Session, actor: Actor, network_id: UUID, gathering_id: UUID) -> Response:
    """Take back a plan."""
    try:
        gatherings.cancel(db, actor, network_id, gathering_id)
    except DomainError as error:
        return refused(db, actor, network_id, gathering_id, error, "plan")
    flash(_("This gathering will not take place. Its points are for the next one."))
    return _to_councils(actor, network_id)


@blueprint.post("/networks/<uuid:network_id>/gatherings/<uuid:gathering_id>/held")
@allow(*TEACHERS, and_team=GATHERINGS)
def hold(db: Session, actor: Actor, network_id: UUID, gathering_id: UUID) -> Response:
    """Close a gathering that took place."""
    gatherings.hold(db, actor, network_id, gathering_id)
    return to_council(actor, network_id, gathering_id)


@blueprint.get("/networks/<uuid:network_id>/gatherings/<uuid:gathering_id>/minutes")
@allow(*MEMBERS)
def minutes(db: Session, actor: Actor, network_id: UUID, gathering_id: UUID) -> Response:
    """Show the minutes, to be printed."""
    network = network_of(db, actor, network_id)
    one = network_gathering(db, actor, network, gathering_id)
    return show("networks/council_minutes.html", network=network, one=one, day=day, kinds=POINTS)


@blueprint.post("/networks/<uuid:network_id>/gatherings/<uuid:gathering_id>/minutes")
@allow(*TEACHERS, and_team=GATHERINGS)
def write_minutes(db: Session, actor: Actor, network_id: UUID, gathering_id: UUID) -> Response:
    """Keep the minutes."""
    form = request.form
    try:
        seen = form.get("number", -1, type=int)
        words = form.get("minutes", "")
        gatherings.write_minutes(db, actor, network_id, gathering_id, words, seen)
    except DomainError as error:
        return refused(db, actor, network_id, gathering_id, error, "minutes")
    return to_council(actor, network_id, gathering_id, "minutes")


def councils_page(
    db: Session, actor: Actor, network_id: UUID, *, status: int = 200, **more: Any
) -> Response:
    """Return the page of everything between the classes; ``more``: what was typed, and errors."""
    network = network_of(db, actor, network_id)
    found = network_gatherings(db, network)
    return show(
        "networks/councils.html",
        status=status,
        network=network,
        coming=[one for one in found if one.planned],
        held=[one for one in found if not one.planned],
        points=open_points(db, actor, network),
        decisions=decisions_running(db, network),
        runs=runs(actor),
        kinds=POINTS,
        day=day,
        **more,
    )


def council_page(
    db: Session,
    actor: Actor,
    network_id: UUID,
    gathering_id: UUID,
    *,
    status: int = 200,
    **more: Any,
) -> Response:
    """Return the page of one gathering; ``more``: what was typed, and errors."""
    network = network_of(db, actor, network_id)
    one = network_gathering(db, actor, network, gathering_id)
    party = one.kind == CELEBRATION
    return show(
        "networks/council.html",
        status=status,
        network=network,
        one=one,
        programme=programme_of(db, actor, network, one) if party else None,
        classes=classes_of(db, network) if runs(actor) else [],
        ways=WAYS,
        runs=runs(actor),
        kinds=POINTS,
        day=day,
        **more,
    )


def refused(
    db: Session,
    actor: Actor,
    network_id: UUID,
    gathering_id: UUID | None,
    error: DomainError,
    at: str,
) -> Response:
    """Return the page with what was typed and why it was not kept; ``at``: which of its forms.

    *Errors*: the refusal itself, when it is not about what was typed.
    """
    said = told(error)
    db.rollback()
    if gathering_id is None:
        return councils_page(db, actor, network_id, status=error.status, at=at, **said)
    return council_page(db, actor, network_id, gathering_id, status=error.status, at=at, **said)


def to_council(
    actor: Actor, network_id: UUID, gathering_id: UUID | None, anchor: str | None = None
) -> Response:
    """Return the way to one gathering; without one, to the page of all."""
    if gathering_id is None:
        return _to_councils(actor, network_id, anchor)
    url = url_for(
        "networks.council",
        classroom_id=actor.classroom_id,
        network_id=network_id,
        gathering_id=gathering_id,
        _anchor=anchor,
    )
    return go(url)


def _to_councils(actor: Actor, network_id: UUID, anchor: str | None = None) -> Response:
    cid = actor.classroom_id
    return go(url_for("networks.councils", classroom_id=cid, network_id=network_id, _anchor=anchor))


def _plan_form(
    db: Session, actor: Actor, network_id: UUID, *, status: int = 200, **more: Any
) -> Response:
    network = network_of(db, actor, network_id)
    return show(
        "networks/council_plan.html",
        status=status,
        network=network,
        classes=classes_of(db, network),
        all_kinds=KINDS,
        ways=WAYS,
        **more,
    )


def _day() -> date | None:
    return day_of(request.form.get("day"), field="day")


def _where() -> dict[str, str]:
    return {name: typed().get(name, "") for name in ("title", "host", "way", "place")}
