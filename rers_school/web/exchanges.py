"""All exchanges at a glance: a pupil's own, the class's for the teacher."""

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.access import MEMBERS, TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.queries.across.away import with_away
from rers_school.classroom.queries.changes import changes_asked
from rers_school.classroom.queries.class_page import class_tag
from rers_school.classroom.queries.exchanges import (
    ENDED_A_PAGE,
    ENDED_AT_A_GLANCE,
    all_exchanges,
    ended_exchanges,
    how_many_ended,
    my_exchanges,
)
from rers_school.classroom.queries.market_memory import has_met
from rers_school.classroom.queries.workshop_openings import any_open
from rers_school.i18n import choose_locale
from rers_school.web.kept import kept
from rers_school.web.page import show
from rers_school.web.room.words import ago, day

blueprint = Blueprint("exchanges", __name__)

_ORDER = ("agreeing", "agreed", "under_way", "paused", "looking_back", "closed")


@blueprint.get("/exchanges")
@allow(*MEMBERS)
def listing(db: Session, actor: Actor) -> Response:
    """Show the exchanges: present ones first, the teacher's by state."""
    if not actor.is_teacher:
        own = with_away(db, actor, my_exchanges)
        lived = bool(own) or has_met(db, actor)
        return show(
            "exchanges/listing.html",
            own=own,
            lived=lived,
            workshops=any_open(db, actor),
            day=day,
        )
    tag = f"{class_tag(db, actor.classroom_id)}-{clock.now().date()}-{choose_locale()}"
    if actor.away:
        # What happens in the classes whose guest they are does not change this class's tag.
        overview, lived = _overview(db, actor)
    else:
        key = ("exchanges", actor.membership_id, tag)
        overview, lived = kept(key, lambda: _overview(db, actor))
    changes = changes_asked(db)
    return show("exchanges/overview.html", overview=overview, lived=lived, changes=changes, ago=ago)


def _overview(db: Session, actor: Actor) -> tuple[Markup, bool]:
    """Return what every exchange waits for, and whether there is any; no forms: it can be kept."""
    everything = all_exchanges(db, actor, ended_most=ENDED_AT_A_GLANCE)
    by_state = [(state, [one for one in everything if one.state == state]) for state in _ORDER]
    made = render_template(
        "exchanges/_overview.html",
        by_state=[(state, cards) for state, cards in by_state if cards],
        own=with_away(db, actor, my_exchanges),
        ended=how_many_ended(db),
        day=day,
    )
    return Markup(made), bool(everything)


@blueprint.get("/exchanges/ended")
@allow(*TEACHERS)
def ended(db: Session, actor: Actor) -> Response:
    """Show the exchanges that have ended, a page at a time."""
    pages = max(1, -(-how_many_ended(db) // ENDED_A_PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    found = ended_exchanges(db, actor, page=page)
    return show("exchanges/ended.html", found=found, page=page, pages=pages, day=day)
