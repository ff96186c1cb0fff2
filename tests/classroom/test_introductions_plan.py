"""The suggested plan: nobody who could be linked is left out, nothing moves by itself."""

from datetime import timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from sqlalchemy import select

from rers_school import clock
from rers_school.classroom.actor import Role
from rers_school.classroom.errors import DomainError, NotAllowed, Stale
from rers_school.classroom.models import Membership, Round
from rers_school.classroom.services import cards, introductions, keeping, not_for_now, rounds
from tests.classroom.introductions_factory import fits, keep_all, page, pair
from tests.factories import Kit


def test_pairs_and_circles_are_suggested_with_their_reasons(kit: Kit) -> None:
    pair(kit)
    fits(kit, "Inès", "tresses", "Noémie")
    fits(kit, "Noémie", "mangas", "Théo")
    fits(kit, "Théo", "échecs", "Inès")
    found = page(kit)
    assert [one.kind for one in found.suggestions] == ["direct", "open"]
    assert found.suggestions[0].reasons == ("pair", "new_partner")
    assert (found.people, found.linked, found.both, found.circles) == (5, 5, 5, 2)
    assert found.nobody_else


def test_a_pupil_who_could_be_linked_is_never_left_out_for_a_circle(kit: Kit) -> None:
    # The pair Zoé–Maëlle would leave Hugo and Camille alone; two single exchanges link everybody.
    fits(kit, "Zoé", "crêpes", "Maëlle")
    fits(kit, "Maëlle", "guitare", "Zoé")
    kit.demand(kit.pupil("Hugo"), "crêpes")
    kit.demand(kit.pupil("Camille"), "guitare")
    found = page(kit)
    assert (found.linked, found.people) == (4, 4)
    assert found.without == ()


def test_who_is_left_out_is_told_with_the_card_that_would_help(kit: Kit) -> None:
    pair(kit)
    kit.offer(kit.pupil("Timéo"), "pêche à pied")
    kit.demand(kit.pupil("Léa"), "magie")
    kit.pupil("Nina")
    found = page(kit)
    told = {one.who.shown_name: one for one in found.without}
    assert told["Timéo T."].because == "no_demand_for_offers"
    assert told["Léa T."].because == "no_offer_for_demands"
    assert told["Nina T."].because == "no_card"
    assert ("offer", "magie") in {(card.add, card.savoir) for card in told["Timéo T."].cards}
    assert (found.linked, found.people, found.nobody_else) == (2, 5, True)


def test_those_who_rest_left_are_unconfirmed_or_adults_are_not_suggested(kit: Kit) -> None:
    pair(kit)
    fits(kit, "Hugo", "échecs", "Léa")
    fits(kit, "Théo", "magie", "Nina")
    ana = kit._arrive("Ana", "Costa", Role.ADULT)
    kit.offer(ana, "fado")
    kit.demand(kit.pupil("Zoé"), "fado")
    kit.db.get_one(Membership, kit.pupil("Hugo").membership_id).resting = True
    kit.db.get_one(Membership, kit.pupil("Théo").membership_id).active = False
    nina = kit.db.get_one(Membership, kit.pupil("Nina").membership_id)
    nina.maybe_id = kit.pupil("Léa").membership_id
    kit.save()
    found = page(kit)
    assert [one.kind for one in found.suggestions] == ["direct"]
    assert found.people == 3


def test_looking_stores_nothing_and_shows_the_same_plan_again(kit: Kit) -> None:
    for number in range(6):
        fits(kit, f"Pupil{number}", "échecs", f"Pupil{(number + 1) % 6}")
    first, second = page(kit), page(kit)
    assert first == second
    assert kit.db.scalars(select(Round)).all() == []


def test_the_plan_stays_when_cards_change_until_another_is_asked_for(kit: Kit) -> None:
    pair(kit)
    fits(kit, "Hugo", "échecs", "Léa")
    before = page(kit)
    keeping.keep(kit.db, kit.teacher, before.suggestions[0].key)
    kit.save()
    assert not page(kit).cards_changed
    pair(kit, "Théo", "Nina")
    after = page(kit)
    assert after.cards_changed
    assert [one.key for one in after.suggestions] == [before.suggestions[1].key]
    rounds.suggest_again(kit.db, kit.teacher)
    kit.save()
    again = page(kit)
    assert not again.cards_changed
    assert len(again.suggestions) == 2
    assert len(again.kept) == 1
    assert again.linked == 6


