"""A better plan is offered, never swapped; and never once the teacher has begun to work."""

import pytest
from sqlalchemy import func, select

from rers_school.classroom.errors import NotAllowed, Stale
from rers_school.classroom.models import Round
from rers_school.classroom.services import better, keeping, not_for_now, rounds
from rers_school.classroom.services.better import Better
from tests.classroom.better_factory import dense_class, looked_for, surpassed
from tests.classroom.introductions_factory import page, pair
from tests.factories import Kit


def accept(kit: Kit, seen: str, found: Better) -> Round:
    assert found.plan is not None
    return better.accept(kit.db, kit.teacher, found.plan, seen=seen, cards=found.cards)


def test_a_better_plan_links_as_many_and_takes_the_place_of_the_one_seen(kit: Kit) -> None:
    dense_class(kit)
    shown, found = surpassed(kit)
    assert found.exact
    assert found.plan is not None
    assert (found.after.pairs, found.after.larger) >= (found.before.pairs, found.before.larger)
    accept(kit, shown.seen, found)
    kit.save()
    now = page(kit)
    assert now.seen == found.plan["fingerprint"] != shown.seen
    assert (now.linked, now.both) == (shown.linked, shown.both)
    assert now.circles == found.after.pairs + found.after.larger
    assert now.best_known and not now.may_look and not now.cards_changed


def test_looking_changes_nothing_and_finds_the_same_again(kit: Kit) -> None:
    dense_class(kit)
    shown, found = surpassed(kit)
    kept = kit.db.scalar(select(func.count(Round.id)))
    again = better.question(kit.db, kit.classroom_id, shown.seen)
    assert again is not None
    assert again.answer() == found
    assert page(kit) == shown
    assert kit.db.scalar(select(func.count(Round.id))) == kept


def test_accepting_twice_is_one_round(kit: Kit) -> None:
    dense_class(kit)
    shown, found = surpassed(kit)
    assert accept(kit, shown.seen, found).id == accept(kit, shown.seen, found).id


def test_a_plan_that_nothing_surpasses_is_said_to_be_one(kit: Kit) -> None:
    pair(kit)
    asked = better.question(kit.db, kit.classroom_id, page(kit).seen)
    assert asked is not None
    found = asked.answer()
    assert found is not None
    assert found.exact and found.plan is None
    assert found.before == found.after


def test_once_a_circle_is_kept_or_set_aside_nothing_is_looked_for(kit: Kit) -> None:
    dense_class(kit)
    for act in ("keep", "set_aside"):
        shown, found = surpassed(kit)
        key = shown.suggestions[0].key
        if act == "keep":
            keeping.unkeep(kit.db, kit.teacher, keeping.keep(kit.db, kit.teacher, key).id)
            assert page(kit).may_look
            keeping.keep(kit.db, kit.teacher, key)
        else:
            rounds.set_aside(kit.db, kit.teacher, key)
        assert not page(kit).may_look
        assert better.question(kit.db, kit.classroom_id, shown.seen) is None
        with pytest.raises(Stale, match="plan_changed"):
            accept(kit, shown.seen, found)
        kit.db.rollback()


def test_a_card_written_meanwhile_is_not_overlooked(kit: Kit) -> None:
    dense_class(kit)
    shown, found = surpassed(kit)
    kit.offer(kit.pupil("Pupil00"), "quelque chose de neuf")
    kit.save()
    with pytest.raises(Stale, match="plan_changed"):
        accept(kit, shown.seen, found)


def test_only_teachers_accept(kit: Kit) -> None:
    dense_class(kit)
    shown, found = surpassed(kit)
    assert found.plan is not None
    with pytest.raises(NotAllowed):
        better.accept(kit.db, kit.pupil("Pupil00"), found.plan, seen=shown.seen, cards=found.cards)


def test_what_is_kept_and_what_is_not_for_now_stays_so_in_the_better_plan(kit: Kit) -> None:
    dense_class(kit)
    for first in page(kit).suggestions:
        kept = keeping.keep(kit.db, kit.teacher, first.key)
        rest = [one for one in page(kit).suggestions if one.key != first.key]
        one, other = rest[0].people[:2]
        no = not_for_now.not_for_now(kit.db, kit.teacher, one.id, other.id)
        rounds.suggest_again(kit.db, kit.teacher)
        kit.save()
        looked = looked_for(kit, tries=3)
        if looked is None:
            not_for_now.lift(kit.db, kit.teacher, no.id)
            keeping.unkeep(kit.db, kit.teacher, kept.id)
            rounds.suggest_again(kit.db, kit.teacher)
            kit.save()
            continue
        shown, found = looked
        accept(kit, shown.seen, found)
        kit.save()
        now = page(kit)
        assert [one.key for one in now.kept] == [first.key]
        met = [
            {exchange.giver.id, exchange.receiver.id}
            for circle in now.suggestions
            for exchange in circle.exchanges
        ]
        assert met
        assert {one.id, other.id} not in met
        if first.kind == "direct":
            assert not any({who.id for who in first.people} & two for two in met)
        return
    raise AssertionError("whatever was kept, the first plan was the best one")


def test_the_card_that_would_help_the_class_is_named_with_who_could_write_it(kit: Kit) -> None:
    pair(kit)
    kit.offer(kit.pupil("Timéo"), "pêche à pied")
    kit.demand(kit.pupil("Léa"), "magie")
    helpful = page(kit).helpful
    assert helpful
    assert helpful[0].card.links == 2
    assert {one.who.shown_name for one in helpful} <= {"Timéo T.", "Léa T."}
