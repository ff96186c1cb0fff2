"""Somebody accompanies: whose turn it is, and another one while the room is still agreeing."""

from datetime import timedelta

import pytest

from rers_school import clock
from rers_school.classroom.errors import DomainError, NotAllowed
from rers_school.classroom.models import Participation
from rers_school.classroom.queries.room import room_of
from rers_school.classroom.services import accompanying, meetings
from tests.classroom.exchange_factory import agree_on_everything, circle, single
from tests.factories import Kit, Site


def test_the_teacher_lets_somebody_else_accompany_the_circle_while_it_agrees(kit: Kit) -> None:
    nour, ali = kit.pupil("Nour"), kit.pupil("Ali")
    there, back = circle(
        kit, ("Maëlle", "guitare", "Zoé"), ("Zoé", "crêpes", "Maëlle"), mediator=nour
    )
    accompanying.choose_mediator(kit.db, kit.teacher, there, ali.membership_id)
    kit.save()
    for room in (there, back):
        assert [one.id for one in room_of(kit.db, ali, room).mediators] == [ali.membership_id]
    with pytest.raises(DomainError, match="partner"):
        accompanying.choose_mediator(kit.db, kit.teacher, there, kit.pupil("Zoé").membership_id)
    with pytest.raises(NotAllowed):
        accompanying.choose_mediator(kit.db, ali, there, nour.membership_id)
    accompanying.choose_mediator(kit.db, kit.teacher, there, None)
    kit.save()
    assert room_of(kit.db, kit.teacher, back).mediators == ()


def test_not_any_more_once_they_meet(kit: Kit) -> None:
    room, ali = single(kit), kit.pupil("Ali")
    agree_on_everything(kit, room, kit.pupil("Zoé"), kit.pupil("Maëlle"))
    accompanying.choose_mediator(kit.db, kit.teacher, room, ali.membership_id)
    day = clock.now().date() - timedelta(days=1)
    meetings.tell(kit.db, kit.pupil("Zoé"), room, held_on=day, present=[], did="la chanson")
    with pytest.raises(DomainError, match="not_now"):
        accompanying.choose_mediator(kit.db, kit.teacher, room, None)
    assert kit.db.query(Participation).filter_by(role="mediator").count() == 1


def test_the_guide_is_for_a_room_that_has_just_opened_and_on_paper(kit: Kit, site: Site) -> None:
    room, teacher = single(kit), site.at(kit.teacher)
    nour = kit.pupil("Nour").membership_id
    page = teacher.get(f"/exchanges/{room}").text
    assert "first who learns, then who shows" in page and f'<option value="{nour}">' in page
    assert teacher.post(f"/exchanges/{room}/mediator", mediator=str(nour)).status_code == 303
    assert "Nour T.</b> accompanies" in teacher.get(f"/exchanges/{room}").text
    zoe = kit.pupil("Zoé").membership_id
    refused = teacher.post(f"/exchanges/{room}/mediator", mediator=str(zoe))
    assert refused.status_code == 422 and "cannot be the mediator as well" in refused.text
    own = site.at(kit.pupil("Zoé"))
    assert "choose-mediator" not in own.get(f"/exchanges/{room}").text
    assert own.post(f"/exchanges/{room}/mediator", mediator="").status_code == 403
    assert "first who learns, then who shows" in teacher.get("/paper/agreements").text
    agree_on_everything(kit, room, kit.pupil("Zoé"), kit.pupil("Maëlle"))
    assert "first who learns" not in own.get(f"/exchanges/{room}").text
