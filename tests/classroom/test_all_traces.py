"""The print of all traces holds what the teacher may read, and nothing that a pupil kept."""

import pytest

from rers_school.classroom.errors import NotAllowed
from rers_school.classroom.models import SelfEvaluation
from rers_school.classroom.queries.all_traces import TraceSheet, all_traces
from rers_school.classroom.services import evaluations, follow_ups, reviews
from tests.classroom.exchange_factory import counted, single
from tests.classroom.trace_factory import lived, weeks_later
from tests.classroom.year_factory import full_class
from tests.factories import Kit


def sheet(kit: Kit, name: str) -> TraceSheet:
    kit.db.expire_all()
    return next(one for one in all_traces(kit.db, kit.teacher) if one.trace.name == name)


def test_it_holds_facts_agreements_and_shared_reviews(kit: Kit) -> None:
    room = lived(kit)
    reviews.write(kit.db, kit.pupil("Zoé"), room, {"learned": "On a appris"}, 0)
    (received,) = sheet(kit, "Zoé T.").trace.those("receiver")
    assert (received.savoir, received.aim) == ("guitare", "nous : evaluation")
    assert [one.shown_name for one in received.givers] == ["Maëlle T."]
    assert received.met and dict(received.review) == {"learned": "On a appris"}
    assert [one.savoir for one in sheet(kit, "Maëlle T.").trace.those("giver")] == ["guitare"]


def test_what_was_not_shared_with_the_teacher_is_not_on_their_screen(kit: Kit) -> None:
    room = lived(kit, words="rien que pour moi")
    zoe = kit.pupil("Zoé")
    weeks_later(kit)
    follow_ups.tell(kit.db, zoe, room, "rien que pour la classe, sans mon nom", shared=True)
    for to_partners, to_teacher in ((False, False), (True, False), (False, True)):
        evaluations.finish(
            kit.db, zoe, room, "receiver", where_i_am="starting", with_partners=to_partners,
            with_teacher=to_teacher,
        )  # fmt: skip
        kit.save()
        (received,) = sheet(kit, "Zoé T.").trace.those("receiver")
        assert (received.mine is not None) == to_teacher
        assert received.became == "" and received.shared == []
        # Where she says she is counts, said or withheld: "starting" is not "I can show".
        assert sheet(kit, "Zoé T.").trace.can_show == []


def test_market_days_are_in_it_with_the_answers_that_were_shared(kit: Kit) -> None:
    full_class(kit)
    found = sheet(kit, "Hugo L.")
    assert {(one.gave, one.savoir) for one in found.market_met} >= {(True, "nœuds")}
    assert [words for _day, words in found.market_said] == ["ma question quokka"]
    everything = str(all_traces(kit.db, kit.teacher))
    assert "seul, quokka" not in everything and "J’ai relu" not in everything


def test_as_many_questions_for_thirty_five_as_for_two_and_only_for_teachers(kit: Kit) -> None:
    counts = []
    for number in (2, 35):
        for one in range(number):
            single(kit, f"Pupil{one} A", "guitare", f"Pupil{(one + 1) % number} A")
        with counted(kit.engine) as seen:
            assert len(all_traces(kit.db, kit.teacher)) == number
        counts.append(len(seen))
    assert counts[0] == counts[1]
    with pytest.raises(NotAllowed):
        all_traces(kit.db, kit.pupil("Pupil1 A"))
    assert kit.db.query(SelfEvaluation).count() == 0
