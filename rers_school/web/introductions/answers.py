"""A partner's own page: asked privately, answered privately, told the same words as everybody."""

from uuid import UUID

from flask import Response, request, url_for
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotFound, Stale
from rers_school.classroom.queries.introductions import proposal_for
from rers_school.classroom.services import answers
from rers_school.web.fields import id_or_404
from rers_school.web.introductions import words
from rers_school.web.introductions.page import blueprint
from rers_school.web.page import go, home
from rers_school.web.page import show as show_page


@blueprint.get("/answers/<uuid:introduction_id>")
@allow(*MEMBERS, visitors=True)
def asked(db: Session, actor: Actor, introduction_id: UUID) -> Response:
    """Show a proposal to one of its partners."""
    return _page(db, actor, introduction_id)


@blueprint.post("/answers/<uuid:introduction_id>")
@allow(*MEMBERS, visitors=True)
def answer(db: Session, actor: Actor, introduction_id: UUID) -> Response:
    """Keep a partner's answer."""
    kind, word = request.form.get("answer", ""), request.form.get("word", "")
    try:
        answers.answer(db, actor, introduction_id, kind, word)
    except NotFound:
        raise
    except DomainError as error:
        db.rollback()
        late = isinstance(error, Stale)
        problem = "" if late else words.sentence(error)
        return _page(
            db, actor, introduction_id, error.status, late=late, problem=problem, typed=(kind, word)
        )
    return _to(actor, introduction_id)


@blueprint.post("/answers/<uuid:introduction_id>/seen")
@allow(*MEMBERS, visitors=True)
def seen(db: Session, actor: Actor, introduction_id: UUID) -> Response:
    """Remember that a partner has seen what became of it, and go on from there."""
    answers.seen(db, actor, introduction_id)
    wanted = request.form.get("to", "")
    if wanted:
        mine = {part.exchange_id for part in proposal_for(db, actor, introduction_id).parts}
        if id_or_404(wanted) not in mine:
            raise NotFound
        url = url_for("room.show", classroom_id=actor.classroom_id, exchange_id=wanted)
    else:
        url = home(actor)
    return go(url)


def _to(actor: Actor, introduction_id: UUID) -> Response:
    url = url_for(
        "introductions.asked", classroom_id=actor.classroom_id, introduction_id=introduction_id
    )
    return go(url)


def _page(
    db: Session,
    actor: Actor,
    introduction_id: UUID,
    status: int = 200,
    *,
    late: bool = False,
    problem: str = "",
    typed: tuple[str, str] | None = None,
) -> Response:
    proposal = proposal_for(db, actor, introduction_id)
    kind, word = typed or (proposal.my_answer or "", proposal.my_word)
    return show_page(
        "introductions/answer.html",
        status=status,
        proposal=proposal,
        late=late,
        problem=problem,
        kind=kind,
        word=word,
        word_most=answers.WORD_MOST,
        answered=words.answered,
    )
