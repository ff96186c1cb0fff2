"""Looking back: each for themself, one question at a time, then together."""

from typing import Any
from uuid import UUID

from flask import Response, abort, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.queries.classroom import classroom_of
from rers_school.classroom.queries.room import room_of
from rers_school.classroom.rules.evaluation import (
    ANSWER_MOST,
    END,
    MIDDLE,
    QUESTIONS,
    REVIEW,
    WHERE_I_AM,
    may_look_back,
    questions,
)
from rers_school.classroom.services import drafts, evaluations, exchanges, review_giving, reviews
from rers_school.web.fields import id_or_404
from rers_school.web.flash import flash
from rers_school.web.page import go, show
from rers_school.web.room.page import REVIEW as EDIT_REVIEW
from rers_school.web.room.page import back_to, blueprint, refused
from rers_school.web.room.words import sentence

_LAST = "end"


@blueprint.get("/exchanges/<uuid:exchange_id>/mine/<role>")
@allow(*MEMBERS, visitors=True)
def mine(db: Session, actor: Actor, exchange_id: UUID, role: str) -> Response:
    """Ask one question of one's own self-evaluation."""
    step = request.args.get("question", "")
    return _question(db, actor, exchange_id, role, step or _steps(role, _moment())[0])


@blueprint.post("/exchanges/<uuid:exchange_id>/mine/<role>/<question>")
@allow(*MEMBERS, visitors=True)
def answer(db: Session, actor: Actor, exchange_id: UUID, role: str, question: str) -> Response:
    """Keep one answer and go on to the next question."""
    moment = _moment()
    steps = _steps(role, moment)
    if question not in steps[:-1]:
        abort(404)
    words = request.form.get("words", "")
    try:
        evaluations.answer(db, actor, exchange_id, role, question, words, moment=moment)
    except DomainError as error:
        if error.code != "too_long":
            raise
        db.rollback()
        return _question(
            db, actor, exchange_id, role, question, words=words, error=sentence(error), status=422
        )
    after = steps[steps.index(question) + 1]
    url = url_for(
        "room.mine",
        classroom_id=actor.classroom_id,
        exchange_id=exchange_id,
        role=role,
        question=after,
        moment=_named(moment),
    )
    return go(url)


@blueprint.post("/exchanges/<uuid:exchange_id>/mine/<role>")
@allow(*MEMBERS, visitors=True)
def finish(db: Session, actor: Actor, exchange_id: UUID, role: str) -> Response:
    """Finish one's self-evaluation, and choose who else may read it."""
    moment = _moment()
    _steps(role, moment)
    evaluations.finish(
        db,
        actor,
        exchange_id,
        role,
        where_i_am=request.form.get("where_i_am"),
        with_partners="with_partners" in request.form,
        with_teacher="with_teacher" in request.form,
        moment=moment,
    )
    return back_to(actor, exchange_id, "half-way" if moment == MIDDLE else "looking-back")


@blueprint.post("/exchanges/<uuid:exchange_id>/not-half-way")
@allow(*MEMBERS, visitors=True)
def put_aside(db: Session, actor: Actor, exchange_id: UUID) -> Response:
    """Ask no more how it is going half-way."""
    try:
        evaluations.put_aside(db, actor, exchange_id)
    except DomainError as error:
        if error.code != "not_now":
            raise
    return go(url_for("today.first", classroom_id=actor.classroom_id, today=1))


@blueprint.post("/exchanges/<uuid:exchange_id>/review")
@allow(*MEMBERS, visitors=True)
def review(db: Session, actor: Actor, exchange_id: UUID) -> Response:
    """Write the shared review, or keep the other one's after seeing both."""
    if request.form.get("keep") == "theirs":
        drafts.forget(db, actor, drafts.review_form(exchange_id))
        return back_to(actor, exchange_id, "review")
    texts = {name: request.form.get(name, "") for name in REVIEW}
    try:
        reviews.write(db, actor, exchange_id, texts, request.form.get("number", 0, type=int))
    except DomainError as error:
        return refused(db, actor, exchange_id, EDIT_REVIEW, error)
    return back_to(actor, exchange_id, "review")


@blueprint.post("/exchanges/<uuid:exchange_id>/review/memory")
@allow(*MEMBERS)
def give_review(db: Session, actor: Actor, exchange_id: UUID) -> Response:
    """Say yes to giving the shared review to the class's memory, or take the yes back."""
    who = id_or_404(request.form.get("who"))
    if request.form.get("give") != "yes":
        review_giving.take_back(db, actor, exchange_id, who)
        return back_to(actor, exchange_id, "given")
    try:
        review_giving.give(db, actor, exchange_id, who, request.form.get("number", 0, type=int))
    except DomainError as error:
        if error.status not in (409, 422):
            raise
        db.rollback()
        changed = _("The words have changed meanwhile. Read them once more.")
        flash(changed if error.status == 409 else sentence(error))
    return back_to(actor, exchange_id, "given")


@blueprint.post("/exchanges/<uuid:exchange_id>/pass-on")
@allow(*MEMBERS, visitors=True)
def pass_on(db: Session, actor: Actor, exchange_id: UUID) -> Response:
    """Put what was received here on the wall, as an offer of one's own.

    A guest's cards hang on the wall of their own class: there they write it.
    """
    if actor.visiting:
        room = room_of(db, actor, exchange_id)
        url = url_for(
            "savoirs.new", classroom_id=actor.classroom_id, kind="offer", words=room.savoir
        )
        return go(url)
    try:
        exchanges.pass_on(db, actor, exchange_id)
    except DomainError as error:
        if error.code != "already_there":
            raise
        flash(_("Your card is already there: you offer this savoir."))
    else:
        flash(_("Your card is on the wall: you can show it to someone."))
    return go(url_for("savoirs.mine", classroom_id=actor.classroom_id))


def _moment() -> str:
    """Return the moment that the address names: the end, unless it says the middle."""
    return MIDDLE if request.args.get("moment") == MIDDLE else END


def _named(moment: str) -> str | None:
    """Return how an address names a moment; the end goes without saying."""
    return moment if moment == MIDDLE else None


def _steps(role: str, moment: str) -> tuple[str, ...]:
    if role not in QUESTIONS:
        abort(404)
    return (*questions(role, moment), _LAST)


def _question(
    db: Session,
    actor: Actor,
    exchange_id: UUID,
    role: str,
    step: str,
    *,
    words: str | None = None,
    status: int = 200,
    **more: Any,
) -> Response:
    moment = _moment()
    room, steps = room_of(db, actor, exchange_id), _steps(role, moment)
    if role not in room.roles or step not in steps:
        abort(404)
    found = room.back.own(role, moment)
    if moment == END and not may_look_back(room.state, role):
        return back_to(actor, exchange_id)
    wanted = classroom_of(db, actor.classroom_id).middle_evaluation and room.half_way
    if moment == MIDDLE and found is None and not wanted:
        return back_to(actor, exchange_id)
    form = drafts.evaluation_form(exchange_id, role, step, moment)
    kept = drafts.kept(db, actor, form) if words is None else None
    if words is None:
        words = kept.get("words", "") if kept else found.answer(step) if found else ""
    at = steps.index(step)
    return show(
        "room/mine.html",
        status=status,
        room=room,
        role=role,
        step=step,
        moment=_named(moment),
        at=at,
        steps=steps,
        before=steps[at - 1] if at else None,
        after=steps[at + 1] if step != _LAST else None,
        found=found,
        words=words,
        kept=kept is not None,
        form_name=form,
        answer_most=ANSWER_MOST,
        where=WHERE_I_AM,
        **more,
    )
