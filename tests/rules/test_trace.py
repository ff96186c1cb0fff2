"""What belongs in the trace, what one can now show, and when it is asked what became of it."""

from datetime import UTC, datetime, timedelta

import pytest

from rers_school.classroom.rules.trace import belongs, can_show, file_name, may_tell

NOW = datetime(2026, 3, 30, 8, tzinfo=UTC)


@pytest.mark.parametrize("state", ["agreeing", "agreed", "under_way", "paused", "looking_back"])
def test_what_goes_on_belongs_in_the_trace(state: str) -> None:
    assert belongs(state, None, met=False, own_words=False)


@pytest.mark.parametrize("state", ["prepared", "proposed", "not_started"])
def test_what_never_began_leaves_nothing(state: str) -> None:
    assert not belongs(state, None, met=True, own_words=True)


@pytest.mark.parametrize(
    ("outcome", "met", "own_words", "stays"),
    [
        ("learned", False, False, True),
        ("stopped", False, False, False),
        ("stopped", True, False, True),
        ("stopped", False, True, True),
        ("postponed", False, False, False),
    ],
)
def test_what_ended_belongs_when_something_took_place(
    outcome: str, met: bool, own_words: bool, stays: bool
) -> None:
    assert belongs("closed", outcome, met=met, own_words=own_words) is stays


@pytest.mark.parametrize(
    ("state", "outcome", "where", "shows"),
    [
        ("closed", "learned", None, True),
        ("closed", "stopped", None, False),
        ("under_way", None, None, False),
        ("closed", "learned", "starting", False),
        ("closed", "learned", "with_help", False),
        ("looking_back", None, "on_my_own", True),
        ("closed", "together", "share_it", True),
    ],
)
def test_ones_own_word_about_where_one_is_counts_first(
    state: str, outcome: str | None, where: str | None, shows: bool
) -> None:
    assert can_show(state, outcome, where) is shows


@pytest.mark.parametrize(
    ("days", "asked"), [(0, False), (20, False), (21, True), (22, True), (300, True)]
)
def test_it_is_asked_three_weeks_after_the_end(days: int, asked: bool) -> None:
    ended = NOW - timedelta(days=days)
    assert may_tell("closed", "learned", ended, NOW) is asked


def test_a_minute_less_than_three_weeks_is_too_early() -> None:
    assert not may_tell("closed", "learned", NOW - timedelta(days=21) + timedelta(minutes=1), NOW)


@pytest.mark.parametrize(
    ("state", "outcome", "asked"),
    [
        ("closed", "postponed", True),
        ("closed", "together", True),
        ("closed", "stopped", False),
        ("under_way", None, False),
        ("under_way", "learned", False),
    ],
)
def test_nobody_is_asked_about_what_was_stopped_or_goes_on_again(
    state: str, outcome: str | None, asked: bool
) -> None:
    assert may_tell(state, outcome, NOW - timedelta(days=60), NOW) is asked


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Zoé B.", "trace-zoe-b-2026-2027.json"),
        ('a"; filename=/etc/x', "trace-a-filename-etc-x-2026-2027.json"),
        ("أمل", "trace-2026-2027.json"),
        ("", "trace-2026-2027.json"),
    ],
)
def test_the_file_has_a_plain_name(name: str, file: str) -> None:
    assert file_name(name, 2026) == file
