"""The collective inventory: what comes up on the projector, and cards that children dictate."""

from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.queries.inventory import came_up
from rers_school.classroom.queries.people import member_name
from rers_school.classroom.rules.team import GATHERINGS
from rers_school.classroom.services import cards, gatherings
from rers_school.web.fields import id_of
from rers_school.web.flash import flash
from rers_school.web.page import go, is_fragment, show, tagged, unchanged
from rers_school.web.together.page import blueprint
from rers_school.web.together.running import came_up_tag, run_page
from rers_school.web.together.words import sentence, typed


@blueprint.get("/together/<uuid:gathering_id>/came-up/<at>")
@allow(*TEACHERS, and_team=GATHERINGS)
def came_up_live(db: Session, actor: Actor, gathering_id: UUID, at: str) -> Response:
    """Answer a poll: nothing new, or what has come up anew."""
    if not is_fragment():
        return run_page(db, actor, gathering_id, at)
    tag = came_up_tag(db, actor)
    found = unchanged(tag) or show(
        "together/_came_up.html", came_up=came_up(db, actor.classroom_id)
    )
    return tagged(found, tag)


@blueprint.post("/together/<uuid:gathering_id>/dictated")
@allow(*TEACHERS)
def dictate(db: Session, actor: Actor, gathering_id: UUID) -> Response:
    """Hang the card that a child dictates; the form comes back empty, for the next child."""
    gatherings.find(db, actor, gathering_id)
    form, at = request.form, request.form.get("at", "")[:40]
    try:
        name = _dictated(db, actor, form.get("kind", ""), form.get("words", ""), form.get("who"))
    except DomainError as error:
        said: dict[str, Any] = {"dictation_error": _sentence(error), "typed": typed()}
        said["wrong"] = "words" if error.code != "who" else "who"
        db.rollback()
        return run_page(db, actor, gathering_id, at, status=422, **said)
    flash(_("%(name)s: the card is on the wall.", name=name))
    cid = actor.classroom_id
    return go(
        url_for("together.run", classroom_id=cid, gathering_id=gathering_id, at=at, dictated=1)
    )


def _dictated(db: Session, actor: Actor, kind: str, words: str, who: str | None) -> str:
    """Hang the card and return whose it is.

    *Errors*: ``who``, ``kind`` and those of a card (422), `NotFound` (404).
    """
    child = id_of(who)
    if child is None:
        raise DomainError("who")
    if kind not in cards.KINDS:
        raise DomainError("kind")
    name = member_name(db, actor, child)
    cards.add(db, actor, kind, words, for_id=child)
    return name


def _sentence(error: DomainError) -> str:
    more: dict[str, str] = {
        "who": _("Choose who says it."),
        "already_there": _("There is a card with these words already."),
    }
    return more.get(error.code) or sentence(error)
