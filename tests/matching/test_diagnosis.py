"""Reasons and diagnoses are true: each is checked by changing the round and asking again."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from rers_school.classroom.matching import Card, Instance, Plan, Unlinked, pair, suggest
from rers_school.classroom.matching.json_io import write

from .classes import classe, exchanges, invented, linked, pupil, rounds

sometimes = settings(max_examples=120, deadline=None)


def told(plan: Plan) -> dict[str, Unlinked]:
    return {u.person: u for u in plan.unlinked}


def with_card(instance: Instance, person: str, add: str, savoir: str) -> Instance:
    def changed(who: object) -> object:
        if who.id != person:  # type: ignore[attr-defined]  # never None here
            return who
        side = "offers" if add == "offer" else "demands"
        return replace(who, **{side: (*getattr(who, side), Card(savoir))})  # type: ignore[type-var]  # never None here

    return replace(instance, people=tuple(changed(p) for p in instance.people))  # type: ignore[arg-type]  # the fields of a test are given by name


def check_bridges(instance: Instance) -> int:
    plan = suggest(instance)
    found = 0
    for unlinked in plan.unlinked:
        for bridge in unlinked.bridges:
            more = suggest(with_card(instance, unlinked.person, bridge.add, bridge.savoir))
            assert more.counts.linked == plan.counts.linked + bridge.links
            assert unlinked.person in linked(more)
            found += 1
    return found


def check_no_bridge_is_missing(instance: Instance) -> None:
    plan = suggest(instance)
    savoirs = {c.savoir for p in instance.people for c in (*p.offers, *p.demands)}
    cards = {p.id: {c.savoir for c in (*p.offers, *p.demands)} for p in instance.people}
    for unlinked in plan.unlinked:
        gains = [
            suggest(with_card(instance, unlinked.person, add, s)).counts.linked - plan.counts.linked
            for add in ("offer", "demand")
            for s in savoirs - cards[unlinked.person]
        ]
        best = unlinked.bridges[0].links if unlinked.bridges else 0
        assert max(gains, default=0) == best


def check_only_links(instance: Instance) -> int:
    plan, found = suggest(instance), 0
    for exchange in (*(e for circle in plan.circles for e in circle), *plan.others):
        for reason in exchange.reasons:
            if reason.startswith("only_link_of:"):
                name = reason.removeprefix("only_link_of:")
                involved = {exchange.giver, *exchange.receivers}
                assert name in involved
                forbids = {pair(name, other) for other in involved - {name}}
                pins = tuple(p for p in instance.pins if pair(p.giver, p.receiver) not in forbids)
                without = replace(instance, pins=pins, forbids=instance.forbids | forbids)
                if pins == instance.pins:
                    assert name not in linked(suggest(without))
                found += 1
    return found


def check_class_bridges(instance: Instance, *, none_better: bool) -> int:
    plan = suggest(instance)
    for bridge in plan.bridges:
        more = suggest(with_card(instance, bridge.person, bridge.add, bridge.savoir))
        assert more.counts.linked == plan.counts.linked + bridge.links
    if none_better and plan.unlinked:
        savoirs = {c.savoir for p in instance.people for c in (*p.offers, *p.demands)}
        gains = [
            suggest(with_card(instance, p.id, add, s)).counts.linked - plan.counts.linked
            for p in instance.people
            for s in savoirs - {c.savoir for c in (*p.offers, *p.demands)}
            for add in ("offer", "demand")
            if not p.resting
        ]
        assert max(gains, default=0) == (plan.bridges[0].links if plan.bridges else 0)
    return len(plan.bridges)


@sometimes
@given(rounds(people=5))
def test_no_card_of_anybody_helps_more_than_the_one_named_for_the_class(instance: Instance) -> None:
    check_class_bridges(instance, none_better=True)


@settings(max_examples=60, deadline=None)
@given(rounds(people=5, caps=2, group_size=3))
def test_the_cards_named_for_a_class_with_small_groups_help_as_they_say(
    instance: Instance,
) -> None:
    check_class_bridges(instance, none_better=False)


def test_cards_named_for_invented_classes_are_true_and_of_different_savoirs() -> None:
    found = 0
    for seed in range(10):
        instance = invented(12, seed, savoirs=40)
        found += check_class_bridges(instance, none_better=seed < 3)
        cards = [(b.add, b.savoir) for b in suggest(instance).bridges]
        assert len(cards) == len(set(cards))
    assert found > 10


def test_in_a_crowd_bridges_are_counted_and_say_so() -> None:
    people = [pupil(f"p{k}", "velo", classroom=f"c{k % 40}") for k in range(1001)]
    plan = suggest(classe(*people, pupil("zoe", "", "magie", "c1")))
    told = {u.person: u for u in plan.unlinked}
    assert [(b.add, b.savoir, b.exact) for b in told["p1"].bridges] == [("offer", "magie", False)]
    assert told["p1"].bridges[0].links == 2
    assert told["p2"].bridges == ()
    assert '"exact": false' in write(plan)


@sometimes
@given(rounds())
def test_every_bridge_links_as_many_as_it_says(instance: Instance) -> None:
    check_bridges(instance)
    check_no_bridge_is_missing(instance)


@sometimes
@given(rounds(people=5, caps=2, group_size=3))
def test_bridges_hold_with_several_turns_and_small_groups(instance: Instance) -> None:
    check_bridges(instance)


@sometimes
@given(rounds(people=7, caps=2))
def test_an_only_link_is_really_the_only_one(instance: Instance) -> None:
    check_only_links(instance)


def test_bridges_and_only_links_hold_in_invented_classes() -> None:
    bridges = only = 0
    for seed in range(12):
        instance = invented(9, seed, savoirs=30)
        bridges += check_bridges(instance)
        check_no_bridge_is_missing(instance)
        only += check_only_links(instance)
    assert bridges > 10
    assert only > 10


def test_an_exchange_without_which_somebody_has_nothing_says_so() -> None:
    people = pupil("ana", "velo"), pupil("bob", "", "velo"), pupil("cleo", "velo", "velo")
    plan = suggest(classe(*people, forbids=frozenset({pair("ana", "bob")})))
    reasons = {(g, r): e for e in plan.others for g, r in [(e.giver, e.receivers[0])]}
    assert "only_link_of:ana" in reasons["ana", "cleo"].reasons
    assert "only_link_of:bob" in reasons["cleo", "bob"].reasons
    assert not any("only_link_of:cleo" in e.reasons for e in plan.others)


def test_each_diagnosis_is_about_the_cards() -> None:
    people = (
        pupil("ana"),
        pupil("bob", "velo"),
        pupil("cleo", "", "echecs"),
        pupil("dan", "chant", "danse"),
        pupil("eva", "crepes"),
        pupil("fred", "", "crepes"),
        pupil("gus", "", "crepes", times_unlinked=1),
    )
    found = told(suggest(classe(*people)))
    assert {name: u.because for name, u in found.items()} == {
        "ana": "no_card",
        "bob": "no_demand_for_offers",
        "cleo": "no_offer_for_demands",
        "dan": "no_demand_for_offers",
        "fred": "all_taken",
    }
    assert found["fred"].competitors == ("gus",)


def test_one_card_can_link_two_people() -> None:
    found = told(suggest(classe(pupil("ana", "velo"), pupil("bob", "", "echecs"))))
    assert [(b.add, b.savoir, b.links) for b in found["ana"].bridges] == [("offer", "echecs", 2)]
    assert [(b.add, b.savoir, b.links) for b in found["bob"].bridges] == [("demand", "velo", 2)]


def test_a_card_that_would_only_push_somebody_else_out_is_no_bridge() -> None:
    people = pupil("ana", "crepes", "crepes"), pupil("bob", "velo"), pupil("cleo", "", "velo")
    plan = suggest(classe(*people))
    assert told(plan).keys() == {"ana"}
    assert told(plan)["ana"].bridges == ()


def test_every_exchange_is_a_pair_a_circle_or_a_single() -> None:
    plan = suggest(invented(30))
    reasons = [e.reasons[0] for circle in plan.circles for e in circle]
    assert set(reasons) <= {"pair", "circle"}
    assert {e.reasons[0] for e in plan.others} <= {"single"}
    assert len(list(exchanges(plan))) == plan.counts.exchanges