def test_what_is_kept_takes_up_its_people_and_counts_as_their_link(kit: Kit) -> None:
    pair(kit)
    kit.demand(kit.pupil("Hugo"), "crêpes de Zoé")
    keeping.keep(kit.db, kit.teacher, page(kit).suggestions[0].key)
    rounds.suggest_again(kit.db, kit.teacher)
    kit.save()
    found = page(kit)
    gives = [one.giver.shown_name for each in found.suggestions for one in each.exchanges]
    gives += [one.giver.shown_name for each in found.kept for one in each.exchanges]
    assert len(gives) == len(set(gives)), "everybody gives once at a time"


def test_keeping_twice_or_with_an_old_page_gives_one_circle(kit: Kit) -> None:
    pair(kit)
    (one,) = page(kit).suggestions
    seen = page(kit).seen
    first = keeping.keep(kit.db, kit.teacher, one.key, seen)
    second = keeping.keep(kit.db, kit.teacher, one.key, seen)
    assert first.id == second.id
    assert len(page(kit).kept) == 1


def test_a_plan_that_is_not_the_one_on_the_screen_is_not_acted_on(kit: Kit) -> None:
    pair(kit)
    found = page(kit)
    pair(kit, "Hugo", "Léa")
    with pytest.raises(Stale) as refused:
        keeping.keep(kit.db, kit.teacher, found.suggestions[0].key, found.seen)
    assert refused.value.code == "plan_changed"


def test_a_circle_whose_card_is_gone_is_not_kept(kit: Kit) -> None:
    pair(kit)
    chess = kit.offer(kit.pupil("Hugo"), "échecs")
    kit.demand(kit.pupil("Léa"), "échecs")
    direct, single = page(kit).suggestions
    keeping.keep(kit.db, kit.teacher, direct.key)
    cards.withdraw(kit.db, kit.pupil("Hugo"), "offer", chess.id)
    with pytest.raises(Stale) as refused:
        keeping.keep(kit.db, kit.teacher, single.key)
    assert refused.value.code == "gone"
    assert page(kit).overtaken == 1


def test_what_is_set_aside_comes_back_only_when_asked(kit: Kit) -> None:
    pair(kit)
    kit.demand(kit.pupil("Hugo"), "guitare de Maëlle")
    one = page(kit).suggestions[0]
    rounds.set_aside(kit.db, kit.teacher, one.key, page(kit).seen)
    rounds.set_aside(kit.db, kit.teacher, one.key)
    assert page(kit).set_aside == 1
    arcs = {each.link for each in one.exchanges}
    rounds.suggest_again(kit.db, kit.teacher)
    kit.save()
    suggested = {each.link for circle in page(kit).suggestions for each in circle.exchanges}
    assert not suggested & arcs
    rounds.bring_back(kit.db, kit.teacher)
    rounds.suggest_again(kit.db, kit.teacher)
    suggested = {each.link for circle in page(kit).suggestions for each in circle.exchanges}
    assert suggested & arcs


def test_setting_one_link_aside_leaves_the_others_of_the_same_savoir(kit: Kit) -> None:
    fits(kit, "Zoé", "crêpes", "Maëlle")
    one = page(kit).suggestions[0]
    rounds.set_aside(kit.db, kit.teacher, one.key)
    kit.demand(kit.pupil("Hugo"), "crêpes")
    kit.offer(kit.pupil("Léa"), "crêpes")
    rounds.suggest_again(kit.db, kit.teacher)
    said = {
        (each.giver.shown_name, each.receiver.shown_name)
        for circle in page(kit).suggestions
        for each in circle.exchanges
    }
    assert said == {("Zoé T.", "Hugo T."), ("Léa T.", "Maëlle T.")}
    assert page(kit).linked == 4


def test_not_for_now_keeps_two_people_apart_until_its_day(kit: Kit) -> None:
    pair(kit)
    zoe, maelle = kit.pupil("Zoé").membership_id, kit.pupil("Maëlle").membership_id
    said = not_for_now.not_for_now(kit.db, kit.teacher, zoe, maelle)
    again = not_for_now.not_for_now(kit.db, kit.teacher, maelle, zoe)
    assert said.id == again.id
    found = page(kit)
    assert found.suggestions == ()
    assert [no.review_on for no in found.not_for_now] == [said.review_on]
    with pytest.raises(DomainError):
        not_for_now.not_for_now(kit.db, kit.teacher, zoe, zoe)
    kit.save()
    moment = clock.now() + not_for_now.REVIEW_AFTER + timedelta(days=1)
    clock.set_clock(lambda: moment)
    assert len(page(kit).suggestions) == 1
    assert page(kit).not_for_now == ()


