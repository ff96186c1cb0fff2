"""The market day: everybody who can gives and receives, nobody is in two places at once."""

from datetime import date
from itertools import chain
from uuid import UUID

import pytest
from sqlalchemy import select

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound, Stale
from rers_school.classroom.models import MarketDay, MarketMeeting
from rers_school.classroom.queries.links import facts_of, today_in
from rers_school.classroom.queries.market import MarketView, market_note, market_of, mine
from rers_school.classroom.rules.market_day import places_of
from rers_school.classroom.services import market, not_for_now
from tests.factories import Kit


def ring(kit: Kit, size: int, start: int = 0) -> list[Actor]:
    """Return pupils of whom each can teach the next one something."""
    people = [
        kit.pupil(f"Pupil{number:02d} Name{number:02d}") for number in range(start, start + size)
    ]
    for number, pupil in enumerate(people):
        kit.offer(pupil, f"savoir numéro {start + number}")
        kit.demand(pupil, f"savoir numéro {start + (number + 1) % size}")
    return people


def begun(kit: Kit, places: str = "") -> MarketView:
    market.announce(
        kit.db, kit.teacher, day=date(2026, 11, 27), minutes=10, places=places_of(places)
    )
    return now(kit)


def now(kit: Kit) -> MarketView:
    kit.db.flush()
    found = market_of(kit.db, kit.classroom_id)
    assert found is not None
    return found


def laid_out(kit: Kit, *away: Actor) -> MarketView:
    seen = now(kit).revision
    market.lay_out(kit.db, kit.teacher, [one.membership_id for one in away], seen)
    return now(kit)


def go_on(kit: Kit) -> MarketView:
    market.go_on(kit.db, kit.teacher, now(kit).revision)
    return now(kit)


def meeting(view: MarketView) -> set[UUID]:
    """Return everybody who meets somebody."""
    lines = chain.from_iterable(one.meetings for one in view.rounds)
    return {who.id for line in lines for who in (line.giver, line.receiver)}


def check(view: MarketView) -> None:
    """Fail when somebody is in two places at once or a place is too full."""
    room = dict(view.places)
    for one in view.rounds:
        busy = [who.id for line in one.meetings for who in (line.giver, line.receiver)]
        assert len(busy) == len(set(busy)), one.number
        assert not {who.id for who in one.free} & set(busy)
        for name, capacity in room.items():
            assert sum(line.place == name for line in one.meetings) <= capacity


def test_everybody_gives_and_receives_in_few_rounds(kit: Kit) -> None:
    people = ring(kit, 7)
    begun(kit, "la bibliothèque 2\nla cour 5")
    view = laid_out(kit)
    check(view)
    lines = list(chain.from_iterable(one.meetings for one in view.rounds))
    assert {line.giver.id for line in lines} == {one.membership_id for one in people}
    assert {line.receiver.id for line in lines} == {one.membership_id for one in people}
    # A ring of seven cannot be done in two rounds, and needs no more than three.
    assert len(view.rounds) == 3
    assert view.without == ()


def test_who_is_absent_meets_nobody_and_leaves_nobody_alone_who_could_meet(kit: Kit) -> None:
    people = ring(kit, 6)
    kit.demand(people[0], "savoir numéro 3")
    begun(kit)
    view = laid_out(kit, people[1])
    check(view)
    met = {
        w.id for one in view.rounds for line in one.meetings for w in (line.giver, line.receiver)
    }
    assert people[1].membership_id not in met
    assert people[0].membership_id in met
    assert people[1].membership_id not in {who.id for one in view.rounds for who in one.free}


def test_laid_out_again_what_is_over_and_what_goes_on_stays(kit: Kit) -> None:
    people = ring(kit, 8)
    begun(kit)
    laid_out(kit)
    go_on(kit)
    view = go_on(kit)
    over, going = view.rounds[0], view.rounds[1]
    gone = going.meetings[0].giver
    absent = next(one for one in people if one.membership_id == gone.id)
    again = laid_out(kit, absent)
    check(again)
    assert again.rounds[0].meetings == over.meetings
    kept = [line for line in going.meetings if not line.has(gone.id)]
    assert list(again.rounds[1].meetings) == kept
    later = [line for one in again.rounds[2:] for line in one.meetings]
    assert not any(line.has(gone.id) for line in later)
    # Nobody gives or receives twice.
    lines = [line for one in again.rounds for line in one.meetings]
    assert len({line.giver.id for line in lines}) == len(lines)
    assert len({line.receiver.id for line in lines}) == len(lines)


