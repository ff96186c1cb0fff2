"""Sheets that come back: the teacher enters an agreement, a meeting, what was decided aloud."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, Stale
from rers_school.classroom.queries.exchange_facts import open_exchanges
from rers_school.classroom.queries.room import room_of
from rers_school.classroom.rules.agreement import LINES, WORDS_MOST
from rers_school.classroom.rules.exchange_states import ExchangeState, can
from rers_school.classroom.rules.text import fold
from rers_school.classroom.services import from_paper
from rers_school.classroom.services.agreement import WRITABLE
from rers_school.classroom.services.from_paper import BY_WORD, Told
from rers_school.classroom.services.meetings import TELLABLE
from rers_school.classroom.services.rooms import enter
from rers_school.web.fields import day_of, id_or_404
from rers_school.web.flash import flash
from rers_school.web.page import go, show
from rers_school.web.room.page import blueprint
from rers_school.web.room.words import sentence, today


@blueprint.get("/exchanges/on-paper")
@allow(*TEACHERS)
def on_paper(db: Session, actor: Actor) -> Response:
    """Show the exchanges whose sheets can be entered, by savoir."""
    running = [one for one in open_exchanges(db) if one.state != ExchangeState.CLOSED]
    running.sort(key=lambda one: (fold(one.savoir), str(one.id)))
    return show("room/on_paper.html", exchanges=running)


@blueprint.get("/exchanges/<uuid:exchange_id>/on-paper")
@allow(*TEACHERS)
def sheets(db: Session, actor: Actor, exchange_id: UUID) -> Response:
    """Show what can be entered of one exchange."""
    return _page(db, actor, exchange_id)


@blueprint.post("/exchanges/<uuid:exchange_id>/on-paper/agreement")
@allow(*TEACHERS)
def enter_agreement(db: Session, actor: Actor, exchange_id: UUID) -> Response:
    """Enter the lines of an agreement sheet and its signatures."""
    form = request.form
    try:
        from_paper.agree(
            db,
            actor,
            exchange_id,
            {line: form.get(f"words-{line}", "") for line in LINES},
            {line: form.get(f"seen-{line}", 0, type=int) for line in LINES},
            [id_or_404(raw) for raw in dict.fromkeys(form.getlist("signed"))],
        )
    except DomainError as error:
        return _again(db, actor, exchange_id, error)
    return _entered(actor)


@blueprint.post("/exchanges/<uuid:exchange_id>/on-paper/meeting")
@allow(*TEACHERS)
def enter_meeting(db: Session, actor: Actor, exchange_id: UUID) -> Response:
    """Enter a meeting that was told on paper."""
    form = request.form
    texts = {name: form.get(name, "") for name in ("did", "worked", "next_time")}
    try:
        held_on = day_of(form.get("held_on"), field="held_on")
        next_on = day_of(form.get("next_on"), field="next_on")
        if held_on is None:
            raise DomainError("date", field="held_on")
        present = [id_or_404(raw) for raw in form.getlist("present")]
        told = Told(held_on, present, next_on=next_on, **texts)
        from_paper.tell(db, actor, exchange_id, told)
    except DomainError as error:
        return _again(db, actor, exchange_id, error)
    return _entered(actor)


@blueprint.post("/exchanges/<uuid:exchange_id>/on-paper/<act>")
@allow(*TEACHERS)
def decide(db: Session, actor: Actor, exchange_id: UUID, act: str) -> Response:
    """Enter what partners without an account decided."""
    try:
        from_paper.decide(db, actor, exchange_id, act)
    except DomainError as error:
        return _again(db, actor, exchange_id, error)
    return _entered(actor)


def _entered(actor: Actor) -> Response:
    flash(_("It is entered."))
    return go(url_for("room.on_paper", classroom_id=actor.classroom_id))


def _again(db: Session, actor: Actor, exchange_id: UUID, error: DomainError) -> Response:
    """Show the page with what was typed, and why it could not be entered."""
    if error.status not in (409, 422):
        raise error
    db.rollback()
    stale = isinstance(error, Stale)
    problem = (
        _("Somebody changed a line meanwhile. Look at it, then enter the sheet again.")
        if stale
        else sentence(error)
    )
    return _page(db, actor, exchange_id, error.status, typed=request.form, problem=problem)


def _page(
    db: Session,
    actor: Actor,
    exchange_id: UUID,
    status: int = 200,
    *,
    typed: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    room = room_of(db, actor, exchange_id)
    by_word = from_paper.without_account(db, enter(db, actor, exchange_id))
    return show(
        "room/from_paper.html",
        status=status,
        room=room,
        typed=typed or {},
        present=request.form.getlist("present"),
        signed=request.form.getlist("signed"),
        writable=room.state in WRITABLE,
        tellable=room.state in TELLABLE,
        acts=[act for act, event in BY_WORD.items() if by_word and can(room.state, event)],
        today=today(),
        words_most=WORDS_MOST,
        **more,
    )
