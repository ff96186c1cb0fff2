"""The owner of a card says how far it may be seen, and brings it back."""

from typing import Any
from uuid import UUID

from flask import Response, abort, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.queries.networks.belonging import networks_of
from rers_school.classroom.queries.networks.shown import opening_of
from rers_school.classroom.rules.visibility import initialed, shown_of
from rers_school.classroom.services import cards
from rers_school.classroom.services.networks import opening
from rers_school.web.flash import flash
from rers_school.web.networks.page import blueprint
from rers_school.web.networks.words import refusal
from rers_school.web.page import go, show


@blueprint.get("/savoirs/<kind>/<uuid:card_id>/open")
@allow(*MEMBERS)
def how_far(db: Session, actor: Actor, kind: str, card_id: UUID) -> Response:
    """Ask how far one's own card may be seen, and show what others would read."""
    return _page(db, actor, kind, card_id)


@blueprint.post("/savoirs/<kind>/<uuid:card_id>/open")
@allow(*MEMBERS)
def open_card(db: Session, actor: Actor, kind: str, card_id: UUID) -> Response:
    """Open one's own card, or bring it back into the class."""
    reach = request.form.get("reach", "")
    try:
        if reach == "class":
            opening.narrow(db, actor, _kind(kind), card_id)
            flash(_("Your card is seen in the class only."))
        else:
            opening.open_card(db, actor, _kind(kind), card_id, reach)
            told = _("Your card can be seen further now.")
            flash(told if actor.is_teacher else _("Your teacher looks at it first."))
    except DomainError as error:
        if error.status != 422:
            raise
        problem = refusal(error)
        db.rollback()
        return _page(db, actor, kind, card_id, status=422, problem=problem)
    return go(url_for("savoirs.mine", classroom_id=actor.classroom_id))


def _page(
    db: Session, actor: Actor, kind: str, card_id: UUID, *, status: int = 200, **more: Any
) -> Response:
    card = cards.own(db, actor, _kind(kind), card_id)
    networks = networks_of(db, actor)
    if not networks:
        abort(404)
    return show(
        "networks/open.html",
        status=status,
        card=card,
        kind=kind,
        fields=shown_of(kind, card),
        opening=opening_of(db, actor, kind, card_id),
        networks=networks,
        shown_name=initialed(actor.shown_name, actor.role),
        **more,
    )


def _kind(kind: str) -> str:
    if kind not in ("offer", "demand"):
        abort(404)
    return kind
