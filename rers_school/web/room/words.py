"""Days, moments and refusals of a room, in words."""

from datetime import date, datetime
from functools import lru_cache

from flask_babel import format_date, format_timedelta, to_user_timezone
from flask_babel import gettext as _

from rers_school import clock
from rers_school.classroom.errors import DomainError
from rers_school.i18n import choose_locale


def ago(moment: datetime) -> str:
    """Return how long ago something was: "1 minute ago"."""
    since = clock.now() - moment
    if since.total_seconds() < 60:
        now: str = _("just now")
        return now
    words: str = format_timedelta(-since, granularity="minute", add_direction=True)
    return words


def day(when: date) -> str:
    """Return a day as people say it, without the year of now."""
    return _day(when, when.year == today().year, choose_locale())


# A page of a year names the same days again and again.
@lru_cache(maxsize=2048)
def _day(when: date, this_year: bool, _language: str) -> str:
    words: str = format_date(when, "EEEE d MMMM" if this_year else "d MMMM yyyy")
    return words


def today() -> date:
    """Return today's date where the class is."""
    here: datetime = to_user_timezone(clock.now())
    return here.date()


def sentence(error: DomainError) -> str:
    """Return what is wrong with a text or an act, for the person who sent it."""
    if error.code == "too_long":
        too_long: str = _("This is too long: %(most)s characters at most.", **error.details)
        return too_long
    sentences: dict[str, str] = {
        "empty": _("Write a few words first."),
        "not_yet": _("This day has not come yet."),
        "before": _("The next meeting is after this one."),
        "date": _("Choose a day."),
        "outcome": _("Choose how your exchange ends."),
    }
    moved_on: str = _("Your exchange has moved on meanwhile. Look at the page again.")
    return sentences.get(error.code, moved_on)
