"""What an exchange waits for, how it is told, how it ends, and what the wall shows of it."""

from datetime import timedelta

import pytest

from rers_school import clock
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound
from rers_school.classroom.models import Exchange, Savoir
from rers_school.classroom.queries.exchanges import (
    all_exchanges,
    exchanged_savoirs,
    my_exchanges,
    waiting_in_rooms,
)
from rers_school.classroom.queries.room import room_of
from rers_school.classroom.services import (
    agreement,
    cards,
    evaluations,
    exchanges,
    meetings,
    reviews,
    savoirs,
)
from tests.classroom.exchange_factory import (
    agree_on_everything,
    circle,
    close,
    counted,
    look_back,
    single,
    state_of,
)
from tests.factories import Kit


def test_what_waits_for_me_follows_the_exchange(kit: Kit) -> None:
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    room = single(kit)
    today = clock.now().date()

    def kinds() -> list[str]:
        return [wait.kind for wait in waiting_in_rooms(kit.db, zoe)]

    assert kinds() == ["decide"]
    agreement.write_line(kit.db, maelle, room, "days", "lundi", 0)
    agree = waiting_in_rooms(kit.db, zoe)[1]
    assert (agree.kind, agree.lines) == ("agree", ("days",))
    assert [one.id for one in agree.others] == [maelle.membership_id]
    agreement.agree(kit.db, zoe, room, "days", room_of(kit.db, zoe, room).line("days").revision_id)
    for line in ("contents", "method", "evaluation", "hours", "place", "frequency", "look_back_on"):
        said = agreement.write_line(kit.db, zoe, room, line, "oui", 0)
        agreement.agree(kit.db, maelle, room, line, said.id)
    assert kinds() == ["meet"]
    next_on = today + timedelta(days=7)
    meetings.tell(kit.db, zoe, room, held_on=today, present=[], did="la", next_on=next_on)
    assert [(wait.kind, wait.on) for wait in waiting_in_rooms(kit.db, zoe)] == [("meet", next_on)]
    meetings.tell(
        kit.db, zoe, room, held_on=today - timedelta(days=9), present=[], did="si",
        next_on=today - timedelta(days=2),
    )  # fmt: skip
    assert kinds() == ["meet"], "the meeting of the latest day tells when the next one is"
    exchanges.look_back(kit.db, zoe, room)
    assert kinds() == ["evaluate", "review"]
    evaluations.finish(kit.db, zoe, room, "receiver")
    evaluations.finish(kit.db, maelle, room, "giver")
    reviews.write(kit.db, zoe, room, {"learned": "tout"}, 0)
    assert kinds() == ["close"]
    exchanges.close(kit.db, zoe, room, "learned")
    assert kinds() == []


def test_a_day_that_has_passed_waits_to_be_told(kit: Kit) -> None:
    zoe = kit.pupil("Zoé")
    room = single(kit)
    agree_on_everything(kit, room, zoe, kit.pupil("Maëlle"))
    past = clock.now().date() - timedelta(days=3)
    meetings.tell(kit.db, zoe, room, held_on=past, present=[], did="do", next_on=past)
    assert [wait.kind for wait in waiting_in_rooms(kit.db, zoe)] == ["tell"]


def test_the_class_page_learns_what_waits_for_whom_since_when(kit: Kit) -> None:
    room = single(kit)
    agreement.write_line(kit.db, kit.pupil("Zoé"), room, "days", "lundi", 0)
    [card] = all_exchanges(kit.db)
    facts = {wait.kind: [one.first_name for one in wait.whom] for wait in card.waits}
    assert facts == {"agree": ["Maëlle"], "decide": ["Maëlle", "Zoé"]}
    assert all(wait.since <= clock.now() for wait in card.waits)


def test_a_list_holds_ones_own_exchanges_only(kit: Kit) -> None:
    nour = kit.pupil("Nour")
    first, _second, _third = circle(
        kit, ("Zoé", "crêpes", "Ali"), ("Ali", "échecs", "Léa"), ("Léa", "danse", "Zoé")
    )
    [accompanied] = circle(kit, ("Maëlle", "guitare", "Zoé"), mediator=nour)
    circle(kit, ("Ali", "foot", "Zoé"), state="proposed")
    assert {card.id for card in my_exchanges(kit.db, kit.pupil("Maëlle"))} == {accompanied}
    assert [card.mine for card in my_exchanges(kit.db, nour)] == [("mediator",)]
    assert len(my_exchanges(kit.db, kit.pupil("Zoé"))) == 3
    assert first in {card.id for card in my_exchanges(kit.db, kit.pupil("Ali"))}
    assert len(all_exchanges(kit.db)) == 4


def test_the_wall_shows_what_is_exchanged_under_its_heading(kit: Kit) -> None:
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    room = single(kit)
    guitar = kit.db.get_one(Exchange, room).savoir_id
    assert exchanged_savoirs(kit.db) == {guitar: "under_way"}
    heading = savoirs.named(kit.db, kit.classroom_id, "jouer de la guitare électrique")
    savoirs.bring_under(kit.db, kit.teacher, guitar, heading.id)
    close(kit, room, maelle, zoe)
    assert exchanged_savoirs(kit.db) == {heading.id: "closed"}


