"""The projected wall: pages that a projector shows whole."""

from rers_school.classroom.rules.board import pages


def test_rows_follow_each_other_and_none_is_cut_or_lost() -> None:
    for heights in ([1] * 60, [1, 3, 2, 5, 1, 1], [9, 1, 12, 1], [8, 8]):
        cuts = pages(heights, room=8)
        assert [row for cut in cuts for row in range(*cut)] == list(range(len(heights)))
        for start, end in cuts:
            assert sum(heights[start:end]) <= 8 or end - start == 1


def test_a_page_is_as_full_as_can_be_and_an_empty_wall_is_one_page() -> None:
    assert pages([1] * 60, room=8) == [(at, min(at + 8, 60)) for at in range(0, 60, 8)]
    assert pages([]) == [(0, 0)]
