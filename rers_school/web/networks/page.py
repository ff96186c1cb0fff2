"""The networks of a class, and one of them."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.queries.across.linked import across_waiting
from rers_school.classroom.queries.networks.belonging import (
    MyNetwork,
    classes_of,
    network_of,
    networks_of,
    news_of,
    places_of,
)
from rers_school.classroom.queries.networks.between import ties_of, waiting_long
from rers_school.classroom.queries.networks.gatherings import (
    decisions_running,
    network_gatherings,
)
from rers_school.classroom.queries.networks.shown import asks_waiting
from rers_school.classroom.services.networks import inviting
from rers_school.web.page import go, show
from rers_school.web.room.words import day

blueprint = Blueprint("networks", __name__)
#: Up to so many classes are listed; of more, those of one place at a time.
LISTED_MOST = 30


@blueprint.get("/networks")
@allow(*MEMBERS)
def listing(db: Session, actor: Actor) -> Response:
    """Show the networks of the class; a pupil whose class is in one goes there at once."""
    found = networks_of(db, actor)
    if len(found) == 1 and not actor.is_teacher:
        return go(url_for("networks.one", classroom_id=actor.classroom_id, network_id=found[0].id))
    asked = asks_waiting(db, actor.classroom_id) if actor.is_teacher else 0
    circles = across_waiting(db, actor.classroom_id) if actor.is_teacher else {}
    return show("networks/page.html", networks=found, asked=asked, circles=circles)


@blueprint.get("/networks/<uuid:network_id>")
@allow(*MEMBERS)
def one(db: Session, actor: Actor, network_id: UUID) -> Response:
    """Show a network: its classes, what happened, and for a teacher what to do."""
    return network_page(db, actor, network_of(db, actor, network_id))


def network_page(
    db: Session, actor: Actor, network: MyNetwork, *, status: int = 200, **more: Any
) -> Response:
    """Return the page of a network; ``code`` is a new invitation, shown this once."""
    few, at = network.classes <= LISTED_MOST, request.args.get("at")
    context: dict[str, Any] = {
        "network": network,
        "classes": classes_of(db, network, at) if few or at is not None else [],
        "places": [] if few else places_of(db, network),
        "at": at,
        "news": news_of(db, network),
        "coming": [one for one in network_gatherings(db, network) if one.planned],
        "decisions": decisions_running(db, network),
        "day": day,
        "ties": ties_of(db, network),
        "waiting": waiting_long(db, network),
        "codes": [],
        "asked": 0,
        "circles": 0,
    }
    if actor.is_teacher:
        context["codes"] = inviting.waiting(db, actor, network.id)
        context["asked"] = asks_waiting(db, actor.classroom_id)
        context["circles"] = across_waiting(db, actor.classroom_id).get(network.id, 0)
    return show("networks/one.html", status=status, **context | more)
