"""In twos: nothing that somebody else wrote is a card before its owner's yes."""

import pytest
from sqlalchemy import select

from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound
from rers_school.classroom.models import Demand, Membership, Offer, Savoir, SpokenCard
from rers_school.classroom.queries.interviews import (
    classmates,
    how_many_wait,
    interview_with,
    waiting_for_a_yes,
    waiting_for_my_yes,
)
from rers_school.classroom.queries.links import facts_of
from rers_school.classroom.queries.paper import people_with_cards
from rers_school.classroom.queries.savoirs import my_cards
from rers_school.classroom.queries.trace import trace_of
from rers_school.classroom.queries.wall import savoir_names, wall
from rers_school.classroom.rules.inventory import PAIR_MOST, PERSON_MOST
from rers_school.classroom.services import interviews, naming, people
from tests.factories import Kit, make_kit


@pytest.fixture
def zoe(kit: Kit) -> Actor:
    return kit.pupil("Zoé Bérénger")


@pytest.fixture
def awa(kit: Kit) -> Actor:
    return kit.pupil("Awa Traoré")


def _write(kit: Kit, writer: Actor, owner: Actor, words: str, question: str = "home") -> SpokenCard:
    kit.save()
    interviews.write(kit.db, writer, owner.membership_id, question, words)
    kit.save()
    return kit.db.scalars(select(SpokenCard).order_by(SpokenCard.created_at.desc()).limit(1)).one()


def _on_the_list(kit: Kit, given: str, family: str) -> None:
    """Enter somebody who has no account yet, as the teacher does."""
    here = kit.classroom_id
    people.enter(kit.db, classroom_id=here, given=given, family=family, role=Role.PUPIL, how="list")
    naming.name_everybody(kit.db, here)
    kit.save()


def test_what_a_classmate_wrote_shows_nowhere(kit: Kit, zoe: Actor, awa: Actor) -> None:
    _write(kit, zoe, awa, "tresser les cheveux")
    assert wall(kit.db).rows == ()
    assert savoir_names(kit.db) == []
    assert kit.db.scalars(select(Savoir)).all() == []
    assert my_cards(kit.db, awa) == ([], [])
    assert all(not one.offers for one in people_with_cards(kit.db))
    assert facts_of(kit.db, kit.classroom_id).offers == {}
    assert "tresser" not in repr(trace_of(kit.db, awa))


def test_a_yes_hangs_it_with_the_writers_name(kit: Kit, zoe: Actor, awa: Actor) -> None:
    spoken = _write(kit, zoe, awa, "tresser les cheveux")
    assert [one.writer.shown_name for one in waiting_for_my_yes(kit.db, awa)] == [zoe.shown_name]
    assert interviews.agree(kit.db, awa, spoken.id)
    card = kit.db.scalars(select(Offer)).one()
    assert (card.membership_id, card.written_by_id) == (awa.membership_id, zoe.membership_id)
    assert card.state == "visible"
    assert waiting_for_my_yes(kit.db, awa) == ()


def test_in_other_words_it_is_its_owners_alone(kit: Kit, zoe: Actor, awa: Actor) -> None:
    spoken = _write(kit, zoe, awa, "nager", "dare")
    with pytest.raises(DomainError, match="empty"):
        interviews.agree(kit.db, awa, spoken.id, "  ")
    assert interviews.agree(kit.db, awa, spoken.id, "nager sous l’eau")
    card = kit.db.scalars(select(Demand)).one()
    assert (card.words, card.written_by_id) == ("nager sous l’eau", None)


def test_a_no_leaves_nothing(kit: Kit, zoe: Actor, awa: Actor) -> None:
    spoken = _write(kit, zoe, awa, "ronfler")
    interviews.decline(kit.db, awa, spoken.id)
    assert kit.db.scalars(select(SpokenCard)).all() == []
    assert kit.db.scalars(select(Savoir)).all() == []
    assert interview_with(kit.db, zoe, awa.membership_id).written == ()


def test_only_its_owner_or_the_teacher_says_yes(kit: Kit, zoe: Actor, awa: Actor) -> None:
    spoken = _write(kit, zoe, awa, "tresser les cheveux")
    for other in (zoe, kit.pupil("Malo Le Goff")):
        with pytest.raises(NotFound):
            interviews.agree(kit.db, other, spoken.id)
        with pytest.raises(NotFound):
            interviews.decline(kit.db, other, spoken.id)
    with pytest.raises(NotFound):
        interviews.take_back(kit.db, awa, spoken.id)
    with pytest.raises(NotAllowed):
        waiting_for_a_yes(kit.db, awa)
    assert interviews.agree(kit.db, kit.teacher, spoken.id)
    assert kit.db.scalars(select(Offer.written_by_id)).one() == zoe.membership_id


