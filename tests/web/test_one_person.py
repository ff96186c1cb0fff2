"""Everything about one person on one page: facts first, what is private behind the curtain."""

import re
from uuid import UUID

import pytest

from rers_school.classroom.actor import Role
from rers_school.classroom.errors import NotAllowed
from rers_school.classroom.models import Membership
from rers_school.classroom.queries.one_person import one_person
from rers_school.classroom.services import (
    answers,
    cards,
    evaluations,
    follow_ups,
    naming,
    not_for_now,
    people,
)
from tests.classroom.exchange_factory import circle, counted, single
from tests.classroom.introductions_factory import proposed
from tests.classroom.trace_factory import lived, weeks_later
from tests.factories import Kit, Site
from tests.web.test_classpage import outside_and_inside


def _page(kit: Kit, site: Site, name: str = "Zoé") -> tuple[str, str]:
    """Return the text outside and inside the curtain."""
    path = f"/people/{kit.pupil(name).membership_id}"
    return outside_and_inside(site.at(kit.teacher).get(path).text)


def test_cards_exchanges_and_meetings_are_facts_for_all_eyes(kit: Kit, site: Site) -> None:
    kit.offer(kit.pupil("Zoé"), "plier une grue")
    room = lived(kit)
    circle(kit, ("Zoé", "crêpes", "Ali"))
    outside, _ = _page(kit, site)
    for words in (
        "plier une grue", "guitare", "crêpes", "Ended", "They are agreeing", "The latest meetings"
    ):  # fmt: skip
        assert words in outside
    assert f"/exchanges/{room}" in outside
    assert f"/introductions/by-hand?person={kit.pupil('Zoé').membership_id}" in outside


def test_what_is_private_is_behind_the_closed_curtain_only(kit: Kit, site: Site) -> None:
    zoe, ali = kit.pupil("Zoé"), kit.pupil("Ali")
    kit.demand(zoe, "nager", uneasy="j’ai peur de l’eau")
    off = kit.offer(zoe, "chanter")
    cards.withdraw(kit.db, zoe, "offer", off.id)
    asked = proposed(kit)
    answers.answer(kit.db, zoe, asked.id, "differently", "pas le lundi")
    not_for_now.not_for_now(kit.db, kit.teacher, zoe.membership_id, ali.membership_id)
    kit.save()
    outside, inside = _page(kit, site)
    for words in ("j’ai peur de l’eau", "chanter", "differently", "pas le lundi", "with Ali T."):
        assert words in inside
        assert words not in outside
    assert "Ali" not in outside


def test_only_what_the_pupil_shared_with_the_teacher_is_there(kit: Kit, site: Site) -> None:
    room, zoe = lived(kit), kit.pupil("Zoé")
    weeks_later(kit)
    follow_ups.tell(kit.db, zoe, room, "mon secret", shared=True)
    evaluations.finish(kit.db, zoe, room, "receiver", with_partners=True)
    kit.save()
    assert "trois accords" not in "".join(_page(kit, site))
    evaluations.finish(kit.db, zoe, room, "receiver", with_teacher=True)
    kit.save()
    outside, inside = _page(kit, site)
    assert "trois accords" in inside and "trois accords" not in outside
    # Shared with the class without a name: nobody puts a name to it.
    assert "mon secret" not in outside + inside


def test_a_circle_that_did_not_start_says_so_and_not_why(kit: Kit, site: Site) -> None:
    asked = proposed(kit)
    answers.answer(kit.db, kit.pupil("Maëlle"), asked.id, "no", "jamais")
    kit.save()
    _, inside = _page(kit, site, "Zoé")
    assert "no answer yet" in inside and "jamais" not in inside


def test_the_teacher_lets_somebody_rest_and_take_part_again(kit: Kit, site: Site) -> None:
    zoe, screen = kit.pupil("Zoé"), site.at(kit.teacher)
    path = f"/people/{zoe.membership_id}"
    sent = screen.post(f"{path}/rests", rests="yes", **{"from": "one"})
    assert sent.status_code == 303 and sent.location.endswith(path)
    outside, inside = _page(kit, site)
    assert "Takes part again" in inside and "Resting" not in outside
    kit.save()
    assert kit.db.get_one(Membership, zoe.membership_id, populate_existing=True).resting
    screen.post(f"{path}/rests", rests="no", **{"from": "one"})
    kit.save()
    assert not kit.db.get_one(Membership, zoe.membership_id, populate_existing=True).resting


