"""What the pages of a network's gatherings and journal share: what was typed, what is refused."""

from collections.abc import Mapping
from typing import Any

from flask import request
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError
from rers_school.classroom.queries.classroom import classroom_of
from rers_school.web.networks.words import refusal


def problem_in(error: DomainError) -> str:
    """Return what to change, for a refusal that can be corrected.

    *Errors*: the refusal itself, when it has a page of its own.
    """
    sentences: Mapping[str, str] = {
        "kind": _("Choose one of them."),
        "named": _(
            "A name of your class stands here. Other classes read it: say it without names."
        ),
        "date": _("Choose a day."),
        "too_far": _("This day is too far away. Look at the year."),
        "before": _("Choose a day after the gathering."),
        "way": _("Choose how you come together."),
        "state": _("Choose one of them."),
        "held": _("This gathering has taken place already."),
        "begun": _("Something is written down already: it cannot be taken back."),
        "not_here": _("This gathering is no celebration."),
        "too_many": _("At one stand there are a few people only. Make two stands of it."),
        "too_many_lines": _("These are too many lines."),
        "line_twice": _("One line stands there twice."),
        "no_table": _("Write down the times and the places first."),
        "no_cell": _("This place is not in the timetable any more."),
        "taken": _("Another stand is there at this time."),
        "busy": _("Somebody of this stand is at another one at this time."),
        "published": _("This issue is published: nothing in it changes any more."),
        "nothing_agreed": _(
            "Nothing is in this issue yet. A teacher lets the first lines through."
        ),
        "stale": _("Somebody wrote here while you were writing. Nothing is lost: here are both."),
    }
    if error.status in (409, 422) and error.code in sentences:
        return sentences[error.code]
    return refusal(error)


def typed() -> dict[str, str]:
    """Return what was typed in the form, to be shown again."""
    return {name: text for name, text in request.form.items() if not name.startswith("_")}


def told(error: DomainError) -> dict[str, Any]:
    """Return what a page shows of a refusal: the sentence, the field, what was typed.

    *Errors*: the refusal itself, when it is not about what was typed.
    """
    return {
        "problem": problem_in(error),
        "field": error.details.get("field", ""),
        "stale": error.status == 409,
        "typed": typed(),
    }


def somebody(db: Session, actor: Actor) -> str:
    """Return what stands where a name stood, in the language of the class."""
    with force_locale(classroom_of(db, actor.classroom_id).language):
        words: str = _("someone")
        return words
