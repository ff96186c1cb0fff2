"""The letter to the parents in the languages of the class's families, and the poster."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session

from rers_school.access import TEACHERS, allow
from rers_school.classroom.actor import Actor
from rers_school.i18n import choose_locale
from rers_school.web.page import show as show_page
from rers_school.web.paper.page import blueprint

_FOLDER = Path(__file__).parents[2] / "data" / "letters"
POSTER_SIZES = ("a4", "a3")


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter in one language, written as a whole: it does not go through the catalogues.

    ``text``: paragraphs. ``keep``: what is written down and who sees it. The other fields are
    labels with room behind them.
    """

    lang: str
    dir: str
    name: str
    title: str
    dear: str
    text: tuple[str, ...]
    keep_title: str
    keep: tuple[str, ...]
    until: str
    ask: str
    thanks: str
    klass: str
    teacher: str
    slip: str
    child: str
    share: str
    learn: str
    how: str
    languages: str
    sign: str


@cache
def letters() -> dict[str, Letter]:
    """Return the letters by language, French and English first."""
    found = [_letter(json.loads(path.read_text("utf-8"))) for path in _FOLDER.glob("*.json")]
    found.sort(key=lambda one: (one.lang not in ("fr", "en"), one.lang != "fr", one.name))
    return {one.lang: one for one in found}


def _letter(told: dict[str, Any]) -> Letter:
    return Letter(**told | {"text": tuple(told["text"]), "keep": tuple(told["keep"])})


@blueprint.get("/paper/parents")
@allow(*TEACHERS)
def parents(db: Session, actor: Actor) -> Response:
    """Show the letter to the parents in one language, or in several, one a page."""
    known = letters()
    asked = [known[one] for one in dict.fromkeys(request.args.getlist("lang")) if one in known]
    return show_page(
        "paper/parents.html", asked=asked or [known[choose_locale()]], letters=known.values()
    )


@blueprint.get("/paper/poster")
@allow(*TEACHERS)
def poster(db: Session, actor: Actor) -> Response:
    """Show the poster: what our network is, without a name."""
    asked = request.args.get("size", "")
    return show_page("paper/poster.html", size=asked if asked in POSTER_SIZES else POSTER_SIZES[0])
