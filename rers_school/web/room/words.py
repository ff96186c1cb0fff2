"""Days, moments and refusals of a room, in words."""

from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_time, get_day_names
from flask_babel import format_date, format_timedelta, get_locale, to_user_timezone
from flask_babel import gettext as _

from rers_school import clock
from rers_school.classroom.errors import DomainError
from rers_school.classroom.rules.slots import When
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


def weekdays() -> list[str]:
    """Return the days of the week, Monday first."""
    names = get_day_names("wide", locale=get_locale())
    return [str(names[number]) for number in range(7)]


def which_days(when: When) -> str:
    """Return the days of a slot, as an agreement says them."""
    if when.on_day is not None:
        words: str = format_date(when.on_day, "EEEE d MMMM y")
        return words
    every: str = _("every %(weekday)s", weekday=weekdays()[when.weekday or 0])
    return every


def at_what_time(when: When) -> str:
    """Return the hours of a slot, as an agreement says them."""
    begins = format_time(when.starts_at, "short", locale=get_locale())
    words: str = _("%(time)s, for %(minutes)s minutes", time=begins, minutes=when.minutes)
    return words


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
        "not_here": _(
            "%(name)s cannot be asked at the moment.", name=error.details.get("name", "")
        ),
        "takes_part": _("This person is in your exchange already."),
        "partner": _("Whoever takes part cannot be the mediator as well."),
        "day_over": _("Choose a day that is still to come."),
        "too_far": _("This day is too far away. Look at the year."),
        "moved_meanwhile": _("The next meeting has been moved meanwhile. Here is the new day."),
        "too_soon": _(
            "Your room opened on this day: the first meeting is on another day. "
            "If you have met already, tell your teacher."
        ),
        "choose_slot": _("Choose among the times and places that are open."),
        "slot_gone": _("This time or place is not open any more. Here is what is open now."),
        "slot_past": _("This day is over. Here is what is open now."),
        "slot_too_soon": _(
            "Your room opened on this day: the first meeting is on another day. Choose another one."
        ),
        "slot_busy": _("One of you meets somebody else at that time. Choose another one."),
        "slot_full": _("Others have just taken the last place there. Choose another one."),
        "outcome": _("Choose how your exchange ends."),
    }
    moved_on: str = _("Your exchange has moved on meanwhile. Look at the page again.")
    return sentences.get(error.code, moved_on)
