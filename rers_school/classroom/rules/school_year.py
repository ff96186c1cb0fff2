"""School years, named by the calendar year in which they begin."""

from datetime import date, timedelta

from rers_school.classroom.errors import DomainError

_FIRST_MONTH = 8
_FURTHEST = timedelta(days=400)


def school_year(day: date) -> int:
    """Return the school year of a day: from August on, the one that begins."""
    return day.year if day.month >= _FIRST_MONTH else day.year - 1


def shown_year(year: int) -> str:
    """Return a school year as schools write it: ``2026–2027``."""
    return f"{year}–{year + 1}"


def near(day: date, today: date) -> date:
    """Return a day that a class can plan; a year typed wrong is caught here.

    *Errors*: ``too_far`` (422) more than 400 days from ``today``.
    """
    if abs(day - today) > _FURTHEST:
        raise DomainError("too_far", field="day")
    return day
