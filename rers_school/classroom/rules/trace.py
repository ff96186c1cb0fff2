"""What an exchange leaves in the trace of those who took part, and when it is asked about again."""

from datetime import datetime, timedelta

from rers_school.classroom.rules.exchange_states import RUNNING, ExchangeState
from rers_school.classroom.rules.words import fold

#: Some weeks, so that there is something to tell.
ASKED_AFTER = timedelta(days=21)
LEARNED = "learned"
# Whoever stopped an exchange owes nobody a word about it, then or later.
_ASKED_ABOUT = frozenset({LEARNED, "postponed", "together"})
_SHOWS = frozenset({"on_my_own", "share_it"})


def belongs(state: str, outcome: str | None, *, met: bool, own_words: bool) -> bool:
    """Tell whether an exchange is part of the year's trace.

    What goes on is, and what was learned. An exchange that ended otherwise is where something
    took place: it was lived, whatever became of it.
    """
    if state in RUNNING:
        return True
    return state == ExchangeState.CLOSED and (outcome == LEARNED or met or own_words)


def can_show(state: str, outcome: str | None, where_i_am: str | None) -> bool:
    """Tell whether a receiver can now show the savoir: their own word counts first."""
    if where_i_am is not None:
        return where_i_am in _SHOWS
    return state == ExchangeState.CLOSED and outcome == LEARNED


def may_tell(state: str, outcome: str | None, ended_at: datetime, now: datetime) -> bool:
    """Tell whether it is time to ask what became of an exchange.

    Some weeks after its end, unless somebody stopped it, or it was taken up again.
    """
    over = state == ExchangeState.CLOSED and outcome in _ASKED_ABOUT
    return over and now - ended_at >= ASKED_AFTER


def file_name(shown_name: str, school_year: int) -> str:
    """Return the name of the file to take home: plain letters, for every computer."""
    plain = "".join(char if char.isascii() and char.isalnum() else "-" for char in fold(shown_name))
    parts = [part for part in plain.split("-") if part]
    return "-".join(["trace", *parts, str(school_year), str(school_year + 1)]) + ".json"
