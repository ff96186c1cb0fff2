"""The wall of a network: offers facing demands, of all its classes."""

from uuid import UUID

from flask import Response, abort, request
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.queries.networks.belonging import classes_of, network_of, places_of
from rers_school.classroom.queries.networks.cards import one_shared
from rers_school.classroom.queries.networks.wall import Chosen, network_wall
from rers_school.web.fields import id_of
from rers_school.web.networks.page import LISTED_MOST, blueprint
from rers_school.web.page import show


@blueprint.get("/networks/<uuid:network_id>/wall")
@allow(*MEMBERS)
def wall(db: Session, actor: Actor, network_id: UUID) -> Response:
    """Show one page of the wall; a search forgives accents and spelling."""
    network = network_of(db, actor, network_id)
    asked = request.args
    chosen = Chosen(
        search=asked.get("search", "").strip()[:100],
        class_id=id_of(asked.get("of")),
        place=asked.get("at", "").strip()[:120],
        waiting="waiting" in asked,
        key=asked.get("savoir", "")[:200],
        start=asked.get("after", "")[:200],
    )
    # A list of hundreds of classes is no way to choose: there the network's page leads to each.
    few = network.classes <= LISTED_MOST
    classes = classes_of(db, network) if few else []
    return show(
        "networks/wall.html",
        network=network,
        wall=network_wall(db, network, chosen),
        chosen=chosen,
        classes=classes,
        places=[place for place, _number in places_of(db, network) if place],
        few=few,
    )


@blueprint.get("/networks/<uuid:network_id>/wall/<uuid:card_id>")
@allow(*MEMBERS)
def shared_card(db: Session, actor: Actor, network_id: UUID, card_id: UUID) -> Response:
    """Show one card of the network's wall."""
    network = network_of(db, actor, network_id)
    card = one_shared(db, network, card_id)
    if card is None:
        abort(404)
    return show("networks/card.html", network=network, card=card)
