"""In twos: a classmate asks, writes, and the one who answered says whether it is right."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.errors import DomainError
from rers_school.classroom.queries.interviews import (
    classmates,
    interview_with,
    one_spoken,
    waiting_for_a_yes,
)
from rers_school.classroom.queries.wall import wall
from rers_school.classroom.rules.inventory import WALL, kind_of, questions
from rers_school.classroom.services import interviews
from rers_school.web.flash import flash
from rers_school.web.page import go, home, show

blueprint = Blueprint("pairs", __name__)
# Other adults of the class write their own cards; children are asked by children.
ASKING = (Role.PUPIL, Role.TEACHER)
END = "end"
SHOWN = 12


@blueprint.get("/pairs")
@allow(*ASKING)
def choose(db: Session, actor: Actor) -> Response:
    """Ask who sits beside the one who writes."""
    return show(
        "pairs/choose.html", classmates=classmates(db, actor), first=questions(waiting=False)[0]
    )


@blueprint.get("/pairs/<uuid:membership_id>/<question>")
@allow(*ASKING)
def ask(db: Session, actor: Actor, membership_id: UUID, question: str) -> Response:
    """Show one question to read out; after the last one, what was written."""
    if question == END:
        return _end(db, actor, membership_id)
    return _ask(db, actor, membership_id, question)


@blueprint.post("/pairs/<uuid:membership_id>/<question>")
@allow(*ASKING)
def write(db: Session, actor: Actor, membership_id: UUID, question: str) -> Response:
    """Write the answer down and go on to the next question."""
    words = request.form.get("words", "")
    try:
        interviews.write(db, actor, membership_id, question, words)
    except DomainError as error:
        said = _sentence(error)
        db.rollback()
        return _ask(db, actor, membership_id, question, status=422, error=said, words=words)
    after = _after(question, _waiting(db))
    return go(_to(actor, membership_id, after))


@blueprint.post("/pairs/written/<uuid:spoken_id>")
@allow(*ASKING)
def take_back(db: Session, actor: Actor, spoken_id: UUID) -> Response:
    """Take back what one wrote with a classmate, as long as it waits."""
    owner = interviews.take_back(db, actor, spoken_id)
    return go(_to(actor, owner, END))


@blueprint.get("/pairs/said/<uuid:spoken_id>")
@allow(*ASKING)
def look(db: Session, actor: Actor, spoken_id: UUID) -> Response:
    """Show what a classmate wrote, with room for other words."""
    return _look(db, actor, spoken_id)


@blueprint.post("/pairs/said/<uuid:spoken_id>")
@allow(*ASKING)
def answer(db: Session, actor: Actor, spoken_id: UUID) -> Response:
    """Put it on the wall, as it is or in other words; or let it be no card."""
    form = request.form
    if form.get("answer") == "no":
        interviews.decline(db, actor, spoken_id)
        flash(_("It is gone. Nobody is told."))
        return _on(actor)
    words = form.get("words") if form.get("answer") == "changed" else None
    try:
        hung = interviews.agree(db, actor, spoken_id, words)
    except DomainError as error:
        said = _sentence(error)
        db.rollback()
        return _look(db, actor, spoken_id, status=422, error=said, words=words)
    if actor.is_teacher:
        flash(_("The card is on the wall.") if hung else _("This card was on the wall already."))
    else:
        flash(_("Your card is on the wall.") if hung else _("You have this card already."))
    return _on(actor)


@blueprint.get("/pairs/waiting")
@allow(*TEACHERS)
def waiting(db: Session, actor: Actor) -> Response:
    """Show the teacher which cards wait for a yes, in whose hand, behind the curtain."""
    found = waiting_for_a_yes(db, actor)
    return show(
        "pairs/waiting.html",
        to_ask=[one for one in found if not one.comes],
        to_come=[one for one in found if one.comes],
    )


def _ask(
    db: Session, actor: Actor, membership_id: UUID, question: str, *, status: int = 200, **more: Any
) -> Response:
    kind, waits = kind_of(question), _waiting(db)
    row = questions(waiting=bool(waits) or question == WALL)
    return show(
        "pairs/ask.html",
        status=status,
        one=interview_with(db, actor, membership_id),
        question=question,
        kind=kind,
        number=row.index(question) + 1,
        total=len(row),
        after=_after(question, waits),
        waiting=waits if question == WALL else (),
        **more,
    )


def _end(db: Session, actor: Actor, membership_id: UUID) -> Response:
    return show("pairs/end.html", one=interview_with(db, actor, membership_id))


def _look(db: Session, actor: Actor, spoken_id: UUID, **more: Any) -> Response:
    return show("pairs/said.html", one=one_spoken(db, actor, spoken_id), **more)


def _waiting(db: Session) -> tuple[str, ...]:
    return tuple(row.name for row in wall(db, waiting=True).rows)[:SHOWN]


def _after(question: str, waiting: tuple[str, ...]) -> str:
    row = (*questions(waiting=bool(waiting) or question == WALL), END)
    return row[row.index(question) + 1]


def _to(actor: Actor, membership_id: UUID, question: str) -> str:
    return url_for(
        "pairs.ask",
        classroom_id=actor.classroom_id,
        membership_id=membership_id,
        question=question,
    )


def _on(actor: Actor) -> Response:
    """Return the way on after a yes or a no: to what else waits."""
    if actor.is_teacher:
        return go(url_for("pairs.waiting", classroom_id=actor.classroom_id))
    if request.form.get("from") == "savoirs":
        return go(url_for("savoirs.mine", classroom_id=actor.classroom_id))
    return go(home(actor))


def _sentence(error: DomainError) -> str:
    """Return what is wrong with what was written.

    *Errors*: `DomainError` again, when it is not about the words.
    """
    sentences: dict[str, str] = {
        "empty": _("Write a few words first."),
        "too_long": _(
            "This is too long: %(most)s characters at most.", most=error.details.get("most")
        ),
        "already_there": _("There is a card with these words already."),
        "enough": _("That is enough for now: first the cards that wait need a yes."),
    }
    if error.code not in sentences:
        raise error
    return sentences[error.code]
