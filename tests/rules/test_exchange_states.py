"""The life of an exchange, the outcome of private answers, and the shape of circles."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from rers_school.classroom.errors import DomainError
from rers_school.classroom.rules.circles import Link, key_of, kind_of, people_of
from rers_school.classroom.rules.exchange_states import (
    LIVE,
    RUNNING,
    TRANSITIONS,
    ExchangeEvent,
    ExchangeState,
    IntroductionState,
    can,
    move,
    outcome_of,
)

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
A, B, C, S, T = (UUID(int=number) for number in range(1, 6))


def test_an_exchange_lives_from_its_preparation_to_its_end() -> None:
    state = ExchangeState.PREPARED
    for event in ("propose", "open", "agreed", "met", "pause", "resume", "look_back", "close"):
        state = move(state, event)
    assert state is ExchangeState.CLOSED
    assert move("closed", "reopen") is ExchangeState.UNDER_WAY


def test_everybody_can_stop_at_any_time_once_the_room_is_open() -> None:
    for state in RUNNING:
        assert move(state, "stop") is ExchangeState.CLOSED


def test_nothing_starts_without_having_been_proposed() -> None:
    with pytest.raises(DomainError) as refused:
        move("prepared", "open")
    assert refused.value.code == "exchange_state"
    assert not can("not_started", "open")


def test_every_state_is_reached_or_is_the_first() -> None:
    assert set(TRANSITIONS.values()) | {ExchangeState.PREPARED} == set(ExchangeState)
    assert {event for _, event in TRANSITIONS} == set(ExchangeEvent)
    assert ExchangeState.CLOSED not in LIVE


def test_a_proposal_opens_with_the_last_yes() -> None:
    assert outcome_of(["yes", None]) is IntroductionState.PROPOSED
    assert outcome_of(["yes", "yes"]) is IntroductionState.OPENED


@pytest.mark.parametrize("answer", ["no", "not_now", "differently", None])
def test_whatever_is_not_a_yes_has_one_outcome_and_only_when_the_answers_open(
    answer: str | None,
) -> None:
    assert outcome_of(["yes", answer]) is IntroductionState.PROPOSED
    assert outcome_of(["yes", answer], True) is IntroductionState.NOT_STARTED


def test_before_the_time_that_was_set_nothing_is_revealed() -> None:
    later, before = NOW + timedelta(minutes=1), NOW - timedelta(minutes=1)
    assert outcome_of(["yes", "yes"], opens_at=later, now=NOW) is IntroductionState.PROPOSED
    assert outcome_of(["yes", "yes"], opens_at=before, now=NOW) is IntroductionState.OPENED
    assert outcome_of(["yes", None], opens_at=NOW, now=NOW) is IntroductionState.NOT_STARTED
    assert outcome_of(["yes", "yes"], True, opens_at=later, now=NOW) is IntroductionState.OPENED


def test_nobody_asked_is_not_everybody_agreed() -> None:
    assert outcome_of([]) is IntroductionState.PROPOSED


def test_a_circle_closes_in_the_order_given() -> None:
    assert kind_of([Link(A, B, S)]) == "single"
    assert kind_of([Link(A, B, S), Link(B, A, T)]) == "direct"
    assert kind_of([Link(A, B, S), Link(B, C, S), Link(C, A, S)]) == "open"
    for broken in (
        [],
        [Link(A, B, S), Link(C, A, T)],
        [Link(A, B, S), Link(A, B, T)],
        [Link(A, A, S)],
        [Link(A, B, S), Link(B, A, T), Link(A, B, T), Link(B, A, S)],
    ):
        with pytest.raises(DomainError):
            kind_of(broken)


def test_a_circle_has_one_name_wherever_it_begins() -> None:
    ring = [Link(A, B, S), Link(B, C, S), Link(C, A, T)]
    assert key_of(ring) == key_of([*ring[1:], ring[0]])
    assert key_of(ring) != key_of([Link(A, B, T), *ring[1:]])
    assert people_of(ring) == (A, B, C)
