"""Places, who moves up, who gives and receives, when a workshop is over."""

from uuid import UUID

import pytest

from rers_school.classroom.errors import DomainError
from rers_school.classroom.rules.workshops import (
    SignedUp,
    all_said_yes,
    free,
    is_over,
    moves_up,
    parts_of,
    places_of,
    proposed_places,
)

A, B, C, D = (UUID(int=number) for number in range(4))


@pytest.mark.parametrize("raw", ["2", "12"])
def test_from_two_to_twelve_can_sign_up(raw: str) -> None:
    assert places_of(raw) == int(raw)


@pytest.mark.parametrize("raw", ["", "1", "13", "-3", "four", "٣", "3.5", "9999999"])
def test_other_numbers_of_places_are_refused(raw: str) -> None:
    with pytest.raises(DomainError) as refused:
        places_of(raw)
    assert (refused.value.code, refused.value.details) == ("places", {"least": 2, "most": 12})


def test_a_card_says_with_how_many_a_form_begins() -> None:
    assert [proposed_places(size) for size in ("few", "group", "one", "")] == [3, 4, 4, 4]


def test_who_waits_moves_up_in_the_order_of_sign_up_as_far_as_there_are_places() -> None:
    people = [SignedUp(D, 9, True), SignedUp(A, 1, False), SignedUp(C, 4, True)]
    assert free(1, people) == 0
    assert moves_up(1, people) == []
    assert moves_up(2, people) == [C]
    assert moves_up(9, people) == [C, D]


def test_fewer_places_than_people_are_not_less_than_none() -> None:
    assert free(2, [SignedUp(one, 1, False) for one in (A, B, C)]) == 0


def test_nobody_asked_has_not_said_yes() -> None:
    assert all_said_yes(["yes", "yes"])
    assert not all_said_yes([])
    assert not all_said_yes(["yes", None])
    assert not all_said_yes(["yes", "not_now"])


def test_some_show_and_others_learn_or_everybody_does_both() -> None:
    assert parts_of("one_to_many", [A], [B, C]) == [
        (A, "giver"),
        (B, "receiver"),
        (C, "receiver"),
    ]
    assert set(parts_of("collective", [A], [B])) == {
        (who, role) for who in (A, B) for role in ("giver", "receiver")
    }


@pytest.mark.parametrize(
    ("parts", "over"),
    [
        ([(A, "giver"), (B, "receiver")], False),
        ([(A, "giver"), (A, "receiver"), (B, "giver"), (B, "receiver")], False),
        ([(B, "receiver"), (C, "receiver")], True),
        ([(A, "giver")], True),
        ([(A, "giver"), (A, "receiver")], True),
        ([(A, "giver"), (B, "mediator")], True),
        ([], True),
    ],
)
def test_it_is_over_when_nobody_gives_to_anybody(parts: list[tuple[UUID, str]], over: bool) -> None:
    assert is_over(parts) is over