def test_from_the_first_round_to_the_end(kit: Kit) -> None:
    ring(kit, 4)
    begun(kit)
    rounds = len(laid_out(kit).rounds)
    for number in range(1, rounds + 1):
        view = go_on(kit)
        assert view.now is not None
        assert view.now.number == number
    view = go_on(kit)
    assert view.over
    assert all(one.held for one in kit.db.scalars(select(MarketMeeting)))
    assert market.running(kit.db, kit.classroom_id) is None


def test_who_met_at_a_market_counts_as_met(kit: Kit) -> None:
    one, two = ring(kit, 2)
    begun(kit)
    laid_out(kit)
    pair = frozenset((one.membership_id, two.membership_id))
    assert pair not in facts_of(kit.db, kit.classroom_id).met
    while not now(kit).over:
        go_on(kit)
    assert pair in facts_of(kit.db, kit.classroom_id).met


def test_not_today_is_private_and_respected(kit: Kit) -> None:
    people = ring(kit, 4)
    begun(kit)
    market.say(kit.db, people[0], not_today=True)
    view = laid_out(kit)
    names = {
        w.id for one in view.rounds for line in one.meetings for w in (line.giver, line.receiver)
    }
    assert people[0].membership_id not in names
    assert mine(kit.db, people[0], view).not_today
    assert not mine(kit.db, people[1], view).not_today
    market.say(kit.db, people[0], not_today=False)
    go_on(kit)
    with pytest.raises(DomainError, match="market_begun"):
        market.say(kit.db, people[0], not_today=True)


def test_not_for_now_holds_on_a_market_day_too(kit: Kit) -> None:
    one, two = ring(kit, 2)
    not_for_now.not_for_now(
        kit.db, kit.teacher, one.membership_id, two.membership_id, date(2027, 6, 30)
    )
    begun(kit)
    with pytest.raises(DomainError, match="nobody_fits"):
        laid_out(kit)


def test_only_teachers_prepare_and_only_what_they_saw(kit: Kit) -> None:
    zoe = ring(kit, 2)[0]
    with pytest.raises(NotAllowed):
        market.announce(kit.db, zoe, day=date(2026, 11, 27), minutes=10, places=[])
    with pytest.raises(NotFound):
        market.lay_out(kit.db, kit.teacher, [], 1)
    seen = begun(kit).revision
    market.lay_out(kit.db, kit.teacher, [], seen)
    with pytest.raises(Stale):
        market.lay_out(kit.db, kit.teacher, [], seen)
    with pytest.raises(Stale):
        market.go_on(kit.db, kit.teacher, seen)
    with pytest.raises(NotAllowed):
        market.go_on(kit.db, zoe, now(kit).revision)


def test_ended_before_anything_was_held_it_is_gone(kit: Kit) -> None:
    ring(kit, 3)
    begun(kit)
    laid_out(kit)
    market.call_off(kit.db, kit.teacher, now(kit).revision)
    assert market_of(kit.db, kit.classroom_id) is None
    assert kit.db.scalars(select(MarketMeeting)).all() == []


def test_ended_in_the_middle_what_was_held_stays(kit: Kit) -> None:
    ring(kit, 6)
    begun(kit)
    laid_out(kit)
    go_on(kit)
    go_on(kit)
    market.call_off(kit.db, kit.teacher, now(kit).revision)
    assert now(kit).over
    assert any(one.held for one in kit.db.scalars(select(MarketMeeting)))


def test_the_one_question_is_asked_once_and_is_ones_own(kit: Kit) -> None:
    zoe, theo = ring(kit, 2)
    assert market_note(kit.db, zoe) is None
    market.announce(
        kit.db, kit.teacher, day=today_in(kit.db, kit.classroom_id), minutes=10, places=[]
    )
    assert (market_note(kit.db, zoe) or ("",))[0] == "announced"
    laid_out(kit)
    go_on(kit)
    assert (market_note(kit.db, zoe) or ("",))[0] == "rounds"
    while not now(kit).over:
        go_on(kit)
    assert (market_note(kit.db, zoe) or ("",))[0] == "question"
    view = now(kit)
    market.answer_question(kit.db, zoe, view.id, "J’ai su expliquer.", shared=False)
    market.answer_question(kit.db, theo, view.id, "J’ai compris.", shared=True)
    assert market_note(kit.db, zoe) is None
    assert mine(kit.db, zoe, view).words == "J’ai su expliquer."
    assert [words for _, words in now(kit).told] == ["J’ai compris."]


def test_a_second_market_begins_anew(kit: Kit) -> None:
    ring(kit, 3)
    begun(kit)
    laid_out(kit)
    while not now(kit).over:
        go_on(kit)
    first = now(kit).id
    view = begun(kit)
    assert view.id != first
    assert view.rounds == ()
    assert len(kit.db.scalars(select(MarketDay)).all()) == 2
