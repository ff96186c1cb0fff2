"""The wall: everybody's cards, live."""

from uuid import UUID

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from rers_school.access import MEMBERS, allow
from rers_school.classroom.actor import Actor
from rers_school.classroom.queries.aside import aside_now, unglanced
from rers_school.classroom.queries.classroom import classroom_of
from rers_school.classroom.queries.one_card import one_card
from rers_school.classroom.queries.wall import wall
from rers_school.classroom.queries.workshop_openings import any_open
from rers_school.classroom.rules.team import WALL, may
from rers_school.classroom.services import wishes
from rers_school.i18n import choose_locale
from rers_school.web.flash import flash
from rers_school.web.kept import kept
from rers_school.web.page import go, is_fragment, tagged, unchanged
from rers_school.web.page import show as show_page

blueprint = Blueprint("wall", __name__)


@blueprint.get("/wall")
@allow(*MEMBERS)
def show(db: Session, actor: Actor) -> Response:
    """Show the wall."""
    return _page(db, actor)


@blueprint.get("/wall/live")
@allow(*MEMBERS)
def live(db: Session, actor: Actor) -> Response:
    """Answer a poll: nothing new, or the rows anew."""
    return unchanged(_tag(db, actor)) or _page(db, actor)


@blueprint.get("/wall/<kind>/<uuid:card_id>")
@allow(*MEMBERS)
def card(db: Session, actor: Actor, kind: str, card_id: UUID) -> Response:
    """Show one card, with the private answer one may give to it; one's own is there to change."""
    found = one_card(db, actor, _kind(kind), card_id)
    if found.own:
        return go(
            url_for("savoirs.edit", classroom_id=actor.classroom_id, kind=kind, card_id=card_id)
        )
    return show_page("wall/card.html", card=found)


@blueprint.post("/wall/<kind>/<uuid:card_id>")
@allow(*MEMBERS)
def answer(db: Session, actor: Actor, kind: str, card_id: UUID) -> Response:
    """Answer a card privately, or take the answer back."""
    if request.form.get("wish") == "no":
        wishes.take_back(db, actor, _kind(kind), card_id)
        flash(_("Your answer is taken back."))
    else:
        wishes.wish(db, actor, _kind(kind), card_id)
        told = _("Your teacher knows now, and nobody else.")
        flash(_("It is among the wishes in Introductions.") if actor.is_teacher else told)
    return go(url_for("wall.card", classroom_id=actor.classroom_id, kind=kind, card_id=card_id))


def _kind(kind: str) -> str:
    if kind not in ("offer", "demand"):
        abort(404)
    return kind


def _page(db: Session, actor: Actor) -> Response:
    search = request.args.get("search", "").strip()[:100]
    waiting = "waiting" in request.args
    tag = _tag(db, actor)

    def rows() -> Markup:
        found = wall(db, search=search, waiting=waiting)
        words = {"search": search, "waiting": waiting}
        return Markup(render_template("wall/_rows.html", wall=found, **words))

    everybodys = rows() if search or waiting else kept(("wall", actor.classroom_id, tag), rows)
    page = show_page(
        "wall/page.html",
        "live",
        rows=_mark_own(everybodys, actor),
        search=search,
        waiting=waiting,
        tag=tag,
        workshops=any_open(db, actor),
        tends=may(actor, WALL),
        **({} if is_fragment() or not actor.is_teacher else _for_teachers(db, actor)),
    )
    return tagged(page, tag)


def _for_teachers(db: Session, actor: Actor) -> dict[str, int]:
    """Return how many cards wait for a glance, and how many are off the wall."""
    here = actor.classroom_id
    glance = unglanced(db, here) if classroom_of(db, here).glance else 0
    return {"to_glance_at": glance, "aside": aside_now(db, here)}


def _mark_own(rows: Markup, actor: Actor) -> Markup:
    """Return the rows with the reader's own cards standing out."""
    own = f'" id="by-{actor.membership_id.hex}-'
    return Markup(str(rows).replace(own, f" card-own{own}"))


def _tag(db: Session, actor: Actor) -> str:
    return f"{classroom_of(db, actor.classroom_id).revision}-{choose_locale()}"
