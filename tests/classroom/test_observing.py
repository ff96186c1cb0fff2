"""Somebody observes an exchange once its partners have said yes, and writes what they saw."""

from uuid import UUID

import pytest

from rers_school import clock
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound
from rers_school.classroom.models import Observation, Participation
from rers_school.classroom.queries.exchanges import my_exchanges, waiting_in_rooms
from rers_school.classroom.queries.network import network_of
from rers_school.classroom.queries.room import room_of
from rers_school.classroom.queries.trace import trace_of
from rers_school.classroom.services import agreement, evaluations, meetings, observing, reviews
from rers_school.classroom.services.recognition import carry_over
from tests.classroom.exchange_factory import agree_on_everything, look_back, single
from tests.factories import Kit, Site


def _agreed(kit: Kit) -> UUID:
    room = single(kit)
    agree_on_everything(kit, room, kit.pupil("Zoé"), kit.pupil("Maëlle"))
    return room


def _asked(kit: Kit) -> Observation:
    kit.save()
    return kit.db.query(Observation).one()


def test_whoever_asks_has_said_yes_and_the_other_is_asked(kit: Kit) -> None:
    room, zoe, maelle, ali = _agreed(kit), *map(kit.pupil, ("Zoé", "Maëlle", "Ali"))
    observing.ask(kit.db, zoe, room, ali.membership_id)
    asked = _asked(kit)
    assert "observer" not in [one.kind for one in waiting_in_rooms(kit.db, zoe)]
    assert "observer" in [one.kind for one in waiting_in_rooms(kit.db, maelle)]
    with pytest.raises(NotFound):
        room_of(kit.db, ali, room)
    observing.answer(kit.db, maelle, room, asked.id, True)
    kit.save()
    assert [one.id for one in room_of(kit.db, zoe, room).observing.observers] == [ali.membership_id]
    assert [one.id for one in my_exchanges(kit.db, ali)] == [room]
    assert waiting_in_rooms(kit.db, ali) == []


def test_rather_not_leaves_no_trace_and_the_teacher_asks_both(kit: Kit) -> None:
    room, zoe, maelle, ali = _agreed(kit), *map(kit.pupil, ("Zoé", "Maëlle", "Ali"))
    observing.ask(kit.db, kit.teacher, room, ali.membership_id)
    asked = _asked(kit)
    observing.answer(kit.db, zoe, room, asked.id, True)
    observing.answer(kit.db, maelle, room, asked.id, False)
    kit.save()
    assert kit.db.query(Observation).count() == 0
    assert room_of(kit.db, zoe, room).observing.observers == ()
    with pytest.raises(DomainError, match="takes_part"):
        observing.ask(kit.db, zoe, room, maelle.membership_id)
    with pytest.raises(NotFound):
        observing.ask(kit.db, ali, room, ali.membership_id)


def test_an_observer_looks_and_writes_their_own_sheet_and_nothing_else(kit: Kit) -> None:
    room, zoe, maelle, ali = _agreed(kit), *map(kit.pupil, ("Zoé", "Maëlle", "Ali"))
    observing.ask(kit.db, zoe, room, ali.membership_id)
    observing.answer(kit.db, maelle, room, _asked(kit).id, True)
    kit.save()
    view = room_of(kit.db, ali, room)
    assert not view.writable and not view.tellable and not view.acts
    with pytest.raises(NotAllowed):
        agreement.write_line(kit.db, ali, room, "days", "lundi", 1)
    with pytest.raises(NotAllowed):
        meetings.tell(kit.db, ali, room, held_on=clock.now().date(), present=[], did="la chanson")
    with pytest.raises(NotAllowed):
        reviews.write(kit.db, ali, room, {"learned": "tout"}, 0)
    evaluations.answer(kit.db, ali, room, "observer", "saw", "elle montre lentement")
    evaluations.finish(kit.db, ali, room, "observer", with_partners=True)
    assert room_of(kit.db, kit.teacher, room).back.shared == ()
    assert [one.answer("saw") for one in room_of(kit.db, zoe, room).back.shared] == [
        "elle montre lentement"
    ]
    (entry,) = trace_of(kit.db, ali).those("observer")
    assert entry.mine is not None and entry.mine.answer("saw") == "elle montre lentement"
    (line,) = network_of(kit.db, kit.teacher).lines
    assert ali.membership_id not in {one.id for one in (*line.givers, *line.receivers)}
    observing.leave(kit.db, ali, room, ali.membership_id)
    kit.save()
    assert my_exchanges(kit.db, ali) == []


def test_what_partners_share_with_each_other_is_not_for_an_observer(kit: Kit) -> None:
    room, zoe, maelle, ali = single(kit), *map(kit.pupil, ("Zoé", "Maëlle", "Ali"))
    look_back(kit, room, maelle, zoe)
    evaluations.answer(kit.db, zoe, room, "receiver", "hard", "le barré")
    evaluations.finish(kit.db, zoe, room, "receiver", with_partners=True)
    kit.db.add(
        Participation(
            classroom_id=kit.classroom_id,
            exchange_id=room,
            membership_id=ali.membership_id,
            role="observer",
        )
    )
    kit.save()
    assert room_of(kit.db, ali, room).back.shared == ()
    assert all(not one.shared for one in trace_of(kit.db, ali).entries)


def test_pages_ask_the_partners_and_the_observer_writes(kit: Kit, site: Site) -> None:
    room, ali = _agreed(kit), kit.pupil("Ali").membership_id
    zoe, maelle, observer = (site.at(kit.pupil(name)) for name in ("Zoé", "Maëlle", "Ali"))
    assert f'<option value="{ali}">' in zoe.get(f"/exchanges/{room}").text
    assert zoe.post(f"/exchanges/{room}/observers", who=str(ali)).status_code == 303
    assert "Somebody could observe" in maelle.get("/?today=1").text
    assert "Ali T. could come and observe" in maelle.get(f"/exchanges/{room}").text
    asked = _asked(kit).id
    assert observer.post(f"/exchanges/{room}/observers/{asked}", yes="1").status_code == 404
    maelle.post(f"/exchanges/{room}/observers/{asked}", yes="1")
    page = observer.get(f"/exchanges/{room}").text
    assert "What I observe" in page and "edit=meeting" not in page and "edit=days" not in page
    assert observer.get(f"/exchanges/{room}/mine/observer").status_code == 200
    sent = observer.post(f"/exchanges/{room}/mine/observer/saw", words="elle montre lentement")
    assert sent.status_code == 303
    assert "elle montre lentement" in observer.get(f"/exchanges/{room}").text
    assert "elle montre lentement" not in zoe.get(f"/exchanges/{room}").text
    left = observer.post(f"/exchanges/{room}/observers/leave", who=str(ali))
    assert left.location.endswith("/exchanges")


def test_a_yes_goes_with_whoever_is_recognised(kit: Kit) -> None:
    room, zoe, nour = _agreed(kit), kit.pupil("Zoé"), kit.pupil("Nour")
    observing.ask(kit.db, zoe, room, kit.pupil("Ali").membership_id)
    carry_over(kit.db, kit.classroom_id, zoe.membership_id, nour.membership_id)
    assert _asked(kit).said_yes == [str(nour.membership_id)]
