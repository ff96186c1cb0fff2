"""Half-way, in classes that want it: asked once, one's own, shared only when one says so."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from rers_school import clock
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound
from rers_school.classroom.models import Classroom
from rers_school.classroom.queries.exchanges import waiting_in_rooms
from rers_school.classroom.queries.half_way import asked_half_way
from rers_school.classroom.queries.paper_exchanges import half_way_sheets
from rers_school.classroom.queries.room import room_of
from rers_school.classroom.queries.trace import trace_of
from rers_school.classroom.services import evaluations, exchanges, meetings
from rers_school.classroom.services.evaluations import Sheet
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


# --- on paper ---


def _sheet(kit: Kit, room: UUID, name: str, role: str, **more: Any) -> Sheet:
    answers = more.pop("answers", {})
    return Sheet(room, kit.pupil(name).membership_id, role, answers, **{"moment": "middle", **more})


def test_a_sheet_is_entered_as_its_authors_own(kit: Kit) -> None:
    _wanted(kit)
    room, zoe, maelle = _met(kit, 2), kit.pupil("Zoé"), kit.pupil("Maëlle")
    sheets = half_way_sheets(kit.db, kit.classroom_id)
    assert [one.role for one in sheets] == ["giver", "receiver"]
    pile = [
        _sheet(kit, room, "Maëlle", "giver"),
        _sheet(
            kit, room, "Zoé", "receiver", answers={"hard": " le barré ", "preparing": "x"},
            where_i_am="with_help", with_partners=True,
        ),
    ]  # fmt: skip
    assert evaluations.pile_on_paper(kit.db, kit.teacher, pile) == (2, 0)
    kit.save()
    assert asked_half_way(kit.db, zoe) is None and asked_half_way(kit.db, maelle) is None
    own = room_of(kit.db, zoe, room).back.middle["receiver"]
    assert own.on_paper and own.answers == (("hard", "le barré"),)
    assert own.where_i_am == "with_help" and own.finished
    (shared,) = room_of(kit.db, maelle, room).back.middle_shared
    assert shared.author.id == zoe.membership_id
    # The teacher who typed it does not find it again: nobody ticked that.
    assert room_of(kit.db, kit.teacher, room).back.middle_shared == ()
    assert all(one.finished for one in half_way_sheets(kit.db, kit.classroom_id))
    assert evaluations.pile_on_paper(kit.db, kit.teacher, pile) == (0, 2)


def test_a_sheet_never_replaces_nor_shares_what_was_written_on_a_screen(kit: Kit) -> None:
    _wanted(kit)
    room, zoe, maelle = _met(kit, 2), kit.pupil("Zoé"), kit.pupil("Maëlle")
    evaluations.answer(kit.db, zoe, room, "receiver", "hard", "à l’écran", moment="middle")
    evaluations.put_aside(kit.db, maelle, room)
    words = {"hard": "sur papier", "helped": "les dessins", "again": "tout"}
    pile = [
        _sheet(kit, room, "Zoé", "receiver", answers=words, with_partners=True),
        _sheet(kit, room, "Maëlle", "giver", answers=words, with_partners=True),
    ]
    assert evaluations.pile_on_paper(kit.db, kit.teacher, pile) == (2, 0)
    kit.save()
    own = room_of(kit.db, zoe, room).back.middle["receiver"]
    assert dict(own.answers) == {"hard": "à l’écran", "helped": "les dessins"}
    assert not own.with_partners
    (shared,) = room_of(kit.db, zoe, room).back.middle_shared
    assert shared.answers == (("again", "tout"),)
    evaluations.answer(kit.db, zoe, room, "receiver", "helped", "mes essais", moment="middle")
    kit.save()
    assert not room_of(kit.db, zoe, room).back.middle["receiver"].on_paper


def test_only_a_teacher_enters_a_sheet_and_only_of_those_who_take_part(kit: Kit) -> None:
    room, ali = _met(kit, 2), kit.pupil("Ali")
    own = [_sheet(kit, room, "Zoé", "receiver")]
    assert half_way_sheets(kit.db, kit.classroom_id) == []
    assert evaluations.pile_on_paper(kit.db, kit.teacher, own) == (0, 1), "unwanted here"
    _wanted(kit)
    with pytest.raises(NotAllowed):
        evaluations.pile_on_paper(kit.db, kit.pupil("Zoé"), own)
    for name, role in (("Ali", "receiver"), ("Zoé", "giver")):
        with pytest.raises(NotFound):
            evaluations.pile_on_paper(kit.db, kit.teacher, [_sheet(kit, room, name, role)])
    with pytest.raises(DomainError, match="too_long"):
        long = _sheet(kit, room, "Zoé", "receiver", answers={"hard": "à" * 2001})
        evaluations.pile_on_paper(kit.db, kit.teacher, [long])
    assert asked_half_way(kit.db, ali) is None


def test_the_pages_of_the_sheets(kit: Kit, site: Site) -> None:
    teacher = site.at(kit.teacher)
    assert "/paper/half-way" not in teacher.get("/paper").text
    assert "Your class is not asked half-way" in teacher.get("/paper/half-way/enter").text
    _wanted(kit)
    room, zoe = _met(kit, 2), kit.pupil("Zoé")
    page = teacher.get("/paper").text
    assert '/paper/half-way"' in page and '/paper/half-way/enter"' in page
    sheets = teacher.get("/paper/half-way").text.split('class="half-page"')[1:]
    assert len(sheets) == 2
    for one in sheets:
        assert one.index("nous : evaluation") < one.index('class="ask"')
    form = teacher.get("/paper/half-way/enter").text
    assert form.index('class="curtain"') < form.index("Zoé T.")
    name = f"{room.hex}-{zoe.membership_id.hex}-receiver"
    long = teacher.post("/paper/half-way/enter", **{f"{name}-hard": "à" * 2001})
    assert long.status_code == 422 and "à" * 2001 in long.text
    sent = teacher.post(
        "/paper/half-way/enter", **{f"{name}-hard": "le barré", "x-y-giver-done": "1", "z": "1"}
    )
    page = teacher.follow(sent).text
    assert "1 sheet is entered." in page and "Zoé T." not in page and "Maëlle" in page
    own = site.at(zoe).get(f"/exchanges/{room}").text
    assert "Your teacher typed it from your sheet of paper." in own and "le barré" in own
    assert "le barré" not in teacher.get(f"/exchanges/{room}").text
    assert site.at(zoe).get("/paper/half-way/enter").status_code == 403
    assert site.at(zoe).get("/paper/half-way").status_code == 403
