"""Answers given on paper: everybody who is asked, entered in one go."""

from collections.abc import Iterator
from uuid import UUID

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.queries.paper import not_answered
from rers_school.classroom.services import answers
from rers_school.web.flash import flash
from rers_school.web.introductions import words
from rers_school.web.page import go
from rers_school.web.page import show as show_page
from rers_school.web.paper.page import blueprint

_PREFIX = "reply"


@blueprint.get("/paper/replies")
@allow(*TEACHERS)
def replies(db: Session, actor: Actor) -> Response:
    """Show everybody who is asked and has not answered, behind the curtain."""
    asked = not_answered(db, actor.classroom_id)
    return show_page(
        "paper/replies.html",
        asked=asked,
        kinds=answers.KINDS,
        answered=words.answered,
        field=lambda one: f"{_PREFIX}-{one.introduction_id.hex}-{one.who.id.hex}",
    )


@blueprint.post("/paper/replies")
@allow(*TEACHERS)
def enter_replies(db: Session, actor: Actor) -> Response:
    """Keep what is written on the slips."""
    kept, late = answers.pile_on_paper(db, actor, list(_sent()))
    told = [ngettext("%(num)s answer is entered.", "%(num)s answers are entered.", kept)]
    if late:
        told.append(_("What was answered on a screen or settled meanwhile stays as it is."))
    flash(" ".join(told))
    return go(url_for("paper.replies", classroom_id=actor.classroom_id))


def _sent() -> Iterator[tuple[UUID, UUID, str]]:
    """Yield the answers that were chosen: which proposal, whose, and what."""
    for name, kind in request.form.items():
        prefix, _dash, ids = name.partition("-")
        introduction, _dash, partner = ids.partition("-")
        if prefix != _PREFIX or kind not in answers.KINDS:
            continue
        try:
            yield UUID(hex=introduction), UUID(hex=partner), kind
        except ValueError:
            continue
