"""The end on paper: nobody without an account is asked for ever, and a screen is never replaced."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from rers_school import clock
from rers_school.classroom.errors import NotFound
from rers_school.classroom.models import Exchange
from rers_school.classroom.queries.exchanges import waiting_in_rooms
from rers_school.classroom.queries.paper_exchanges import STILL_IN_A_BAG, sheets_to_enter
from rers_school.classroom.queries.room import room_of
from rers_school.classroom.queries.trace import trace_of
from rers_school.classroom.services import evaluations
from rers_school.classroom.services.evaluations import Sheet
from tests.classroom.exchange_factory import agree_on_everything, close, look_back, single
from tests.factories import Kit, Site


def _sheet(kit: Kit, room: UUID, name: str, role: str, **more: Any) -> Sheet:
    return Sheet(room, kit.pupil(name).membership_id, role, more.pop("answers", {}), **more)


def _asked(kit: Kit, name: str) -> bool:
    return "evaluate" in [one.kind for one in waiting_in_rooms(kit.db, kit.pupil(name))]


def test_a_tick_is_enough_and_words_are_their_authors_own(kit: Kit) -> None:
    room = single(kit)
    look_back(kit, room, kit.pupil("Zoé"), kit.pupil("Maëlle"))
    assert [one.role for one in sheets_to_enter(kit.db, kit.classroom_id)] == ["giver", "receiver"]
    words = {"pass_on": " à ma sœur ", "preparing": "x"}
    pile = [
        _sheet(kit, room, "Maëlle", "giver"),
        _sheet(kit, room, "Zoé", "receiver", answers=words, where_i_am="share_it"),
    ]
    assert evaluations.pile_on_paper(kit.db, kit.teacher, pile) == (2, 0)
    kit.save()
    assert not _asked(kit, "Zoé") and not _asked(kit, "Maëlle")
    own = room_of(kit.db, kit.pupil("Zoé"), room).back.mine["receiver"]
    assert own.on_paper and own.answers == (("pass_on", "à ma sœur"),) and own.wants_to_share
    for other in (kit.pupil("Maëlle"), kit.teacher):
        assert room_of(kit.db, other, room).back.shared == ()
    (entry,) = trace_of(kit.db, kit.pupil("Zoé")).those("receiver")
    assert entry.mine is not None and entry.mine.answer("pass_on") == "à ma sœur"
    assert sheets_to_enter(kit.db, kit.classroom_id) == []
    assert evaluations.pile_on_paper(kit.db, kit.teacher, pile) == (0, 2)


def test_what_was_written_on_a_screen_stays(kit: Kit) -> None:
    room, zoe = single(kit), kit.pupil("Zoé")
    look_back(kit, room, zoe, kit.pupil("Maëlle"))
    evaluations.answer(kit.db, zoe, room, "receiver", "hard", "à l’écran")
    kit.save()
    words = {"hard": "sur papier", "helped": "les dessins"}
    pile = [_sheet(kit, room, "Zoé", "receiver", answers=words, with_partners=True)]
    assert evaluations.pile_on_paper(kit.db, kit.teacher, pile) == (1, 0)
    kit.save()
    own = room_of(kit.db, zoe, room).back.mine["receiver"]
    assert dict(own.answers) == {"hard": "à l’écran", "helped": "les dessins"}
    assert own.finished and not own.with_partners


def test_it_is_entered_when_they_look_back_and_some_weeks_after_the_end(kit: Kit) -> None:
    room, zoe, maelle = single(kit), kit.pupil("Zoé"), kit.pupil("Maëlle")
    agree_on_everything(kit, room, zoe, maelle)
    pile = [_sheet(kit, room, "Maëlle", "giver")]
    assert sheets_to_enter(kit.db, kit.classroom_id) == []
    assert evaluations.pile_on_paper(kit.db, kit.teacher, pile) == (0, 1), "too early"
    kit.save()
    room = single(kit, "Maëlle", "vélo", "Zoé")
    close(kit, room, maelle, zoe)
    exchange = kit.db.get_one(Exchange, room)
    # Zoé has finished on a screen; the sheet of Maëlle may still be in a bag.
    left = sheets_to_enter(kit.db, kit.classroom_id)
    assert [(one.ended, one.exchange_id, one.role) for one in left] == [(True, room, "giver")]
    exchange.state_since = clock.now() - STILL_IN_A_BAG - timedelta(days=1)
    kit.save()
    assert sheets_to_enter(kit.db, kit.classroom_id) == []
    with pytest.raises(NotFound):
        evaluations.pile_on_paper(kit.db, kit.teacher, [_sheet(kit, room, "Ali", "giver")])


def test_the_page_of_the_sheets(kit: Kit, site: Site) -> None:
    teacher = site.at(kit.teacher)
    assert "No sheet is missing" in teacher.get("/paper/self-evaluations/enter").text
    room, maelle = single(kit), kit.pupil("Maëlle")
    look_back(kit, room, kit.pupil("Zoé"), maelle)
    assert '/paper/self-evaluations/enter"' in teacher.get("/paper").text
    form = teacher.get("/paper/self-evaluations/enter").text
    assert form.index('class="curtain"') < form.index("Maëlle")
    name = f"{room.hex}-{maelle.membership_id.hex}-giver"
    long = teacher.post("/paper/self-evaluations/enter", **{f"{name}-again": "à" * 2001})
    assert long.status_code == 422 and "à" * 2001 in long.text
    sent = teacher.post("/paper/self-evaluations/enter", **{f"{name}-done": "1"})
    page = teacher.follow(sent).text
    assert "1 sheet is entered." in page and "Maëlle" not in page and "Zoé" in page
    own = site.at(maelle).get(f"/exchanges/{room}").text
    assert "You wrote it on your sheet of paper." in own
    assert site.at(maelle).get("/paper/self-evaluations/enter").status_code == 403
