"""Workshops as pages: opened, signed up for by many at once, begun, left."""

import threading
from collections.abc import Callable
from uuid import UUID

from sqlalchemy import select

from rers_school.classroom.models import Workshop, WorkshopPlace
from rers_school.classroom.services import workshops as service
from tests.classroom.workshops_factory import begun, come, opened
from tests.factories import Kit, Screen, Site

SENDERS, PLACES = 12, 4


def id_in(location: str) -> str:
    """Return the id of the workshop to which an answer leads."""
    return location.rsplit("/", 1)[1]


def at_once(work: list[Callable[[], int]]) -> list[int]:
    """Do everything at the same moment; return the answers in their order."""
    start, done = threading.Barrier(len(work)), dict[int, int]()

    def run(number: int) -> None:
        start.wait()
        done[number] = work[number]()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [done[number] for number in range(len(work))]


def test_twelve_at_once_for_four_places_are_never_more_than_four(kit: Kit, site: Site) -> None:
    workshop = opened(kit, places=PLACES)
    screens = [site.at(kit.pupil(f"Pupil{number:02d}")) for number in range(SENDERS)]

    def sending(screen: Screen) -> Callable[[], int]:
        return lambda: screen.post(f"/workshops/{workshop.id}/come").status_code

    assert at_once([sending(screen) for screen in screens]) == [303] * SENDERS
    kit.save()
    places = kit.db.scalars(
        select(WorkshopPlace).where(WorkshopPlace.role == "receiver").order_by("number")
    ).all()
    assert [one.waiting for one in places] == [False] * PLACES + [True] * (SENDERS - PLACES)
    assert len({one.membership_id for one in places}) == SENDERS
    assert [one.number for one in places] == list(range(2, SENDERS + 2))
    # Three sign off while the others look: exactly the next three have their places.
    leaving, waiting = places[:3], [one.membership_id for one in places[PLACES:]]
    by_id = {kit.pupil(f"Pupil{n:02d}").membership_id: screens[n] for n in range(SENDERS)}

    def off(screen: Screen) -> Callable[[], int]:
        return lambda: screen.post(f"/workshops/{workshop.id}/off").status_code

    assert at_once([off(by_id[one.membership_id]) for one in leaving]) == [303] * 3
    kit.db.expire_all()
    kit.save()
    seated = kit.db.scalars(
        select(WorkshopPlace.membership_id)
        .where(WorkshopPlace.role == "receiver", WorkshopPlace.waiting.is_(False))
        .order_by("number")
    ).all()
    assert seated == [places[3].membership_id, *waiting[:3]]


def test_from_a_card_for_several_to_the_room(kit: Kit, site: Site) -> None:
    maelle, zoe, ines = (kit.pupil(name) for name in ("Maëlle", "Zoé", "Inès"))
    card = kit.offer(maelle, "jouer de la guitare", group_size="few")
    giver, first, second = (site.at(one) for one in (maelle, zoe, ines))
    address = f"/workshops/new?kind=one_to_many&card={card.id}"
    assert address.replace("&", "&amp;") in giver.get("/savoirs").text
    form = giver.get(address).text
    assert 'value="jouer de la guitare"' in form
    assert 'value="3"' in form
    sent = giver.post(
        "/workshops/new",
        kind="one_to_many",
        words="jouer de la guitare",
        places="2",
        note="Un stylo",
    )
    path = f"/workshops/{id_in(sent.location)}"
    assert "a workshop is open" in first.get("/wall").text
    assert "Workshops with free places" in first.get("/?today=1").text
    assert "2 places left" in first.get(path).text
    first.post(f"{path}/come")
    second.post(f"{path}/come")
    third = site.at(kit.pupil("Malo"))
    third.post(f"{path}/come")
    assert "You are on the list for another sitting" in third.get(path).text
    assert "Zoé" not in third.get(path).text
    assert "Would you do it once more?" in giver.get("/?today=1").text
    assert "2 of 2 places are taken" in giver.get(path).text
    room = giver.post(f"{path}/begin").location
    assert "/exchanges/" in room
    assert "its room is open" in first.get("/?today=1").text
    assert first.post(f"{path}/seen", room="1").location == room
    page = first.get(room).text
    assert "I leave this workshop" in page
    assert "Stop this exchange" not in page
    left = first.post(f"{room}/leave")
    assert "not in this workshop any more" in first.follow(left).text
    assert first.get(room).status_code == 404
    assert second.get(room).status_code == 200


def test_what_was_typed_comes_back_with_what_is_wrong(kit: Kit, site: Site) -> None:
    zoe = site.at(kit.pupil("Zoé"))
    typed = {"kind": "collective", "words": "une fresque", "places": "99", "note": "<b>gras</b>"}
    refused = zoe.post("/workshops/new", **typed)
    assert refused.status_code == 422
    assert "Between 2 and 12 places" in refused.text
    assert 'value="une fresque"' in refused.text
    assert "&lt;b&gt;gras&lt;/b&gt;" in refused.text
    teacher = site.at(kit.teacher)
    zoe_id = str(kit.pupil("Zoé").membership_id)
    again = teacher.post("/workshops/new", **typed, givers=zoe_id)
    assert f'value="{zoe_id}" checked' in again.text
    assert (
        teacher.post("/workshops/new", kind="one_to_many", words="x", places="4").status_code == 422
    )


