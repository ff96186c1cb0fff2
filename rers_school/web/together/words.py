"""What a form of a gathering sent, and why it could not be kept, in words."""

from datetime import date
from uuid import UUID

from flask import request
from flask_babel import gettext as _

from rers_school.classroom.errors import DomainError
from rers_school.web.fields import day_of, id_of


def sentence(error: DomainError) -> str:
    """Return what is wrong with what was sent.

    *Errors*: `DomainError` again, when it is not about what was typed.
    """
    if error.status not in (409, 422):
        raise error
    if error.code == "too_long":
        too_long: str = _("This is too long: %(most)s characters at most.", **error.details)
        return too_long
    if error.code == "minutes":
        minutes: str = _("Write how many minutes: from 1 to %(most)s.", most=error.details["most"])
        return minutes
    sentences: dict[str, str] = {
        "empty": _("Write a few words first."),
        "kind": _("Choose one of them."),
        "starter": _("Choose one of them."),
        "date": _("Choose a day."),
        "too_far": _("This day is too far away. Look at the year."),
        "before": _("Choose a day after the gathering."),
        "stale": _("Somebody wrote here while you were writing. Nothing is lost: here are both."),
        "held": _("This gathering has taken place already."),
        "begun": _("Something is written down for this gathering: it cannot be taken back."),
    }
    if error.code not in sentences:
        raise error
    return sentences[error.code]


def typed() -> dict[str, str]:
    """Return what was typed in the form, to be shown again."""
    return {name: text for name, text in request.form.items() if not name.startswith("_")}


def day_in(name: str) -> date | None:
    """Return the day in a field, if there is one.

    *Errors*: ``date`` (422).
    """
    return day_of(request.form.get(name), field=name)


def number_in(name: str, most: int) -> int | None:
    """Return the whole number in a field, if there is one.

    *Errors*: ``minutes`` (422).
    """
    raw = request.form.get(name, "").strip()
    if not raw:
        return None
    if not (raw.isascii() and raw.isdigit() and len(raw) < 6):
        raise DomainError("minutes", field=name, most=most)
    return int(raw)


def id_in(name: str) -> UUID | None:
    """Return the id in a field; what is none leads to the first page of the gatherings."""
    return id_of(request.form.get(name))
