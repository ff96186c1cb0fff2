"""The class: the teacher's first page."""

from datetime import datetime, time
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, make_response, render_template, request
from markupsafe import Markup
from sqlalchemy.orm import Session

from rers_school import clock, identity
from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.queries.across.linked import across_waiting, linked_elsewhere
from rers_school.classroom.queries.class_news import class_news
from rers_school.classroom.queries.class_page import class_page, class_tag
from rers_school.classroom.queries.interviews import how_many_wait
from rers_school.classroom.queries.networks.shown import asks_waiting
from rers_school.i18n import choose_locale
from rers_school.web.kept import kept
from rers_school.web.page import class_here, is_fragment, tagged, unchanged
from rers_school.web.page import show as show_page
from rers_school.web.room.words import day

blueprint = Blueprint("classpage", __name__)


class Parts(NamedTuple):
    """The two parts of the page: what everybody in the room may see, and behind the curtain."""

    now: Markup
    behind: Markup
    pupils: int


@blueprint.get("/class")
@allow(*TEACHERS)
def show(db: Session, actor: Actor) -> Response:
    """Show what waits, and behind the curtain who has no link yet."""
    return _page(db, actor)


@blueprint.get("/class/live")
@allow(*TEACHERS)
def live(db: Session, actor: Actor) -> Response:
    """Answer a poll: nothing new, or one of the two parts of the page anew."""
    return unchanged(_tag(db, actor)) or _page(db, actor)


def _page(db: Session, actor: Actor) -> Response:
    tag = _tag(db, actor)
    parts = kept(("class", actor.membership_id, tag), lambda: _parts(db, actor))
    if is_fragment() and request.args.get("part") == "behind":
        return tagged(make_response(parts.behind), tag)
    news = {} if is_fragment() else _news(db, actor)
    return tagged(show_page("classpage/page.html", "live", **parts._asdict(), tag=tag, **news), tag)


def _news(db: Session, actor: Actor) -> dict[str, Any]:
    """Return what has changed since the teacher was here on an earlier day, if they were."""
    zone = ZoneInfo(class_here().time_zone)
    morning = datetime.combine(clock.now().astimezone(zone), time(), zone)
    since = identity.last_here(db, actor.membership_id, morning)
    if since is None:
        return {}
    here = since.astimezone(zone).date()
    return {"news": class_news(db, actor.classroom_id, since), "since": here, "day": day}


def _parts(db: Session, actor: Actor) -> Parts:
    here = actor.classroom_id
    elsewhere = linked_elsewhere(db, here) if class_here().networks else frozenset()
    found = class_page(db, actor, elsewhere=elsewhere)
    return Parts(
        now=Markup(
            render_template(
                "classpage/_now.html",
                page=found,
                day=day,
                yes=how_many_wait(db, here),
                between=_between(db, here),
            )
        ),
        behind=Markup(render_template("classpage/_behind.html", page=found)),
        pupils=found.pupils,
    )


def _between(db: Session, here: UUID) -> int:
    """Return how much of other classes waits for the teacher; a class alone pays nothing for it."""
    if not class_here().networks:
        return 0
    return asks_waiting(db, here) + sum(across_waiting(db, here).values())


def _tag(db: Session, actor: Actor) -> str:
    # What waits also depends on the day: tomorrow's meeting is today's in the morning.
    return f"{class_tag(db, actor.classroom_id)}-{clock.now().date()}-{choose_locale()}"
