"""The people page: newcomers are recognised by the teacher, never joined silently."""

import re
from uuid import UUID

import pytest
from sqlalchemy import func, select

from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.models import Membership, Offer, Person
from rers_school.classroom.queries.directory import directory
from rers_school.classroom.rules.classlist import read
from rers_school.classroom.services import people
from rers_school.classroom.services.class_import import apply
from tests.factories import Kit, Screen, Site
from tests.web.test_classpage import counted


def on_the_list(kit: Kit, *lines: str) -> None:
    """Bring in a list: given name; family name; offer."""
    text = "prénom;nom;offre\n" + "\n".join(lines)
    apply(kit.db, kit.teacher, kit.classroom_id, read(text))
    kit.save()


def members(kit: Kit) -> int:
    kit.db.rollback()
    return kit.db.scalar(select(func.count()).select_from(Membership)) or 0


def entry_named(kit: Kit, name: str) -> UUID:
    """Return the entry of the list that nobody has taken."""
    return kit.db.scalars(
        select(Membership.id)
        .join(Person, Person.id == Membership.person_id)
        .where(Person.given_name == name, Membership.first_launch_at.is_(None))
    ).one()


def test_a_newcomer_of_the_list_is_asked_about(kit: Kit, site: Site) -> None:
    on_the_list(kit, "Zoé;Bérénger;les crêpes|l'origami")
    kit.pupil("Zoé Bérénger")
    page = site.at(kit.teacher).get("/people").text
    assert "The same person?" in page
    assert "2 cards" in page


def test_yes_joins_their_cards_and_their_open_screen(kit: Kit, site: Site) -> None:
    on_the_list(kit, "Zoé;Bérénger;les crêpes")
    zoe = kit.pupil("Zoé Bérénger")
    kit.offer(zoe, "la guitare")
    entry, before = entry_named(kit, "Zoé"), members(kit)
    hers = site.at(zoe)
    answer = site.at(kit.teacher).post(f"/people/{zoe.membership_id}/same")
    assert answer.status_code == 303
    assert members(kit) == before - 1
    words = set(kit.db.scalars(select(Offer.words).where(Offer.membership_id == entry)))
    assert words == {"les crêpes", "la guitare"}
    mine = hers.get("/savoirs").text
    assert "les crêpes" in mine and "la guitare" in mine


def test_her_next_launch_finds_the_same_person(kit: Kit, site: Site) -> None:
    on_the_list(kit, "Zoé;Bérénger")
    zoe, entry = kit.pupil("Zoé Bérénger"), entry_named(kit, "Zoé")
    site.at(kit.teacher).post(f"/people/{zoe.membership_id}/same")
    kit.db.rollback()
    again = people.arrive(
        kit.db,
        classroom_id=kit.classroom_id,
        person_id=zoe.person_id,
        given_name="Zoé",
        family_name="Bérénger",
        role=Role.PUPIL,
    )
    assert again.id == entry


def test_no_keeps_them_apart(kit: Kit, site: Site) -> None:
    on_the_list(kit, "Zoé;Bérénger;les crêpes")
    zoe, before = kit.pupil("Zoé Bérénger"), members(kit)
    screen = site.at(kit.teacher)
    screen.post(f"/people/{zoe.membership_id}/other")
    assert members(kit) == before
    assert "The same person?" not in screen.get("/people").text
    assert not kit.db.scalars(select(Offer).where(Offer.membership_id == zoe.membership_id)).all()


def test_a_double_click_on_yes_has_one_outcome(kit: Kit, site: Site) -> None:
    on_the_list(kit, "Zoé;Bérénger")
    zoe = kit.pupil("Zoé Bérénger")
    screen, path = site.at(kit.teacher), f"/people/{zoe.membership_id}/same"
    first, second = screen.post(path, _key="once"), screen.post(path, _key="once")
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location


def test_two_tabs_on_yes_have_one_outcome(kit: Kit, site: Site) -> None:
    on_the_list(kit, "Zoé;Bérénger")
    zoe, screen = kit.pupil("Zoé Bérénger"), site.at(kit.teacher)
    screen.post(f"/people/{zoe.membership_id}/same")
    after = members(kit)
    assert screen.post(f"/people/{zoe.membership_id}/same").status_code == 404
    assert members(kit) == after