def test_a_name_changed_here_comes_back_here(kit: Kit, site: Site) -> None:
    zoe, screen = kit.pupil("Zoé"), site.at(kit.teacher)
    path = f"/people/{zoe.membership_id}"
    sent = screen.post(f"{path}/name", given="Zoë", family="Test", **{"from": "one"})
    assert sent.location.endswith(path)
    assert "Zoë T." in screen.follow(sent).text


def test_people_and_the_class_page_lead_there(kit: Kit, site: Site) -> None:
    path = f"/people/{kit.pupil('Zoé').membership_id}"
    screen = site.at(kit.teacher)
    assert f'{path}"' in screen.get("/people").text
    _, inside = outside_and_inside(screen.get("/class").text)
    assert path in inside


def test_it_is_for_teachers_and_about_people_of_this_class(
    kit: Kit, site: Site, nobody: UUID
) -> None:
    zoe = kit.pupil("Zoé")
    screen = site.at(zoe)
    for post in ("rests",):
        assert screen.post(f"/people/{zoe.membership_id}/{post}").status_code == 403
    assert screen.get(f"/people/{zoe.membership_id}").status_code == 403
    assert site.at(kit.teacher).get(f"/people/{nobody}").status_code == 404
    assert site.at(kit.teacher).get(f"/people/{kit.teacher.membership_id}").status_code == 200
    with pytest.raises(NotAllowed):
        one_person(kit.db, zoe, zoe.membership_id)


def test_a_full_year_costs_no_more_queries(kit: Kit) -> None:
    zoe = kit.pupil("Zoé")
    kit.offer(zoe, "plier une grue")
    proposed(kit)
    single(kit)
    counts = []
    for more in ("a", "b"):
        kit.db.expire_all()
        with counted(kit.engine) as seen:
            one_person(kit.db, kit.teacher, zoe.membership_id)
        counts.append(len(seen))
        for number in range(5):
            kit.offer(zoe, f"savoir {more}{number}")
            single(kit, "Zoé", f"autre {more}{number}", "Ali")
    assert counts[0] == counts[1]


def test_cards_from_paper_are_changed_here_until_the_pupil_comes(kit: Kit, site: Site) -> None:
    ali = people.enter(
        kit.db, classroom_id=kit.classroom_id, given="Ali", family="Test", role=Role.PUPIL,
        how="list",
    )  # fmt: skip
    naming.name_everybody(kit.db, kit.classroom_id)
    kit.save()
    teacher, page = site.at(kit.teacher), f"/people/{ali.id}"
    new = teacher.get(f"/savoirs/for/{ali.id}/offer?back=one").text
    assert 'name="back"' in new and f'href="{teacher.root}{page}"' in new
    again = teacher.post("/savoirs/new/offer", **{"for": str(ali.id)}, back="one", words="")
    assert again.status_code == 422 and 'name="back"' in again.text
    done = teacher.post("/savoirs/new/offer", **{"for": str(ali.id)}, back="one", words="siffler")
    assert done.location.endswith(page)
    shown = teacher.get(page).text
    card = re.search(r"/savoirs/offer/([0-9a-f-]+)/rest", shown)
    assert card and "You change these cards with Ali" in shown
    path = f"/savoirs/offer/{card[1]}"
    assert teacher.post(path, words="siffler fort").location.endswith(page)
    assert "written by Mme Diallo" in teacher.get(page).text
    people.arrive(
        kit.db, classroom_id=kit.classroom_id, person_id=ali.person_id, given_name="Ali",
        family_name="Test", role=Role.PUPIL,
    )  # fmt: skip
    kit.save()
    assert path not in teacher.get(page).text
    assert teacher.post(f"{path}/rest").status_code == 404
