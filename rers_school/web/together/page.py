"""Where the network of the class stands, to look at in front of everybody; and one gathering."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.queries.class_page import class_tag
from rers_school.classroom.queries.classroom import classroom_of
from rers_school.classroom.queries.effects import shared_effects
from rers_school.classroom.queries.follow_ups import shared_follow_ups
from rers_school.classroom.queries.gatherings import (
    agenda,
    gathering_of,
    held,
    running_decisions,
    stands_offered,
    to_come,
)
from rers_school.classroom.queries.memory import has_before
from rers_school.classroom.queries.network_rules import rules_of
from rers_school.classroom.queries.together import since_last, together
from rers_school.classroom.rules.gatherings import POINT_MOST, POINTS, prepares
from rers_school.classroom.services import drafts
from rers_school.i18n import choose_locale
from rers_school.web.kept import kept
from rers_school.web.page import go, is_fragment, tagged, unchanged
from rers_school.web.page import show as show_template
from rers_school.web.room.words import day, today

blueprint = Blueprint("together", __name__)

# Of what was shared, the latest; the whole would be a page of its own.
EFFECTS_SHOWN = FOLLOW_UPS_SHOWN = 6


@blueprint.get("/together")
@allow(*MEMBERS)
def show(db: Session, actor: Actor) -> Response:
    """Show what was learned, what goes on and which demands wait; and what comes up next."""
    return together_page(db, actor)


@blueprint.get("/together/live")
@allow(*MEMBERS)
def live(db: Session, actor: Actor) -> Response:
    """Answer a poll: nothing new, or the next agenda anew."""
    tag = _tag(db, actor)
    if not is_fragment():
        return unchanged(tag) or together_page(db, actor)
    found = unchanged(tag)
    if found is None:
        coming = agenda(db, actor)
        found = show_template("together/page.html", "live", tag=tag, agenda=coming, day=day)
    return tagged(found, tag)


@blueprint.get("/together/<uuid:gathering_id>")
@allow(*MEMBERS)
def gathering(db: Session, actor: Actor, gathering_id: UUID) -> Response:
    """Show one gathering: its agenda, what was decided, and its minutes."""
    return gathering_page(db, actor, gathering_id)


@blueprint.get("/together/<uuid:gathering_id>/live")
@allow(*MEMBERS)
def gathering_live(db: Session, actor: Actor, gathering_id: UUID) -> Response:
    """Answer a poll of a gathering's page."""
    return unchanged(_tag(db, actor)) or gathering_page(db, actor, gathering_id)


@blueprint.get("/together/<uuid:gathering_id>/minutes")
@allow(*MEMBERS)
def minutes(db: Session, actor: Actor, gathering_id: UUID) -> Response:
    """Show the minutes, to be printed: what was said and decided, without who brought it up."""
    found = gathering_of(db, actor, gathering_id)
    return show_template("together/minutes.html", one=found, day=day, kinds=POINTS)


@blueprint.get("/together/<uuid:gathering_id>/programme")
@allow(*MEMBERS)
def programme(db: Session, actor: Actor, gathering_id: UUID) -> Response:
    """Show the celebration's programme, to be printed."""
    found = gathering_of(db, actor, gathering_id)
    return show_template("together/programme.html", one=found, day=day)


def together_page(db: Session, actor: Actor, *, status: int = 200, **more: Any) -> Response:
    """Return the page that the class looks at together; ``more``: what was typed, and errors."""
    tag = _tag(db, actor)
    # The same for everybody in the class, until an exchange, a card or a gathering moves.
    network, since = kept(
        ("together", actor.classroom_id, class_tag(db, actor.classroom_id)),
        lambda: (together(db), since_last(db)),
    )
    page = show_template(
        "together/page.html",
        status=status,
        tag=tag,
        network=network,
        since=since,
        agenda=agenda(db, actor),
        to_come=to_come(db),
        decisions=running_decisions(db),
        stands=stands_offered(db, actor),
        held=held(db),
        follow_ups=shared_follow_ups(db)[:FOLLOW_UPS_SHOWN],
        effects=shared_effects(db)[:EFFECTS_SHOWN],
        prepares=prepares(actor),
        remembers=has_before(db, actor),
        rules=rules_of(db),
        **_everywhere(),
        **more,
    )
    return tagged(page, tag)


def gathering_page(
    db: Session, actor: Actor, gathering_id: UUID, *, status: int = 200, **more: Any
) -> Response:
    """Return the page of one gathering; the minutes begin with what was being typed."""
    found, form = gathering_of(db, actor, gathering_id), drafts.minutes_form(gathering_id)
    tag = _tag(db, actor)
    kept = drafts.kept(db, actor, form) if found.prepares else None
    # A draft of minutes that somebody has changed since is shown beside theirs, not over them.
    overtaken = kept is not None and kept.get("number") != str(found.version)
    page = show_template(
        "together/gathering.html",
        "live",
        status,
        tag=tag,
        one=found,
        kept=kept,
        form_name=form,
        **{"overtaken": overtaken, **_everywhere(), **more},
    )
    return tagged(page, tag)


def to_together(actor: Actor, anchor: str | None = None) -> Response:
    """Return the way to the page that the class looks at together."""
    return go(url_for("together.show", classroom_id=actor.classroom_id, _anchor=anchor))


def to_gathering(actor: Actor, gathering_id: UUID | None, anchor: str | None = None) -> Response:
    """Return the way to one gathering; without one, to the page of all."""
    if gathering_id is None:
        return to_together(actor, anchor)
    cid = actor.classroom_id
    url = url_for("together.gathering", classroom_id=cid, gathering_id=gathering_id, _anchor=anchor)
    return go(url)


def _everywhere() -> dict[str, Any]:
    return {"day": day, "today": today(), "kinds": POINTS, "point_most": POINT_MOST}


def _tag(db: Session, actor: Actor) -> str:
    return f"{classroom_of(db, actor.classroom_id).revision}-{choose_locale()}"
