"""What the teacher and the pupils said is kept: pins, forbids, scopes, resting, wishes."""

from __future__ import annotations

import pytest

from rers_school.classroom.matching import Arc, ProblemError, pair, suggest

from .classes import arcs_in, classe, linked, pupil

PEOPLE = (
    pupil("ana", "crepes", "guitare"),
    pupil("bob", "guitare", "crepes"),
    pupil("cleo", "velo", "crepes"),
)


def test_a_pin_is_kept_even_where_a_pair_was_possible() -> None:
    pin = Arc("ana", "cleo", "crepes")
    plan = suggest(classe(*PEOPLE, pins=(pin,)))
    assert pin in arcs_in(plan)
    (exchange,) = [e for e in plan.others if e.receivers == ("cleo",)]
    assert "pin" in exchange.reasons


def test_a_pin_written_twice_is_one_exchange() -> None:
    pin = Arc("ana", "cleo", "crepes")
    assert arcs_in(suggest(classe(*PEOPLE, pins=(pin, pin)))).count(pin) == 1


def test_two_pinned_savoirs_between_the_same_two_are_both_kept() -> None:
    people = pupil("ana", "crepes velo", "", give_cap=2), pupil("bob", "", "crepes velo")
    pins = Arc("ana", "bob", "crepes"), Arc("ana", "bob", "velo")
    assert set(arcs_in(suggest(classe(*people, receive_cap=2, pins=pins)))) == set(pins)


def test_a_pin_takes_its_place_in_a_circle() -> None:
    plan = suggest(classe(*PEOPLE, pins=(Arc("ana", "bob", "crepes"),)))
    assert plan.counts.pairs == 1


def test_pins_on_a_small_group_are_one_exchange() -> None:
    zoe = pupil("zoe", "crepes@class*2")
    people = zoe, pupil("bob", "", "crepes"), pupil("cleo", "", "crepes")
    pins = Arc("zoe", "bob", "crepes"), Arc("zoe", "cleo", "crepes")
    plan = suggest(classe(*people, group_size=2, pins=pins))
    assert plan.counts.exchanges == 1
    assert linked(plan) == {"zoe", "bob", "cleo"}


def test_two_who_must_not_meet_never_do() -> None:
    plan = suggest(classe(*PEOPLE, forbids=frozenset({pair("bob", "ana")})))
    assert not {("ana", "bob"), ("bob", "ana")} & {(a.giver, a.receiver) for a in arcs_in(plan)}
    assert linked(plan) == {"ana", "cleo"}


def test_who_is_resting_is_left_in_peace() -> None:
    resting = pupil("bob", "guitare", "crepes", resting=True)
    plan = suggest(classe(PEOPLE[0], resting, PEOPLE[2]))
    assert linked(plan) == {"ana", "cleo"}
    assert plan.unlinked == ()


@pytest.mark.parametrize(
    ("offer", "demand", "classroom", "school", "meets"),
    [
        ("velo", "velo", "cm2", "curie", True),
        ("velo@school", "velo", "cm1", "curie", False),
        ("velo@school", "velo@school", "cm1", "curie", True),
        ("velo@network", "velo@school", "cm1", "pasteur", False),
        ("velo@network", "velo@network", "cm1", "pasteur", True),
        ("velo@school", "velo@school", "cm1", "", False),
        ("velo", "velo", "cm2", "pasteur", False),
    ],
)
def test_a_card_goes_as_far_as_both_sides_are_open(
    offer: str, demand: str, classroom: str, school: str, meets: bool
) -> None:
    other = pupil("bob", "", demand, classroom, school=school)
    assert bool(arcs_in(suggest(classe(pupil("ana", offer), other)))) is meets


def test_schools_without_a_name_are_not_one_school() -> None:
    people = (
        pupil("ana", "velo@school", school=""),
        pupil("bob", "", "velo@school", "cm1", school=""),
    )
    assert arcs_in(suggest(classe(*people))) == []


def test_nobody_is_matched_with_themself() -> None:
    assert suggest(classe(pupil("ana", "velo", "velo"))).counts.exchanges == 0


def test_a_wish_decides_between_partners() -> None:
    askers = [pupil(f"p{k}", "", "velo") for k in range(5)]
    for asker in askers:
        wish = Arc("ana", asker.id, "velo")
        plan = suggest(classe(pupil("ana", "velo"), *askers, wishes=(wish,)))
        assert arcs_in(plan) == [wish]
        assert "wish" in plan.others[0].reasons


