"""Today: what waits for me, else what I could do next."""

import hashlib
from typing import Any

from flask import Blueprint, Response, request, url_for
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.queries.across.away import first_away, with_away
from rers_school.classroom.queries.exchanges import waiting_in_rooms
from rers_school.classroom.queries.follow_ups import asked_now
from rers_school.classroom.queries.half_way import asked_half_way
from rers_school.classroom.queries.interviews import waiting_for_my_yes
from rers_school.classroom.queries.introductions import waiting_for
from rers_school.classroom.queries.lesson import opens_on_the_session
from rers_school.classroom.queries.market import market_note
from rers_school.classroom.queries.savoirs import my_cards
from rers_school.classroom.queries.widening import to_widen_now
from rers_school.classroom.queries.workshops import on_today
from rers_school.classroom.rules.team import RIGHTS, may
from rers_school.i18n import choose_locale
from rers_school.web import opening
from rers_school.web.page import go, show, tagged, unchanged
from rers_school.web.room.words import day

blueprint = Blueprint("today", __name__)


@blueprint.get("/")
@allow(*MEMBERS)
def first(db: Session, actor: Actor) -> Response:
    """Answer "what do I do now?": for a teacher the session or the class, else Today.

    Coming in by an activity that opens on another page, it is that page.
    """
    page = opening.page_of(request.args.get("open", ""), actor)
    if page:
        return go(page)
    if actor.is_teacher and "today" not in request.args:
        first_page = "lesson" if opens_on_the_session(db, actor.classroom_id) else "classpage"
        return go(url_for(f"{first_page}.show", classroom_id=actor.classroom_id))
    return _page(_facts(db, actor))


@blueprint.get("/today/live")
@allow(*MEMBERS)
def live(db: Session, actor: Actor) -> Response:
    """Answer a poll of the Today page."""
    facts = _facts(db, actor)
    return unchanged(_tag(facts)) or _page(facts)


# Whoever has one of these before them is not asked about a demand that waits.
_WAITS = ("to_change", "proposals", "rooms", "half_way", "became", "said")


def _facts(db: Session, actor: Actor) -> dict[str, Any]:
    offers, demands = my_cards(db, actor)
    workshops = on_today(db, actor)
    # What begins is told first; then its room speaks for itself.
    told = {one.room for one in workshops.told}
    half_way = first_away(db, actor, asked_half_way)
    facts: dict[str, Any] = {
        "offers": offers,
        "demands": demands,
        "to_change": [card for card in (*offers, *demands) if card.to_change],
        "proposals": with_away(db, actor, waiting_for),
        "rooms": [
            one for one in with_away(db, actor, waiting_in_rooms) if one.exchange_id not in told
        ],
        "half_way": half_way,
        # One question at a time.
        "became": None if half_way else first_away(db, actor, asked_now),
        "said": waiting_for_my_yes(db, actor),
    }
    waits = any(facts[name] for name in _WAITS) or workshops.waits
    return facts | {
        "market": market_note(db, actor),
        "workshops": workshops,
        "team": [right for right in RIGHTS if not actor.is_teacher and may(actor, right)],
        "to_widen": None if waits else to_widen_now(db, actor),
    }


def _tag(facts: dict[str, Any]) -> str:
    """Return a digest of what the page shows: it gathers too much for one revision to tell."""
    return hashlib.sha256(f"{choose_locale()} {facts!r}".encode()).hexdigest()[:16]


def _page(facts: dict[str, Any]) -> Response:
    tag = _tag(facts)
    return tagged(show("today/page.html", "live", tag=tag, day=day, **facts), tag)
