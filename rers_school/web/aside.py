"""Cards that a teacher looks at, for safety only: a glance, and off the wall with a word."""

from collections.abc import Iterator
from uuid import UUID

from flask import Blueprint, Response, abort, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.queries.aside import cards_aside, to_glance_at
from rers_school.classroom.queries.classroom import classroom_of
from rers_school.classroom.queries.one_card import one_card
from rers_school.classroom.services import aside
from rers_school.web.fields import id_of
from rers_school.web.flash import flash
from rers_school.web.page import go
from rers_school.web.page import show as show_page

blueprint = Blueprint("aside", __name__)


@blueprint.get("/wall/aside")
@allow(*TEACHERS)
def show(db: Session, actor: Actor) -> Response:
    """Show the cards that wait for a teacher: for a glance, and those taken off the wall."""
    glance = classroom_of(db, actor.classroom_id).glance
    waiting = to_glance_at(db, actor) if glance else ()
    return show_page("aside/page.html", found=cards_aside(db, actor), waiting=waiting)


@blueprint.post("/wall/aside")
@allow(*TEACHERS)
def these_are_fine(db: Session, actor: Actor) -> Response:
    """Let the cards be projected that the page showed."""
    done = aside.these_are_fine(db, actor, _shown())
    told = ngettext("%(num)s card can be projected.", "%(num)s cards can be projected.", done)
    if done < len(request.form.getlist("card")):
        told += " " + _("What was changed meanwhile waits for another glance.")
    flash(told)
    return go(url_for("aside.show", classroom_id=actor.classroom_id))


@blueprint.post("/wall/<kind>/<uuid:card_id>/hide")
@allow(*TEACHERS)
def hide(db: Session, actor: Actor, kind: str, card_id: UUID) -> Response:
    """Take a card off the wall with a word to its author."""
    word = request.form.get("word", "")
    try:
        aside.hide(db, actor, _kind(kind), card_id, word)
    except DomainError as error:
        sentences = {
            "empty": _("Write a word to its author: they read it beside their card."),
            "too_long": _("This is too long: %(most)s characters at most."),
            "not_on_wall": _("This card is not on the wall any more."),
        }
        if error.code not in sentences:
            raise
        db.rollback()
        if error.status == 409:
            flash(sentences[error.code])
            return go(url_for("wall.show", classroom_id=actor.classroom_id))
        problem = sentences[error.code] % error.details
        card = one_card(db, actor, kind, card_id)
        return show_page("wall/card.html", status=422, card=card, problem=problem, typed=word)
    flash(_("The card is off the wall. Its author reads your word."))
    return _to_card(actor, kind, card_id)


@blueprint.post("/wall/<kind>/<uuid:card_id>/put-back")
@allow(*TEACHERS)
def put_back(db: Session, actor: Actor, kind: str, card_id: UUID) -> Response:
    """Put a card back on the wall."""
    raw = request.form.get("seen", "")
    seen = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 9 else -1
    try:
        card = aside.put_back(db, actor, _kind(kind), card_id, seen)
    except DomainError as error:
        if error.code != "card_changed":
            raise
        db.rollback()
        problem = _("Its author has changed this card meanwhile. This is how it is now.")
        found = one_card(db, actor, kind, card_id)
        return show_page("wall/card.html", status=409, card=found, problem=problem)
    if card.state != "visible":
        flash(_("Your word is gone. Its author has taken the card off for themself."))
        return go(url_for("aside.show", classroom_id=actor.classroom_id))
    flash(_("The card is on the wall again."))
    return _to_card(actor, kind, card_id)


def _shown() -> Iterator[tuple[str, UUID, int]]:
    """Yield the cards that the page showed: kind, card and version."""
    for raw in request.form.getlist("card"):
        kind, _dash, rest = raw.partition(".")
        card_id, _dash, version = rest.partition(".")
        found = id_of(card_id)
        if found and version.isascii() and version.isdigit() and len(version) < 9:
            yield kind, found, int(version)


def _kind(kind: str) -> str:
    if kind not in ("offer", "demand"):
        abort(404)
    return kind


def _to_card(actor: Actor, kind: str, card_id: UUID) -> Response:
    cid = actor.classroom_id
    return go(url_for("wall.card", classroom_id=cid, kind=kind, card_id=card_id))
