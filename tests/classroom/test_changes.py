"""A meeting on another day; somebody goes on with somebody else, and nobody knows who asked."""

from datetime import timedelta
from uuid import UUID

import pytest

from rers_school import clock
from rers_school.classroom.errors import DomainError, NotAllowed, Stale
from rers_school.classroom.models import ChangeWish, Exchange
from rers_school.classroom.queries.changes import changes_asked
from rers_school.classroom.queries.exchanges import waiting_in_rooms
from rers_school.classroom.services import changes, meetings
from rers_school.classroom.services.recognition import carry_over
from tests.classroom.exchange_factory import agree_on_everything, circle, single, state_of
from tests.factories import Kit, Site

TODAY = clock.now().date()
NEXT, LATER, FAR = (TODAY + timedelta(days=days) for days in (7, 9, 4000))


def _met(kit: Kit) -> tuple[UUID, UUID]:
    room, zoe = single(kit), kit.pupil("Zoé")
    agree_on_everything(kit, room, zoe, kit.pupil("Maëlle"))
    told = meetings.tell(
        kit.db, zoe, room, held_on=TODAY, present=[], did="trois accords", next_on=NEXT
    )
    kit.save()
    return room, told.id


def test_either_partner_moves_the_next_meeting_and_today_says_so_to_both(kit: Kit) -> None:
    room, met = _met(kit)
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    meetings.another_day(kit.db, maelle, room, met, LATER, NEXT)
    kit.save()
    for actor in (zoe, maelle):
        (wait,) = waiting_in_rooms(kit.db, actor)
        assert (wait.kind, wait.on, wait.moved) == ("meet", LATER, True)
    with pytest.raises(Stale, match="moved_meanwhile"):
        meetings.another_day(kit.db, zoe, room, met, NEXT + timedelta(days=1), NEXT)
    for day, code in ((TODAY - timedelta(days=2), "day_over"), (FAR, "too_far")):
        with pytest.raises(DomainError, match=code):
            meetings.another_day(kit.db, zoe, room, met, day, LATER)
    with pytest.raises(NotAllowed):
        meetings.another_day(kit.db, kit.teacher, room, met, NEXT, LATER)


def test_a_calendar_moves_the_meeting_it_knows(kit: Kit, site: Site) -> None:
    room, met = _met(kit)
    zoe = site.at(kit.pupil("Zoé"))
    path = f"/exchanges/{room}/meetings/{met}.ics"
    assert "SEQUENCE" not in zoe.get(path).text
    sent = zoe.post(
        f"/exchanges/{room}/next", meeting=str(met), seen=str(NEXT), moved_on=str(LATER)
    )
    assert sent.status_code == 303
    file = zoe.get(path).text
    assert f"UID:{met}@" in file and "SEQUENCE:1" in file and f"{LATER:%Y%m%d}" in file
    page = site.at(kit.pupil("Maëlle"))
    assert "on another day now" in page.get(f"/exchanges/{room}").text
    assert "is on another day now" in page.get("/?today=1").text
    for day, words in (("", "Choose a day"), (str(TODAY - timedelta(days=3)), "still to come")):
        refused = zoe.post(f"/exchanges/{room}/next", meeting=str(met), moved_on=day)
        assert refused.status_code == 422 and words in refused.text
    late = zoe.post(
        f"/exchanges/{room}/next", meeting=str(met), seen=str(NEXT), moved_on=str(TODAY)
    )
    assert late.status_code == 409 and "has been moved meanwhile" in late.text


def test_only_the_teacher_reads_who_would_like_another_partner(kit: Kit, site: Site) -> None:
    room = single(kit)
    zoe, maelle, teacher = map(site.at, (kit.pupil("Zoé"), kit.pupil("Maëlle"), kit.teacher))
    before = maelle.get(f"/exchanges/{room}").headers["HX-PTag"]
    assert zoe.post(f"/exchanges/{room}/somebody-else").status_code == 303
    assert "nobody else knows it" in zoe.get(f"/exchanges/{room}").text
    other = maelle.get(f"/exchanges/{room}")
    assert other.headers["HX-PTag"] == before and "nobody else knows it" not in other.text
    shown = teacher.get("/exchanges").text
    curtain = shown[shown.index('<details class="curtain"') :]
    assert "Zoé T." in curtain and f'name="who" value="{kit.pupil("Zoé").membership_id}"' in curtain
    assert "Somebody would like another partner" in teacher.get("/class").text
    for path in (f"/exchanges/{room}/end-for", f"/exchanges/changes/{room}/talked"):
        assert maelle.post(path, who=str(kit.pupil("Zoé").membership_id)).status_code == 403
    zoe.post(f"/exchanges/{room}/somebody-else", back="1")
    assert "Nobody has asked for another partner." in teacher.get("/exchanges").text


def test_the_teacher_ends_it_in_neutral_words_and_links_anew(kit: Kit, site: Site) -> None:
    rooms = circle(
        kit, ("Maëlle", "guitare", "Zoé"), ("Zoé", "crêpes", "Ali"), ("Ali", "échecs", "Maëlle")
    )
    zoe, teacher = kit.pupil("Zoé"), site.at(kit.teacher)
    changes.ask(kit.db, zoe, rooms[0])
    kit.save()
    sent = teacher.post(f"/exchanges/{rooms[0]}/end-for", who=str(zoe.membership_id))
    assert sent.location.endswith(f"/introductions/by-hand?person={zoe.membership_id}")
    assert [state_of(kit, one) for one in rooms] == ["closed", "agreeing", "agreeing"]
    assert kit.db.get_one(Exchange, rooms[0]).outcome == "stopped"
    assert changes_asked(kit.db) == []
    maelle = site.at(kit.pupil("Maëlle"))
    assert "This exchange has stopped" in maelle.get(f"/exchanges/{rooms[0]}").text


def test_having_talked_the_exchange_goes_on_and_it_can_be_asked_again(kit: Kit) -> None:
    room, zoe = single(kit), kit.pupil("Zoé")
    changes.ask(kit.db, zoe, room)
    (asked,) = changes_asked(kit.db)
    changes.talked(kit.db, kit.teacher, asked.id)
    assert changes_asked(kit.db) == [] and state_of(kit, room) == "agreeing"


def test_a_pair_can_end_in_both_directions(kit: Kit) -> None:
    there, back = circle(kit, ("Maëlle", "guitare", "Zoé"), ("Zoé", "crêpes", "Maëlle"))
    zoe = kit.pupil("Zoé").membership_id
    changes.end_for(kit.db, kit.teacher, there, zoe, both_ways=True)
    kit.save()
    assert state_of(kit, there) == state_of(kit, back) == "closed"


def test_a_wish_goes_with_whoever_is_recognised(kit: Kit) -> None:
    room, zoe, ali = single(kit), kit.pupil("Zoé"), kit.pupil("Ali")
    changes.ask(kit.db, zoe, room)
    carry_over(kit.db, kit.classroom_id, zoe.membership_id, ali.membership_id)
    kit.save()
    assert kit.db.query(ChangeWish).one().membership_id == ali.membership_id
