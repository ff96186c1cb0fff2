"""Half-way, in classes that want it: asked once, one's own, shared only when one says so."""

from datetime import timedelta
from uuid import UUID

import pytest

from rers_school import clock
from rers_school.classroom.errors import DomainError
from rers_school.classroom.models import Classroom
from rers_school.classroom.queries.exchanges import waiting_in_rooms
from rers_school.classroom.queries.half_way import asked_half_way
from rers_school.classroom.queries.room import room_of
from rers_school.classroom.queries.trace import trace_of
from rers_school.classroom.services import evaluations, exchanges, meetings
from tests.classroom.exchange_factory import agree_on_everything, single
from tests.factories import Kit, Site


def _wanted(kit: Kit, wanted: bool = True) -> None:
    kit.db.get_one(Classroom, kit.classroom_id).middle_evaluation = wanted
    kit.save()


def _met(kit: Kit, times: int) -> UUID:
    room, zoe = single(kit), kit.pupil("Zoé")
    agree_on_everything(kit, room, zoe, kit.pupil("Maëlle"))
    for ago in range(times):
        held_on = clock.now().date() - timedelta(days=ago)
        meetings.tell(kit.db, zoe, room, held_on=held_on, present=[], did="la chanson")
    kit.save()
    return room


@pytest.mark.parametrize(("wanted", "times"), [(False, 2), (True, 1)])
def test_it_is_not_asked_unwanted_or_too_early(kit: Kit, wanted: bool, times: int) -> None:
    _wanted(kit, wanted)
    room, zoe = _met(kit, times), kit.pupil("Zoé")
    assert asked_half_way(kit.db, zoe) is None
    with pytest.raises(DomainError, match="not_now"):
        evaluations.answer(kit.db, zoe, room, "receiver", "hard", "le barré", moment="middle")


def test_it_is_asked_once_of_both_partners(kit: Kit) -> None:
    _wanted(kit)
    room, zoe, maelle = _met(kit, 2), kit.pupil("Zoé"), kit.pupil("Maëlle")
    for actor in (zoe, maelle):
        asked = asked_half_way(kit.db, actor)
        assert asked is not None and asked.exchange_id == room
    assert asked_half_way(kit.db, kit.pupil("Ali")) is None
    evaluations.put_aside(kit.db, maelle, room)
    evaluations.answer(kit.db, zoe, room, "receiver", "hard", "le barré", moment="middle")
    kit.save()
    assert asked_half_way(kit.db, zoe) is None and asked_half_way(kit.db, maelle) is None


def test_the_end_is_still_asked_and_the_trace_has_both(kit: Kit) -> None:
    _wanted(kit)
    room, zoe, maelle = _met(kit, 2), kit.pupil("Zoé"), kit.pupil("Maëlle")
    evaluations.answer(kit.db, zoe, room, "receiver", "hard", "le barré", moment="middle")
    evaluations.finish(kit.db, zoe, room, "receiver", with_partners=True, moment="middle")
    exchanges.look_back(kit.db, zoe, room)
    kit.save()
    assert "evaluate" in [one.kind for one in waiting_in_rooms(kit.db, zoe)]
    evaluations.answer(kit.db, zoe, room, "receiver", "hard", "plus rien")
    kit.save()
    (entry,) = trace_of(kit.db, zoe).those("receiver")
    assert entry.half_way is not None and entry.half_way.answer("hard") == "le barré"
    assert entry.mine is not None and entry.mine.answer("hard") == "plus rien"
    back = room_of(kit.db, maelle, room).back
    assert [one.answer("hard") for one in back.middle_shared] == ["le barré"]
    assert back.shared == ()


def test_pages_ask_one_question_at_a_time_and_keep_it_private(kit: Kit, site: Site) -> None:
    _wanted(kit)
    room, zoe, maelle = _met(kit, 2), site.at(kit.pupil("Zoé")), site.at(kit.pupil("Maëlle"))
    assert "Half-way: how is it going for you?" in zoe.get("/?today=1").text
    path = f"/exchanges/{room}/mine/receiver"
    page = zoe.get(f"{path}?moment=middle").text
    assert "nous : evaluation" in page and page.count("<textarea") == 1
    sent = zoe.post(f"{path}/now_i_can?moment=middle", words="trois accords")
    assert "question=helped" in sent.location and "moment=middle" in sent.location
    assert zoe.post(f"{path}?moment=middle", where_i_am="with_help").status_code == 303
    assert "trois accords" in zoe.get(f"/exchanges/{room}").text
    for other in (maelle, site.at(kit.teacher)):
        assert "trois accords" not in other.get(f"/exchanges/{room}").text
    assert "trois accords" in zoe.get("/trace").text
    assert "Half-way" in maelle.get("/?today=1").text
    maelle.post(f"/exchanges/{room}/not-half-way")
    assert "Half-way" not in maelle.get("/?today=1").text
    # What is not asked now leads back to the room.
    assert zoe.get(f"{path}").status_code == 303
