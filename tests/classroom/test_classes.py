"""A class that goes loses nothing: whatever anybody wrote or did keeps it."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from rers_school import clock
from rers_school.classroom.errors import DomainError
from rers_school.classroom.models import Classroom, MeetingPlace, Slot
from rers_school.classroom.rules.slots import When
from rers_school.classroom.services import (
    agenda,
    classes,
    drafts,
    effects,
    form_keys,
    gatherings,
    market,
    people,
    slots,
)
from rers_school.db import Base, ClassScoped, unscoped
from tests.factories import Kit

WORK: dict[str, Callable[[Kit], object]] = {
    "a card": lambda kit: kit.offer(kit.teacher, "coudre"),
    "a draft": lambda kit: drafts.keep(kit.db, kit.teacher, "new-offer", {"words": "cou"}),
    "a market day": lambda kit: market.announce(
        kit.db, kit.teacher, day=date(2026, 11, 27), minutes=10, places=[]
    ),
    "a gathering": lambda kit: gatherings.plan(kit.db, kit.teacher, "council", date(2026, 12, 1)),
    "a point": lambda kit: agenda.add(kit.db, kit.teacher, "propose", "Un potager", None),
    "a place": lambda kit: slots.open_place(kit.db, kit.teacher, "au CDI", 2),
    "an effect": lambda kit: effects.tell(kit.db, kit.teacher, "dared", "parler"),
}


def test_coming_in_is_no_work(kit: Kit) -> None:
    kit.pupil("Zoé Bérénger")
    people.note_visit(kit.db, kit.classroom_id, kit.teacher.membership_id)
    form_keys.remember(kit.db, kit.teacher, "key", "/c/x")
    assert classes.is_untouched(kit.db, kit.classroom_id)
    classes.remove_untouched(kit.db, kit.classroom_id)
    assert kit.db.scalars(select(Classroom)).all() == []


@pytest.mark.parametrize("what", WORK)
def test_any_work_keeps_a_class(kit: Kit, what: str) -> None:
    WORK[what](kit)
    kit.db.flush()
    assert not classes.is_untouched(kit.db, kit.classroom_id)
    with pytest.raises(DomainError, match="class_has_begun"):
        classes.remove_untouched(kit.db, kit.classroom_id)


def test_every_table_of_a_class_is_thought_of(kit: Kit) -> None:
    tables = {
        mapper.class_.__name__
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, ClassScoped)
    }
    counted = {one.__name__ for one in classes._work()}
    assert tables - counted == {
        "Membership", "FormKey", "Visit", "ClassGuide", "NetworkClass",
    }  # fmt: skip


def test_places_come_along_into_a_new_year_and_slots_do_not(kit: Kit) -> None:
    slots.open_slot(kit.db, kit.teacher, When(1, None, time(13, 30), 30))
    for name, holds in (("au CDI", 2), ("dans le couloir", 1)):
        slots.open_place(kit.db, kit.teacher, name, holds)
    kit.save()
    moment = clock.now() + timedelta(days=366)
    clock.set_clock(lambda: moment)
    after = classes.start_year(kit.db, kit.teacher)
    with unscoped(kit.db, "the class of the next year"):
        places = kit.db.scalars(select(MeetingPlace).where(MeetingPlace.classroom_id == after))
        assert {(one.name, one.holds) for one in places} == {("au CDI", 2), ("dans le couloir", 1)}
        assert kit.db.scalars(select(Slot).where(Slot.classroom_id == after)).all() == []
    # What only came along is no work yet: the teacher can still go back; a place of its own is.
    assert classes.is_untouched(kit.db, after)
    kit.db.add(MeetingPlace(classroom_id=after, name="au gymnase", holds=1))
    kit.db.flush()
    assert not classes.is_untouched(kit.db, after)
