"""Whose consent a line needs, and where a pair keeps what it settles once."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from rers_school.classroom.rules.agreement import (
    LINES,
    REQUIRED,
    SHARED,
    LineState,
    Place,
    Wording,
    all_agreed,
    home_of,
    line_state,
    must_consent,
    waits_for,
)
from rers_school.classroom.rules.evaluation import Sharing, may_read

A, B, C = uuid4(), uuid4(), uuid4()
BOTH = frozenset({A, B})


def _said(line: str, *consents: UUID) -> Wording:
    return Wording(uuid4(), line, 1, A, datetime(2026, 1, 12, tzinfo=UTC), frozenset(consents))


def test_givers_and_receivers_consent_and_no_mediator() -> None:
    assert must_consent([(A, "giver"), (B, "receiver"), (C, "mediator")]) == BOTH


def test_a_line_is_empty_then_to_agree_then_agreed() -> None:
    assert line_state(None, BOTH) is LineState.EMPTY
    assert line_state(_said("days", A), BOTH) is LineState.TO_AGREE
    assert line_state(_said("days", A, B), BOTH) is LineState.AGREED
    assert waits_for(_said("days", A), BOTH) == {B}


@pytest.mark.parametrize("missing", REQUIRED)
def test_every_line_that_is_needed_has_to_be_agreed(missing: str) -> None:
    lines = {line: _said(line, A, B) for line in REQUIRED}
    assert all_agreed(lines, BOTH)
    assert not all_agreed({**lines, missing: _said(missing, A)}, BOTH)
    del lines[missing]
    assert not all_agreed(lines, BOTH)


def test_nobody_agrees_to_nothing() -> None:
    assert not all_agreed({line: _said(line) for line in LINES}, frozenset())


@pytest.mark.parametrize("line", LINES)
def test_a_pair_keeps_its_days_and_places_on_its_first_exchange(line: str) -> None:
    first, second = Place(uuid4(), 0, BOTH), Place(uuid4(), 1, BOTH)
    home = home_of(line, second, [first, second])
    assert home == (first if line in SHARED else second).exchange_id
    assert home_of(line, first, [first, second]) == first.exchange_id


def test_a_circle_of_three_and_a_group_share_nothing() -> None:
    ring = [
        Place(uuid4(), place, frozenset(pair))
        for place, pair in enumerate(((A, B), (B, C), (C, A)))
    ]
    assert home_of("days", ring[2], ring) == ring[2].exchange_id
    group = [Place(uuid4(), place, frozenset({A, B, C})) for place in (0, 1)]
    assert home_of("days", group[1], group) == group[1].exchange_id


@pytest.mark.parametrize("finished", [False, True])
@pytest.mark.parametrize("with_partners", [False, True])
@pytest.mark.parametrize("with_teacher", [False, True])
def test_a_self_evaluation_is_its_authors_until_finished_and_shared(
    finished: bool, with_partners: bool, with_teacher: bool
) -> None:
    sharing = Sharing(A, finished, with_partners, with_teacher)
    assert may_read(sharing, A, partner=True, teacher=False)
    assert may_read(sharing, B, partner=True, teacher=False) is (finished and with_partners)
    assert may_read(sharing, C, partner=False, teacher=True) is (finished and with_teacher)
    assert not may_read(sharing, C, partner=False, teacher=False)
