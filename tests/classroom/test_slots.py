"""Pupils choose among the slots and places that are open; nothing is given twice."""

from datetime import time, timedelta
from uuid import UUID

import pytest

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed, Stale
from rers_school.classroom.models import Circle, Exchange, Introduction
from rers_school.classroom.queries.exchanges import waiting_in_rooms
from rers_school.classroom.queries.links import today_in
from rers_school.classroom.queries.room import room_of
from rers_school.classroom.queries.slots import choices_of
from rers_school.classroom.rules.slots import When
from rers_school.classroom.services import agreement, exchanges, meeting_times, meetings, slots
from rers_school.classroom.services.rooms import enter
from tests.classroom.exchange_factory import agree_on_everything, circle, single
from tests.factories import Kit

TUESDAY, THURSDAY = When(1, None, time(13, 30), 30), When(3, None, time(13, 30), 30)
WORDS = {"days": "chaque mardi", "hours": "13:30", "place": "la bibliothèque"}
NEW = {"days": 0, "hours": 0, "place": 0}


def _open(kit: Kit, *whens: When, holds: int = 1) -> tuple[list[UUID], UUID]:
    opened = [slots.open_slot(kit.db, kit.teacher, one).id for one in whens or (TUESDAY,)]
    place = slots.open_place(kit.db, kit.teacher, "la bibliothèque", holds).id
    kit.save()
    return opened, place


def _choose(kit: Kit, actor: Actor, room: UUID, slot: UUID, place: UUID, seen: int = 0) -> None:
    kit.save()
    meeting_times.choose(kit.db, actor, room, slot, place, WORDS, dict.fromkeys(NEW, seen))
    kit.save()


def _left(kit: Kit, actor: Actor, room: UUID) -> list[str | None]:
    kit.save()
    found = choices_of(kit.db, enter(kit.db, actor, room))
    return [place.why_not for slot in found for place in slot.places]


def test_a_choice_is_a_proposal_in_words_and_takes_the_place(kit: Kit) -> None:
    (tuesday,), library = _open(kit)
    room, other = single(kit), single(kit, "Ali", "crêpes", "Nour")
    zoe, ali = kit.pupil("Zoé"), kit.pupil("Ali")
    _choose(kit, zoe, room, tuesday, library)
    view = room_of(kit.db, kit.pupil("Maëlle"), room)
    assert view.line("days").words == "chaque mardi" and view.line("days").to_agree
    assert _left(kit, ali, other) == ["full"]
    with pytest.raises(DomainError, match="slot_full"):
        _choose(kit, ali, other, tuesday, library)
    assert room_of(kit.db, ali, other).line("days").words == ""


def test_other_words_let_go_of_the_place_and_lines_of_another_kind_do_not(kit: Kit) -> None:
    (tuesday,), library = _open(kit)
    room, other = single(kit), single(kit, "Ali", "crêpes", "Nour")
    zoe, ali = kit.pupil("Zoé"), kit.pupil("Ali")
    _choose(kit, zoe, room, tuesday, library)
    agreement.write_line(kit.db, zoe, room, "contents", "trois accords", 0)
    agreement.write_line(kit.db, zoe, room, "hours", "13:30", 1)
    assert _left(kit, ali, other) == ["full"]
    agreement.write_line(kit.db, zoe, room, "hours", "à midi", 1)
    assert _left(kit, ali, other) == [None]


def test_a_place_is_free_when_an_exchange_stops_and_asked_for_again_when_it_goes_on(
    kit: Kit,
) -> None:
    (tuesday,), library = _open(kit)
    room, other = single(kit), single(kit, "Ali", "crêpes", "Nour")
    zoe, ali = kit.pupil("Zoé"), kit.pupil("Ali")
    _choose(kit, zoe, room, tuesday, library)
    exchanges.stop(kit.db, zoe, room)
    _choose(kit, ali, other, tuesday, library)
    exchanges.reopen(kit.db, zoe, room)
    kit.save()
    assert room_of(kit.db, zoe, room).times.again
    assert "times" in [one.kind for one in waiting_in_rooms(kit.db, zoe)]
    assert not room_of(kit.db, ali, other).times.again


