"""Line by line, partners decide together; nobody's words are overwritten or agreed unseen."""

import pytest

from rers_school.classroom.errors import DomainError, NotAllowed, NotFound, Stale
from rers_school.classroom.models import AgreementRevision
from rers_school.classroom.queries.room import room_of
from rers_school.classroom.services import agreement, exchanges, meetings
from tests.classroom.exchange_factory import (
    agree_on_everything,
    circle,
    close,
    single,
    state_of,
)
from tests.factories import Kit


def test_who_words_a_line_consents_to_it(kit: Kit) -> None:
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    room = single(kit)
    agreement.write_line(kit.db, zoe, room, "contents", "Trois accords", 0)
    line = room_of(kit.db, maelle, room).line("contents")
    assert [(who.id, agrees) for who, agrees in line.marks] == [
        (maelle.membership_id, False),
        (zoe.membership_id, True),
    ]
    assert line.to_agree
    assert not room_of(kit.db, zoe, room).line("contents").to_agree


def test_a_changed_line_needs_everybodys_consent_again(kit: Kit) -> None:
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    room = single(kit)
    first = agreement.write_line(kit.db, zoe, room, "contents", "Trois accords", 0)
    agreement.agree(kit.db, maelle, room, "contents", first.id)
    assert room_of(kit.db, zoe, room).line("contents").state == "agreed"
    agreement.write_line(kit.db, maelle, room, "contents", "Trois accords et une chanson", 1)
    line = room_of(kit.db, zoe, room).line("contents")
    assert line.state == "to_agree" and line.to_agree
    assert (line.before, line.words) == ("Trois accords", "Trois accords et une chanson")
    assert line.author is not None and line.author.id == maelle.membership_id


def test_two_pupils_at_once_the_second_is_refused_and_nothing_is_lost(kit: Kit) -> None:
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    room = single(kit)
    with kit.again() as screen:
        agreement.write_line(screen, zoe, room, "place", "la bibliothèque", 0)
        screen.commit()
    with kit.again() as screen:
        with pytest.raises(Stale):
            agreement.write_line(screen, maelle, room, "place", "la cour", 0)
        screen.rollback()
    with kit.again() as screen:
        agreement.write_line(screen, maelle, room, "place", "la cour", 1)
        screen.commit()
    words = [one.words for one in kit.db.query(AgreementRevision).order_by("number")]
    assert words == ["la bibliothèque", "la cour"]


def test_the_same_words_from_both_are_an_agreement(kit: Kit) -> None:
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    room = single(kit)
    agreement.write_line(kit.db, zoe, room, "place", "la cour", 0)
    agreement.write_line(kit.db, maelle, room, "place", " la cour ", 0)
    line = room_of(kit.db, zoe, room).line("place")
    assert line.state == "agreed" and line.number == 1


def test_nobody_agrees_to_words_they_have_not_seen(kit: Kit) -> None:
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    room = single(kit)
    first = agreement.write_line(kit.db, zoe, room, "days", "lundi", 0)
    agreement.write_line(kit.db, zoe, room, "days", "mardi", 1)
    with pytest.raises(Stale):
        agreement.agree(kit.db, maelle, room, "days", first.id)


def test_agreeing_twice_counts_once(kit: Kit) -> None:
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    room = single(kit)
    said = agreement.write_line(kit.db, zoe, room, "days", "lundi", 0)
    agreement.agree(kit.db, maelle, room, "days", said.id)
    agreement.agree(kit.db, maelle, room, "days", said.id)
    assert room_of(kit.db, zoe, room).line("days").state == "agreed"


def test_all_lines_agreed_and_the_exchange_is_agreed_until_one_changes(kit: Kit) -> None:
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    room = single(kit)
    agree_on_everything(kit, room, zoe, maelle)
    assert state_of(kit, room) == "agreed"
    agreement.write_line(kit.db, maelle, room, "method", "en jouant", 1)
    kit.save()
    assert state_of(kit, room) == "agreeing"


def test_a_line_changed_under_way_stops_nothing(kit: Kit) -> None:
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    room = single(kit)
    agree_on_everything(kit, room, zoe, maelle)
    held = kit.db.get_one(AgreementRevision, room_of(kit.db, zoe, room).line("days").revision_id)
    meetings.tell(kit.db, zoe, room, held_on=held.created_at.date(), present=[], did="une chanson")
    agreement.write_line(kit.db, zoe, room, "days", "jeudi", 1)
    kit.save()
    assert state_of(kit, room) == "under_way"
    assert room_of(kit.db, maelle, room).line("days").to_agree


def test_an_optional_line_once_written_needs_consent_as_well(kit: Kit) -> None:
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    room = single(kit)
    agree_on_everything(kit, room, zoe, maelle)
    said = agreement.write_line(kit.db, zoe, room, "needs", "une guitare", 0)
    kit.save()
    assert state_of(kit, room) == "agreeing"
    agreement.agree(kit.db, maelle, room, "needs", said.id)
    kit.save()
    assert state_of(kit, room) == "agreed"


