"""The class's day: one list of the absent, who meets whom, and something to do for everybody."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import NotAllowed, Stale
from rers_school.classroom.models import ClassDay, Exchange, MarketDay, MarketMeeting
from rers_school.classroom.queries.lesson import Lesson, lesson_of, lesson_tag
from rers_school.classroom.queries.links import today_in
from rers_school.classroom.queries.market import market_of
from rers_school.classroom.services import agreement, gatherings, market, meetings, recognition
from rers_school.classroom.services.attendance import Followed, say_who_is_away
from tests.classroom.exchange_factory import agree_on_everything, circle, single
from tests.classroom.test_market import ring
from tests.factories import Kit


def now(kit: Kit) -> Lesson:
    kit.save()
    return lesson_of(kit.db, kit.classroom_id)


def away(kit: Kit, *who: Actor) -> Followed:
    kit.save()
    return say_who_is_away(kit.db, kit.teacher, [one.membership_id for one in who], now(kit).seen)


def agreed(kit: Kit, giver: str = "Maëlle", savoir: str = "guitare", receiver: str = "Zoé") -> None:
    """An exchange that was agreed yesterday."""
    exchange = single(kit, giver, savoir, receiver)
    agree_on_everything(kit, exchange, kit.pupil(giver), kit.pupil(receiver))
    kit.db.get_one(Exchange, exchange).state_since -= timedelta(days=1)
    kit.save()


def today(kit: Kit) -> date:
    return today_in(kit.db, kit.classroom_id)


def market_today(kit: Kit) -> None:
    kit.save()
    market.announce(kit.db, kit.teacher, day=today(kit), minutes=10, places=[])


def lay_out(kit: Kit, *who: Actor) -> None:
    kit.save()
    found = market_of(kit.db, kit.classroom_id)
    assert found is not None
    market.lay_out(kit.db, kit.teacher, [one.membership_id for one in who], found.revision)


def test_the_first_meeting_is_today_with_the_partners_own_words(kit: Kit) -> None:
    agreed(kit)
    lesson = now(kit)
    [turn] = lesson.turns
    [table] = turn.tables
    assert [one.shown_name for one in table.people] == ["Maëlle T.", "Zoé T."]
    assert (table.place, table.first) == ("nous : place", True)
    assert lesson.next == "away"
    away(kit)
    assert now(kit).next == "meet"


def test_what_was_agreed_today_is_for_another_day(kit: Kit) -> None:
    exchange = single(kit)
    agree_on_everything(kit, exchange, kit.pupil("Maëlle"), kit.pupil("Zoé"))
    lesson = now(kit)
    assert lesson.turns == ()
    assert len(lesson.fresh) == 1


def test_the_next_meeting_is_on_its_day_and_stays_once_it_is_told(kit: Kit) -> None:
    exchange = single(kit)
    maelle = kit.pupil("Maëlle")
    agree_on_everything(kit, exchange, maelle, kit.pupil("Zoé"))
    day = today(kit)
    tell = {"held_on": day, "present": [], "did": "trois accords"}
    meetings.tell(kit.db, maelle, exchange, **tell, next_on=day + timedelta(days=7))
    [turn] = now(kit).turns
    assert turn.tables[0].met
    moment = clock.now()
    clock.set_clock(lambda: moment + timedelta(days=1))
    assert now(kit).turns == ()
    clock.set_clock(lambda: moment + timedelta(days=7))
    [turn] = now(kit).turns
    assert not turn.tables[0].met


def test_a_pair_sits_down_once_for_both_directions(kit: Kit) -> None:
    for one in circle(kit, ("Ali", "vélo", "Zoé"), ("Zoé", "crêpes", "Ali"), state="agreed"):
        kit.db.get_one(Exchange, one).state_since -= timedelta(days=1)
    [turn] = now(kit).turns
    [table] = turn.tables
    assert [one.savoir for one in table.shows] == ["crêpes", "vélo"]


def test_an_absent_partner_sets_the_exchange_apart_and_leaves_nobody_idle(kit: Kit) -> None:
    agreed(kit)
    agreed(kit, "Ali", "vélo", "Inès")
    away(kit, kit.pupil("Zoé"))
    lesson = now(kit)
    assert [one.shows[0].savoir for one in lesson.apart] == ["guitare"]
    [turn] = lesson.turns
    busy = {one.id for one in turn.tables[0].people}
    assert busy == {kit.pupil("Ali").membership_id, kit.pupil("Inès").membership_id}
    # Maëlle, whose partner is away, observes.
    assert turn.tables[0].observer is not None
    assert turn.tables[0].observer.id == kit.pupil("Maëlle").membership_id
    away(kit)
    assert now(kit).apart == ()


def test_everybody_who_is_here_has_something_to_do_in_every_turn(kit: Kit) -> None:
    names = ["Ali", "Zoé", "Inès"]
    for giver, receiver in zip(names, names[1:] + names[:1], strict=True):
        agreed(kit, giver, f"savoir de {giver}", receiver)
    for number in range(6):
        kit.pupil(f"Pupil{number}")
    lesson = now(kit)
    assert len(lesson.turns) == 3
    here = {one.who.id for one in lesson.attending}
    for turn in lesson.turns:
        does = [one.id for table in turn.tables for one in table.people]
        does += [one.observer.id for one in turn.tables if one.observer]
        does += [one.id for one in turn.others]
        assert sorted(does) == sorted(here)


def test_the_list_of_a_market_day_and_of_the_session_is_one(kit: Kit) -> None:
    people = ring(kit, 6)
    assert away(kit, people[0]) is Followed.NO_MARKET
    market_today(kit)
    announced = market_of(kit.db, kit.classroom_id)
    assert announced is not None
    assert [one.who.id for one in announced.attending if one.away] == [people[0].membership_id]
    lay_out(kit, people[1])
    lesson = now(kit)
    assert lesson.looked
    assert [one.id for one in lesson.away] == [people[1].membership_id]


def test_a_change_of_the_list_lays_the_market_out_again(kit: Kit) -> None:
    people = ring(kit, 6)
    market_today(kit)
    assert away(kit) is Followed.NOTED
    assert now(kit).next == "lay_out"
    lay_out(kit)
    assert now(kit).next == "round"
    assert away(kit, people[2]) is Followed.LAID_OUT
    for one in kit.db.scalars(select(MarketMeeting)):
        assert people[2].membership_id not in (one.giver_id, one.receiver_id)
    lesson = now(kit)
    assert lesson.market is not None
    busy = {w.id for line in lesson.market.rounds[0].meetings for w in (line.giver, line.receiver)}
    assert {one.id for one in lesson.free} | busy == {
        one.membership_id for one in people if one != people[2]
    }
    hinted = {who.id for _hint, those in lesson.hints for who in those}
    assert not hinted & busy, "what to do instead is for those who meet nobody at all"


def test_nobody_left_for_the_market_keeps_the_list_and_says_so(kit: Kit) -> None:
    one, two = ring(kit, 2)
    market_today(kit)
    lay_out(kit)
    assert away(kit, one, two) is Followed.NOBODY_FITS
    assert len(now(kit).away) == 2
    assert now(kit).next == "lay_out"


def test_a_list_made_the_day_before_is_asked_for_again(kit: Kit) -> None:
    people = ring(kit, 4)
    kit.save()
    market.announce(kit.db, kit.teacher, day=today(kit) + timedelta(days=1), minutes=10, places=[])
    lay_out(kit, people[0])
    kept = kit.db.scalars(select(ClassDay)).one()
    assert (kept.revision, kept.away) == (0, [str(people[0].membership_id)])


def test_only_the_teacher_and_only_the_list_that_was_seen(kit: Kit) -> None:
    zoe = kit.pupil("Zoé")
    with pytest.raises(NotAllowed):
        say_who_is_away(kit.db, zoe, [], 0)
    away(kit, zoe)
    with pytest.raises(Stale):
        say_who_is_away(kit.db, kit.teacher, [], 0)


def test_hints_are_for_those_who_meet_nobody_the_most_pressing_first(kit: Kit) -> None:
    agreed(kit)
    single(kit, "Ali", "vélo", "Inès")
    kit.offer(kit.pupil("Hugo"), "siffler")
    hints = {hint: [one.first_name for one in who] for hint, who in now(kit).hints}
    assert hints == {"agree": ["Ali", "Inès"], "demand": ["Hugo"]}


def test_a_gathering_of_today_is_the_next_thing_and_the_mark_changes_with_all_of_it(
    kit: Kit,
) -> None:
    kit.pupil("Zoé")
    marks = [lesson_tag(kit.db, kit.classroom_id)]
    gatherings.plan(kit.db, kit.teacher, "council", today(kit))
    assert now(kit).next == "gathering"
    marks.append(lesson_tag(kit.db, kit.classroom_id))
    away(kit)
    marks.append(lesson_tag(kit.db, kit.classroom_id))
    exchange = single(kit, "Ali", "vélo", "Inès")
    agreement.write_line(kit.db, kit.pupil("Ali"), exchange, "place", "la cour", 0)
    kit.save()
    marks.append(lesson_tag(kit.db, kit.classroom_id))
    assert len(set(marks)) == 4


def test_recognised_as_another_entry_one_stays_absent(kit: Kit) -> None:
    before, after = kit.pupil("Zoé").membership_id, kit.pupil("Ali").membership_id
    away(kit, kit.pupil("Zoé"))
    recognition.carry_over(kit.db, kit.classroom_id, before, after)
    kit.save()
    assert kit.db.scalars(select(ClassDay)).one().away == [str(after)]
    assert kit.db.scalars(select(MarketDay)).all() == []
