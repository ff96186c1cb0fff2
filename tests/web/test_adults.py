"""Adults without an account: the people page, their cards, the wall that says who they are."""

import re

from sqlalchemy import func, select

from rers_school.classroom.models import Membership
from tests.factories import Kit, Screen, Site

JO = {"name": "Mamie Jo", "about": "la grand-mère d’Hugo"}


def entered(teacher: Screen) -> str:
    """Return the address of the page of Mamie Jo, newly in the class."""
    return teacher.post("/people/adults", **JO).location.removeprefix(teacher.root)


def test_from_their_name_to_a_card_that_changes(kit: Kit, site: Site) -> None:
    teacher, zoe = site.at(kit.teacher), site.at(kit.pupil("Zoé Bérénger"))
    one = entered(teacher)
    page = teacher.get(one).text
    assert JO["about"] in page and "without an account" in page
    adult = one.rsplit("/", 1)[1]
    answer = teacher.post("/savoirs/new/offer", **{"for": adult}, back="one", words="tricoter")
    assert answer.location.endswith(one)
    assert "written by Mme Diallo" in teacher.get(one).text
    wall = zoe.get("/wall").text
    assert "Mamie Jo" in wall and JO["about"] in wall
    card = re.search(r'/savoirs/offer/([0-9a-f-]+)"', teacher.get(one).text)
    assert card
    path = f"/savoirs/offer/{card[1]}"
    assert "A card of Mamie Jo" in teacher.get(path).text
    empty = teacher.post(path, words=" ")
    assert (empty.status_code, "A card of Mamie Jo" in empty.text) == (422, True)
    assert teacher.post(path, words="tricoter un bonnet").location.endswith(one)
    for act in ("rest", "wake", "withdraw"):
        assert teacher.post(f"{path}/{act}").location.endswith(one)
    assert "tricoter un bonnet" not in zoe.get("/wall").text
    assert zoe.get(path).status_code == 404


def test_what_cannot_be_is_said_and_kept(kit: Kit, site: Site) -> None:
    teacher = site.at(kit.teacher)
    for fields, words in (
        ({"name": " ", "about": "la gardienne"}, "Write a name."),
        ({"name": "x" * 81, "about": "la gardienne"}, "too long"),
        ({"name": "Nadia", "about": "y" * 121}, "too long"),
    ):
        answer = teacher.post("/people/adults", **fields)
        assert (answer.status_code, words in answer.text) == (422, True)
        assert fields["about"] in answer.text
    one = entered(teacher)
    again = teacher.post("/people/adults", **JO)
    assert (again.status_code, "in the class already" in again.text) == (422, True)
    adult = one.rsplit("/", 1)[1]
    wrong = teacher.post(f"/people/adults/{adult}", name="", about="la voisine")
    assert (wrong.status_code, "la voisine" in wrong.text) == (422, True)
    teacher.post(f"/people/adults/{adult}", name="Mamie Josiane", about="la voisine")
    assert "Mamie Josiane" in teacher.get("/people").text


def test_a_double_click_enters_one_person(kit: Kit, site: Site) -> None:
    teacher = site.at(kit.teacher)
    first, second = (teacher.post("/people/adults", _key="same", **JO) for _ in range(2))
    assert first.location == second.location
    kit.save()
    assert kit.db.scalar(select(func.count(Membership.id)).where(Membership.role == "adult")) == 1


def test_they_leave_and_come_again(kit: Kit, site: Site) -> None:
    teacher = site.at(kit.teacher)
    one = entered(teacher)
    adult = one.rsplit("/", 1)[1]
    teacher.post(f"/people/adults/{adult}/comes", comes="no")
    page = teacher.get("/people").text
    assert "Adults who do not come any more" in page
    assert "They come again" in teacher.get(one).text
    gone = teacher.post("/people/adults", **JO)
    assert "they can come again" in gone.text
    teacher.post(f"/people/adults/{adult}/comes", comes="yes")
    assert "Adults who do not come any more" not in teacher.get("/people").text
    zoe = site.at(kit.pupil("Zoé Bérénger"))
    assert zoe.post(f"/people/adults/{adult}/comes", comes="no").status_code == 403


def test_a_teachers_own_cards_work_like_everybodys(kit: Kit, site: Site) -> None:
    teacher, zoe = site.at(kit.teacher), site.at(kit.pupil("Zoé Bérénger"))
    answer = teacher.post("/savoirs/new/demand", words="jouer aux échecs")
    assert "jouer aux échecs" in teacher.follow(answer).text
    wall = zoe.get("/wall").text
    assert "jouer aux échecs" in wall and "Mme Diallo" in wall
    card = re.search(r"wall/demand/([0-9a-f-]+)", wall)
    assert card
    assert zoe.post(f"/wall/demand/{card[1]}", wish="yes").status_code == 303
    kit.save()
    by_hand = teacher.get(f"/introductions/by-hand?person={kit.teacher.membership_id}").text
    assert "jouer aux échecs" in by_hand and "Zoé" in by_hand
    assert teacher.post(f"/savoirs/demand/{card[1]}/rest").location.endswith("/savoirs")
    assert "jouer aux échecs" not in zoe.get("/wall").text
