"""The trace holds what was lived, in one's own words, and what others shared with one."""

from pathlib import Path

from rers_school.classroom.queries.earlier_years import YearBefore
from rers_school.classroom.queries.market_memory import remembered
from rers_school.classroom.queries.trace import trace_of
from rers_school.classroom.queries.trace_file import as_file
from rers_school.classroom.rules.evaluation import QUESTIONS
from rers_school.classroom.services import evaluations, exchanges, reviews
from tests.classroom.exchange_factory import circle, close, counted, single
from tests.classroom.trace_factory import START, at, lived
from tests.classroom.year_factory import HUGO, full_class
from tests.factories import Kit


def test_each_side_finds_the_exchange_under_its_own_heading(kit: Kit) -> None:
    at(START)
    lived(kit)
    mine, theirs = trace_of(kit.db, kit.pupil("Zoé")), trace_of(kit.db, kit.pupil("Maëlle"))
    (received,) = mine.those("receiver")
    assert (received.savoir, received.began, received.ended) == (
        "guitare",
        START.date(),
        START.date(),
    )
    assert [one.shown_name for one in received.givers] == ["Maëlle T."]
    assert received.aim == "nous : evaluation"
    assert [one.savoir for one in theirs.those("giver")] == ["guitare"]
    assert mine.those("giver") == [] and theirs.those("receiver") == []


def test_ones_own_words_are_there_and_nobody_elses_unless_shared_with_one(kit: Kit) -> None:
    room, zoe, maelle = lived(kit), kit.pupil("Zoé"), kit.pupil("Maëlle")
    evaluations.answer(kit.db, maelle, room, "giver", "preparing", "J’ai relu mon cahier")
    evaluations.finish(kit.db, maelle, room, "giver", with_teacher=True)
    kit.save()
    (entry,) = trace_of(kit.db, zoe).those("receiver")
    assert entry.mine is not None and entry.mine.answer("now_i_can") == "Je joue trois accords"
    assert entry.shared == []
    evaluations.finish(kit.db, maelle, room, "giver", with_partners=True)
    kit.save()
    (entry,) = trace_of(kit.db, zoe).those("receiver")
    assert [one.answer("preparing") for one in entry.shared] == ["J’ai relu mon cahier"]


def test_the_teacher_has_a_trace_of_their_own_only(kit: Kit) -> None:
    room = lived(kit)
    evaluations.finish(
        kit.db, kit.pupil("Zoé"), room, "receiver", with_partners=True, with_teacher=True
    )
    kit.save()
    assert trace_of(kit.db, kit.teacher).entries == ()


def test_what_stopped_before_anything_took_place_leaves_nothing(kit: Kit) -> None:
    room, zoe = single(kit), kit.pupil("Zoé")
    assert [one.state for one in trace_of(kit.db, zoe).entries] == ["agreeing"]
    exchanges.stop(kit.db, zoe, room)
    kit.save()
    assert trace_of(kit.db, zoe).entries == ()


def test_what_i_can_show_is_what_i_received_and_what_i_offer_each_once(kit: Kit) -> None:
    room, zoe = lived(kit), kit.pupil("Zoé")
    kit.offer(zoe, "plier une grue")
    exchanges.pass_on(kit.db, zoe, room)
    kit.save()
    shown = [(one.words, one.own_words) for one in trace_of(kit.db, zoe).can_show]
    assert shown == [("guitare", "Je joue trois accords"), ("plier une grue", "")]
    evaluations.finish(kit.db, zoe, room, "receiver", where_i_am="starting")
    kit.save()
    assert ("guitare", "Je joue trois accords") not in [
        (one.words, one.own_words) for one in trace_of(kit.db, zoe).can_show
    ]


def test_a_longer_year_costs_no_more_queries(kit: Kit) -> None:
    zoe = kit.pupil("Zoé")
    lived(kit)
    counts = []
    for more in ("crêpes", "vélo"):
        kit.db.expire_all()
        with counted(kit.engine) as seen:
            trace_of(kit.db, zoe)
        counts.append(len(seen))
        lived(kit, more)
        circle(kit, ("Zoé", f"{more} dehors", "Ali"), ("Ali", f"{more} dedans", "Zoé"))
    assert counts[0] == counts[1]


def test_the_file_holds_ones_own_and_of_others_the_name_only(kit: Kit) -> None:
    room, zoe, maelle = lived(kit), kit.pupil("Zoé"), kit.pupil("Maëlle")
    evaluations.answer(kit.db, maelle, room, "giver", "preparing", "mots de Maëlle")
    evaluations.finish(kit.db, maelle, room, "giver", with_partners=True)
    reviews.write(kit.db, maelle, room, {"learned": "écrit à deux"}, 0)
    kit.demand(zoe, "jouer aux échecs")
    kit.save()
    file = as_file(trace_of(kit.db, zoe))
    assert file["format"] == "rers-school-trace" and file["version"] == 1
    (received,) = file["received"]
    assert received["with"] == ["Maëlle T."]
    assert received["own_words"] == {"now_i_can": "Je joue trois accords"}
    assert received["where_i_am"] == "share_it" and received["learned"] is True
    assert file["demands"] == [{"words": "jouer aux échecs", "state": "visible"}]
    assert "mots de Maëlle" not in repr(file) and "écrit à deux" not in repr(file)
    assert file["gave"] == [] and file["accompanied"] == []


def test_whoever_accompanied_finds_it_too(kit: Kit) -> None:
    ali = kit.pupil("Ali")
    (room,) = circle(kit, ("Maëlle", "guitare", "Zoé"), mediator=ali)
    close(kit, room, kit.pupil("Maëlle"), kit.pupil("Zoé"))
    (entry,) = trace_of(kit.db, ali).those("mediator")
    assert not entry.can_show
    file = as_file(trace_of(kit.db, ali))
    assert file["accompanied"][0]["with"] == ["Maëlle T.", "Zoé T."]


def test_every_field_of_the_file_is_described(kit: Kit) -> None:
    full_class(kit)
    hugo = kit.pupil(HUGO)
    met, said = remembered(kit.db, hugo)
    content = {"class": "CM1", "school": "", "school_year": "2024–2025"}
    file = as_file(trace_of(kit.db, hugo), met, said, [YearBefore(hugo.person_id, "", content)])
    described = (Path(__file__).parents[2] / "docs" / "trace-file.md").read_text()
    fields = {*file, *file["gave"][0], *file["offers"][0], *file["can_show"][0]}
    fields |= {*file["market_days"][0], *file["market_words"][0], *file["earlier_years"][0]}
    for questions in QUESTIONS.values():
        fields |= set(questions)
    assert [one for one in sorted(fields) if f"`{one}`" not in described] == []
