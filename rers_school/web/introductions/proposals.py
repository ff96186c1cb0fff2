"""The acts on proposals: send, open the answers, withdraw, enter an answer given on paper."""

from uuid import UUID

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.services import answers, introductions
from rers_school.web.fields import id_or_404
from rers_school.web.flash import flash
from rers_school.web.introductions.page import (
    back,
    blueprint,
    moment_of,
    refused,
    sent_ids,
)


@blueprint.post("/introductions/send")
@allow(*TEACHERS)
def send(db: Session, actor: Actor) -> Response:
    """Ask every partner of the kept circles, privately."""
    only = sent_ids("introduction")
    try:
        opens_at = None
        if request.form.get("when") == "at":
            opens_at = moment_of(db, actor, request.form.get("opens_at", ""))
        sent = introductions.send(db, actor, only=only, opens_at=opens_at)
    except DomainError as error:
        return refused(db, actor, error)
    if sent:
        flash(
            ngettext(
                "One proposal has gone out. Each partner is asked privately.",
                "%(num)s proposals have gone out. Each partner is asked privately.",
                sent,
            )
        )
    else:
        flash(_("There was nothing left to propose."))
    return back(actor, "waiting")


@blueprint.post("/introductions/open-answers")
@allow(*TEACHERS)
def open_answers(db: Session, actor: Actor) -> Response:
    """Open all waiting answers together."""
    begun = introductions.open_answers(db, actor, sent_ids("introduction"))
    flash(ngettext("One circle begins.", "%(num)s circles begin.", begun))
    return back(actor)


@blueprint.post("/introductions/<uuid:introduction_id>/withdraw")
@allow(*TEACHERS)
def withdraw(db: Session, actor: Actor, introduction_id: UUID) -> Response:
    """Take back a proposal."""
    try:
        introductions.withdraw(db, actor, introduction_id)
    except DomainError as error:
        return refused(db, actor, error)
    flash(_("The proposal is withdrawn. Its partners read: this circle does not start now."))
    return back(actor)


@blueprint.post("/introductions/<uuid:introduction_id>/paper")
@allow(*TEACHERS)
def paper(db: Session, actor: Actor, introduction_id: UUID) -> Response:
    """Enter an answer that a partner gave on paper."""
    partner, kind = id_or_404(request.form.get("partner", "")), request.form.get("answer", "")
    try:
        answers.answer_on_paper(db, actor, introduction_id, partner, kind)
    except DomainError as error:
        return refused(db, actor, error)
    return back(actor, "waiting")


@blueprint.post("/introductions/settle")
@allow(*TEACHERS)
def settle(db: Session, actor: Actor) -> Response:
    """Write down what the time that has come has decided."""
    introductions.settle_due(db, actor.classroom_id)
    return back(actor)
