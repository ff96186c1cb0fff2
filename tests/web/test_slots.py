"""Slots on pages: the teacher opens them, pupils choose, two at once get one place once."""

import re
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from rers_school.classroom.models import Booking, MeetingPlace, Slot
from tests.classroom.exchange_factory import single
from tests.factories import Kit, Screen, Site

TUESDAY = {"day": "1", "on_day": "", "starts_at": "13:30", "minutes": "30"}
LIBRARY = {"name": "la bibliothèque", "holds": "1"}


def _open(kit: Kit, site: Site, **place: str) -> Screen:
    teacher = site.at(kit.teacher)
    assert teacher.post("/slots", **TUESDAY).status_code == 303
    assert teacher.post("/slots/places", **LIBRARY | place).status_code == 303
    kit.save()
    return teacher


def _choice(page: str) -> str:
    found = re.search(r'name="choice" value="([^"]+)"', page)
    assert found is not None, page
    return found.group(1)


def test_without_slots_nothing_is_on_the_pupils_screens(kit: Kit, site: Site) -> None:
    room, zoe = single(kit), site.at(kit.pupil("Zoé"))
    page = zoe.get(f"/exchanges/{room}").text
    assert f"/exchanges/{room}/times" not in page
    assert page.count("edit=days") == page.count("edit=place") == 1
    assert zoe.get(f"/exchanges/{room}/times").status_code == 303
    assert zoe.get("/slots").status_code == 403


def test_the_teacher_opens_pupils_choose_and_the_other_agrees(kit: Kit, site: Site) -> None:
    room, zoe, maelle = single(kit), site.at(kit.pupil("Zoé")), site.at(kit.pupil("Maëlle"))
    _open(kit, site)
    assert f"/exchanges/{room}/times" in zoe.get(f"/exchanges/{room}").text
    page = zoe.get(f"/exchanges/{room}/times").text
    assert "every Tuesday" in page and "la bibliothèque" in page
    sent = zoe.post(f"/exchanges/{room}/times", choice=_choice(page))
    assert sent.status_code == 303
    # In the language of the class, not of whoever pressed.
    other = maelle.get(f"/exchanges/{room}").text
    assert "chaque mardi" in other and "13:30, pendant 30 minutes" in other
    assert "your proposal" in maelle.get(f"/exchanges/{room}/times").text


def test_the_last_place_is_given_once_to_two_at_the_same_moment(kit: Kit, site: Site) -> None:
    rooms = {"Zoé": single(kit), "Ali": single(kit, "Ali", "crêpes", "Nour")}
    _open(kit, site)
    screens = {name: site.at(kit.pupil(name)) for name in rooms}
    choice = _choice(screens["Ali"].get(f"/exchanges/{rooms['Ali']}/times").text)
    kit.save()
    with ThreadPoolExecutor(2) as at_once:
        sent = [
            at_once.submit(screens[name].post, f"/exchanges/{room}/times", choice=choice)
            for name, room in rooms.items()
        ]
        answers = [one.result() for one in sent]
    assert sorted(one.status_code for one in answers) == [303, 422]
    [refused] = [one.text for one in answers if one.status_code == 422]
    assert "Others have just taken the last place there" in refused
    assert "<bdi>la bibliothèque</bdi>: full" in refused
    kit.save()
    assert kit.db.query(Booking).count() == 1


def test_a_time_changed_meanwhile_is_not_overwritten(kit: Kit, site: Site) -> None:
    room, zoe, maelle = single(kit), site.at(kit.pupil("Zoé")), site.at(kit.pupil("Maëlle"))
    _open(kit, site)
    choice = _choice(zoe.get(f"/exchanges/{room}/times").text)
    maelle.post(f"/exchanges/{room}/lines/days", words="lundi", number="0")
    refused = zoe.post(f"/exchanges/{room}/times", choice=choice)
    assert refused.status_code == 409
    assert "meanwhile" in refused.text and "lundi" in refused.text
    kit.save()
    assert kit.db.query(Booking).count() == 0


def test_a_slot_in_use_is_taken_away_once_the_teacher_knows_who_is_concerned(
    kit: Kit, site: Site, nobody: UUID
) -> None:
    room, zoe = single(kit), site.at(kit.pupil("Zoé"))
    teacher = _open(kit, site)
    zoe.post(f"/exchanges/{room}/times", choice=_choice(zoe.get(f"/exchanges/{room}/times").text))
    kit.save()
    slot = kit.db.query(Slot).one().id
    refused = teacher.post(f"/slots/{slot}", away="1", **TUESDAY)
    assert refused.status_code == 409
    assert "Maëlle T. and Zoé T." in refused.text and f'value="{room}"' in refused.text
    assert teacher.post(f"/slots/{slot}", away="1", told=str(room)).status_code == 303
    page = zoe.get(f"/exchanges/{room}").text
    assert "it is to be chosen again" in page and "chaque mardi" in page
    assert teacher.post(f"/slots/{nobody}", away="1").status_code == 404
    assert zoe.post(f"/exchanges/{room}/times", choice=f"{slot},x").status_code == 303


def test_what_cannot_be_opened_comes_back_as_typed(kit: Kit, site: Site) -> None:
    teacher = _open(kit, site)
    for path, fields, words in (
        ("/slots", TUESDAY, "open already"),
        ("/slots", TUESDAY | {"day": "date", "on_day": "2001-02-03"}, "too far away"),
        ("/slots", TUESDAY | {"minutes": "999"}, "Between 5 and 240 minutes"),
        ("/slots", TUESDAY | {"starts_at": "99:99"}, "Choose a time"),
        ("/slots/places", LIBRARY | {"name": "LA BIBLIOTHEQUE"}, "is there twice"),
        ("/slots/places", {"name": "la cour", "holds": "0"}, "exchanges at once"),
        ("/slots/places", {"name": " ", "holds": "2"}, "Write the name"),
    ):
        answer = teacher.post(path, **fields)
        assert answer.status_code == 422 and words in answer.text, fields
    assert (
        'value="LA BIBLIOTHEQUE"'
        in teacher.post("/slots/places", name="LA BIBLIOTHEQUE", holds="4").text
    )
    kit.save()
    assert (kit.db.query(Slot).count(), kit.db.query(MeetingPlace).count()) == (1, 1)


def test_pupils_only_choose_where_words_are_not_free(kit: Kit, site: Site) -> None:
    room, zoe = single(kit), site.at(kit.pupil("Zoé"))
    teacher = _open(kit, site)
    teacher.post("/slots/free")
    page = zoe.get(f"/exchanges/{room}").text
    assert "edit=days" not in page and "edit=method" in page
    refused = zoe.post(f"/exchanges/{room}/lines/days", words="lundi", number="0")
    assert refused.status_code == 422
    assert "Choose among the times and places" in refused.text and "lundi" in refused.text
