"""Direct pairs first, then circles of three, and never at the price of somebody's only link."""

from __future__ import annotations

from rers_school.classroom.matching import suggest

from .classes import arcs_in, check, classe, linked, pupil


def shapes(*people: object, **more: object) -> list[list[str]]:
    instance = classe(*people, **more)  # type: ignore[arg-type]  # the fields of a test are given by name
    plan = suggest(instance)
    check(instance, plan)
    return [sorted(e.giver for e in circle) for circle in plan.circles]


ANA = pupil("ana", "crepes", "guitare")
BOB = pupil("bob", "guitare", "crepes")


def test_two_who_can_teach_each_other_are_a_pair() -> None:
    plan = suggest(classe(ANA, BOB))
    assert [[e.reasons[0] for e in circle] for circle in plan.circles] == [["pair", "pair"]]
    assert plan.counts.pairs == 1
    assert plan.counts.both == 2


def test_three_who_can_go_round_are_an_open_circle() -> None:
    people = pupil("ana", "a", "c"), pupil("bob", "b", "a"), pupil("cleo", "c", "b")
    plan = suggest(classe(*people))
    (circle,) = plan.circles
    assert {(e.giver, e.receivers) for e in circle} == {
        ("ana", ("bob",)),
        ("bob", ("cleo",)),
        ("cleo", ("ana",)),
    }
    assert {e.reasons[0] for e in circle} == {"circle"}
    assert plan.counts.threes == 1


def test_a_class_that_wants_pairs_only_gets_the_same_exchanges_as_singles() -> None:
    people = pupil("ana", "a", "c"), pupil("bob", "b", "a"), pupil("cleo", "c", "b")
    plan = suggest(classe(*people, max_circle=2))
    assert plan.circles == ()
    assert [e.reasons[0] for e in plan.others] == ["single"] * 3
    assert plan.counts.both == 3


def test_a_circle_of_four_is_closed_where_the_class_chose_four() -> None:
    people = [pupil(n, n, m) for n, m in zip("abcd", "dabc", strict=True)]
    assert shapes(*people, max_circle=4) == [["a", "b", "c", "d"]]
    assert shapes(*people, max_circle=3) == []


def test_pairs_come_before_circles_of_three() -> None:
    # Two circles of three (abc, def) or three pairs (ad, be, cf) would serve the same six.
    ways = ("ab", "bc", "ca", "de", "ef", "fd", "ad", "da", "be", "eb", "cf", "fc")
    people = [
        pupil(n, " ".join(w for w in ways if w[0] == n), " ".join(w for w in ways if w[1] == n))
        for n in "abcdef"
    ]
    for seed in "123456":
        assert sorted(shapes(*people, seed=seed)) == [["a", "d"], ["b", "e"], ["c", "f"]]


def test_a_pair_that_would_leave_somebody_out_is_not_made() -> None:
    plan = suggest(classe(ANA, BOB, pupil("dan", "", "crepes")))
    assert linked(plan) == {"ana", "bob", "dan"}
    assert plan.circles == ()


def test_as_many_pairs_as_an_even_ring_allows() -> None:
    # In a ring of six neighbours every second side is a pair.
    ring = "abcdef"
    people = [
        pupil(n, f"{n}{ring[k - 5]} {n}{ring[k - 1]}", f"{ring[k - 5]}{n} {ring[k - 1]}{n}")
        for k, n in enumerate(ring)
    ]
    for seed in "123456":
        assert len(shapes(*people, seed=seed)) == 3


def test_a_second_turn_makes_a_second_pair() -> None:
    zoe = pupil("zoe", "crepes", "guitare velo", give_cap=2, receive_cap=2)
    people = zoe, pupil("bob", "guitare", "crepes"), pupil("cleo", "velo", "crepes")
    instance = classe(*people)
    plan = suggest(instance)
    check(instance, plan)
    assert plan.counts.pairs == 2
    assert len(arcs_in(plan)) == 4


def test_a_group_turn_that_is_part_of_a_circle_keeps_its_other_receivers() -> None:
    zoe = pupil("zoe", "crepes@class*3", "guitare")
    people = zoe, BOB, pupil("cleo", "", "crepes"), pupil("dan", "", "crepes")
    instance = classe(*people, group_size=3)
    plan = suggest(instance)
    check(instance, plan)
    assert linked(plan) == {"zoe", "bob", "cleo", "dan"}
    assert plan.counts.pairs == 1