def test_a_pair_settles_days_and_places_once_for_both_directions(kit: Kit) -> None:
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    there, back = circle(kit, ("Maëlle", "guitare", "Zoé"), ("Zoé", "crêpes", "Maëlle"))
    said = agreement.write_line(kit.db, zoe, back, "days", "lundi", 0)
    own = agreement.write_line(kit.db, zoe, back, "contents", "la pâte", 0)
    agreement.agree(kit.db, maelle, there, "days", said.id)
    first, second = room_of(kit.db, zoe, there), room_of(kit.db, zoe, back)
    assert first.line("days").words == second.line("days").words == "lundi"
    assert first.line("days").state == second.line("days").state == "agreed"
    assert first.line("days").shared
    assert (first.line("contents").words, second.line("contents").words) == ("", "la pâte")
    with pytest.raises(NotFound):
        agreement.agree(kit.db, maelle, there, "contents", own.id)


def test_a_pairs_shared_line_moves_both_rooms(kit: Kit) -> None:
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    there, back = circle(kit, ("Maëlle", "guitare", "Zoé"), ("Zoé", "crêpes", "Maëlle"))
    agree_on_everything(kit, there, zoe, maelle)
    for line in ("contents", "method", "evaluation", "look_back_on"):
        said = agreement.write_line(kit.db, zoe, back, line, "oui", 0)
        agreement.agree(kit.db, maelle, back, line, said.id)
    kit.save()
    assert (state_of(kit, there), state_of(kit, back)) == ("agreed", "agreed")
    before = room_of(kit.db, zoe, there).revision
    agreement.write_line(kit.db, maelle, back, "place", "ailleurs", 1)
    kit.save()
    assert (state_of(kit, there), state_of(kit, back)) == ("agreeing", "agreeing")
    assert room_of(kit.db, zoe, there).revision > before


def test_a_circle_of_three_shares_no_line(kit: Kit) -> None:
    zoe = kit.pupil("Zoé")
    first, _second, third = circle(
        kit, ("Zoé", "crêpes", "Ali"), ("Ali", "échecs", "Léa"), ("Léa", "danse", "Zoé")
    )
    agreement.write_line(kit.db, zoe, first, "days", "lundi", 0)
    assert room_of(kit.db, zoe, third).line("days").words == ""


def test_a_mediator_may_propose_and_never_consents(kit: Kit) -> None:
    nour = kit.pupil("Nour")
    [room] = circle(kit, ("Maëlle", "guitare", "Zoé"), mediator=nour)
    said = agreement.write_line(kit.db, nour, room, "days", "lundi", 0)
    line = room_of(kit.db, nour, room).line("days")
    assert [agrees for _who, agrees in line.marks] == [False, False]
    with pytest.raises(NotAllowed):
        agreement.agree(kit.db, nour, room, "days", said.id)


def test_a_teacher_who_looks_in_changes_nothing_of_the_agreement(kit: Kit) -> None:
    room = single(kit)
    with pytest.raises(NotAllowed):
        agreement.write_line(kit.db, kit.teacher, room, "days", "lundi", 0)
    assert not room_of(kit.db, kit.teacher, room).writable


def test_a_consent_on_paper_is_entered_by_the_teacher(kit: Kit) -> None:
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    room = single(kit)
    agreement.write_line(kit.db, zoe, room, "days", "lundi", 0)
    with pytest.raises(NotAllowed):
        agreement.agree_on_paper(kit.db, zoe, room, maelle.membership_id)
    agreement.agree_on_paper(kit.db, kit.teacher, room, maelle.membership_id)
    assert room_of(kit.db, zoe, room).line("days").state == "agreed"


def test_a_stranger_finds_no_room(kit: Kit) -> None:
    room = single(kit)
    stranger = kit.pupil("Ali")
    with pytest.raises(NotFound):
        room_of(kit.db, stranger, room)
    with pytest.raises(NotFound):
        agreement.write_line(kit.db, stranger, room, "days", "lundi", 0)


@pytest.mark.parametrize("state", ["prepared", "proposed", "not_started"])
def test_before_everybody_said_yes_there_is_no_room(kit: Kit, state: str) -> None:
    [room] = circle(kit, ("Maëlle", "guitare", "Zoé"), state=state)
    for actor in (kit.pupil("Zoé"), kit.teacher):
        with pytest.raises(NotFound):
            room_of(kit.db, actor, room)


def test_a_line_of_nothing_or_too_long_is_refused(kit: Kit) -> None:
    zoe = kit.pupil("Zoé")
    room = single(kit)
    for words, code in (("   ", "empty"), ("a" * 2001, "too_long")):
        with pytest.raises(DomainError, match=code):
            agreement.write_line(kit.db, zoe, room, "days", words, 0)


def test_an_exchange_taken_up_again_keeps_its_agreement(kit: Kit) -> None:
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    room = single(kit)
    close(kit, room, maelle, zoe)
    with pytest.raises(DomainError, match="not_now"):
        agreement.write_line(kit.db, zoe, room, "days", "lundi", 1)
    exchanges.reopen(kit.db, zoe, room)
    kit.save()
    assert state_of(kit, room) == "under_way"
    assert not room_of(kit.db, zoe, room).line("days").to_agree