def test_whoever_has_no_account_is_asked_by_the_teacher(kit: Kit, zoe: Actor, awa: Actor) -> None:
    _on_the_list(kit, "Ilyes", "Haddad")
    ilyes = next(one for one in classmates(kit.db, zoe) if one.shown_name.startswith("Ilyes"))
    interviews.write(kit.db, zoe, ilyes.id, "alone", "réparer un vélo")
    _write(kit, zoe, awa, "tresser les cheveux")
    waits = how_many_wait(kit.db, kit.classroom_id)
    assert (waits.to_ask, waits.to_come) == (1, 1)
    first, second = waiting_for_a_yes(kit.db, kit.teacher)
    assert (first.owner.id, first.comes, second.comes) == (ilyes.id, False, True)
    assert interviews.agree(kit.db, kit.teacher, first.id)
    assert [row.name for row in wall(kit.db).rows] == ["réparer un vélo"]


def test_the_same_words_are_not_written_twice(kit: Kit, zoe: Actor, awa: Actor) -> None:
    kit.offer(awa, "faire des crêpes")
    _write(kit, zoe, awa, "tresser les cheveux")
    for words in ("Faire des crêpes", "tresser les cheveux"):
        with pytest.raises(DomainError, match="already_there"):
            interviews.write(kit.db, kit.pupil("Malo Le Goff"), awa.membership_id, "year", words)


def test_a_card_of_ones_own_answers_what_waited(kit: Kit, zoe: Actor, awa: Actor) -> None:
    _write(kit, zoe, awa, "tresser les cheveux")
    kit.offer(awa, "tresser les cheveux")
    assert waiting_for_my_yes(kit.db, awa) == ()


def test_a_yes_to_a_card_that_hangs_already(kit: Kit, zoe: Actor, awa: Actor) -> None:
    spoken = _write(kit, zoe, awa, "nager")
    kit.offer(awa, "plonger")
    assert not interviews.agree(kit.db, awa, spoken.id, "plonger")
    assert len(kit.db.scalars(select(Offer)).all()) == 1
    assert waiting_for_my_yes(kit.db, awa) == ()


def test_nobody_is_buried_in_words(kit: Kit, zoe: Actor, awa: Actor) -> None:
    writers = [zoe, kit.pupil("Malo Le Goff"), kit.pupil("Inès Benali")]
    for number, writer in enumerate(writers[:2]):
        for each in range(PAIR_MOST):
            _write(kit, writer, awa, f"savoir {number} {each}")
        assert not interview_with(kit.db, writer, awa.membership_id).room
        with pytest.raises(DomainError, match="enough"):
            _write(kit, writer, awa, "un de plus")
    assert PERSON_MOST == 2 * PAIR_MOST
    with pytest.raises(DomainError, match="enough"):
        _write(kit, writers[2], awa, "un de plus")
    interviews.take_back(kit.db, zoe, interview_with(kit.db, zoe, awa.membership_id).written[0].id)
    _write(kit, writers[2], awa, "un de plus")


def test_one_asks_a_classmate_and_not_oneself(kit: Kit, zoe: Actor, awa: Actor) -> None:
    gone = kit.pupil("Malo Le Goff")
    kit.db.get_one(Membership, gone.membership_id).active = False
    adult = kit._arrive("Ana", "Costa", Role.ADULT)
    for nobody in (zoe, gone, adult, kit.teacher):
        with pytest.raises(NotFound):
            interviews.write(kit.db, zoe, nobody.membership_id, "home", "nager")
    with pytest.raises(NotAllowed):
        interviews.write(kit.db, adult, awa.membership_id, "home", "nager")
    with pytest.raises(NotFound):
        interviews.write(kit.db, zoe, awa.membership_id, "nothing", "nager")
    assert [one.id for one in classmates(kit.db, zoe)] == [awa.membership_id]


def test_what_the_teacher_writes_beside_a_child_hangs_at_once(kit: Kit, awa: Actor) -> None:
    interviews.write(kit.db, kit.teacher, awa.membership_id, "home", "nager")
    assert kit.db.scalars(select(Offer.written_by_id)).one() == kit.teacher.membership_id


def test_a_newcomer_who_is_recognised_keeps_what_they_wrote(kit: Kit, awa: Actor) -> None:
    _on_the_list(kit, "Zoé", "Bérénger")
    newcomer = kit.pupil("Zoé Bérénger")
    assert newcomer.provisional
    entry = kit.db.get_one(Membership, newcomer.membership_id).maybe_id
    assert entry not in [one.id for one in classmates(kit.db, newcomer)]
    agreed = _write(kit, newcomer, awa, "nager")
    interviews.agree(kit.db, awa, agreed.id)
    _write(kit, newcomer, awa, "plonger")
    _write(kit, newcomer, awa, "courir")
    people.same_person(kit.db, kit.teacher, newcomer.membership_id)
    kit.save()
    assert set(kit.db.scalars(select(SpokenCard.written_by_id))) == {entry}
    assert kit.db.scalars(select(Offer.written_by_id)).one() == entry


def test_another_classs_card_does_not_exist(kit: Kit, zoe: Actor, awa: Actor) -> None:
    spoken = _write(kit, zoe, awa, "nager")
    other = make_kit(kit.engine, "6e")
    with pytest.raises(NotFound):
        interviews.agree(other.db, other.teacher, spoken.id)
    with pytest.raises(NotFound):
        interviews.write(other.db, other.teacher, awa.membership_id, "home", "nager")
    other.db.close()