def test_a_pair_books_once_for_both_directions_until_both_are_over(kit: Kit) -> None:
    (tuesday,), library = _open(kit)
    there, back = circle(kit, ("Maëlle", "guitare", "Zoé"), ("Zoé", "crêpes", "Maëlle"))
    other, zoe, ali = single(kit, "Ali", "crêpes", "Nour"), kit.pupil("Zoé"), kit.pupil("Ali")
    _choose(kit, zoe, back, tuesday, library)
    assert room_of(kit.db, zoe, there).line("place").words == "la bibliothèque"
    exchanges.stop(kit.db, zoe, there)
    assert _left(kit, ali, other) == ["full"]
    exchanges.stop(kit.db, zoe, back)
    assert _left(kit, ali, other) == [None]


def test_nobody_is_in_two_exchanges_at_once(kit: Kit) -> None:
    (tuesday, _thursday), library = _open(kit, TUESDAY, THURSDAY, holds=5)
    room, other, zoe = single(kit), single(kit, "Ali", "crêpes", "Zoé"), kit.pupil("Zoé")
    _choose(kit, zoe, room, tuesday, library)
    assert _left(kit, zoe, other) == ["busy", None]
    with pytest.raises(DomainError, match="slot_busy"):
        _choose(kit, kit.pupil("Ali"), other, tuesday, library)


def test_the_teacher_is_told_who_is_concerned_and_the_words_stay(kit: Kit) -> None:
    (tuesday,), library = _open(kit)
    room, zoe = single(kit), kit.pupil("Zoé")
    _choose(kit, zoe, room, tuesday, library)
    with pytest.raises(Stale, match="slot_in_use"):
        slots.change_slot(kit.db, kit.teacher, tuesday, THURSDAY)
    slots.change_place(kit.db, kit.teacher, library, "la bibliothèque", 3)
    assert not room_of(kit.db, zoe, room).times.again
    slots.remove_slot(kit.db, kit.teacher, tuesday, told=[room])
    kit.save()
    view = room_of(kit.db, zoe, room)
    assert view.times.again and view.line("days").words == "chaque mardi"
    with pytest.raises(NotAllowed):
        slots.remove_place(kit.db, zoe, library)


def test_where_words_are_not_free_pupils_choose_from_the_list(kit: Kit) -> None:
    room, zoe = single(kit), kit.pupil("Zoé")
    slots.let_word_freely(kit.db, kit.teacher, False)
    agreement.write_line(kit.db, zoe, room, "days", "lundi", 0)  # nothing is open yet
    (tuesday,), library = _open(kit)
    with pytest.raises(DomainError, match="choose_slot"):
        agreement.write_line(kit.db, zoe, room, "days", "mardi", 1)
    agreement.write_line(kit.db, zoe, room, "contents", "trois accords", 0)
    meeting_times.choose(kit.db, zoe, room, tuesday, library, WORDS, NEW | {"days": 1})


def test_the_first_meeting_is_on_another_day_unless_the_class_says_so(kit: Kit) -> None:
    room, zoe, maelle = single(kit), kit.pupil("Zoé"), kit.pupil("Maëlle")
    introduction = (
        kit.db.query(Introduction)
        .join(Circle, Circle.introduction_id == Introduction.id)
        .join(Exchange, Exchange.circle_id == Circle.id)
        .filter(Exchange.id == room)
        .one()
    )
    introduction.settled_at = clock.now()
    agree_on_everything(kit, room, zoe, maelle)
    today = today_in(kit.db, kit.classroom_id)
    with pytest.raises(DomainError, match="too_soon"):
        meetings.tell(kit.db, zoe, room, held_on=today, present=[], did="trois accords")
    introduction.settled_at -= timedelta(days=1)
    kit.save()
    meetings.tell(kit.db, zoe, room, held_on=today, present=[], did="trois accords")
