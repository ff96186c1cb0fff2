"""The class remembers what it learned, not who; it survives the purge and is shown to the next."""

import pytest

from rers_school import clock
from rers_school.classroom.errors import DomainError, NotAllowed
from rers_school.classroom.models import Classroom, Succession
from rers_school.classroom.queries.memory import has_before, memories
from rers_school.classroom.rules.forgetting import Named
from rers_school.classroom.rules.memory import Namelist, from_json, to_json
from rers_school.classroom.services import decisions, effects, follow_ups, gatherings, memory
from tests.classroom.trace_factory import lived, weeks_later
from tests.factories import Kit, make_kit


def year(kit: Kit) -> None:
    room = lived(kit)
    weeks_later(kit)
    zoe, maelle = kit.pupil("Zoé"), kit.pupil("Maëlle")
    follow_ups.tell(kit.db, zoe, room, "Merci à maelle, je joue encore", shared=True)
    follow_ups.tell(kit.db, maelle, room, "gardé pour moi")
    effects.tell(kit.db, zoe, "dared", "parler devant tous", shared=True)
    effects.tell(kit.db, zoe, "see", "les fractions")
    council = gatherings.plan(kit.db, kit.teacher, "council", clock.now().date())
    decisions.take(kit.db, kit.teacher, council.id, "un marché par mois", "Zoé")
    dropped = decisions.take(kit.db, kit.teacher, council.id, "plus rien")
    decisions.settle(kit.db, kit.teacher, dropped.id, "dropped")
    kit.save()


def test_it_holds_what_was_given_for_it_and_no_name(kit: Kit) -> None:
    year(kit)
    lines = memories(kit.db, kit.pupil("Zoé"), "quelqu’un").now
    assert [(one.section, one.text, one.named) for one in lines] == [
        ("savoirs", "guitare", False),
        ("decisions", "un marché par mois", False),
        ("became", "Merci à quelqu’un, je joue encore", True),
        ("effects", "parler devant tous", False),
    ]


def test_the_teacher_keeps_the_lines_that_were_shown_and_ticked(kit: Kit) -> None:
    year(kit)
    shown = memories(kit.db, kit.teacher, "x").now
    effects.tell(kit.db, kit.pupil("Zoé"), "dared", "venu après", shared=True)
    ticked = {one.key for one in shown if not one.named}
    memory.keep(kit.db, kit.teacher, ticked, "x")
    found = memories(kit.db, kit.teacher, "x")
    assert found.kept is not None and found.before == ()
    assert [one.section for one in found.kept.lines] == ["savoirs", "decisions", "effects"]
    memory.keep(kit.db, kit.teacher, {shown[0].key}, "x")
    again = memories(kit.db, kit.teacher, "x").kept
    assert again is not None and [one.text for one in again.lines] == ["guitare"]
    with pytest.raises(DomainError, match="nothing_chosen"):
        memory.keep(kit.db, kit.teacher, {"unknown"}, "x")
    with pytest.raises(NotAllowed):
        memory.keep(kit.db, kit.pupil("Zoé"), ticked, "x")


def test_the_class_that_follows_is_shown_it_and_no_other(kit: Kit) -> None:
    year(kit)
    kit.db.get_one(Classroom, kit.classroom_id).school_year = 2025
    memory.keep(
        kit.db, kit.teacher, {one.key for one in memories(kit.db, kit.teacher, "x").now}, "x"
    )
    kit.save()
    after, stranger = make_kit(kit.engine, "CM2 after"), make_kit(kit.engine, "CM2 C")
    after.db.add(Succession(classroom_id=after.classroom_id, follows_id=kit.classroom_id))
    after.db.get_one(Classroom, after.classroom_id).school_year = 2026
    after.save()
    assert has_before(after.db, after.teacher)
    (before,) = memories(after.db, after.teacher, "x").before
    assert (before.classroom, before.school_year) == ("CM2", 2025)
    assert "guitare" in [one.text for one in before.lines]
    assert not has_before(stranger.db, stranger.teacher)
    assert memories(stranger.db, stranger.teacher, "x").before == ()
    assert not has_before(kit.db, kit.teacher)


def test_a_word_that_is_like_a_name_is_pointed_at_and_stays() -> None:
    names = Namelist([Named("Rose", "Le Petit", "Rose L.")], "—")
    said = ("peindre en rose", "avec Rose", "le petit pont", "le grand pont")
    lines = [names.line("effects", one) for one in said]
    assert [one.text for one in lines] == [
        "peindre en rose", "avec —", "le petit pont", "le grand pont",
    ]  # fmt: skip
    assert [one.named for one in lines] == [True, True, True, False]


def test_kept_lines_are_read_as_they_were_written() -> None:
    line = Namelist([], "—").line("became", "je joue", "guitare")
    assert from_json(to_json([line])) == (line,)
