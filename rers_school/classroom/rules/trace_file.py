"""A pupil's file of another year, read strictly: it comes from a computer that we do not know."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from rers_school.classroom.errors import DomainError
from rers_school.classroom.rules.evaluation import QUESTIONS, WHERE_I_AM
from rers_school.classroom.rules.text import clean, fold, savoir_key

FORMAT, VERSION = "rers-school-trace", 1
BYTES_MOST = 400_000
LISTED_MOST, YEARS_MOST = 400, 14
WORDS_MOST, TEXT_MOST, NAME_MOST = 200, 4000, 170
_STATES = ("visible", "resting", "withdrawn", "hidden")
_ALIVE = ("visible", "resting")
_QUESTIONS = frozenset(one for questions in QUESTIONS.values() for one in questions)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A savoir of the file that could become a card in the new class."""

    kind: str
    words: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{savoir_key(self.words)}"


@dataclass(frozen=True, slots=True)
class TraceFile:
    """What a file holds, as far as we keep it: nothing of it names anybody but its owner.

    ``content`` is one year: class, school, school_year, offers, demands, gave, received,
    accompanied, can_show, market_days, market_words. ``earlier`` are years before it, alike.
    """

    name: str
    content: dict[str, Any]
    earlier: tuple[dict[str, Any], ...]

    @property
    def year(self) -> str:
        return str(self.content["school_year"])

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Return what could become a card: what one can show, then what is still asked for."""
        year = self.content
        shown = [one["savoir"] for one in year["can_show"]]
        shown += [one["savoir"] for one in year["received"] if one["where_i_am"] == "share_it"]
        shown += [one["words"] for one in year["offers"] if one["state"] in _ALIVE]
        learned = {savoir_key(one["savoir"]) for one in year["received"] if one["learned"]}
        asked = [
            one["words"]
            for one in year["demands"]
            if one["state"] in _ALIVE and savoir_key(one["words"]) not in learned
        ]
        found: dict[str, Candidate] = {}
        for kind, those in (("offer", shown), ("demand", asked)):
            for words in those:
                one = Candidate(kind, words)
                found.setdefault(one.key, one)
        return tuple(found.values())

    def seems_of(self, shown_name: str) -> bool:
        """Tell whether the file carries the name of somebody the class calls ``shown_name``."""
        return _first(self.name) == _first(shown_name)


def read(data: bytes) -> TraceFile:
    """Return what a file holds.

    *Errors* (422): ``trace_empty``, ``trace_too_big``, ``trace_not_ours`` for any other file,
    ``trace_version`` for one of a newer program, ``trace_damaged`` (``field``).
    """
    if not data.strip():
        raise DomainError("trace_empty")
    if len(data) > BYTES_MOST:
        raise DomainError("trace_too_big")
    try:
        told = json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
    # A file of ten thousand brackets, and a number of ten thousand digits, end here as well.
    except (ValueError, RecursionError):
        raise DomainError("trace_not_ours") from None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise DomainError("trace_not_ours")
    version = told.get("version")
    if type(version) is not int or version < 1:
        raise DomainError("trace_not_ours")
    if version > VERSION:
        raise DomainError("trace_version")
    earlier = _list(told, "earlier_years", most=YEARS_MOST)
    return TraceFile(
        _text(told, "name", NAME_MOST),
        _year(told),
        tuple(_year(_object(one, "earlier_years")) for one in earlier),
    )


def as_bytes(file: TraceFile) -> bytes:
    """Return a file as it was read, for the next step of a form: read again, it is the same."""
    years = [dict(one) for one in file.earlier]
    told = {"format": FORMAT, "version": VERSION, "name": file.name, **file.content}
    return json.dumps({**told, "earlier_years": years}, ensure_ascii=False).encode()


def _year(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "class": _text(told, "class", NAME_MOST),
        "school": _text(told, "school", NAME_MOST),
        "school_year": _text(told, "school_year", 16, required=True),
        **{name: _each(told, name, _card) for name in ("offers", "demands")},
        **{name: _each(told, name, _entry) for name in ("gave", "received", "accompanied")},
        "can_show": _each(told, "can_show", _showable),
        "market_days": _each(told, "market_days", _market),
        "market_words": _each(told, "market_words", _market_words),
    }


def _each(
    told: dict[str, Any], name: str, one: Callable[[dict[str, Any]], dict[str, Any]]
) -> list[dict[str, Any]]:
    return [one(_object(row, name)) for row in _list(told, name)]


def _card(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "words": _text(row, "words", WORDS_MOST, required=True),
        "state": _one_of(row, "state", _STATES) or "visible",
    }


def _entry(row: dict[str, Any]) -> dict[str, Any]:
    own = _object(row.get("own_words", {}), "own_words")
    return {
        "savoir": _text(row, "savoir", WORDS_MOST, required=True),
        "began": _day(row, "began"),
        "ended": _day(row, "ended"),
        "learned": _flag(row, "learned"),
        "own_words": {key: _text(own, key, TEXT_MOST) for key in own if key in _QUESTIONS},
        "where_i_am": _one_of(row, "where_i_am", WHERE_I_AM),
        "what_became": _text(row, "what_became", TEXT_MOST),
    }


def _showable(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "savoir": _text(row, "savoir", WORDS_MOST, required=True),
        "own_words": _text(row, "own_words", TEXT_MOST),
    }


def _market(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "day": _day(row, "day"),
        "savoir": _text(row, "savoir", WORDS_MOST, required=True),
        "gave": _flag(row, "gave"),
    }


def _market_words(row: dict[str, Any]) -> dict[str, Any]:
    return {"day": _day(row, "day"), "words": _text(row, "words", TEXT_MOST)}


def _text(row: dict[str, Any], name: str, most: int, *, required: bool = False) -> str:
    value = row.get(name, "")
    if not isinstance(value, str):
        raise DomainError("trace_damaged", field=name)
    try:
        return clean(value, most=most, lines=True, required=required)
    except DomainError:
        raise DomainError("trace_damaged", field=name) from None


def _day(row: dict[str, Any], name: str) -> str | None:
    value = row.get(name)
    if value is None:
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise DomainError("trace_damaged", field=name) from None


def _flag(row: dict[str, Any], name: str) -> bool:
    value = row.get(name, False)
    if not isinstance(value, bool):
        raise DomainError("trace_damaged", field=name)
    return value


def _one_of(row: dict[str, Any], name: str, known: Any) -> str | None:
    value = row.get(name)
    if value is not None and value not in tuple(known):
        raise DomainError("trace_damaged", field=name)
    return value


def _list(row: dict[str, Any], name: str, most: int = LISTED_MOST) -> list[Any]:
    value = row.get(name, [])
    if not isinstance(value, list) or len(value) > most:
        raise DomainError("trace_damaged", field=name)
    return value


def _object(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise DomainError("trace_damaged", field=name)
    return value


def _no_number(_word: str) -> NoReturn:
    raise ValueError("not a number that JSON knows")


def _first(name: str) -> str:
    """Return a first name as it is compared: without the initial behind it."""
    return fold(name.rsplit(" ", 1)[0] if " " in name.strip() else name)
