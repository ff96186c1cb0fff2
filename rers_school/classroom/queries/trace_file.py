"""The trace as a file to take home and to bring into next year's class.

The format is described in `docs/trace-file.md`; `VERSION` grows when a field changes its meaning.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from rers_school.classroom.queries.earlier_years import YearBefore
from rers_school.classroom.queries.looking_back import EvaluationView
from rers_school.classroom.queries.market_memory import Remembered
from rers_school.classroom.queries.people import Who
from rers_school.classroom.queries.savoirs import MyCard
from rers_school.classroom.queries.trace import Trace, TraceEntry
from rers_school.classroom.rules.school_year import shown_year
from rers_school.classroom.rules.trace_file import FORMAT, VERSION


def as_file(
    trace: Trace,
    met: Sequence[Remembered] = (),
    said: Sequence[tuple[date, str]] = (),
    earlier: Sequence[YearBefore] = (),
) -> dict[str, Any]:
    """Return the trace as plain data: own cards, what was given and received, own words.

    ``met`` and ``said`` are one's own market days (`queries.market_memory.remembered`),
    ``earlier`` the years that one has brought in.

    Of others it holds the name the class calls them by, and nothing that they wrote: the words
    that they shared, they shared with this class.
    """
    return {
        "format": FORMAT,
        "version": VERSION,
        "name": trace.name,
        "class": trace.classroom,
        "school": trace.school,
        "school_year": shown_year(trace.school_year),
        "offers": [_card(one) for one in trace.offers],
        "demands": [_card(one) for one in trace.demands],
        "gave": [_entry(one, one.receivers) for one in trace.those("giver")],
        "received": [_entry(one, one.givers) for one in trace.those("receiver")],
        "accompanied": [
            _entry(one, [*one.givers, *one.receivers])
            for one in [*trace.those("mediator"), *trace.those("observer")]
        ],
        "can_show": [{"savoir": one.words, "own_words": one.own_words} for one in trace.can_show],
        "market_days": [
            {
                "day": one.day.isoformat(),
                "savoir": one.savoir,
                "gave": one.gave,
                "with": one.other.shown_name,
            }
            for one in met
        ],
        "market_words": [{"day": day.isoformat(), "words": words} for day, words in said],
        "earlier_years": [one.content for one in earlier],
    }


def _card(card: MyCard) -> dict[str, str]:
    # That a teacher took it off the wall is between the two of them, and ends here.
    return {"words": card.words, "state": "withdrawn" if card.state == "hidden" else card.state}


def _entry(one: TraceEntry, partners: list[Who]) -> dict[str, Any]:
    return {
        "savoir": one.savoir,
        "with": [who.shown_name for who in partners],
        "began": one.began.isoformat(),
        "ended": one.ended.isoformat() if one.ended else None,
        "learned": one.learned,
        "own_words": _own(one.mine),
        "half_way": _own(one.half_way),
        "where_i_am": one.mine.where_i_am if one.mine else None,
        "what_became": one.became,
    }


def _own(mine: EvaluationView | None) -> dict[str, str]:
    return dict(mine.answers) if mine else {}