def test_of_two_newcomers_for_one_entry_the_other_stays_a_person(kit: Kit, site: Site) -> None:
    on_the_list(kit, "Zoé;Bérénger")
    one = kit.pupil("Zoé Bérénger")
    kit.pupils.clear()
    other, screen = kit.pupil("Zoé Bérénger"), site.at(kit.teacher)
    screen.post(f"/people/{one.membership_id}/same")
    assert "The same person?" not in screen.get("/people").text
    kit.db.rollback()
    assert kit.db.get_one(Membership, other.membership_id).maybe_id is None


def test_yes_to_all_joins_only_names_written_the_same(kit: Kit, site: Site) -> None:
    on_the_list(kit, "Zoé;Bérénger", "Yanis;Haddad", "Maëlle;Guérin")
    for name in ("Zoé Bérénger", "Yanis Haddad", "Maelle Guerin"):
        kit.pupil(name)
    screen, before = site.at(kit.teacher), members(kit)
    page = screen.get("/people").text
    shown = re.findall(r'name="newcomer" value="([^"]+)"', page)
    assert len(shown) == 2
    screen.post("/people/same", newcomer=shown)
    assert members(kit) == before - 2
    assert "Maelle" in screen.get("/people").text.partition("The same person?")[0]


def test_a_pupil_without_a_name_becomes_somebody_of_the_list(kit: Kit, site: Site) -> None:
    on_the_list(kit, "Zoé;Bérénger;les crêpes")
    unnamed = kit._arrive("", "", Role.PUPIL)
    entry, screen = entry_named(kit, "Zoé"), site.at(kit.teacher)
    assert "no name yet" in screen.get("/people").text
    screen.post(f"/people/{unnamed.membership_id}/is", entry=str(entry))
    assert "The same person?" in screen.get("/people").text
    screen.post(f"/people/{unnamed.membership_id}/same")
    kit.db.rollback()
    member = kit.db.get_one(Membership, entry)
    assert (member.person_id, member.shown_name) == (unnamed.person_id, "Zoé B.")


def test_choosing_nobody_of_the_list_is_told(kit: Kit, site: Site) -> None:
    on_the_list(kit, "Zoé;Bérénger")
    other = kit.pupil("Yanis Haddad")
    answer = site.at(kit.teacher).post(f"/people/{other.membership_id}/is", entry="")
    assert answer.status_code == 422
    assert "Choose somebody first." in answer.text


def test_a_name_is_corrected(kit: Kit, site: Site) -> None:
    zoe, screen = kit.pupil("Zoe Berenger"), site.at(kit.teacher)
    screen.post(f"/people/{zoe.membership_id}/name", given="Zoé", family="Bérénger")
    assert "Zoé B." in screen.get("/people").text


def test_an_empty_name_is_refused_and_the_rest_is_kept(kit: Kit, site: Site) -> None:
    zoe = kit.pupil("Zoé Bérénger")
    answer = site.at(kit.teacher).post(
        f"/people/{zoe.membership_id}/name", given=" ", family="De la Tour"
    )
    assert answer.status_code == 422
    assert "De la Tour" in answer.text and "Write a first name." in answer.text


def test_the_page_works_in_a_class_of_one(kit: Kit, site: Site) -> None:
    assert "Mme Diallo" in site.at(kit.teacher).get("/people").text


def test_a_larger_class_asks_the_database_no_more_often(kit: Kit) -> None:
    asked = []
    for more in (["Zoé;Bérénger"], [f"Élève;Numéro{number}" for number in range(20)]):
        on_the_list(kit, *more)
        kit.pupil("Zoé Bérénger")
        with counted(kit.db) as sent:
            directory(kit.db, kit.classroom_id)
        asked.append(len([one for one in sent if one.startswith("SELECT")]))
    assert asked[0] == asked[1] <= 3


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/people"),
        ("post", "/people/{id}/same"),
        ("post", "/people/{id}/other"),
        ("post", "/people/{id}/is"),
        ("post", "/people/{id}/name"),
        ("post", "/people/same"),
        ("get", "/people/import"),
        ("post", "/people/import"),
        ("post", "/people/import/confirm"),
        ("get", "/tidy"),
        ("post", "/tidy"),
        ("post", "/tidy/{id}/out"),
        ("get", "/class"),
        ("get", "/class/live"),
    ],
)
def test_pupils_are_told_that_these_pages_are_not_theirs(
    kit: Kit, site: Site, method: str, path: str
) -> None:
    zoe: Actor = kit.pupil("Zoé")
    screen: Screen = site.at(zoe)
    answer = getattr(screen, method)(path.format(id=zoe.membership_id))
    assert answer.status_code == 403
