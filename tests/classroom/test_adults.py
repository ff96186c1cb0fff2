"""Adults without an account offer and ask; teachers write for them. Teachers offer and ask too."""

from datetime import timedelta

import pytest

from rers_school import clock
from rers_school.classroom.actor import Role
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound
from rers_school.classroom.models import Exchange, Membership
from rers_school.classroom.queries.class_page import class_page
from rers_school.classroom.queries.directory import directory
from rers_school.classroom.queries.market import market_of
from rers_school.classroom.queries.paper import not_answered
from rers_school.classroom.queries.room import room_of
from rers_school.classroom.queries.savoirs import my_cards
from rers_school.classroom.queries.wall import wall
from rers_school.classroom.rules.agreement import REQUIRED
from rers_school.classroom.rules.circles import Link
from rers_school.classroom.services import (
    adults,
    agreement,
    answers,
    cards,
    classes,
    exchanges,
    introductions,
    keeping,
    market,
    meetings,
    people,
)
from tests.factories import Kit


@pytest.fixture
def jo(kit: Kit) -> Membership:
    found = adults.add(kit.db, kit.teacher, "Mamie Jo", "la grand-mère d’Hugo")
    kit.save()
    return found


def offer(kit: Kit, author: Membership, words: str = "tricoter") -> cards.Card:
    card = cards.add(kit.db, kit.teacher, "offer", words, for_id=author.id)
    kit.save()
    return card


def test_the_wall_says_who_they_are_and_who_wrote(kit: Kit, jo: Membership) -> None:
    offer(kit, jo)
    shown = wall(kit.db).rows[0].offers[0]
    assert (shown.person.shown_name, shown.person.about) == ("Mamie Jo", "la grand-mère d’Hugo")
    assert shown.person.first_name == "Mamie Jo"
    assert shown.written_by == "Mme Diallo"


@pytest.mark.parametrize("who", ["adult", "teacher"])
def test_the_whole_way_with_a_pupil(kit: Kit, jo: Membership, who: str) -> None:
    zoe = kit.pupil("Zoé Bérénger")
    card = offer(kit, jo) if who == "adult" else kit.offer(kit.teacher, "tricoter")
    kit.demand(zoe, "tricoter")
    other = card.membership_id
    link = Link(other, zoe.membership_id, card.savoir_id)
    kept = keeping.link_by_hand(kit.db, kit.teacher, [link])
    introductions.send(kit.db, kit.teacher, only=[kept.id])
    kit.save()
    assert other in {one.who.id for one in not_answered(kit.db, kit.classroom_id)}
    answers.answer(kit.db, zoe, kept.id, "yes")
    if who == "adult":
        answers.pile_on_paper(kit.db, kit.teacher, [(kept.id, other, "yes")])
    else:
        answers.answer(kit.db, kit.teacher, kept.id, "yes")
    kit.save()
    exchange = kit.db.query(Exchange.id).scalar()
    for line in REQUIRED:
        said = agreement.write_line(kit.db, zoe, exchange, line, f"Nous : {line}", 0)
        if who == "teacher":
            agreement.agree(kit.db, kit.teacher, exchange, line, said.id)
    if who == "adult":
        agreement.agree_on_paper(kit.db, kit.teacher, exchange, other)
    kit.save()
    assert room_of(kit.db, zoe, exchange).state == "agreed"
    # A day on which the room was not opened.
    today = clock.now().date() + timedelta(days=1)
    meetings.tell(
        kit.db, zoe, exchange, held_on=today, present=[zoe.membership_id, other], did="Un rang."
    )
    exchanges.look_back(kit.db, zoe, exchange)
    exchanges.close(kit.db, zoe, exchange, "learned")
    kit.save()
    assert room_of(kit.db, zoe, exchange).state == "closed"


def test_they_are_not_counted_among_pupils(kit: Kit, jo: Membership) -> None:
    offer(kit, jo)
    kit.demand(kit.pupil("Zoé Bérénger"), "tricoter")
    page = class_page(kit.db, kit.teacher)
    assert (page.pupils, page.cards) == (1, 2)
    assert [one.who.shown_name for one in page.unlinked] == ["Zoé B."]
    announced = market.announce(kit.db, kit.teacher, day=clock.now().date(), minutes=10, places=[])
    with pytest.raises(DomainError, match="nobody_fits"):
        market.lay_out(kit.db, kit.teacher, [], announced.revision)
    plan = market_of(kit.db, kit.classroom_id)
    assert plan and [one.who.shown_name for one in plan.attending] == ["Zoé B."]


def test_they_go_and_come_back_with_their_cards(kit: Kit, jo: Membership) -> None:
    offer(kit, jo)
    adults.let_come(kit.db, kit.teacher, jo.id, comes=False)
    kit.save()
    assert wall(kit.db).cards == 0
    found = directory(kit.db, kit.classroom_id)
    assert [one.name for one in found.away] == ["Mamie Jo"]
    assert jo.id not in {one.id for one in found.people}
    with pytest.raises(DomainError, match="adult_there") as refused:
        adults.add(kit.db, kit.teacher, "Mamie Jo", "La grand-mère d’Hugo")
    assert refused.value.details["active"] is False
    adults.let_come(kit.db, kit.teacher, jo.id, comes=True)
    assert wall(kit.db).cards == 1


