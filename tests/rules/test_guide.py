"""Which of the four first sessions is next."""

import pytest

from rers_school.classroom.rules.guide import SESSIONS, Facts, done_by_facts, session_after

NOTHING = Facts(*[0] * len(Facts._fields))


@pytest.mark.parametrize(
    ("facts", "session"),
    [
        ({}, 1),
        ({"pupils": 3, "cards": 6, "cards_before": 2}, 1),
        ({"pupils": 3, "cards": 6, "cards_before": 3}, 2),
        # The market of today does not end the session in which it is held.
        ({"pupils": 3, "cards_before": 3, "markets": 1, "markets_over": 1}, 2),
        ({"pupils": 3, "cards_before": 3, "markets_before": 1}, 3),
        # A class that goes its own way is met where it is.
        ({"pupils": 3, "proposed_before": 1}, 4),
        ({"pupils": 3, "meetings_before": 1}, 5),
    ],
)
def test_the_next_session_comes_from_what_was_done_before_today(
    facts: dict[str, int], session: int
) -> None:
    assert session_after(NOTHING._replace(**facts)) == session


def test_facts_tick_steps() -> None:
    assert done_by_facts(NOTHING) == frozenset()
    told = done_by_facts(NOTHING._replace(pupils=2, cards=2, markets=1))
    assert told == {"list", "cards", "announce"}


def test_no_step_belongs_to_two_sessions() -> None:
    steps = [step for of in SESSIONS.values() for step in of]
    assert len(steps) == len(set(steps))
