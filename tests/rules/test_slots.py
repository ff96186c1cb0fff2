"""Slots and places: what is a time, what is free, and that the first meeting is another day."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest

from rers_school.classroom.errors import DomainError
from rers_school.classroom.rules.first_meeting import Opening
from rers_school.classroom.rules.slots import (
    Taken,
    When,
    keeps_its_place,
    overlap,
    when_of,
    why_not,
)

TUESDAY = date(2026, 12, 1)
EVERY_TUESDAY = When(1, None, time(13, 30), 30)
ZOE, ALI, NOUR = UUID(int=1), UUID(int=2), UUID(int=3)
LIBRARY, YARD = UUID(int=11), UUID(int=12)
MINE, THEIRS = UUID(int=21), UUID(int=22)


def _why(
    when: When, *taken: Taken, place: UUID = LIBRARY, opening: Opening | None = None
) -> str | None:
    return why_not(
        when,
        place,
        1,
        home=MINE,
        people={ZOE},
        taken=taken,
        today=TUESDAY,
        opening=opening or Opening(),
    )


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (("7", None, "13:30", "30"), "slot_day"),
        (("date", None, "13:30", "30"), "slot_day"),
        (("1", None, "half past", "30"), "slot_time"),
        (("1", None, "13:30", "-5"), "slot_minutes"),
        (("1", None, "13:30", "٣٠"), "slot_minutes"),
        (("1", None, "23:45", "30"), "slot_minutes"),
    ],
)
def test_what_is_no_time_is_refused(typed: tuple[str, date | None, str, str], code: str) -> None:
    with pytest.raises(DomainError, match=code):
        when_of(*typed)


def test_a_weekday_and_a_date_that_falls_on_it_overlap_when_their_times_do() -> None:
    once = when_of("date", TUESDAY, "13:45", "30")
    assert overlap(EVERY_TUESDAY, once) and overlap(once, EVERY_TUESDAY)
    assert not overlap(EVERY_TUESDAY, When(None, TUESDAY, time(14, 0), 30))
    assert not overlap(EVERY_TUESDAY, When(2, None, time(13, 30), 30))
    assert not overlap(once, When(None, TUESDAY + timedelta(days=7), time(13, 45), 30))


def test_a_place_is_full_when_others_have_it_and_nobody_is_in_two_places() -> None:
    others = Taken(THEIRS, EVERY_TUESDAY, LIBRARY, frozenset({ALI, NOUR}))
    assert _why(EVERY_TUESDAY, others) == "full"
    assert _why(EVERY_TUESDAY, others, place=YARD) is None
    with_me = Taken(THEIRS, EVERY_TUESDAY, LIBRARY, frozenset({ALI, ZOE}))
    assert _why(EVERY_TUESDAY, with_me, place=YARD) == "busy"
    # What the exchange has itself is not in its way.
    assert _why(EVERY_TUESDAY, Taken(MINE, EVERY_TUESDAY, LIBRARY, frozenset({ZOE}))) is None


def test_a_day_that_is_over_and_the_day_of_the_opening_cannot_be_chosen() -> None:
    once = When(None, TUESDAY, time(13, 30), 30)
    assert _why(When(None, TUESDAY - timedelta(days=1), time(9), 30)) == "past"
    assert _why(once, opening=Opening(TUESDAY)) == "too_soon"
    assert _why(once, opening=Opening(TUESDAY, same_day_allowed=True)) is None
    assert _why(once, opening=Opening(TUESDAY - timedelta(days=1))) is None
    # Every Tuesday: the first time can be next week.
    assert _why(EVERY_TUESDAY, opening=Opening(TUESDAY)) is None


def test_a_place_is_kept_in_a_short_pause_and_free_after_the_end() -> None:
    now = datetime(2026, 12, 1, 12, tzinfo=UTC)
    assert keeps_its_place("agreeing", now, now)
    assert keeps_its_place("paused", now - timedelta(days=14), now)
    assert not keeps_its_place("paused", now - timedelta(days=15), now)
    assert not keeps_its_place("closed", now, now)
