"""A session in class: turns in which nobody is in two places, observers who take turns."""

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from rers_school.classroom.rules.lesson import observers, turns_of

people = st.integers(0, 12)


@given(st.lists(st.sets(people, min_size=1, max_size=4), max_size=20))
def test_nobody_is_in_two_groups_of_a_turn(groups: list[set[int]]) -> None:
    turns = turns_of(groups)
    for turn in set(turns):
        at = [group for group, number in zip(groups, turns, strict=True) if number == turn]
        assert len(list(chain.from_iterable(at))) == len(set().union(*at))
    assert set(turns) == set(range(1, max(turns, default=0) + 1))


def test_a_circle_of_four_takes_two_turns_and_one_of_three_takes_three() -> None:
    assert max(turns_of([{1, 2}, {2, 3}, {3, 4}, {4, 1}])) == 2
    assert max(turns_of([{1, 2}, {2, 3}, {3, 1}])) == 3


def test_whoever_is_in_many_groups_is_placed_first() -> None:
    # In the order of the list the pair of the busy one would wait for a third turn.
    assert max(turns_of([{3, 4}, {1, 3}, {1, 2}])) == 2


def test_half_of_the_free_observe_at_most_and_one_a_meeting() -> None:
    assert observers(list("abcdef"), 9, start=0) == list("abc")
    assert observers(list("abcdef"), 2, start=0) == list("ab")
    assert observers([], 3, start=0) == []


def test_everybody_observes_in_the_course_of_days() -> None:
    names = list("abcdefg")
    seen = {one for day in range(len(names)) for one in observers(names, 1, start=day)}
    assert seen == set(names)


def test_who_observed_today_comes_last() -> None:
    assert observers(list("abcd"), 2, start=0, before=["a", "b"]) == ["c", "d"]