def test_an_exchange_that_stopped_leaves_no_sign_on_the_wall(kit: Kit) -> None:
    room = single(kit)
    exchanges.stop(kit.db, kit.pupil("Zoé"), room)
    kit.save()
    assert state_of(kit, room) == "closed"
    assert exchanged_savoirs(kit.db) == {}
    exchanges.stop(kit.db, kit.pupil("Zoé"), room)


def test_a_meeting_can_be_told_from_the_agreement_on(kit: Kit) -> None:
    zoe = kit.pupil("Zoé")
    room = single(kit)
    today = clock.now().date()
    with pytest.raises(DomainError, match="not_now"):
        meetings.tell(kit.db, zoe, room, held_on=today, present=[], did="accords")
    agree_on_everything(kit, room, zoe, kit.pupil("Maëlle"))
    here = [zoe.membership_id, kit.pupil("Ali").membership_id]
    meetings.tell(kit.db, zoe, room, held_on=today, present=here, did="accords")
    [told] = room_of(kit.db, zoe, room).meetings
    assert [one.id for one in told.present] == [zoe.membership_id], "only people of the exchange"
    with pytest.raises(DomainError, match="not_yet"):
        meetings.tell(
            kit.db, zoe, room, held_on=today + timedelta(days=3), present=[], did="demain"
        )
    with pytest.raises(NotAllowed):
        meetings.tell(kit.db, kit.teacher, room, held_on=today, present=[], did="accords")


def test_a_self_evaluation_begins_when_one_looks_back_and_can_be_changed(kit: Kit) -> None:
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    room = single(kit)
    with pytest.raises(DomainError, match="not_now"):
        evaluations.answer(kit.db, zoe, room, "receiver", "hard", "le barré")
    look_back(kit, room, maelle, zoe)
    evaluations.answer(kit.db, zoe, room, "receiver", "hard", "le barré")
    evaluations.answer(kit.db, zoe, room, "receiver", "helped", "le dessin")
    evaluations.answer(kit.db, zoe, room, "receiver", "hard", "")
    evaluations.finish(kit.db, zoe, room, "receiver", where_i_am="the best", with_teacher=True)
    kit.save()
    own = room_of(kit.db, zoe, room).back.mine["receiver"]
    assert own.answers == (("helped", "le dessin"),)
    assert own.where_i_am is None
    for role in ("giver", "mediator"):
        with pytest.raises(NotFound):
            evaluations.answer(kit.db, zoe, room, role, "again", "x")


def test_nothing_is_read_before_its_author_has_finished(kit: Kit) -> None:
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    room = single(kit)
    look_back(kit, room, maelle, zoe)
    begun = evaluations.answer(kit.db, zoe, room, "receiver", "hard", "le barré")
    begun.with_partners = begun.with_teacher = True
    kit.save()
    for reader in (maelle, kit.teacher):
        assert room_of(kit.db, reader, room).back.shared == ()


def test_private_words_do_not_move_the_others_page(kit: Kit) -> None:
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    room = single(kit)
    look_back(kit, room, maelle, zoe)
    before = room_of(kit.db, maelle, room).revision
    evaluations.answer(kit.db, zoe, room, "receiver", "hard", "le barré")
    kit.save()
    assert room_of(kit.db, maelle, room).revision == before


def test_only_partners_decide_and_the_teacher_for_safety(kit: Kit) -> None:
    zoe, maelle, nour = kit.pupil("Zoé"), kit.pupil("Maëlle"), kit.pupil("Nour")
    [room] = circle(kit, ("Maëlle", "guitare", "Zoé"), mediator=nour)
    look_back(kit, room, maelle, zoe)
    for act in (exchanges.go_on, exchanges.stop):
        with pytest.raises(NotAllowed):
            act(kit.db, nour, room)
    with pytest.raises(NotAllowed):
        exchanges.go_on(kit.db, kit.teacher, room)
    with pytest.raises(DomainError, match="outcome"):
        exchanges.close(kit.db, zoe, room, "failed")
    exchanges.close(kit.db, kit.teacher, room, "postponed")
    kit.save()
    assert kit.db.get_one(Exchange, room).outcome == "postponed"


def test_passing_on_uses_the_savoirs_name_and_comes_once(kit: Kit) -> None:
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    room = single(kit)
    with pytest.raises(DomainError, match="not_now"):
        exchanges.pass_on(kit.db, zoe, room)
    close(kit, room, maelle, zoe)
    card = exchanges.pass_on(kit.db, zoe, room)
    savoir = kit.db.get_one(Savoir, kit.db.get_one(Exchange, room).savoir_id)
    assert (card.words, card.own_savoir_id) == (savoir.name, savoir.id)
    with pytest.raises(DomainError, match="already_there"):
        exchanges.pass_on(kit.db, zoe, room)
    assert cards.own(kit.db, zoe, "offer", card.id) is card


def test_a_list_costs_the_same_number_of_queries_whatever_its_length(kit: Kit) -> None:
    counts = []
    for giver, receiver in (("Zoé", "Maëlle"), ("Ali", "Léa"), ("Nour", "Tom"), ("Ana", "Bao")):
        circle(kit, (giver, f"savoir de {giver}", receiver))
        with counted(kit.engine) as statements:
            all_exchanges(kit.db)
        counts.append(len(statements))
    assert len(set(counts)) == 1
