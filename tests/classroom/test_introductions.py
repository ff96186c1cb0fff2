"""Circles made by hand, proposals sent, answered privately, opened together, withdrawn."""

from datetime import timedelta
from threading import Thread
from uuid import UUID

import pytest
from sqlalchemy import select

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound, Stale
from rers_school.classroom.models import (
    Answer,
    Circle,
    Exchange,
    Introduction,
    Membership,
    Participation,
)
from rers_school.classroom.queries.by_hand import by_hand
from rers_school.classroom.queries.introductions import (
    linked_now,
    proposal_for,
    unlinked_now,
    waiting_for,
)
from rers_school.classroom.rules.circles import Link
from rers_school.classroom.services import answers, introductions, keeping
from rers_school.db import lock_classroom
from tests.classroom.introductions_factory import fits, keep_all, link, page, pair, proposed
from tests.factories import Kit, make_kit

NOT_YES = ["no", "not_now", "differently", None]


def _states(kit: Kit, introduction_id: UUID) -> tuple[str, set[str]]:
    kit.db.expire_all()
    state = kit.db.get_one(Introduction, introduction_id).state
    exchanges = kit.db.scalars(
        select(Exchange.state)
        .join(Circle, Circle.id == Exchange.circle_id)
        .where(Circle.introduction_id == introduction_id)
    )
    return state, set(exchanges)


def _say(kit: Kit, name: str, introduction: Introduction, kind: str, word: str = "") -> None:
    answers.answer(kit.db, kit.pupil(name), introduction.id, kind, word)
    kit.save()


def _status(kit: Kit, actor: Actor, introduction: Introduction) -> str:
    return proposal_for(kit.db, actor, introduction.id).status


def test_a_kept_circle_is_known_to_the_teacher_only(kit: Kit) -> None:
    pair(kit)
    (kept,) = keep_all(kit)
    assert _states(kit, kept.id) == ("kept", {"prepared"})
    assert waiting_for(kit.db, kit.pupil("Zoé")) == []
    with pytest.raises(NotFound):
        answers.answer(kit.db, kit.pupil("Zoé"), kept.id, "yes")


def test_what_was_kept_can_be_taken_back_without_a_trace(kit: Kit) -> None:
    pair(kit)
    (kept,) = keep_all(kit)
    keeping.unkeep(kit.db, kit.teacher, kept.id)
    kit.save()
    for table in (Introduction, Circle, Exchange, Participation):
        assert kit.db.scalars(select(table.id)).all() == []
    assert len(page(kit).suggestions) == 1


def test_sending_asks_every_partner_once(kit: Kit) -> None:
    introduction = proposed(kit)
    assert introductions.send(kit.db, kit.teacher) == 0
    assert _states(kit, introduction.id) == ("proposed", {"proposed"})
    for name in ("Zoé", "Maëlle"):
        (view,) = waiting_for(kit.db, kit.pupil(name))
        assert view.status == "to_answer"
        assert len(view.gives) == len(view.receives) == 1
    with pytest.raises(Stale):
        keeping.unkeep(kit.db, kit.teacher, introduction.id)


def test_only_the_circles_that_the_teacher_saw_are_sent(kit: Kit) -> None:
    pair(kit)
    pair(kit, "Hugo", "Léa")
    first, second = keep_all(kit)
    assert introductions.send(kit.db, kit.teacher, only=[first.id]) == 1
    assert _states(kit, second.id)[0] == "kept"


def test_a_circle_is_not_sent_while_somebody_in_it_rests(kit: Kit) -> None:
    pair(kit)
    (kept,) = keep_all(kit)
    kit.db.get_one(Membership, kit.pupil("Zoé").membership_id).resting = True
    assert introductions.send(kit.db, kit.teacher) == 0
    assert not page(kit).kept[0].reachable
    assert _states(kit, kept.id)[0] == "kept"


def test_when_everybody_has_said_yes_the_rooms_open(kit: Kit) -> None:
    introduction = proposed(kit)
    _say(kit, "Zoé", introduction, "yes")
    assert _status(kit, kit.pupil("Zoé"), introduction) == "answered"
    assert _states(kit, introduction.id) == ("proposed", {"proposed"})
    _say(kit, "Maëlle", introduction, "yes")
    assert _states(kit, introduction.id) == ("opened", {"agreeing"})
    for name in ("Zoé", "Maëlle"):
        (view,) = waiting_for(kit.db, kit.pupil(name))
        assert view.status == "opened"
        answers.seen(kit.db, kit.pupil(name), introduction.id)
        assert waiting_for(kit.db, kit.pupil(name)) == []


def test_an_answer_can_change_until_it_is_settled(kit: Kit) -> None:
    introduction = proposed(kit)
    _say(kit, "Zoé", introduction, "no", "pas  cette semaine")
    _say(kit, "Zoé", introduction, "yes")
    _say(kit, "Maëlle", introduction, "yes")
    assert _states(kit, introduction.id)[0] == "opened"
    with pytest.raises(Stale) as refused:
        answers.answer(kit.db, kit.pupil("Zoé"), introduction.id, "no")
    assert refused.value.code == "no_longer_open"
    # The same yes again, from a second tab, is no refusal.
    answers.answer(kit.db, kit.pupil("Zoé"), introduction.id, "yes")


