"""Private answers to cards: seen by the teacher only, and taken into account by the plan."""

import pytest
from sqlalchemy import select

from rers_school.classroom.errors import DomainError, NotFound
from rers_school.classroom.models import Wish
from rers_school.classroom.queries.introducing import introductions_page
from rers_school.classroom.queries.links import facts_of
from rers_school.classroom.queries.one_card import one_card
from rers_school.classroom.rules.circles import Link
from rers_school.classroom.services import cards, keeping, rounds, wishes
from tests.factories import Kit, make_kit


def test_a_demand_that_somebody_could_help_with_becomes_a_link(kit: Kit) -> None:
    zoe, theo = kit.pupil("Zoé Bérénger"), kit.pupil("Théo Garçon")
    demand = kit.demand(zoe, "jouer de la guitare")
    assert not introductions_page(kit.db, kit.teacher).suggestions
    wishes.wish(kit.db, theo, "demand", demand.id)
    (circle,) = introductions_page(kit.db, kit.teacher).suggestions
    (shown,) = circle.exchanges
    assert (shown.giver.id, shown.receiver.id) == (theo.membership_id, zoe.membership_id)
    assert shown.savoir == "jouer de la guitare"
    assert "wish" not in circle.reasons
    keeping.keep(kit.db, kit.teacher, circle.key, introductions_page(kit.db, kit.teacher).seen)
    assert [one.people for one in introductions_page(kit.db, kit.teacher).kept]


def test_an_offer_that_somebody_would_like_too_becomes_a_link(kit: Kit) -> None:
    zoe, theo = kit.pupil("Zoé Bérénger"), kit.pupil("Théo Garçon")
    offer = kit.offer(zoe, "faire des crêpes")
    wishes.wish(kit.db, theo, "offer", offer.id)
    facts = facts_of(kit.db, kit.classroom_id)
    link = Link(zoe.membership_id, theo.membership_id, offer.savoir_id)
    assert facts.wishes == {link}
    assert facts.fits(link)
    assert not facts.on_cards(link)
    assert list(facts.possible) == [link]


def test_a_private_answer_links_nobody_else(kit: Kit) -> None:
    zoe, theo, ines = (kit.pupil(f"{name} Test") for name in ("Zoé", "Théo", "Inès"))
    first = kit.demand(zoe, "jouer de la guitare")
    kit.demand(ines, "jouer de la guitare")
    wishes.wish(kit.db, theo, "demand", first.id)
    links = [
        k for one in introductions_page(kit.db, kit.teacher).suggestions for k in one.exchanges
    ]
    assert [one.receiver.id for one in links] == [zoe.membership_id]


def test_of_two_equal_links_the_wished_one_is_taken(kit: Kit) -> None:
    zoe, theo, ines = (kit.pupil(f"{name} Test") for name in ("Zoé", "Théo", "Inès"))
    kit.offer(zoe, "faire des crêpes")
    kit.demand(theo, "faire des crêpes")
    kit.demand(ines, "faire des crêpes")
    for wisher, other in ((theo, ines), (ines, theo)):
        offer_id = kit.db.scalars(select(cards.KINDS["offer"].id)).one()
        wishes.take_back(kit.db, other, "offer", offer_id)
        wishes.wish(kit.db, wisher, "offer", offer_id)
        plan = rounds.current(kit.db, kit.classroom_id, facts_of(kit.db, kit.classroom_id))
        (one,) = plan.suggestions
        assert one.links[0].receiver == wisher.membership_id


def test_set_aside_it_is_not_suggested_again(kit: Kit) -> None:
    zoe, theo = kit.pupil("Zoé Bérénger"), kit.pupil("Théo Garçon")
    demand = kit.demand(zoe, "jouer de la guitare")
    wishes.wish(kit.db, theo, "demand", demand.id)
    page = introductions_page(kit.db, kit.teacher)
    rounds.set_aside(kit.db, kit.teacher, page.suggestions[0].key, page.seen)
    rounds.suggest_again(kit.db, kit.teacher)
    assert not introductions_page(kit.db, kit.teacher).suggestions


def test_the_plan_that_is_shown_says_that_an_answer_has_come(kit: Kit) -> None:
    zoe, theo, ines = (kit.pupil(f"{name} Test") for name in ("Zoé", "Théo", "Inès"))
    kit.offer(zoe, "faire des crêpes")
    kit.demand(theo, "faire des crêpes")
    demand = kit.demand(ines, "jouer de la guitare")
    rounds.begin(kit.db, kit.teacher, facts_of(kit.db, kit.classroom_id))
    assert not introductions_page(kit.db, kit.teacher).cards_changed
    wishes.wish(kit.db, zoe, "demand", demand.id)
    assert introductions_page(kit.db, kit.teacher).cards_changed


def test_twice_is_once_and_it_can_be_taken_back(kit: Kit) -> None:
    zoe, theo = kit.pupil("Zoé Bérénger"), kit.pupil("Théo Garçon")
    demand = kit.demand(zoe, "jouer de la guitare")
    for _ in range(2):
        wishes.wish(kit.db, theo, "demand", demand.id)
    assert len(kit.db.scalars(select(Wish)).all()) == 1
    assert one_card(kit.db, theo, "demand", demand.id).wished
    assert not one_card(kit.db, kit.pupil("Inès Ben"), "demand", demand.id).wished
    wishes.take_back(kit.db, theo, "demand", demand.id)
    wishes.take_back(kit.db, theo, "demand", demand.id)
    assert kit.db.scalars(select(Wish)).all() == []


def test_ones_own_card_and_cards_off_the_wall_are_answered_by_nobody(kit: Kit) -> None:
    zoe, theo = kit.pupil("Zoé Bérénger"), kit.pupil("Théo Garçon")
    demand = kit.demand(zoe, "jouer de la guitare")
    with pytest.raises(DomainError, match="own_card"):
        wishes.wish(kit.db, zoe, "demand", demand.id)
    cards.rest(kit.db, zoe, "demand", demand.id)
    with pytest.raises(NotFound):
        wishes.wish(kit.db, theo, "demand", demand.id)
    with pytest.raises(NotFound):
        one_card(kit.db, theo, "demand", demand.id)
    assert one_card(kit.db, zoe, "demand", demand.id).own


def test_a_resting_card_and_a_resting_pupil_wish_for_nothing(kit: Kit) -> None:
    zoe, theo = kit.pupil("Zoé Bérénger"), kit.pupil("Théo Garçon")
    demand = kit.demand(zoe, "jouer de la guitare")
    wishes.wish(kit.db, theo, "demand", demand.id)
    cards.rest(kit.db, zoe, "demand", demand.id)
    assert facts_of(kit.db, kit.classroom_id).wishes == set()


def test_another_class_has_no_part_in_it(kit: Kit) -> None:
    demand = kit.demand(kit.pupil("Zoé Bérénger"), "jouer de la guitare")
    other = make_kit(kit.engine, "6e")
    with pytest.raises(NotFound):
        wishes.wish(other.db, other.pupil("Théo Garçon"), "demand", demand.id)
    other.db.close()
