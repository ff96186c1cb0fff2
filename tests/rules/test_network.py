"""The ring: names never overlap, arrows differ, and nothing is drawn twice."""

import re
from itertools import pairwise
from uuid import UUID

import pytest

from rers_school.classroom.rules.network import STEP, WIDTH, Tie, figure

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
