"""The timetable of a joint celebration: nobody at two stands at once, no place twice."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rers_school.classroom.errors import DomainError
from rers_school.classroom.rules.celebration import Cell, Wanted, lay_out, lines_of, refusal

PEOPLE = st.frozensets(st.integers(0, 9), min_size=1, max_size=4)


@given(
    st.lists(st.tuples(st.integers(0, 3), PEOPLE), max_size=16),
    st.integers(0, 5),
    st.integers(0, 4),
    st.dictionaries(st.integers(0, 15), st.builds(Cell, st.integers(0, 5), st.integers(0, 4))),
)
def test_no_cell_twice_and_nobody_at_two_stands_at_once(
    stands: list[tuple[int, frozenset[int]]], slots: int, spots: int, fixed: dict[object, Cell]
) -> None:
    wanted = [Wanted(id, of_class, people) for id, (of_class, people) in enumerate(stands)]
    found = lay_out(wanted, slots, spots, fixed)
    by_id = {one.id: one for one in wanted}
    assert len(set(found.values())) == len(found)
    assert all(cell.slot < slots and cell.spot < spots for cell in found.values())
    for (one, at), (two, then) in combinations(found.items(), 2):
        assert at.slot != then.slot or not by_id[one].people & by_id[two].people
    assert found == lay_out(wanted, slots, spots, fixed), "the same stands, the same timetable"
    # Who was left out finds no slot in which everybody of it is free and a place is empty.
    for one in wanted:
        if one.id not in found:
            for cell in (Cell(slot, spot) for slot in range(slots) for spot in range(spots)):
                others = {by_id[id]: at for id, at in found.items()}
                assert refusal(one, cell, others, slots, spots) is not None


def test_pupils_of_each_class_can_walk_around_in_every_slot() -> None:
    wanted = [Wanted(f"{one}{n}", one, frozenset({f"{one}{n}"})) for one in "ab" for n in range(2)]
    found = lay_out(wanted, 2, 2, {})
    assert {found["a0"].slot, found["a1"].slot} == {0, 1} == {found["b0"].slot, found["b1"].slot}


def test_a_stand_moves_only_where_it_can_be() -> None:
    zoe, both = Wanted(1, "a", frozenset({"zoé"})), Wanted(2, "a", frozenset({"zoé", "malo"}))
    others = {both: Cell(0, 0)}
    assert refusal(zoe, Cell(0, 0), others, 2, 2) == "taken"
    assert refusal(zoe, Cell(0, 1), others, 2, 2) == "busy"
    assert refusal(zoe, Cell(2, 0), others, 2, 2) == "no_cell"
    assert refusal(zoe, Cell(1, 0), others, 2, 2) is None


def test_lines_are_read_one_by_one() -> None:
    assert lines_of(" 14 h \n\n15 h\n") == ["14 h", "15 h"]
    with pytest.raises(DomainError, match="line_twice"):
        lines_of("La cour\nla  Cour")
    with pytest.raises(DomainError, match="too_many_lines"):
        lines_of("\n".join(map(str, range(21))))