def test_two_presses_are_one_and_a_late_one_is_told(kit: Kit, site: Site) -> None:
    workshop = opened(kit, places=2)
    zoe = site.at(kit.pupil("Zoé"))
    for _twice in range(2):
        assert zoe.post(f"/workshops/{workshop.id}/come", _key="same").status_code == 303
    service.take_off(kit.db, kit.teacher, workshop.id)
    kit.save()
    late = zoe.post(f"/workshops/{workshop.id}/come")
    assert late.status_code == 409
    assert "Something has changed meanwhile" in late.text
    assert "This workshop does not start now." in zoe.get("/?today=1").text
    zoe.post(f"/workshops/{workshop.id}/seen")
    assert "This workshop does not start now." not in zoe.get("/?today=1").text
    assert site.at(kit.pupil("Hugo")).post(f"/workshops/{workshop.id}/come").status_code == 404


def test_nobody_who_is_asked_by_the_teacher_is_seen_before_they_said_yes(
    kit: Kit, site: Site
) -> None:
    maelle = kit.pupil("Maëlle")
    teacher, zoe = site.at(kit.teacher), site.at(kit.pupil("Zoé"))
    sent = teacher.post(
        "/workshops/new", kind="one_to_many", words="coudre", places="4",
        givers=str(maelle.membership_id),
    )  # fmt: skip
    path = f"/workshops/{id_in(sent.location)}"
    assert zoe.get(path).status_code == 404
    assert "coudre" not in zoe.get("/workshops").text
    page = teacher.get(path).text
    assert page.index('class="curtain"') < page.index("no answer yet")
    giver = site.at(maelle)
    assert "Would you like to show it in a workshop?" in giver.get("/?today=1").text
    giver.post(f"{path}/answer", answer="yes")
    assert "coudre" in zoe.get("/workshops").text
    # Also on paper: the teacher signs up and off.
    who = str(kit.pupil("Zoé").membership_id)
    teacher.post(f"{path}/sign-up", who=who)
    assert "You have a place." in zoe.get(path).text
    teacher.post(f"{path}/off", who=who)
    assert "You have a place." not in zoe.get(path).text
    assert zoe.post(f"{path}/off", who=str(maelle.membership_id)).status_code == 403


def test_another_sitting_holds_those_who_waited(kit: Kit, site: Site) -> None:
    workshop = opened(kit, places=2)
    come(kit, workshop, "Zoé", "Inès", "Malo")
    giver = site.at(kit.pupil("Maëlle"))
    sent = giver.post(f"/workshops/{workshop.id}/again", answer="yes")
    assert id_in(sent.location) != str(workshop.id)
    malo = site.at(kit.pupil("Malo"))
    assert "There is another sitting: you have a place in it." in malo.get("/?today=1").text
    assert "You have a place." in malo.get(sent.location).text
    kit.save()
    assert len(kit.db.scalars(select(Workshop)).all()) == 2


def test_a_room_of_nine_says_who_has_agreed_in_one_line(kit: Kit, site: Site) -> None:
    names = [f"Pupil{number:02d}" for number in range(8)]
    _workshop, exchange = begun(kit, *names, places=8)
    maelle = site.at(kit.pupil("Maëlle"))
    maelle.post(f"/exchanges/{exchange}/lines/contents", words="trois accords", number="0")
    page = maelle.get(f"/exchanges/{exchange}").text
    assert "agreed: Maëlle" in page
    assert page.count('class="mark-waiting"') == 1
    person = f"/people/{kit.pupil(names[0]).membership_id}"
    sheets = ("/paper/agreements", "/paper/self-evaluations")
    for path in ("/exchanges", "/network", person, "/introductions", "/class", *sheets):
        assert site.at(kit.teacher).get(path).status_code == 200, path


def test_where_all_make_it_together_the_room_says_so(kit: Kit, site: Site) -> None:
    _workshop, exchange = begun(kit, "Zoé", kind="collective", words="une fresque")
    room = site.at(kit.pupil("Zoé")).get(f"/exchanges/{exchange}").text
    assert "We make it together" in room
    assert room.count("<b>Maëlle T.</b>") == 1
    assert "<b>Maëlle T.</b> shows" not in room
    # What the three of an introduction say first is not for a room of many.
    assert 'id="guide"' not in room


def test_without_a_workshop_nothing_of_it_is_on_a_pupils_pages(kit: Kit, site: Site) -> None:
    zoe = site.at(kit.pupil("Zoé"))
    for path in ("/?today=1", "/wall", "/exchanges"):
        assert "orkshop" not in zoe.get(path).text, path


def test_unknown_ids_are_nowhere(kit: Kit, site: Site, nobody: UUID) -> None:
    zoe = site.at(kit.pupil("Zoé"))
    for act in ("come", "off", "begin", "again", "answer", "seen"):
        assert zoe.post(f"/workshops/{nobody}/{act}", answer="yes").status_code == 404, act
    assert zoe.post(f"/exchanges/{nobody}/leave").status_code == 404
    assert zoe.get(f"/workshops/new?kind=one_to_many&card={nobody}").status_code == 404
