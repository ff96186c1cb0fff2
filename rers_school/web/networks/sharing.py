"""The teacher's page: what others see of the class, exactly, and what waits for a yes."""

from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.queries.networks.belonging import network_of, networks_of
from rers_school.classroom.queries.networks.cards import own_part
from rers_school.classroom.queries.networks.shown import opened_cards
from rers_school.classroom.services.networks import opening
from rers_school.web.fields import id_of
from rers_school.web.flash import flash
from rers_school.web.networks.page import blueprint
from rers_school.web.networks.words import refusal
from rers_school.web.page import go, show


@blueprint.get("/networks/<uuid:network_id>/shown")
@allow(*TEACHERS)
def shown(db: Session, actor: Actor, network_id: UUID) -> Response:
    """Show what a network sees of the class, as the other classes see it."""
    return shown_page(db, actor, network_id)


def shown_page(
    db: Session, actor: Actor, network_id: UUID, *, status: int = 200, **more: Any
) -> Response:
    """Return the page of what the network sees of the class."""
    network = network_of(db, actor, network_id)
    return show(
        "networks/shown.html",
        status=status,
        network=network,
        cards=own_part(db, network),
        typed=request.form,
        **more,
    )


@blueprint.get("/networks/asked")
@allow(*TEACHERS)
def asked(db: Session, actor: Actor) -> Response:
    """Show which cards their owners would like to be seen further."""
    return _asked(db, actor)


@blueprint.post("/networks/asked")
@allow(*TEACHERS)
def agree(db: Session, actor: Actor) -> Response:
    """Say yes to the cards that were ticked, as they were read."""
    read = []
    for ticked in request.form.getlist("card"):
        raw, _dot, seen = ticked.partition(".")
        found = id_of(raw)
        if found is not None:
            read.append((found, seen))
    changed = opening.agree(db, actor, read)
    if changed:
        flash(
            ngettext(
                "%(num)s card changed meanwhile: look at it again.",
                "%(num)s cards changed meanwhile: look at them again.",
                changed,
            )
        )
    elif read:
        flash(_("These cards can be seen further now."))
    return go(url_for("networks.asked", classroom_id=actor.classroom_id))


@blueprint.post("/networks/asked/<uuid:opening_id>/keep")
@allow(*TEACHERS)
def keep(db: Session, actor: Actor, opening_id: UUID) -> Response:
    """Keep a card in the class for now, with a word to its owner."""
    try:
        opening.keep_in(db, actor, opening_id, request.form.get("word", ""))
    except DomainError as error:
        if error.status != 422:
            raise
        problem = refusal(error)
        db.rollback()
        return _asked(db, actor, status=422, problem=problem, at=opening_id)
    flash(_("The card stays in the class. Its owner reads your word."))
    return go(url_for("networks.asked", classroom_id=actor.classroom_id))


def _asked(db: Session, actor: Actor, *, status: int = 200, **more: Any) -> Response:
    cards = opened_cards(db, actor)
    return show(
        "networks/asked.html",
        status=status,
        waiting=[one for one in cards if one.state in ("asked", "changed")],
        others=[one for one in cards if one.state not in ("asked", "changed")],
        networks=networks_of(db, actor),
        typed=request.form,
        **more,
    )
