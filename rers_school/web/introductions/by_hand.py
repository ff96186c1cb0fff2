"""Links by hand, step by step: everything by links and forms."""

from uuid import UUID

from flask import Response, abort, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound
from rers_school.classroom.queries.by_hand import by_hand as by_hand_page
from rers_school.classroom.rules.circles import Link
from rers_school.classroom.services import keeping
from rers_school.web.fields import id_or_404
from rers_school.web.flash import flash
from rers_school.web.introductions import words
from rers_school.web.introductions.page import back, blueprint
from rers_school.web.page import show as show_page

_STEPS = ("link", "link1", "link2", "link3")


@blueprint.get("/introductions/by-hand")
@allow(*TEACHERS)
def by_hand(db: Session, actor: Actor) -> Response:
    """Show with whom somebody could exchange, or the steps of a free circle."""
    return _page(db, actor)


@blueprint.post("/introductions/by-hand")
@allow(*TEACHERS)
def link(db: Session, actor: Actor) -> Response:
    """Keep a circle made by hand."""
    raw = [one for name in _STEPS for one in request.form.getlist(name) if one]
    mediator = request.form.get("mediator", "")
    try:
        links = [_link(one) for one in raw]
        kept = keeping.link_by_hand(db, actor, links, id_or_404(mediator) if mediator else None)
    except DomainError as error:
        if isinstance(error, NotFound | NotAllowed):
            raise
        db.rollback()
        return _page(db, actor, error.status, words.sentence(error))
    flash(_("The circle is kept. Nothing reaches anybody before you propose."))
    return back(actor, f"kept-{kept.id}")


def _page(db: Session, actor: Actor, status: int = 200, problem: str = "") -> Response:
    person = _person("person")
    ring = [id for name in ("one", "two", "three") if (id := _person(name)) is not None]
    try:
        found = by_hand_page(db, actor, person, ring)
    except DomainError as error:
        if error.code != "same_person":
            raise
        found, status, problem = by_hand_page(db, actor, person), 422, words.sentence(error)
    return show_page(
        "introductions/by_hand.html", status=status, found=found, problem=problem, ring=ring
    )


def _person(name: str) -> UUID | None:
    raw = request.values.get(name, "")
    return id_or_404(raw) if raw else None


def _link(raw: str) -> Link:
    parts = raw.split(",")
    if len(parts) != 3:
        abort(404)
    return Link(*(id_or_404(part) for part in parts))
