"""A class's list comes in: shown first, then all of it or nothing, and never twice."""

import pytest
from sqlalchemy import func, select

from rers_school.classroom.errors import NotAllowed, Stale
from rers_school.classroom.models import Demand, Membership, Offer
from rers_school.classroom.rules.classlist import ClassList, read
from rers_school.classroom.services import cards, people
from rers_school.classroom.services.class_import import Imported, apply, plan
from tests.factories import Kit

LIST = """prénom;nom;offre;demande
Zoé;Bérénger;faire des crêpes | l'origami;la guitare
Yanis;Haddad;;parler espagnol
Maëlle;Guérin;jouer de la guitare;
"""


def a_list(text: str = LIST) -> ClassList:
    return read(text)


def count(kit: Kit) -> tuple[int, int]:
    """Return how many people and cards the class has."""
    here = kit.db.scalar(select(func.count()).select_from(Membership)) or 0
    hanging = sum(
        kit.db.scalar(select(func.count()).select_from(table)) or 0 for table in (Offer, Demand)
    )
    return here, hanging


def do(kit: Kit, text: str = LIST) -> Imported:
    done = apply(kit.db, kit.teacher, kit.classroom_id, a_list(text))
    kit.save()
    return done


def test_the_list_brings_in_people_and_their_cards(kit: Kit) -> None:
    assert do(kit) == Imported(people=3, cards=5)
    names = set(kit.db.scalars(select(Membership.shown_name)))
    assert {"Zoé B.", "Yanis H.", "Maëlle G."} <= names


def test_the_same_list_a_second_time_adds_nothing(kit: Kit) -> None:
    do(kit)
    before = count(kit)
    again = plan(kit.db, kit.classroom_id, a_list())
    assert again.does_nothing
    assert {line.state for line in again.lines} == {"here"}
    assert all(card.there for line in again.lines for card in line.cards)
    assert do(kit) == Imported(0, 0)
    assert count(kit) == before


def test_looking_at_the_list_changes_nothing(kit: Kit) -> None:
    before = count(kit)
    shown = plan(kit.db, kit.classroom_id, a_list())
    assert (shown.new_people, shown.new_cards) == (3, 5)
    assert count(kit) == before
    assert not kit.db.new and not kit.db.dirty


def test_a_pupil_who_is_here_gets_only_the_cards_that_are_new(kit: Kit) -> None:
    zoe = kit.pupil("Zoé Bérénger")
    kit.offer(zoe, "Faire des crêpes !")
    assert do(kit, "prénom;nom;offre\nZOE;BERENGER;faire les crêpes|l'origami") == Imported(0, 1)
    mine = set(kit.db.scalars(select(Offer.words).where(Offer.membership_id == zoe.membership_id)))
    assert mine == {"Faire des crêpes !", "l'origami"}


def test_a_card_taken_off_the_wall_does_not_come_back(kit: Kit) -> None:
    zoe = kit.pupil("Zoé Bérénger")
    card = kit.offer(zoe, "l'origami")
    cards.withdraw(kit.db, zoe, "offer", card.id)
    kit.save()
    assert do(kit, "prénom;nom;offre\nZoé;Bérénger;l'origami") == Imported(0, 0)


def test_two_people_of_one_name_are_left_out_and_it_is_said(kit: Kit) -> None:
    for _ in range(2):
        kit.pupil("Emma Martin")
        kit.pupils.clear()
    shown = plan(kit.db, kit.classroom_id, a_list("prénom;nom;offre\nEmma;Martin;le crawl"))
    assert [line.state for line in shown.lines] == ["unclear"]
    assert do(kit, "prénom;nom;offre\nEmma;Martin;le crawl") == Imported(0, 0)


def test_a_newcomer_who_waits_to_be_recognised_does_not_hide_the_entry(kit: Kit) -> None:
    do(kit, "Zoé Bérénger")
    kit.pupil("Zoé Bérénger")
    assert do(kit, "Zoé Bérénger") == Imported(0, 0)


def test_problems_keep_their_line(kit: Kit) -> None:
    shown = plan(kit.db, kit.classroom_id, a_list("prénom;nom;offre\nZoé;B;rien\n;;x\nZoé;B;\n"))
    assert [(problem.number, problem.code) for problem in shown.problems] == [
        (2, "not_a_card"),
        (3, "no_name"),
        (4, "same_person_twice"),
    ]


def test_a_name_on_two_lines_is_one_person_with_the_cards_of_both(kit: Kit) -> None:
    text = "prénom;nom;offre\nZoé;Bérénger;le crawl\nZoe;Berenger;l'origami|le crawl"
    shown = plan(kit.db, kit.classroom_id, a_list(text))
    assert [(line.state, line.as_line, line.to_add) for line in shown.lines] == [
        ("new", None, 1),
        ("again", 2, 1),
    ]
    assert do(kit, text) == Imported(people=1, cards=2)
    assert do(kit, text) == Imported(0, 0)


def test_the_class_that_changed_meanwhile_is_shown_anew(kit: Kit) -> None:
    shown = plan(kit.db, kit.classroom_id, a_list())
    kit.pupil("Zoé Bérénger")
    with pytest.raises(Stale) as caught:
        apply(
            kit.db,
            kit.teacher,
            kit.classroom_id,
            a_list(),
            plan_fingerprint=shown.fingerprint,
        )
    assert caught.value.details["plan"].new_people == 2


def test_a_pupil_brings_in_no_list(kit: Kit) -> None:
    with pytest.raises(NotAllowed):
        apply(kit.db, kit.pupil("Zoé"), kit.classroom_id, a_list())


def test_without_a_teacher_at_the_screen_the_cards_are_the_pupils_own(kit: Kit) -> None:
    apply(kit.db, None, kit.classroom_id, a_list())
    assert set(kit.db.scalars(select(Offer.written_by_id))) == {None}


def test_a_card_of_the_list_says_that_the_teacher_wrote_it(kit: Kit) -> None:
    do(kit)
    assert set(kit.db.scalars(select(Offer.written_by_id))) == {kit.teacher.membership_id}


def test_a_refused_newcomer_and_the_entry_are_two_people(kit: Kit) -> None:
    do(kit, "Zoé Bérénger")
    zoe = kit.pupil("Zoé Bérénger")
    people.other_person(kit.db, kit.teacher, zoe.membership_id)
    kit.save()
    names = set(kit.db.scalars(select(Membership.shown_name).where(Membership.role == "pupil")))
    assert names == {"Zoé B.", "Zoé B. 2"}
