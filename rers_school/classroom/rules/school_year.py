"""School years, named by the calendar year in which they begin."""

from datetime import date

_FIRST_MONTH = 8


def school_year(day: date) -> int:
    """Return the school year of a day: from August on, the one that begins."""
    return day.year if day.month >= _FIRST_MONTH else day.year - 1


def shown_year(year: int) -> str:
    """Return a school year as schools write it: ``2026–2027``."""
    return f"{year}–{year + 1}"
