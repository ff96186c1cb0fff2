"""A card off the wall by a teacher's hand: nowhere to be seen, its author's all the same."""

import pytest

from rers_school import clock
from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.errors import DomainError, NotAllowed, Stale
from rers_school.classroom.queries.aside import changed_aside
from rers_school.classroom.queries.links import facts_of
from rers_school.classroom.queries.market import market_of, market_revision
from rers_school.classroom.queries.tidy import tidy
from rers_school.classroom.queries.trace import trace_of
from rers_school.classroom.queries.wall import savoir_names, wall
from rers_school.classroom.services import aside, cards, market
from tests.factories import Kit


@pytest.fixture
def zoe(kit: Kit) -> Actor:
    return kit.pupil("Zoé Bérénger")


WORDS = "me moquer d’Ali"


def hidden(kit: Kit, author: Actor, kind: str = "offer", words: str = WORDS) -> cards.Card:
    card = kit.offer(author, words) if kind == "offer" else kit.demand(author, words)
    aside.hide(kit.db, kit.teacher, kind, card.id, "Ali en est blessé.")
    kit.save()
    return card


def test_it_is_not_on_the_wall_not_suggested_and_names_nothing(kit: Kit, zoe: Actor) -> None:
    kit.demand(kit.pupil("Théo Garçon"), "faire des crêpes")
    card = kit.offer(zoe, "faire des crêpes")
    other = hidden(kit, zoe)
    aside.hide(kit.db, kit.teacher, "offer", card.id, "Pas sans un adulte.")
    kit.save()
    assert [row.name for row in wall(kit.db).rows] == ["faire des crêpes"]
    assert not wall(kit.db).rows[0].offers
    assert list(facts_of(kit.db, kit.classroom_id).possible) == []
    assert savoir_names(kit.db) == ["faire des crêpes"]
    assert other.words not in str(tidy(kit.db, kit.classroom_id))
    assert trace_of(kit.db, zoe).can_show == []
    # Put into other words it still names nothing that others would be offered to write.
    cards.change(kit.db, zoe, "offer", other.id, "raconter une blague", {})
    assert savoir_names(kit.db) == ["faire des crêpes"]


def test_rounds_that_are_laid_out_do_not_say_it_on_the_board(kit: Kit, zoe: Actor) -> None:
    theo = kit.pupil("Théo Garçon")
    card = kit.offer(zoe, "faire peur")
    kit.demand(theo, "faire peur")
    laid = market.announce(kit.db, kit.teacher, day=clock.now().date(), minutes=10, places=[])
    market.lay_out(kit.db, kit.teacher, [], laid.revision)
    kit.save()
    before, shown = market_of(kit.db, kit.classroom_id), market_revision(kit.db, kit.classroom_id)
    assert before and before.rounds[0].meetings[0].savoir == "faire peur"
    aside.hide(kit.db, kit.teacher, "offer", card.id, "Pas à l’école.")
    kit.save()
    after = market_of(kit.db, kit.classroom_id)
    assert after and after.rounds[0].meetings[0].savoir == "…"
    assert market_revision(kit.db, kit.classroom_id) != shown


def test_its_author_changes_it_and_the_teacher_puts_it_back(kit: Kit, zoe: Actor) -> None:
    card = hidden(kit, zoe)
    assert changed_aside(kit.db, kit.classroom_id) == 0
    cards.change(kit.db, zoe, "offer", card.id, "raconter une blague", {})
    assert card.state == "hidden"
    assert changed_aside(kit.db, kit.classroom_id) == 1
    with pytest.raises(Stale, match="card_changed"):
        aside.put_back(kit.db, kit.teacher, "offer", card.id, card.version - 1)
    aside.put_back(kit.db, kit.teacher, "offer", card.id, card.version)
    assert (card.state, card.hidden_word) == ("visible", None)
    aside.put_back(kit.db, kit.teacher, "offer", card.id, 0)


def test_taking_it_off_and_back_does_not_get_around_the_teacher(kit: Kit, zoe: Actor) -> None:
    card = hidden(kit, zoe, "demand")
    with pytest.raises(DomainError, match="card_state"):
        cards.rest(kit.db, zoe, "demand", card.id)
    with pytest.raises(DomainError, match="already_there"):
        cards.add(kit.db, zoe, "demand", card.words)
    cards.withdraw(kit.db, zoe, "demand", card.id)
    cards.wake(kit.db, zoe, "demand", card.id)
    assert card.state == "hidden"
    cards.withdraw(kit.db, zoe, "demand", card.id)
    aside.put_back(kit.db, kit.teacher, "demand", card.id, card.version)
    assert (card.state, card.hidden_word) == ("withdrawn", None)


def test_only_a_teacher_with_a_word_and_never_their_own(kit: Kit, zoe: Actor) -> None:
    card = kit.offer(zoe, "siffler")
    own = kit.offer(kit.teacher, "le chant")
    for other in (kit.pupil("Théo Garçon"), kit._arrive("Ana", "Costa", Role.ADULT)):
        with pytest.raises(NotAllowed):
            aside.hide(kit.db, other, "offer", card.id, "Non.")
    with pytest.raises(DomainError, match="own_card"):
        aside.hide(kit.db, kit.teacher, "offer", own.id, "Non.")
    with pytest.raises(DomainError, match="empty"):
        aside.hide(kit.db, kit.teacher, "offer", card.id, " ")
    cards.rest(kit.db, zoe, "offer", card.id)
    with pytest.raises(Stale, match="not_on_wall"):
        aside.hide(kit.db, kit.teacher, "offer", card.id, "Non.")
