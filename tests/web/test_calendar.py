"""A meeting as a calendar file, for those who take part and for teachers."""

from datetime import date, time, timedelta
from uuid import UUID

from rers_school import clock
from rers_school.classroom.models import Meeting
from rers_school.classroom.queries.room import room_of
from rers_school.classroom.rules.slots import When
from rers_school.classroom.services import agreement, meeting_times, meetings, slots
from tests.classroom.exchange_factory import agree_on_everything, circle, single
from tests.factories import Kit, Site


def _met(kit: Kit, room: UUID, *, next_on: date | None) -> UUID:
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    agree_on_everything(kit, room, zoe, maelle)
    today = clock.now().date()
    told = meetings.tell(
        kit.db, zoe, room, held_on=today, present=[], did="trois accords", next_on=next_on
    )
    kit.save()
    return told.id


def test_the_next_meeting_is_put_in_a_calendar(kit: Kit, site: Site) -> None:
    room, day = single(kit), clock.now().date() + timedelta(days=7)
    meeting = _met(kit, room, next_on=day)
    path = f"/exchanges/{room}/meetings/{meeting}.ics"
    zoe = site.at(kit.pupil("Zoé"))
    assert path in zoe.get(f"/exchanges/{room}").text
    answer = zoe.get(path)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="meeting-{day}.ics"'
    file = answer.data.decode().replace("\r\n ", "")
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}" in file
    assert "SUMMARY:guitare\\, with Maëlle T." in file
    assert "LOCATION:nous : place" in file and "DESCRIPTION:nous : hours" in file


def test_a_meeting_with_a_time_is_told_in_the_class_s_own_time(kit: Kit, site: Site) -> None:
    room = single(kit)
    meeting = _met(kit, room, next_on=None)
    row = kit.db.get_one(Meeting, meeting)
    row.held_on, row.starts_at = date(2026, 6, 8), time(13, 30)
    kit.save()
    file = site.at(kit.pupil("Zoé")).get(f"/exchanges/{room}/meetings/{meeting}.ics").text
    assert "DTSTART;TZID=Europe/Paris:20260608T133000" in file and "DTEND" not in file


def test_the_slot_that_they_chose_says_when_and_how_long(kit: Kit, site: Site) -> None:
    room, zoe, maelle = single(kit), kit.pupil("Zoé"), kit.pupil("Maëlle")
    today = clock.now().date()
    day = today + timedelta(days=7)
    agree_on_everything(kit, room, zoe, maelle)
    at = slots.open_slot(kit.db, kit.teacher, When(day.weekday(), None, time(13, 30), 30))
    place = slots.open_place(kit.db, kit.teacher, "au CDI", 1)
    words = {"days": "chaque mardi", "hours": "13 h 30", "place": "au CDI"}
    meeting_times.choose(kit.db, zoe, room, at.id, place.id, words, dict.fromkeys(words, 1))
    for line in words:
        wording = room_of(kit.db, zoe, room).line(line).revision_id
        assert wording is not None
        agreement.agree(kit.db, maelle, room, line, wording)
    told = meetings.tell(kit.db, zoe, room, held_on=today, present=[], did="x", next_on=day)
    kit.save()
    path = f"/exchanges/{room}/meetings/{told.id}.ics"
    screen = site.at(zoe)
    file = screen.get(path).text
    assert f"DTSTART;TZID=Europe/Paris:{day:%Y%m%d}T133000" in file
    assert f"DTEND;TZID=Europe/Paris:{day:%Y%m%d}T140000" in file and "VALUE=DATE" not in file
    # On another day than the slot's, and worded freely, it is the day alone.
    row = kit.db.get_one(Meeting, told.id)
    row.next_on = day + timedelta(days=1)
    kit.save()
    assert f"DTSTART;VALUE=DATE:{row.next_on:%Y%m%d}" in screen.get(path).text
    row.next_on = day
    agreement.write_line(kit.db, zoe, room, "hours", "après le repas", 2)
    kit.save()
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}" in screen.get(path).text


def test_where_both_ways_are_agreed_once_the_other_room_knows_the_place(
    kit: Kit, site: Site
) -> None:
    first, second = circle(kit, ("Maëlle", "guitare", "Zoé"), ("Zoé", "crêpes", "Maëlle"))
    agree_on_everything(kit, first, kit.pupil("Zoé"), kit.pupil("Maëlle"))
    row = Meeting(
        classroom_id=kit.classroom_id,
        exchange_id=second,
        held_on=date(2026, 6, 8),
        told_by_id=kit.pupil("Zoé").membership_id,
    )
    kit.db.add(row)
    kit.save()
    file = site.at(kit.teacher).get(f"/exchanges/{second}/meetings/{row.id}.ics").text
    assert "LOCATION:nous : place" in file
    assert "Zoé T." in file.replace("\r\n ", "") and "Maëlle T." in file.replace("\r\n ", "")


def test_nobody_else_gets_it(kit: Kit, site: Site, nobody: UUID) -> None:
    room, other = single(kit), single(kit, "Ali", "crêpes", "Nour")
    meeting = _met(kit, room, next_on=None)
    path = f"/exchanges/{room}/meetings/{meeting}.ics"
    assert site.at(kit.pupil("Ali")).get(path).status_code == 404
    assert site.at(kit.teacher).get(path).status_code == 200
    # Not through the room of another exchange either.
    ali = site.at(kit.pupil("Ali"))
    assert ali.get(f"/exchanges/{other}/meetings/{meeting}.ics").status_code == 404
    assert site.at(kit.teacher).get(f"/exchanges/{room}/meetings/{nobody}.ics").status_code == 404
