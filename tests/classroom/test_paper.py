"""Paper: what comes back on it is entered in one go, and what is printed keeps secrets."""

from uuid import UUID

import pytest
from sqlalchemy import select

from rers_school.classroom.errors import DomainError, NotAllowed, NotFound, Stale
from rers_school.classroom.models import Answer, Demand, Offer
from rers_school.classroom.queries.introductions import proposal_for
from rers_school.classroom.queries.paper import not_answered, people_with_cards
from rers_school.classroom.queries.paper_exchanges import TO_SIGN, exchange_sheets
from rers_school.classroom.queries.room import room_of
from rers_school.classroom.rules.card_cells import Part, parts
from rers_school.classroom.services import agreement, answers, cards, drafts, introductions
from rers_school.classroom.services import quick_grid as grid
from tests.classroom.exchange_factory import single
from tests.classroom.introductions_factory import keep_all, pair, proposed
from tests.factories import Kit

LONG = "é" * 121


def _words(kit: Kit, table: type[Offer] | type[Demand] = Offer) -> list[str]:
    kit.db.rollback()
    return sorted(kit.db.scalars(select(table.words)))


# --- one field, several cards ---


def test_a_field_holds_cards_between_bars_and_on_lines_of_their_own() -> None:
    found = parts("faire des crêpes | \r\n- nager\n1. coudre ||\n")
    assert list(found) == [Part("faire des crêpes"), Part("nager"), Part("coudre")]


def test_what_does_not_become_a_card_is_named_and_kept_as_written() -> None:
    found = list(parts(f"nager|je ne sais pas|{LONG}|???"))
    assert [one.problem for one in found] == ["", "not_a_card", "card_too_long", "not_a_card"]
    assert found[2].words == LONG


# --- the grid ---


def test_a_pile_becomes_cards_written_by_the_teacher(kit: Kit) -> None:
    zoe, ali = kit.pupil("Zoé").membership_id, kit.pupil("Ali").membership_id
    done = grid.enter(
        kit.db, kit.teacher, {("offer", zoe): "nager | coudre", ("demand", ali): "nager"}
    )
    kit.save()
    assert (done.added, done.there, done.left) == (3, 0, {})
    assert _words(kit) == ["coudre", "nager"] and _words(kit, Demand) == ["nager"]
    writers = set(kit.db.scalars(select(Offer.written_by_id)))
    assert writers == {kit.teacher.membership_id}


def test_the_teachers_own_line_is_written_by_nobody_else(kit: Kit) -> None:
    me = kit.teacher.membership_id
    grid.enter(kit.db, kit.teacher, {("offer", me): "jardiner"})
    kit.save()
    assert kit.db.scalars(select(Offer.written_by_id)).one() is None


def test_doubles_are_not_added_twice(kit: Kit) -> None:
    zoe = kit.pupil("Zoé")
    kit.offer(zoe, "Nager le crawl")
    cell = ("offer", zoe.membership_id)
    done = grid.enter(kit.db, kit.teacher, {cell: "nager le crawl|coudre\ncoudre"})
    kit.save()
    assert (done.added, done.there) == (1, 2)
    assert _words(kit) == ["Nager le crawl", "coudre"]


def test_a_mistake_stays_as_the_teachers_draft_and_the_rest_is_entered(kit: Kit) -> None:
    zoe, ali = kit.pupil("Zoé").membership_id, kit.pupil("Ali").membership_id
    done = grid.enter(
        kit.db, kit.teacher, {("offer", zoe): f"nager|{LONG}|rien", ("offer", ali): "coudre"}
    )
    kit.save()
    assert done.added == 2 and list(done.left) == [("offer", zoe)]
    assert _words(kit) == ["coudre", "nager"]
    assert grid.waiting(kit.db, kit.teacher) == {grid.field_of("offer", zoe): f"{LONG} | rien"}
    again = grid.enter(kit.db, kit.teacher, {("offer", zoe): "skier"})
    kit.save()
    assert again.added == 1 and grid.waiting(kit.db, kit.teacher) == {}


def test_only_a_teacher_enters_a_pile_and_only_for_this_class(kit: Kit, nobody: UUID) -> None:
    zoe = kit.pupil("Zoé")
    with pytest.raises(NotAllowed):
        grid.enter(kit.db, zoe, {("offer", zoe.membership_id): "nager"})
    with pytest.raises(NotFound):
        grid.enter(kit.db, kit.teacher, {("offer", nobody): "nager"})


def test_a_draft_of_the_grid_holds_a_class_and_no_more_text_than_another(kit: Kit) -> None:
    class_full = {grid.field_of("offer", UUID(int=n)): "nager" for n in range(80)}
    drafts.keep(kit.db, kit.teacher, drafts.GRID, class_full)
    assert grid.waiting(kit.db, kit.teacher) == class_full
    for too_much in (
        {f"f{n}": "x" for n in range(drafts.GRID_FIELDS_MOST + 1)},
        {f"f{n}": "x" * 12_000 for n in range(21)},
    ):
        with pytest.raises(DomainError):
            drafts.keep(kit.db, kit.teacher, drafts.GRID, too_much)


