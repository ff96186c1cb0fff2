"""A class that goes loses nothing: whatever anybody wrote or did keeps it."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from rers_school.classroom.errors import DomainError
from rers_school.classroom.models import Classroom
from rers_school.classroom.services import (
    agenda,
    classes,
    drafts,
    effects,
    form_keys,
    gatherings,
    market,
    people,
)
from rers_school.db import Base, ClassScoped
from tests.factories import Kit

WORK: dict[str, Callable[[Kit], object]] = {
    "a card": lambda kit: kit.offer(kit.teacher, "coudre"),
    "a draft": lambda kit: drafts.keep(kit.db, kit.teacher, "new-offer", {"words": "cou"}),
    "a market day": lambda kit: market.announce(
        kit.db, kit.teacher, day=date(2026, 11, 27), minutes=10, places=[]
    ),
    "a gathering": lambda kit: gatherings.plan(kit.db, kit.teacher, "council", date(2026, 12, 1)),
    "a point": lambda kit: agenda.add(kit.db, kit.teacher, "propose", "Un potager", None),
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
    assert tables - counted == {"Membership", "FormKey", "Visit", "ClassGuide"}