def test_two_of_one_name_are_told_apart_by_who_they_are(kit: Kit, jo: Membership) -> None:
    with pytest.raises(DomainError, match="adult_there"):
        adults.add(kit.db, kit.teacher, "mamie jo", "la grand-mère d’Hugo")
    other = adults.add(kit.db, kit.teacher, "Mamie Jo", "la grand-mère d’Inès")
    with pytest.raises(DomainError, match="adult_there"):
        adults.change(kit.db, kit.teacher, other.id, "Mamie Jo", jo.about)
    adults.change(kit.db, kit.teacher, other.id, "Mamie Josiane", "la grand-mère d’Inès")
    assert other.shown_name == "Mamie Josiane"


def test_their_cards_are_changed_by_teachers_and_by_nobody_else(kit: Kit, jo: Membership) -> None:
    card, zoe = offer(kit, jo), kit.pupil("Zoé Bérénger")
    cards.change(kit.db, kit.teacher, "offer", card.id, "tricoter une écharpe", {})
    cards.rest(kit.db, kit.teacher, "offer", card.id)
    cards.wake(kit.db, kit.teacher, "offer", card.id)
    assert (card.words, card.state) == ("tricoter une écharpe", "visible")
    theirs = kit.offer(zoe, "siffler")
    ana = kit._arrive("Ana", "Costa", Role.ADULT)
    by_ana = kit.offer(ana, "parler portugais")
    for who, one in ((zoe, card), (ana, card), (kit.teacher, theirs), (kit.teacher, by_ana)):
        with pytest.raises(NotFound):
            cards.change(kit.db, who, "offer", one.id, "autre chose", {})
    assert my_cards(kit.db, kit.teacher) == ([], [])


def test_what_came_on_paper_is_the_teachers_to_change_until_the_pupil_comes(kit: Kit) -> None:
    """Also after the class has moved: whoever had come decides alone, whoever had not is helped."""
    ali, zoe = (
        people.enter(
            kit.db, classroom_id=kit.classroom_id, given=name, family="Test", role=Role.PUPIL,
            how=how,
        )
        for name, how in (("Ali", "list"), ("Zoé", "roster"))
    )  # fmt: skip
    kit.save()
    by_ali, by_zoe = offer(kit, ali), offer(kit, zoe, "chanter")
    nour = kit.pupil("Nour")
    with pytest.raises(NotFound):
        cards.change(kit.db, nour, "offer", by_ali.id, "autre chose", {})
    by_zoe.written_by_id = nour.membership_id
    changed = cards.change(kit.db, kit.teacher, "offer", by_zoe.id, "chanter à deux", {})
    assert changed.written_by_id == kit.teacher.membership_id
    people.arrive(
        kit.db, classroom_id=kit.classroom_id, person_id=zoe.person_id, given_name="Zoé",
        family_name="Test", role=Role.PUPIL,
    )  # fmt: skip
    kit.save()
    for moved in (False, True):
        if moved:
            classes.expect_again(kit.db, kit.classroom_id, known={kit.teacher.person_id})
            kit.save()
        for act in (cards.rest, cards.wake, cards.withdraw, cards.wake):
            act(kit.db, kit.teacher, "offer", by_ali.id)
            with pytest.raises(NotFound):
                act(kit.db, kit.teacher, "offer", by_zoe.id)
    kit.save()


def test_only_teachers_enter_adults_and_only_those_they_entered(kit: Kit, jo: Membership) -> None:
    zoe = kit.pupil("Zoé Bérénger")
    ana = kit._arrive("Ana", "Costa", Role.ADULT)
    for who in (zoe, ana):
        with pytest.raises(NotAllowed):
            adults.add(kit.db, who, "Tonton", "")
        with pytest.raises(NotAllowed):
            adults.let_come(kit.db, who, jo.id, comes=False)
        with pytest.raises(NotFound):
            adults.let_come(kit.db, kit.teacher, who.membership_id, comes=False)


def test_a_pupil_of_the_same_name_is_not_taken_for_them(kit: Kit) -> None:
    adults.add(kit.db, kit.teacher, "Camille", "la gardienne")
    kit.save()
    came = people.arrive(
        kit.db,
        classroom_id=kit.classroom_id,
        person_id=None,
        given_name="Camille",
        family_name="",
        role=Role.PUPIL,
    )
    assert came.maybe_id is None
    kit.save()
    listed = directory(kit.db, kit.classroom_id)
    assert listed.expected == () and listed.newcomers == ()


def test_they_stay_who_they_are_when_the_class_moves(kit: Kit, jo: Membership) -> None:
    classes.expect_again(kit.db, kit.classroom_id, known=set())
    adults.let_come(kit.db, kit.teacher, jo.id, comes=False)
