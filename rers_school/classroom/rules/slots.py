"""The slots and places that the teacher opens: what they are, and what is still free."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from rers_school.classroom.errors import DomainError
from rers_school.classroom.rules.exchange_states import RUNNING, ExchangeState
from rers_school.classroom.rules.first_meeting import Opening

MINUTES = range(5, 241)
HOLDS = range(1, 31)
SLOTS_MOST, PLACES_MOST, PLACE_NAME_MOST = 40, 30, 60
# The lines of an agreement that a chosen slot and place put into words.
TIME_LINES = ("days", "hours", "place")
# A short pause keeps the place in the library; after a longer one others may have it.
PAUSE_KEEPS = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class When:
    """A time at which exchanges can meet: every week on ``weekday`` (Monday 0), or ``on_day``.

    *Units*: minutes; ``starts_at`` is a time of the class's own clock.
    """

    weekday: int | None
    on_day: date | None
    starts_at: time
    minutes: int

    @property
    def order(self) -> tuple[bool, date, int, time, int]:
        """Return what puts slots in the order of the week, then of the calendar."""
        dated = self.on_day is not None
        return (dated, self.on_day or date.min, self.weekday or 0, self.starts_at, self.minutes)


@dataclass(frozen=True, slots=True)
class Taken:
    """A slot and a place that an exchange has: ``people`` are those who meet there."""

    home: UUID
    when: When
    place_id: UUID
    people: frozenset[UUID]


def when_of(day: str, on_day: date | None, starts_at: str, minutes: str) -> When:
    """Return the time that was typed: ``day`` is a weekday from ``0``, or ``date``.

    *Errors*: ``slot_day``, ``slot_time``, ``slot_minutes`` (``least``, ``most``) (422).
    """
    if day == "date":
        if on_day is None:
            raise DomainError("slot_day", field="on_day")
        weekday = None
    elif day in tuple("0123456"):
        weekday, on_day = int(day), None
    else:
        raise DomainError("slot_day", field="day")
    try:
        begins = time.fromisoformat(starts_at).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise DomainError("slot_time", field="starts_at") from None
    length = int(minutes) if minutes.isascii() and minutes.isdigit() and len(minutes) < 5 else 0
    # A slot that runs over midnight would be on two days: no school meets then.
    ends = begins.hour * 60 + begins.minute + length
    if length not in MINUTES or ends > 24 * 60:
        raise DomainError("slot_minutes", field="minutes", least=MINUTES[0], most=MINUTES[-1])
    return When(weekday, on_day, begins, length)


def holds_of(raw: str) -> int:
    """Return how many exchanges fit into a place at once.

    *Errors*: ``place_holds`` (``least``, ``most``) (422).
    """
    holds = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 4 else 0
    if holds not in HOLDS:
        raise DomainError("place_holds", field="holds", least=HOLDS[0], most=HOLDS[-1])
    return holds


def is_on(when: When, day: date) -> bool:
    """Tell whether a slot is on this day."""
    return when.on_day == day if when.on_day is not None else when.weekday == day.weekday()


def overlap(one: When, other: When) -> bool:
    """Tell whether somebody could be wanted at both times at once."""
    if one.on_day is not None and other.on_day is not None:
        same_day = one.on_day == other.on_day
    else:
        same_day = _weekday(one) == _weekday(other)
    return same_day and _begins(one) < _ends(other) and _begins(other) < _ends(one)


def keeps_its_place(state: str, since: datetime, now: datetime) -> bool:
    """Tell whether an exchange keeps the slot and place it chose: not once it is over.

    After two weeks of a pause others may have it.
    """
    if state == ExchangeState.PAUSED:
        return now - since <= PAUSE_KEEPS
    return state in RUNNING


def why_not(
    when: When,
    place_id: UUID,
    holds: int,
    *,
    home: UUID,
    people: Collection[UUID],
    taken: Collection[Taken],
    today: date,
    opening: Opening,
) -> str | None:
    """Return why an exchange cannot choose a time and place, or nothing when it can.

    ``home`` and ``people`` are of the exchange that asks; what it has itself is not in its way.

    *Shapes*: ``past``, ``too_soon`` (the day of the opening), ``busy`` (one of them meets
    somebody else then), ``full``.
    """
    if when.on_day is not None and when.on_day < today:
        return "past"
    if when.on_day is not None and opening.too_soon(when.on_day):
        return "too_soon"
    others = [one for one in taken if one.home != home and overlap(one.when, when)]
    if any(not one.people.isdisjoint(people) for one in others):
        return "busy"
    if sum(one.place_id == place_id for one in others) >= holds:
        return "full"
    return None


def _weekday(when: When) -> int | None:
    return when.on_day.weekday() if when.on_day is not None else when.weekday


def _begins(when: When) -> int:
    return when.starts_at.hour * 60 + when.starts_at.minute


def _ends(when: When) -> int:
    return _begins(when) + when.minutes