def test_a_wish_decides_between_pairs() -> None:
    people = (
        pupil("ana", "crepes", "guitare"),
        pupil("ben", "crepes", "guitare"),
        pupil("p0", "guitare", "crepes"),
        pupil("p1", "guitare", "crepes"),
    )
    for partner, other in (("p0", "p1"), ("p1", "p0")):
        plan = suggest(classe(*people, wishes=(Arc("ana", partner, "crepes"),)))
        pairs = {frozenset(e.giver for e in circle) for circle in plan.circles}
        assert pairs == {pair("ana", partner), pair("ben", other)}


def test_partners_who_never_met_come_first() -> None:
    askers = [pupil(f"p{k}", "", "velo") for k in range(4)]
    met = frozenset(pair("ana", f"p{k}") for k in range(3))
    plan = suggest(classe(pupil("ana", "velo"), *askers, met=met))
    assert arcs_in(plan) == [Arc("ana", "p3", "velo")]
    assert "new_partner" in plan.others[0].reasons


def test_partners_change_hands_so_that_everybody_meets_somebody_new() -> None:
    people = pupil("a", "velo"), pupil("b", "velo"), pupil("c", "", "velo"), pupil("d", "", "velo")
    met = frozenset((pair("a", "c"), pair("b", "d")))
    for seed in "12345":
        plan = suggest(classe(*people, seed=seed, met=met))
        assert {(x.giver, x.receiver) for x in arcs_in(plan)} == {("a", "d"), ("b", "c")}


@pytest.mark.parametrize(
    ("more", "where", "names"),
    [
        ({"pins": (Arc("ana", "zoe", "crepes"),)}, "pins[0]", ["zoe"]),
        ({"pins": (Arc("ana", "ana", "crepes"),)}, "pins[0]", ["ana"]),
        ({"pins": (Arc("ana", "bob", "velo"),)}, "pins[0]", ["ana", "velo"]),
        ({"pins": (Arc("cleo", "bob", "velo"),)}, "pins[0]", ["bob", "velo"]),
        (
            {"pins": (Arc("ana", "bob", "crepes"),), "forbids": frozenset({pair("ana", "bob")})},
            "pins[0]",
            ["ana", "bob"],
        ),
        (
            {"pins": (Arc("ana", "bob", "crepes"), Arc("ana", "cleo", "crepes"))},
            "pins[1]",
            ["ana", "pins[0]"],
        ),
        ({"forbids": frozenset({pair("ana", "zoe")})}, "forbids", ["zoe"]),
        ({"met": frozenset({pair("ana", "zoe")})}, "met", ["zoe"]),
        ({"wishes": (Arc("zoe", "ana", "velo"),)}, "wishes[0]", ["zoe"]),
        ({"give_cap": 4}, "round.give_cap", ["4"]),
        ({"receive_cap": 0}, "round.receive_cap", ["0"]),
        ({"max_circle": 1}, "round.max_circle", ["1"]),
        ({"group_size": 0}, "round.group_size", ["0"]),
    ],
)
def test_a_contradiction_says_where_and_who(
    more: dict[str, object], where: str, names: list[str]
) -> None:
    with pytest.raises(ProblemError) as error:
        classe(*PEOPLE, **more)
    assert error.value.where == where
    assert all(name in error.value.message for name in names)


def test_a_pin_with_somebody_resting_is_refused() -> None:
    resting = pupil("bob", "", "crepes", resting=True)
    with pytest.raises(ProblemError, match="resting"):
        classe(PEOPLE[0], resting, pins=(Arc("ana", "bob", "crepes"),))


def test_a_pin_beyond_the_cards_scope_is_refused() -> None:
    far = pupil("bob", "", "crepes", "cm1")
    with pytest.raises(ProblemError, match="open"):
        classe(PEOPLE[0], far, pins=(Arc("ana", "bob", "crepes"),))


def test_two_people_with_one_id_are_refused() -> None:
    with pytest.raises(ProblemError, match=r"people\[1\]\.id"):
        classe(PEOPLE[0], PEOPLE[0])


def test_a_persons_own_cap_out_of_range_is_refused() -> None:
    with pytest.raises(ProblemError, match=r"people\[0\]\.give_cap"):
        classe(pupil("ana", give_cap=4))
