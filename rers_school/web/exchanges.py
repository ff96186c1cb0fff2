"""All exchanges at a glance: a pupil's own, the class's for the teacher."""

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.queries.changes import changes_asked
from rers_school.classroom.queries.exchanges import all_exchanges, my_exchanges
from rers_school.classroom.queries.market_memory import has_met
from rers_school.web.page import show
from rers_school.web.room.words import ago, day

blueprint = Blueprint("exchanges", __name__)

_ORDER = ("agreeing", "agreed", "under_way", "paused", "looking_back", "closed")


@blueprint.get("/exchanges")
@allow(*MEMBERS)
def listing(db: Session, actor: Actor) -> Response:
    """Show the exchanges: present ones first, the teacher's by state."""
    if not actor.is_teacher:
        own = my_exchanges(db, actor)
        lived = bool(own) or has_met(db, actor)
        return show("exchanges/listing.html", own=own, lived=lived, ago=ago, day=day)
    everything = all_exchanges(db, actor)
    by_state = [(state, [one for one in everything if one.state == state]) for state in _ORDER]
    return show(
        "exchanges/overview.html",
        by_state=[(state, cards) for state, cards in by_state if cards],
        own=[one for one in everything if one.mine],
        changes=changes_asked(db),
        ago=ago,
        day=day,
    )