@pytest.mark.parametrize("kind", NOT_YES)
def test_whoever_did_not_say_yes_everybody_is_told_the_same(kit: Kit, kind: str | None) -> None:
    introduction = proposed(kit)
    _say(kit, "Zoé", introduction, "yes")
    if kind:
        _say(kit, "Maëlle", introduction, kind, "un mot")
    before = proposal_for(kit.db, kit.pupil("Zoé"), introduction.id)
    assert before.status == "answered"
    assert introductions.open_answers(kit.db, kit.teacher) == 0
    assert _states(kit, introduction.id) == ("not_started", {"not_started"})
    after = proposal_for(kit.db, kit.pupil("Zoé"), introduction.id)
    assert after.status == "not_started"
    assert "un mot" not in repr(after)
    assert [one.status for one in waiting_for(kit.db, kit.pupil("Maëlle"))] == ["not_started"]
    (told,) = page(kit).settled
    assert {each.answer for each in told.answers} == {"yes", kind}


def test_a_withdrawal_reads_like_a_refusal(kit: Kit) -> None:
    introduction = proposed(kit)
    introductions.withdraw(kit.db, kit.teacher, introduction.id)
    introductions.withdraw(kit.db, kit.teacher, introduction.id)
    assert _states(kit, introduction.id) == ("withdrawn", {"not_started"})
    assert _status(kit, kit.pupil("Zoé"), introduction) == "not_started"


def test_nothing_is_told_before_the_time_that_was_set(kit: Kit) -> None:
    opens_at = clock.now() + timedelta(hours=2)
    introduction = proposed(kit, opens_at)
    for name in ("Zoé", "Maëlle"):
        _say(kit, name, introduction, "yes")
    assert _states(kit, introduction.id)[0] == "proposed"
    assert _status(kit, kit.pupil("Zoé"), introduction) == "answered"
    assert waiting_for(kit.db, kit.pupil("Zoé")) == []
    clock.set_clock(lambda: opens_at)
    # Pages that read show it at once; the next writing request writes it down.
    assert _status(kit, kit.pupil("Zoé"), introduction) == "opened"
    assert _states(kit, introduction.id)[0] == "proposed"
    assert introductions.settle_due(kit.db, kit.classroom_id) == 1
    assert introductions.settle_due(kit.db, kit.classroom_id) == 0
    assert _states(kit, introduction.id) == ("opened", {"agreeing"})


def test_an_answer_after_the_time_is_too_late_and_changes_nothing(kit: Kit) -> None:
    opens_at = clock.now() + timedelta(hours=2)
    introduction = proposed(kit, opens_at)
    _say(kit, "Zoé", introduction, "yes")
    clock.set_clock(lambda: opens_at)
    assert linked_now(kit.db) == set()
    with pytest.raises(Stale):
        answers.answer(kit.db, kit.pupil("Maëlle"), introduction.id, "yes")
    assert _status(kit, kit.pupil("Maëlle"), introduction) == "not_started"


def test_a_time_in_the_past_is_refused(kit: Kit) -> None:
    pair(kit)
    keep_all(kit)
    with pytest.raises(DomainError) as refused:
        introductions.send(kit.db, kit.teacher, opens_at=clock.now() - timedelta(minutes=1))
    assert refused.value.code == "opens_in_the_past"


def test_only_those_who_are_asked_answer_and_with_one_of_the_answers(kit: Kit) -> None:
    introduction = proposed(kit)
    for stranger in (kit.pupil("Hugo"), kit.teacher):
        with pytest.raises(NotFound):
            answers.answer(kit.db, stranger, introduction.id, "yes")
        with pytest.raises(NotFound):
            proposal_for(kit.db, stranger, introduction.id)
    with pytest.raises(DomainError) as refused:
        answers.answer(kit.db, kit.pupil("Zoé"), introduction.id, "perhaps")
    assert refused.value.code == "choose_one"


def test_the_teacher_enters_an_answer_given_on_paper(kit: Kit) -> None:
    introduction = proposed(kit)
    _say(kit, "Zoé", introduction, "yes")
    maelle = kit.pupil("Maëlle").membership_id
    with pytest.raises(NotAllowed):
        answers.answer_on_paper(kit.db, kit.pupil("Zoé"), introduction.id, maelle, "yes")
    answers.answer_on_paper(kit.db, kit.teacher, introduction.id, maelle, "yes")
    assert _states(kit, introduction.id)[0] == "opened"