def test_a_lifted_not_for_now_does_not_count(kit: Kit) -> None:
    pair(kit)
    zoe, maelle = kit.pupil("Zoé").membership_id, kit.pupil("Maëlle").membership_id
    said = not_for_now.not_for_now(kit.db, kit.teacher, zoe, maelle)
    not_for_now.lift(kit.db, kit.teacher, said.id)
    not_for_now.lift(kit.db, kit.teacher, said.id)
    assert len(page(kit).suggestions) == 1


def test_not_for_now_about_two_who_are_linked_leaves_their_link(kit: Kit) -> None:
    fits(kit, "Zoé", "crêpes", "Maëlle")
    keep_all(kit)
    kit.offer(kit.pupil("Maëlle"), "guitare")
    kit.demand(kit.pupil("Zoé"), "guitare")
    zoe, maelle = kit.pupil("Zoé").membership_id, kit.pupil("Maëlle").membership_id
    not_for_now.not_for_now(kit.db, kit.teacher, zoe, maelle)
    rounds.suggest_again(kit.db, kit.teacher)
    found = page(kit)
    assert len(found.kept) == 1
    assert found.suggestions == ()


def test_who_had_no_link_when_proposals_went_out_comes_first_next_time(kit: Kit) -> None:
    kit.offer(kit.pupil("Zoé"), "crêpes")
    for name in ("Hugo", "Léa"):
        kit.demand(kit.pupil(name), "crêpes")
    (chosen,) = keep_all(kit)
    introductions.send(kit.db, kit.teacher)
    introductions.withdraw(kit.db, kit.teacher, chosen.id)
    kit.save()
    first = {id for id in rounds.left_out_before(kit.db, kit.classroom_id)}
    assert len(first) == 1
    (next_one,) = page(kit).suggestions
    assert {each.link.receiver for each in next_one.exchanges} == first


def test_nobody_has_the_only_link_twice_in_a_row_while_others_wait(kit: Kit) -> None:
    kit.offer(kit.pupil("Zoé"), "crêpes")
    for name in ("Hugo", "Léa", "Nina"):
        kit.demand(kit.pupil(name), "crêpes")
    start, chosen = clock.now(), list[UUID]()
    for number in range(7):
        moment = start + timedelta(days=20 * number)
        clock.set_clock(lambda now=moment: now)
        (one,) = page(kit).suggestions
        chosen.append(one.exchanges[0].link.receiver)
        (kept,) = keep_all(kit)
        introductions.send(kit.db, kit.teacher)
        introductions.withdraw(kit.db, kit.teacher, kept.id)
        kit.save()
    assert not any(before == after for before, after in pairwise(chosen))
    assert len(set(chosen[:3])) == 3


def test_what_did_not_start_is_not_suggested_again_at_once(kit: Kit) -> None:
    pair(kit)
    keep_all(kit)
    introductions.send(kit.db, kit.teacher)
    introductions.open_answers(kit.db, kit.teacher)
    kit.save()
    assert page(kit).suggestions == ()
    moment = clock.now() + timedelta(days=15)
    clock.set_clock(lambda: moment)
    assert len(page(kit).suggestions) == 1


def test_only_a_teacher_makes_plans(kit: Kit) -> None:
    pair(kit)
    (one,) = page(kit).suggestions
    zoe = kit.pupil("Zoé")
    for act in (
        lambda: rounds.suggest_again(kit.db, zoe),
        lambda: rounds.set_aside(kit.db, zoe, one.key),
        lambda: rounds.bring_back(kit.db, zoe),
        lambda: keeping.keep(kit.db, zoe, one.key),
        lambda: introductions.send(kit.db, zoe),
        lambda: introductions.open_answers(kit.db, zoe),
        lambda: not_for_now.not_for_now(kit.db, zoe, zoe.membership_id, zoe.membership_id),
    ):
        with pytest.raises(NotAllowed):
            act()