@pytest.mark.parametrize("name", ["offer", "offer-x", "card-" + UUID(int=1).hex, "_launch", ""])
def test_other_fields_are_no_part_of_the_grid(name: str) -> None:
    assert grid.cell_of(name) is None


# --- answers ---


def _answer(kit: Kit, introduction: UUID, name: str) -> Answer:
    kit.db.rollback()
    return kit.db.scalars(
        select(Answer).where(
            Answer.introduction_id == introduction,
            Answer.membership_id == kit.pupil(name).membership_id,
        )
    ).one()


def test_an_answer_on_paper_is_marked_so_until_its_author_answers_on_a_screen(kit: Kit) -> None:
    introduction = proposed(kit)
    zoe = kit.pupil("Zoé")
    answers.answer_on_paper(kit.db, kit.teacher, introduction.id, zoe.membership_id, "no")
    kit.save()
    assert _answer(kit, introduction.id, "Zoé").how == "paper"
    assert proposal_for(kit.db, zoe, introduction.id).on_paper
    answers.answer(kit.db, zoe, introduction.id, "not_now")
    kit.save()
    assert _answer(kit, introduction.id, "Zoé").how == "screen"


def test_paper_does_not_replace_what_somebody_answered_themself(kit: Kit) -> None:
    introduction = proposed(kit)
    zoe = kit.pupil("Zoé")
    answers.answer(kit.db, zoe, introduction.id, "no", "pas moi")
    kit.save()
    with pytest.raises(Stale):
        answers.answer_on_paper(kit.db, kit.teacher, introduction.id, zoe.membership_id, "yes")
    kept = _answer(kit, introduction.id, "Zoé")
    assert (kept.answer, kept.word) == ("no", "pas moi")


def test_a_pile_of_answers_is_entered_and_says_what_came_too_late(kit: Kit) -> None:
    introduction = proposed(kit)
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    answers.answer(kit.db, zoe, introduction.id, "yes")
    kit.save()
    pile = [(introduction.id, one.membership_id, "yes") for one in (zoe, maelle)]
    assert answers.pile_on_paper(kit.db, kit.teacher, pile) == (1, 1)
    kit.save()
    assert proposal_for(kit.db, zoe, introduction.id).status == "opened"


def test_slips_are_for_those_who_have_not_answered_whatever_the_answer(kit: Kit) -> None:
    introduction = proposed(kit)
    found = not_answered(kit.db, kit.classroom_id)
    assert [one.who.first_name for one in found] == ["Maëlle", "Zoé"]
    zoe = found[1]
    assert [part.savoir for part in zoe.gives] == ["crêpes de Zoé"]
    assert [part.partner.first_name for part in zoe.receives] == ["Maëlle"]
    answers.answer(kit.db, kit.pupil("Zoé"), introduction.id, "no")
    kit.save()
    assert [one.who.first_name for one in not_answered(kit.db, kit.classroom_id)] == ["Maëlle"]


def test_what_is_kept_or_withdrawn_has_no_slip(kit: Kit) -> None:
    pair(kit)
    keep_all(kit)
    assert not_answered(kit.db, kit.classroom_id) == []
    introductions.send(kit.db, kit.teacher)
    kit.save()
    (one, _other) = not_answered(kit.db, kit.classroom_id)
    introductions.withdraw(kit.db, kit.teacher, one.introduction_id)
    kit.save()
    assert not_answered(kit.db, kit.classroom_id) == []


# --- sheets ---


def test_an_agreement_sheet_holds_the_lines_as_they_stand(kit: Kit) -> None:
    room = single(kit)
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    agreement.write_line(kit.db, zoe, room, "days", "lundi", 0)
    said = agreement.write_line(kit.db, zoe, room, "place", "au CDI", 0)
    agreement.agree(kit.db, maelle, room, "place", said.id)
    agreement.write_line(kit.db, zoe, room, "days", "mardi", 1)
    kit.save()
    (sheet,) = exchange_sheets(kit.db, TO_SIGN)
    lines = {line.key: (line.words, line.agreed) for line in sheet.lines}
    assert lines["days"] == ("mardi", False) and lines["place"] == ("au CDI", True)
    assert lines["method"] == ("", False)
    assert exchange_sheets(kit.db, ("closed",)) == []
    assert exchange_sheets(kit.db, TO_SIGN, only=UUID(int=7)) == []


def test_the_room_knows_which_consent_is_a_signature_on_paper(kit: Kit) -> None:
    room = single(kit)
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    agreement.write_line(kit.db, zoe, room, "days", "lundi", 0)
    agreement.agree_on_paper(kit.db, kit.teacher, room, maelle.membership_id)
    kit.save()
    assert room_of(kit.db, zoe, room).line("days").on_paper == {maelle.membership_id}


def test_a_pupils_sheet_holds_their_cards_on_the_wall_and_no_other(kit: Kit) -> None:
    zoe = kit.pupil("Zoé")
    kit.offer(zoe, "nager")
    resting = kit.offer(zoe, "coudre")
    cards.rest(kit.db, zoe, "offer", resting.id)
    kit.save()
    found = people_with_cards(kit.db)
    assert [one.who.id for one in found] == [zoe.membership_id, kit.teacher.membership_id]
    assert [card.words for card in found[0].offers] == ["nager"]
    assert not found[1].is_pupil
