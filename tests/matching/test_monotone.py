"""More never takes away: a card, a person or a lifted prohibition costs nobody their link."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rers_school.classroom.matching import Card, Instance, Pupil, suggest

from .classes import SAVOIRS, classe, pupil, rounds
from .lively import lively

sometimes = settings(max_examples=80, deadline=None, derandomize=True)
cards = st.builds(
    Card, st.sampled_from(SAVOIRS), st.sampled_from(("class", "class", "school", "network"))
)
SCHOOLS = (("curie", "cm1"), ("curie", "cm2"), ("pasteur", "cm2"), ("pasteur", "ce2"))


def most(instance: Instance) -> int:
    """Return how many the plan links, which is always as many as it says can be linked."""
    plan = suggest(instance)
    assert plan.counts.linked == plan.bounds.linked_max
    return plan.counts.linked


def with_person(instance: Instance, at: int, person: Pupil) -> Instance:
    return replace(instance, people=(*instance.people[:at], person, *instance.people[at + 1 :]))


def with_card(person: Pupil, card: Card, offer: bool) -> Pupil:
    if offer:
        return replace(person, offers=(*person.offers, card))
    return replace(person, demands=(*person.demands, card))


def without_card(person: Pupil, at: int) -> Pupil:
    offers, demands = list(person.offers), list(person.demands)
    (offers if at < len(offers) else demands).pop(at if at < len(offers) else at - len(offers))
    return replace(person, offers=tuple(offers), demands=tuple(demands))


@sometimes
@given(rounds(), st.data())
def test_a_card_added_never_lowers_how_many_are_linked(
    instance: Instance, data: st.DataObject
) -> None:
    before = most(instance)
    if not instance.people:
        assert before == 0
        return
    for _ in range(3):
        at = data.draw(st.integers(0, len(instance.people) - 1))
        person = with_card(instance.people[at], data.draw(cards), data.draw(st.booleans()))
        instance = with_person(instance, at, person)
        after = most(instance)
        assert after >= before
        before = after


@sometimes
@given(rounds(people=5), st.data())
def test_a_person_added_never_lowers_how_many_are_linked(
    instance: Instance, data: st.DataObject
) -> None:
    before = most(instance)
    hands = st.lists(cards, max_size=2).map(tuple)
    for name in ("new", "a newcomer"):
        school, classroom = data.draw(st.sampled_from(SCHOOLS))
        person = Pupil(
            name,
            classroom,
            school,
            data.draw(hands),
            data.draw(hands),
            data.draw(st.booleans()),
            data.draw(st.integers(0, 3)),
        )
        at = data.draw(st.integers(0, len(instance.people)))
        people = instance.people
        instance = replace(instance, people=(*people[:at], person, *people[at:]))
        after = most(instance)
        assert after >= before
        before = after


@sometimes
@given(rounds(people=7), st.randoms(use_true_random=False))
def test_a_prohibition_lifted_never_lowers_how_many_are_linked(
    instance: Instance, dice: random.Random
) -> None:
    before = most(instance)
    lifted = sorted(instance.forbids, key=sorted)
    dice.shuffle(lifted)
    for two in lifted:
        instance = replace(instance, forbids=instance.forbids - {two})
        after = most(instance)
        assert after >= before
        before = after


@sometimes
@given(rounds(people=7), st.randoms(use_true_random=False))
def test_a_pin_lifted_never_lowers_how_many_are_linked(
    instance: Instance, dice: random.Random
) -> None:
    before = most(instance)
    pins = list(instance.pins)
    dice.shuffle(pins)
    while pins:
        pins.pop()
        instance = replace(instance, pins=tuple(pins))
        after = most(instance)
        assert after >= before
        before = after


@sometimes
@given(rounds(people=7))
def test_somebody_back_from_rest_never_lowers_how_many_are_linked(instance: Instance) -> None:
    before = most(instance)
    for at, person in enumerate(instance.people):
        instance = with_person(instance, at, replace(person, resting=False))
        after = most(instance)
        assert after >= before
        before = after


@sometimes
@given(rounds(people=6))
def test_cards_opened_wider_never_lower_how_many_are_linked(instance: Instance) -> None:
    before = most(instance)
    for scope in ("school", "network"):
        for at, person in enumerate(instance.people):
            wider = {
                side: tuple(
                    replace(c, scope=scope) if c.scope == "class" or scope == "network" else c
                    for c in getattr(person, side)
                )
                for side in ("offers", "demands")
            }
            instance = with_person(instance, at, replace(person, **wider))  # type: ignore[arg-type]  # both sides are cards
            after = most(instance)
            assert after >= before
            before = after


@sometimes
@given(rounds(people=6), st.data())
def test_a_card_taken_away_never_raises_how_many_are_linked(
    instance: Instance, data: st.DataObject
) -> None:
    # A pin may need the card: pins are another matter.
    instance = replace(instance, pins=())
    before = most(instance)
    for at, person in enumerate(instance.people):
        held = len(person.offers) + len(person.demands)
        if held:
            fewer = without_card(person, data.draw(st.integers(0, held - 1)))
            instance = with_person(instance, at, fewer)
            after = most(instance)
            assert after <= before
            before = after


@sometimes
@given(rounds(people=5, caps=2, pins=3), st.data())
def test_a_second_turn_never_lowers_how_many_are_linked(
    instance: Instance, data: st.DataObject
) -> None:
    before = most(instance)
    for at, person in enumerate(instance.people):
        caps = {
            name: min(3, data.draw(st.integers(0, 1)) + told)
            for name, told in (
                ("give_cap", instance.give_cap(person)),
                ("receive_cap", instance.receive_cap(person)),
            )
        }
        instance = with_person(instance, at, replace(person, **caps))
        after = most(instance)
        assert after >= before
        before = after


@pytest.mark.parametrize("seed", range(3))
def test_a_network_of_two_schools_only_gains_as_it_grows(seed: int) -> None:
    dice = random.Random(seed)
    whole = lively(48, seed, 40, places=SCHOOLS, forbids=12, pins=3)
    pinned = {who for pin in whole.pins for who in (pin.giver, pin.receiver)}
    arriving = [p for p in whole.people if p.id not in pinned]
    dice.shuffle(arriving)
    instance = replace(
        whole,
        people=tuple(p for p in whole.people if p.id in pinned),
        met=frozenset(),
        wishes=(),
        forbids=frozenset(),
    )
    before = most(instance)
    for start in range(0, len(arriving), 3):
        instance = replace(instance, people=(*instance.people, *arriving[start : start + 3]))
        after = most(instance)
        assert after >= before
        before = after
    # The teacher's prohibitions, and then one after the other is lifted again.
    instance = replace(instance, forbids=whole.forbids)
    assert most(instance) <= before
    before = most(instance)
    for two in sorted(whole.forbids, key=sorted):
        instance = replace(instance, forbids=instance.forbids - {two})
        after = most(instance)
        assert after >= before
        before = after
    # Cards opened to the whole network, person by person.
    for at in range(0, len(instance.people), 4):
        person = instance.people[at]
        instance = with_person(
            instance,
            at,
            replace(
                person,
                offers=tuple(replace(c, scope="network") for c in person.offers),
                demands=tuple(replace(c, scope="network") for c in person.demands),
            ),
        )
        after = most(instance)
        assert after >= before
        before = after


@pytest.mark.parametrize("seed", range(3))
def test_a_class_only_gains_while_its_wall_fills(seed: int) -> None:
    dice = random.Random(seed)
    full = lively(30, seed, 30, forbids=10)
    every = [
        (at, card, offer)
        for at, person in enumerate(full.people)
        for offer, held in ((True, person.offers), (False, person.demands))
        for card in held
    ]
    dice.shuffle(every)
    empty = tuple(replace(p, offers=(), demands=()) for p in full.people)
    instance = replace(full, people=empty)
    before = most(instance)
    assert before == 0
    for step, (at, card, offer) in enumerate(every):
        instance = with_person(instance, at, with_card(instance.people[at], card, offer))
        if step % 4 == 3:
            after = most(instance)
            assert after >= before
            before = after
    assert most(instance) == most(full) >= before


def test_a_card_that_only_somebody_forbidden_could_use_changes_nothing() -> None:
    people = pupil("ana", "velo"), pupil("bob", "", "danse"), pupil("cleo", "danse")
    apart = classe(*people, forbids=frozenset({frozenset({"ana", "bob"})}))
    more = with_person(apart, 1, with_card(people[1], Card("velo"), offer=False))
    assert most(more) == most(apart) == 2
    assert most(replace(more, forbids=frozenset())) == 2
