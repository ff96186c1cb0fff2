"""The ring: names never overlap, arrows differ, and nothing is drawn twice."""

import re
from itertools import combinations, pairwise
from math import hypot
from uuid import UUID

import pytest

from rers_school.classroom.rules.network import (
    APART,
    STEP,
    WIDTH,
    Common,
    Tie,
    all_together,
    figure,
)

PEOPLE = [UUID(int=number + 1) for number in range(40)]


@pytest.mark.parametrize("count", [1, 2, 3, 5, 12, 26, 35, 40])
def test_two_names_of_one_side_are_always_a_step_apart(count: int) -> None:
    drawn = figure(PEOPLE[:count], [])
    assert len(drawn.spots) == count
    for side in (1, -1):
        heights = sorted(one.y for one in drawn.spots if one.side == side)
        gaps = [after - before for before, after in pairwise(heights)]
        assert all(gap >= STEP - 0.2 for gap in gaps)
    for one in drawn.spots:
        assert 0 < one.y < drawn.height
        # Room outwards for two dozen letters, whatever the place.
        room = WIDTH - one.x if one.side == 1 else one.x
        assert room >= 240
        assert (one.x - WIDTH / 2) * one.side > 0


def test_people_follow_each_other_clockwise_in_the_order_given() -> None:
    spots = figure(PEOPLE[:7], []).spots
    assert [one.person for one in spots] == PEOPLE[:7]
    right, left = spots[:4], spots[4:]
    assert [one.y for one in right] == sorted(one.y for one in right)
    assert [one.y for one in left] == sorted((one.y for one in left), reverse=True)


def test_an_empty_class_has_an_empty_ring() -> None:
    drawn = figure([], [])
    assert drawn.spots == () and drawn.arrows == () and drawn.height > 0


def test_the_two_ways_and_the_two_states_are_four_different_arrows() -> None:
    one, other = PEOPLE[:2]
    ties = [Tie(a, b, now) for a, b in ((one, other), (other, one)) for now in (True, False)]
    drawn = figure(PEOPLE[:6], ties)
    assert len({arrow.path for arrow in drawn.arrows}) == 4
    assert len({arrow.id for arrow in drawn.arrows}) == 4
    middles = [re.findall(r"Q([\d.-]+ [\d.-]+)", arrow.path) for arrow in drawn.arrows]
    assert len({str(one) for one in middles}) == 4


def test_many_exchanges_of_two_people_are_one_arrow() -> None:
    one, other, third = PEOPLE[:3]
    drawn = figure(PEOPLE[:3], [Tie(one, other, False)] * 5 + [Tie(other, third, True)])
    assert len(drawn.arrows) == 2
    assert [arrow.tie for arrow in drawn.of(other)] == [
        Tie(one, other, False),
        Tie(other, third, True),
    ]
    assert drawn.of(one) == drawn.arrows[:1]


def test_what_many_do_all_together_is_one_knot_with_a_line_to_each() -> None:
    six = frozenset(PEOPLE[:6])
    drawn = figure(PEOPLE[:12], [], [Common(six, True)] * 2)
    (knot,) = drawn.knots
    assert drawn.arrows == () and len(knot.paths) == 6
    ends = {tuple(map(float, path.rpartition("L")[2].split())) for path in knot.paths}
    dots = {(one.x, one.y) for one in drawn.spots if one.person in six}
    for dot in dots:
        assert min(hypot(dot[0] - x, dot[1] - y) for x, y in ends) < 15
    assert drawn.knots_of(PEOPLE[0]) == (knot,) and drawn.knots_of(PEOPLE[7]) == ()


@pytest.mark.parametrize("count", [3, 6, 26, 35])
def test_knots_lie_on_nobody_and_not_on_each_other(count: int) -> None:
    people = PEOPLE[:count]
    groups = [frozenset(people[start : start + 3]) for start in range(0, count - 2, 2)]
    commons = [Common(one, now) for one in groups for now in (True, False)]
    drawn = figure(people, [], commons)
    knots = [(one.x, one.y) for one in drawn.knots]
    assert len(knots) == len(commons)
    for one, other in combinations([*knots, *((spot.x, spot.y) for spot in drawn.spots)], 2):
        far = hypot(one[0] - other[0], one[1] - other[1])
        assert far >= APART - 0.2 or (one not in knots and other not in knots)
    for x, y in knots:
        assert 0 < x < WIDTH and 0 < y < drawn.height


def test_all_together_is_everybody_giving_and_receiving() -> None:
    one, two, three = ({person} for person in PEOPLE[:3])
    assert all_together(one | two | three, three | two | one)
    assert not all_together(one | two, two | one), "two ways of two people are two arrows"
    assert not all_together(one, two | three) and not all_together(one | two | three, one | two)