def test_the_teacher_links_by_hand_beyond_the_cards_of_one_side(kit: Kit) -> None:
    card = kit.offer(kit.pupil("Zoé"), "crêpes")
    chess = kit.demand(kit.teacher, "échecs")
    me = kit.teacher.membership_id
    links = [
        Link(kit.pupil("Zoé").membership_id, me, card.savoir_id),
        Link(me, kit.pupil("Zoé").membership_id, card.savoir_id),
    ]
    with pytest.raises(DomainError) as refused:
        keeping.link_by_hand(kit.db, kit.teacher, links)
    assert refused.value.code == "not_on_cards"
    kept = keeping.link_by_hand(kit.db, kit.teacher, links[:1])
    assert keeping.link_by_hand(kit.db, kit.teacher, links[:1]).id == kept.id
    hugo = kit.pupil("Hugo").membership_id
    other = keeping.link_by_hand(
        kit.db, kit.teacher, [Link(hugo, me, chess.savoir_id)], kit.pupil("Léa").membership_id
    )
    assert other.mediator_id == kit.pupil("Léa").membership_id
    assert introductions.send(kit.db, kit.teacher) == 2
    assert len(waiting_for(kit.db, kit.teacher)) == 2
    # The mediator accompanies; the partners are those who are asked.
    assert waiting_for(kit.db, kit.pupil("Léa")) == []


def test_a_circle_of_three_by_hand_closes(kit: Kit) -> None:
    savoirs = {
        name: kit.offer(kit.pupil(name), f"savoir de {name}").savoir_id
        for name in ("Inès", "Noémie", "Théo")
    }
    ring = [
        link(kit, "Inès", savoirs["Inès"], "Noémie"),
        link(kit, "Noémie", savoirs["Noémie"], "Théo"),
        link(kit, "Théo", savoirs["Théo"], "Inès"),
    ]
    with pytest.raises(DomainError) as refused:
        keeping.link_by_hand(kit.db, kit.teacher, ring[:2])
    assert refused.value.code == "not_a_circle"
    keeping.link_by_hand(kit.db, kit.teacher, ring)
    introductions.send(kit.db, kit.teacher)
    (view,) = waiting_for(kit.db, kit.pupil("Noémie"))
    assert view.people == 3
    assert [part.partner.shown_name for part in view.gives] == ["Théo T."]
    assert [part.partner.shown_name for part in view.receives] == ["Inès T."]


def test_by_hand_shows_who_fits_with_somebody(kit: Kit) -> None:
    pair(kit)
    fits(kit, "Zoé", "tresses", "Noémie")
    fits(kit, "Noémie", "mangas", "Théo")
    fits(kit, "Théo", "échecs", "Zoé")
    found = by_hand(kit.db, kit.teacher, kit.pupil("Zoé").membership_id).one
    assert found is not None
    assert [two.other.shown_name for two in found.both_ways] == ["Maëlle T."]
    assert [[one.giver.letter for one in ring] for ring in found.circles] == [["Z", "N", "T"]]
    assert {one.receiver.shown_name for one in found.could_give} == {"Maëlle T.", "Noémie T."}
    assert {one.giver.shown_name for one in found.could_receive} == {"Maëlle T.", "Théo T."}


def test_another_class_is_not_there(kit: Kit) -> None:
    introduction = proposed(kit)
    kit.save()
    other = make_kit(kit.engine, "6e")
    for act in (
        lambda: introductions.withdraw(other.db, other.teacher, introduction.id),
        lambda: keeping.unkeep(other.db, other.teacher, introduction.id),
        lambda: answers.answer(other.db, other.teacher, introduction.id, "yes"),
        lambda: by_hand(other.db, other.teacher, kit.pupil("Zoé").membership_id),
    ):
        with pytest.raises(NotFound):
            act()
    other.db.close()


def test_who_has_a_link_now_is_known_without_writing(kit: Kit) -> None:
    kit.pupil("Hugo")
    pair(kit)
    keep_all(kit)
    assert linked_now(kit.db) == set()
    introductions.send(kit.db, kit.teacher)
    pupils = {kit.pupil(name).membership_id for name in ("Zoé", "Maëlle")}
    assert linked_now(kit.db) == pupils
    assert [one.shown_name for one in unlinked_now(kit.db)] == ["Hugo T."]


@pytest.mark.parametrize("number", range(3))
def test_a_withdrawal_and_the_last_yes_at_once_have_one_outcome(kit: Kit, number: int) -> None:
    introduction = proposed(kit)
    _say(kit, "Zoé", introduction, "yes")
    kit.db.close()
    outcomes: dict[str, str] = {}

    def at_once(name: str) -> None:
        db = kit.again()
        try:
            lock_classroom(db, kit.classroom_id)
            if name == "pupil":
                answers.answer(db, kit.pupils["Maëlle"], introduction.id, "yes")
            else:
                introductions.withdraw(db, kit.teacher, introduction.id)
            db.commit()
            outcomes[name] = "done"
        except Stale as late:
            db.rollback()
            outcomes[name] = late.code
        finally:
            db.close()

    threads = [Thread(target=at_once, args=(name,)) for name in ("pupil", "teacher")]
    for thread in threads if number % 2 else reversed(threads):
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes.values()) == ["done", "no_longer_open"], outcomes
    state, exchanges = _states(kit, introduction.id)
    if outcomes["pupil"] == "done":
        assert (state, exchanges) == ("opened", {"agreeing"})
    else:
        assert (state, exchanges) == ("withdrawn", {"not_started"})
        assert {one.answer for one in kit.db.scalars(select(Answer))} == {"yes", None}
