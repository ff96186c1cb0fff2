"""What became of an exchange is asked once, privately, and shared only when its author says so."""

import pytest
from sqlalchemy import select

from rers_school.classroom.errors import DomainError, NotFound
from rers_school.classroom.models import FollowUp
from rers_school.classroom.queries.follow_ups import asked_now, shared_follow_ups
from rers_school.classroom.queries.trace import trace_of
from rers_school.classroom.services import exchanges, follow_ups
from rers_school.classroom.services.recognition import carry_over
from tests.classroom.exchange_factory import single
from tests.classroom.trace_factory import lived, weeks_later
from tests.factories import Kit


def test_it_is_asked_some_weeks_later_of_both_and_of_nobody_else(kit: Kit) -> None:
    room = lived(kit)
    assert asked_now(kit.db, kit.pupil("Zoé")) is None
    weeks_later(kit)
    for name, received in (("Zoé", True), ("Maëlle", False)):
        asked = asked_now(kit.db, kit.pupil(name))
        assert asked is not None
        assert (asked.exchange_id, asked.savoir, asked.received) == (room, "guitare", received)
    assert asked_now(kit.db, kit.pupil("Ali")) is None
    assert asked_now(kit.db, kit.teacher) is None


def test_one_question_at_a_time_the_oldest_first(kit: Kit) -> None:
    first, zoe = lived(kit, "guitare"), kit.pupil("Zoé")
    weeks_later(kit)
    second = lived(kit, "crêpes")
    weeks_later(kit)
    asked = asked_now(kit.db, zoe)
    assert asked is not None and asked.exchange_id == first
    follow_ups.put_aside(kit.db, zoe, first)
    kit.save()
    asked = asked_now(kit.db, zoe)
    assert asked is not None and asked.exchange_id == second


def test_told_or_put_aside_it_is_not_asked_again(kit: Kit) -> None:
    room, zoe, maelle = lived(kit), kit.pupil("Zoé"), kit.pupil("Maëlle")
    weeks_later(kit)
    follow_ups.tell(kit.db, zoe, room, "Je joue à la fête")
    follow_ups.put_aside(kit.db, maelle, room)
    kit.save()
    assert asked_now(kit.db, zoe) is None and asked_now(kit.db, maelle) is None
    (entry,) = trace_of(kit.db, zoe).those("receiver")
    assert entry.became == "Je joue à la fête" and not entry.became_shared
    (other,) = trace_of(kit.db, maelle).those("giver")
    assert other.became == ""


def test_an_exchange_taken_up_again_is_not_asked_about(kit: Kit) -> None:
    room, zoe = lived(kit), kit.pupil("Zoé")
    weeks_later(kit)
    exchanges.reopen(kit.db, zoe, room)
    kit.save()
    assert asked_now(kit.db, zoe) is None


def test_whoever_stopped_is_not_asked(kit: Kit) -> None:
    room, zoe = single(kit), kit.pupil("Zoé")
    exchanges.stop(kit.db, zoe, room)
    kit.save()
    weeks_later(kit)
    assert asked_now(kit.db, zoe) is None
    with pytest.raises(DomainError, match="not_now"):
        follow_ups.tell(kit.db, zoe, room, "rien")


def test_too_early_or_not_ones_own_is_refused(kit: Kit) -> None:
    room = lived(kit)
    with pytest.raises(DomainError, match="not_now"):
        follow_ups.tell(kit.db, kit.pupil("Zoé"), room, "déjà")
    weeks_later(kit)
    for stranger in (kit.pupil("Ali"), kit.teacher):
        with pytest.raises(NotFound):
            follow_ups.tell(kit.db, stranger, room, "moi aussi")
    with pytest.raises(DomainError, match="empty"):
        follow_ups.tell(kit.db, kit.pupil("Zoé"), room, "  ")


def test_only_what_is_shared_reaches_the_class_and_it_can_be_taken_back(kit: Kit) -> None:
    room, zoe, maelle = lived(kit), kit.pupil("Zoé"), kit.pupil("Maëlle")
    weeks_later(kit)
    follow_ups.tell(kit.db, maelle, room, "pour moi")
    follow_ups.tell(kit.db, zoe, room, "Je joue à la fête", shared=True)
    kit.save()
    (shared,) = shared_follow_ups(kit.db)
    assert (shared.savoir, shared.words) == ("guitare", "Je joue à la fête")
    follow_ups.tell(kit.db, zoe, room, "Je joue à la fête", shared=False)
    kit.save()
    assert shared_follow_ups(kit.db) == []
    assert len(kit.db.scalars(select(FollowUp)).all()) == 2


def test_a_recognised_newcomer_takes_it_along(kit: Kit) -> None:
    room, zoe, ali = lived(kit), kit.pupil("Zoé"), kit.pupil("Ali")
    weeks_later(kit)
    follow_ups.tell(kit.db, zoe, room, "Je joue")
    carry_over(kit.db, kit.classroom_id, zoe.membership_id, ali.membership_id)
    kit.save()
    (told,) = kit.db.scalars(select(FollowUp)).all()
    assert told.membership_id == ali.membership_id
