"""When Today proposes to ask further: after a week, not before, and never of a widened demand."""

from datetime import UTC, datetime, timedelta

from rers_school.classroom.rules.widening import WAYS, chosen, proposes

THEN = datetime(2026, 11, 2, 8, tzinfo=UTC)
WEEK = timedelta(days=7)


def test_after_a_week_of_waiting() -> None:
    def asks(after: timedelta) -> bool:
        return proposes(THEN + after, waits_since=THEN, put_off_at=None, widened=[])

    assert not asks(WEEK - timedelta(seconds=1))
    assert asks(WEEK)


def test_it_can_wait_another_week() -> None:
    put_off = THEN + timedelta(days=9)
    for after, asked in ((6, False), (7, True)):
        now = put_off + timedelta(days=after)
        assert proposes(now, waits_since=THEN, put_off_at=put_off, widened=[]) is asked


def test_what_is_widened_is_not_asked_about() -> None:
    for way in WAYS:
        assert not proposes(THEN + 9 * WEEK, waits_since=THEN, put_off_at=None, widened=[way])


def test_what_is_chosen_is_known_once_and_in_order() -> None:
    assert chosen(["together", "x", "adult", "adult"]) == ["adult", "together"]
