"""How a view answers: a whole page, or for htmx one of its blocks."""

import secrets
from typing import Any, NamedTuple

from flask import (
    Flask,
    Response,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from jinja2_fragments.flask import render_block
from markupsafe import Markup

from rers_school import identity
from rers_school.classroom.actor import Actor
from rers_school.classroom.queries.classroom import ClassView, classroom_of
from rers_school.i18n import choose_locale
from rers_school.web.flash import get_flashed


class NavItem(NamedTuple):
    """One tab of the bar."""

    url: str
    label: str
    current: bool
    picto: str


def is_fragment() -> bool:
    """Tell whether htmx asks for a part of the page."""
    return request.headers.get("HX-Request") == "true"


def show(template: str, block: str | None = None, status: int = 200, **context: Any) -> Response:
    """Return ``template`` as a whole page; for htmx only its ``block``, when one is named."""
    if block is not None and is_fragment():
        return make_response(render_block(template, block, **context), status)
    return make_response(render_template(template, **context), status)


def go(address: str) -> Response:
    """Return the way to ``address``, where the browser goes with GET: after every form."""
    return make_response(redirect(address, code=303))


def unchanged(tag: str) -> Response | None:
    """Return 304 when the poller has seen ``tag`` already; it then swaps nothing.

    *Source*: the hx-ptag extension of htmx; ETag and 304 do not work for polling.
    """
    if request.headers.get("HX-PTag") == tag:
        return make_response("", 304)
    return None


def tagged(response: Response, tag: str) -> Response:
    """Return ``response`` with the tag that the next poll will send back."""
    response.headers["HX-PTag"] = tag
    return response


def home(actor: Actor) -> str:
    """Return the address of the page that answers "what do I do now?"."""
    return url_for("today.first", classroom_id=actor.classroom_id)


def form_key() -> Markup:
    """Return the hidden fields of every form: whose page it is, and that it counts once."""
    present = g.get("present")
    if present is None:
        return Markup("")
    hidden = Markup('<input type="hidden" name="{}" value="{}">')
    return hidden.format("_launch", page_token()) + hidden.format("_key", secrets.token_urlsafe(12))


def page_token() -> str:
    """Return this page's token: one per page, whatever number of forms it holds."""
    if "page_token" not in g:
        g.page_token = identity.page_token(g.present.launch)
    token: str = g.page_token
    return token


def class_here() -> ClassView:
    """Return the class of this page, looked up once for the request; a guest's is at home."""
    room: ClassView | None = g.get("classroom")
    if room is None:
        room = g.classroom = classroom_of(g.db, g.present.actor.classroom_id)
        g.time_zone = room.time_zone
    return room


def _nav(actor: Actor) -> list[NavItem]:
    pupil = [
        ("today.first", _("Today"), "today"),
        ("savoirs.mine", _("My savoirs"), "savoir"),
        ("wall.show", _("The wall"), "wall"),
        ("exchanges.listing", _("My exchanges"), "circle"),
        ("together.show", _("Together"), "together"),
    ]
    teacher = [
        ("lesson.show", _("This session"), "today"),
        ("classpage.show", _("The class"), "teacher"),
        ("wall.show", _("The wall"), "wall"),
        ("introductions.show", _("Introductions"), "link"),
        ("exchanges.listing", _("Exchanges"), "circle"),
        ("together.show", _("Together"), "together"),
        ("savoirs.mine", _("My savoirs"), "savoir"),
        ("people.show", _("People"), "people"),
    ]
    room = class_here()
    if room.networks:
        between = ("networks.listing", _("Between classes"), "together")
        (teacher if actor.is_teacher else pupil).append(between)
    here = (request.blueprint or "").split(".")[0]
    home_of = {
        "class_list": "people", "erasing": "people", "class_settings": "people", "course": "people",
        "paper": "people", "room": "exchanges", "tidy": "wall", "drafts": "savoirs",
        "pairs": "savoirs", "slots": "introductions",
        "session": "today", "trace": "exchanges", "network": "classpage",
        "workshops": "exchanges", "adults": "people", "aside": "wall", "board": "wall",
        "widening": "savoirs", "memory": "together", "year": "people", "bringing": "exchanges",
        "network_rules": "together", "across": "networks", "guide": "lesson",
        "market": "classpage" if actor.is_teacher else "today",
    }  # fmt: skip
    here = home_of.get(here, here)
    # A new class has the wall first: what comes of the cards has its tabs when there are some.
    later = {
        "introductions.show": room.has_cards or room.has_exchanges,
        "exchanges.listing": room.has_exchanges or (actor.is_teacher and room.has_cards),
    }
    return [
        NavItem(
            url_for(end, classroom_id=actor.classroom_id), label, end.split(".")[0] == here, picto
        )
        for end, label, picto in (teacher if actor.is_teacher else pupil)
        if later.get(end, True) or end.split(".")[0] == here
    ]


def _shared() -> dict[str, Any]:
    """Return what every template knows."""
    present = g.get("present")
    shared: dict[str, Any] = {"form_key": form_key, "actor": None, "nav": [], "classroom": None}
    # A block that htmx asks for is rendered without the imports at the top of its template.
    shared["ui"] = current_app.jinja_env.get_template("_ui.html").module
    shared |= {"is_fragment": is_fragment(), "lang": choose_locale(), "get_flashed": get_flashed}
    if present is None:
        return shared
    actor: Actor = present.actor
    room = class_here()
    cid = actor.classroom_id
    return shared | {
        # In another class's room whose guest they are, what they may do is the guest's.
        "actor": g.actor,
        "classroom": room,
        "cid": cid,
        "nav": _nav(actor),
        "launch_id": page_token(),
        "return_url": present.launch.return_url,
        "urls": {
            "home": home(actor),
            "finish": url_for("session.finish", classroom_id=cid),
            "language": url_for("session.language", classroom_id=cid),
            "own_tab": url_for("session.own_tab", classroom_id=cid),
            "drafts": url_for("drafts.keep", classroom_id=cid),
            "settings": url_for("class_settings.show", classroom_id=cid),
        },
    }


def register(app: Flask) -> None:
    """Make the shared names known to every template."""
    app.context_processor(_shared)
