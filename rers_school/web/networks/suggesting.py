"""Suggestions for the whole network: asked for once, prepared in the background, each sees a part.

The plan that a teacher looks at is never swapped under their eyes: it is the one that was kept,
until somebody asks for a new one.
"""

from typing import Any
from uuid import UUID

from flask import Response, current_app, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound, Stale
from rers_school.classroom.queries.networks.belonging import network_of
from rers_school.classroom.queries.networks.facts import input_revision
from rers_school.classroom.queries.networks.suggested import suggested_part
from rers_school.classroom.services.across.proposing import Wanted, propose_across
from rers_school.i18n import choose_locale
from rers_school.jobs.asking import JobState, ask, state_of
from rers_school.web.fields import id_of
from rers_school.web.flash import flash
from rers_school.web.networks.page import blueprint
from rers_school.web.page import go, show, tagged, unchanged
from rers_school.web.room.words import day

KIND = "network_plan"


@blueprint.get("/networks/<uuid:network_id>/suggestions")
@allow(*TEACHERS)
def suggestions(db: Session, actor: Actor, network_id: UUID) -> Response:
    """Show what the last plan suggests to this class, or how far the next one has got."""
    return _page(db, actor, network_id)


@blueprint.get("/networks/<uuid:network_id>/suggestions/live")
@allow(*TEACHERS)
def suggestions_live(db: Session, actor: Actor, network_id: UUID) -> Response:
    """Answer a poll while a plan is being prepared."""
    network_of(db, actor, network_id)
    job = state_of(db, KIND, network_id)
    return unchanged(_tag(job)) or _page(db, actor, network_id)


@blueprint.post("/networks/<uuid:network_id>/suggestions")
@allow(*TEACHERS)
def prepare(db: Session, actor: Actor, network_id: UUID) -> Response:
    """Ask for a plan for the network as it is now; two who ask at once ask for one."""
    network_of(db, actor, network_id)
    ring = current_app.extensions["rers"].jobs.ring
    ask(db, KIND, network_id, input_revision(db, network_id), ring)
    return _to(actor, network_id)


@blueprint.post("/networks/<uuid:network_id>/suggestions/<int:number>")
@allow(*TEACHERS, across=True)
def take_up(db: Session, actor: Actor, network_id: UUID, number: int) -> Response:
    """Propose a suggested circle to the other teachers concerned."""
    network_of(db, actor, network_id)
    job = state_of(db, KIND, network_id)
    try:
        if job is None or job.state != "done" or str(job.id) != request.form.get("plan"):
            raise Stale
        part = job.result["classes"].get(str(actor.classroom_id), {"crossing": []})
        if number >= len(part["crossing"]):
            raise NotFound
        links = [
            Wanted(UUID(giver), UUID(receiver), id_of(offer), id_of(demand))
            for giver, receiver, _key, offer, demand in part["crossing"][number]
        ]
        propose_across(db, actor, network_id, links)
    except DomainError as error:
        if isinstance(error, NotFound | NotAllowed):
            raise
        db.rollback()
        problem = _("Something has changed meanwhile: this circle is not possible now.")
        return _page(db, actor, network_id, status=error.status, problem=problem)
    flash(_("The other teacher is asked. No pupil hears of it before you both agree."))
    return _to(actor, network_id)


def _page(
    db: Session, actor: Actor, network_id: UUID, *, status: int = 200, problem: str = ""
) -> Response:
    network = network_of(db, actor, network_id)
    job = state_of(db, KIND, network_id)
    done = job if job is not None and job.state == "done" else None
    context: dict[str, Any] = {
        "network": network,
        "job": job,
        "tag": _tag(job),
        "part": suggested_part(db, actor, network, done.result) if done else None,
        "newer": done is not None and done.revision != input_revision(db, network_id),
        "problem": problem,
        "day": day,
    }
    return tagged(show("networks/suggestions.html", "live", status, **context), _tag(job))


def _tag(job: JobState | None) -> str:
    if job is None:
        return f"none-{choose_locale()}"
    return f"{job.id}-{job.state}-{job.stage}-{job.done}-{job.total}-{choose_locale()}"


def _to(actor: Actor, network_id: UUID) -> Response:
    return go(
        url_for("networks.suggestions", classroom_id=actor.classroom_id, network_id=network_id)
    )
