"""Gatherings: everybody brings points, those who prepare run them, nothing open is lost."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from rers_school import clock
from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound, Stale
from rers_school.classroom.models import AgendaPoint, Effect, Gathering, Stand
from rers_school.classroom.queries.effects import my_effects, shared_effects
from rers_school.classroom.queries.gatherings import (
    agenda as agenda_of,
)
from rers_school.classroom.queries.gatherings import (
    gathering_of,
    held,
    running_decisions,
    stands_offered,
    to_come,
)
from rers_school.classroom.queries.together import since_last
from rers_school.classroom.rules.gatherings import around, moved, prepares, steps
from rers_school.classroom.services import (
    agenda,
    decisions,
    effects,
    exchanges,
    gatherings,
    people,
    stands,
)
from rers_school.db import scope_to
from tests.classroom import exchange_factory
from tests.factories import Kit, make_kit


def _day(after: int = 7) -> date:
    return clock.now().date() + timedelta(days=after)


def _council(kit: Kit, after: int = 7, kind: str = "council") -> Gathering:
    made = gatherings.plan(kit.db, kit.teacher, kind, _day(after))
    kit.save()
    return made


def _facilitator(kit: Kit, name: str = "Malo") -> Actor:
    malo = kit.pupil(name)
    people.hand_rights(kit.db, kit.teacher, malo.membership_id, ["gatherings"])
    kit.save()
    return kit.actor(malo.membership_id)


def _words(kit: Kit, actor: Actor | None = None) -> list[str]:
    return [point.words for point in agenda_of(kit.db, actor or kit.teacher).points]


# ---- rules


def test_teachers_and_the_team_prepare_and_nobody_else(kit: Kit) -> None:
    zoe, malo = kit.pupil("Zoé"), _facilitator(kit)
    assert prepares(kit.teacher)
    assert prepares(malo)
    assert not prepares(zoe)
    assert not prepares(kit.actor(kit.teacher.membership_id, Role.PUPIL))


def test_a_point_moves_by_one_place_and_the_ends_stay() -> None:
    one, two, three = uuid4(), uuid4(), uuid4()
    assert moved([one, two, three], three, up=True) == [one, three, two]
    assert moved([one, two, three], one, up=False) == [two, one, three]
    assert moved([one, two, three], one, up=True) == [one, two, three]
    assert moved([one, two, three], three, up=False) == [one, two, three]


def test_decisions_come_back_before_the_points() -> None:
    one = uuid4()
    assert steps([one], coming_back=False) == ("start", str(one), "end")
    row = steps([one], coming_back=True)
    assert row == ("start", "decisions", str(one), "end")
    assert around(row, "start") == (None, "decisions")
    assert around(row, "end") == (str(one), None)


# ---- the agenda


def test_points_wait_for_a_gathering_and_are_on_its_agenda(kit: Kit) -> None:
    zoe = kit.pupil("Zoé")
    agenda.add(kit.db, zoe, "propose", "un marché dans la cour")
    assert agenda_of(kit.db, zoe).gathering is None
    council = _council(kit)
    agenda.add(kit.db, kit.pupil("Théo"), "thank", "merci à Inès")
    found = agenda_of(kit.db, zoe)
    assert found.gathering is not None and found.gathering.id == council.id
    # Thanks come first, whenever they were written.
    assert _words(kit) == ["merci à Inès", "un marché dans la cour"]
    assert [point.mine for point in found.points] == [False, True]


def test_a_gathering_that_comes_earlier_has_the_agenda(kit: Kit) -> None:
    later = _council(kit, 60, kind="celebration")
    agenda.add(kit.db, kit.pupil("Zoé"), "solve", "le bruit")
    sooner = _council(kit, 3)
    assert [one.id for one in to_come(kit.db)] == [sooner.id, later.id]
    assert _points_of(kit, sooner.id) == ["le bruit"]
    assert _points_of(kit, later.id) == []


def _points_of(kit: Kit, gathering_id: UUID) -> list[str]:
    return [point.words for point in gathering_of(kit.db, kit.teacher, gathering_id).points]


def test_a_point_for_a_later_gathering_stays_there(kit: Kit) -> None:
    sooner, later = _council(kit, 3), _council(kit, 60)
    agenda.add(kit.db, kit.pupil("Zoé"), "propose", "plus tard", later.id)
    assert _points_of(kit, sooner.id) == []
    assert _points_of(kit, later.id) == ["plus tard"]


@pytest.mark.parametrize(
    ("kind", "words", "code"),
    [("blame", "x", "kind"), ("thank", " \u200b ", "empty"), ("thank", "é" * 301, "too_long")],
)
def test_what_cannot_be_a_point(kit: Kit, kind: str, words: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        agenda.add(kit.db, kit.pupil("Zoé"), kind, words)
    assert refused.value.code == code


def test_one_withdraws_ones_own_point_and_nobody_elses(kit: Kit) -> None:
    zoe, theo, malo = kit.pupil("Zoé"), kit.pupil("Théo"), _facilitator(kit)
    point = agenda.add(kit.db, zoe, "propose", "une idée")
    for other in (theo, malo):
        with pytest.raises(NotFound):
            agenda.withdraw(kit.db, other, point.id)
    agenda.withdraw(kit.db, zoe, point.id)
    assert _words(kit) == []
    again = agenda.add(kit.db, zoe, "solve", "quelque chose qui blesse")
    agenda.withdraw(kit.db, kit.teacher, again.id)
    assert _words(kit) == []


def test_a_facilitator_orders_the_points_of_a_kind(kit: Kit) -> None:
    zoe, malo = kit.pupil("Zoé"), _facilitator(kit)
    _council(kit)
    for words in ("un", "deux", "trois"):
        last = agenda.add(kit.db, zoe, "propose", words)
    agenda.add(kit.db, zoe, "solve", "après")
    agenda.move(kit.db, malo, last.id, up=True)
    assert _words(kit) == ["un", "trois", "deux", "après"]
    with pytest.raises(NotAllowed):
        agenda.move(kit.db, zoe, last.id, up=True)


# ---- holding one


def test_what_was_not_dealt_with_is_on_the_next_agenda(kit: Kit) -> None:
    zoe, malo = kit.pupil("Zoé"), _facilitator(kit)
    council = _council(kit)
    dealt = agenda.add(kit.db, zoe, "propose", "décidé")
    agenda.add(kit.db, zoe, "solve", "pas eu le temps")
    agenda.deal_with(kit.db, malo, dealt.id)
    gatherings.hold(kit.db, malo, council.id)
    kit.save()
    kept = gathering_of(kit.db, zoe, council.id)
    assert [point.words for point in kept.having("dealt_with")] == ["décidé"]
    assert [point.words for point in kept.having("carried")] == ["pas eu le temps"]
    assert [one.id for one in held(kit.db)] == [council.id]
    [again] = agenda_of(kit.db, zoe).points
    assert (again.words, again.carried_over, again.mine) == ("pas eu le temps", True, True)
    # It is not lost when the next one does not get to it either, and its author may take it back.
    second = _council(kit, 14)
    gatherings.hold(kit.db, malo, second.id)
    [still] = agenda_of(kit.db, zoe).points
    agenda.withdraw(kit.db, zoe, still.id)
    assert _words(kit) == []
    assert _points_of(kit, second.id) == ["pas eu le temps"]


def test_holding_twice_changes_nothing(kit: Kit) -> None:
    council = _council(kit)
    agenda.add(kit.db, kit.pupil("Zoé"), "propose", "une idée")
    first = gatherings.hold(kit.db, kit.teacher, council.id).held_at
    now = clock.now()
    clock.set_clock(lambda: now + timedelta(days=1))
    again = gatherings.hold(kit.db, kit.teacher, council.id).held_at
    assert _words(kit) == ["une idée"]
    # What was exchanged since then is counted from the first time.
    assert again == first


def test_what_was_held_is_not_changed_any_more(kit: Kit) -> None:
    zoe = kit.pupil("Zoé")
    council = _council(kit)
    point = agenda.add(kit.db, zoe, "propose", "décidé")
    agenda.deal_with(kit.db, kit.teacher, point.id)
    gatherings.hold(kit.db, kit.teacher, council.id)
    acts = (
        lambda: agenda.withdraw(kit.db, zoe, point.id),
        lambda: agenda.deal_with(kit.db, kit.teacher, point.id, done=False),
        lambda: agenda.move(kit.db, kit.teacher, point.id, up=True),
        lambda: agenda.add(kit.db, zoe, "propose", "encore", council.id),
        lambda: gatherings.change(kit.db, kit.teacher, council.id, _day(), ""),
        lambda: gatherings.cancel(kit.db, kit.teacher, council.id),
    )
    for act in acts:
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == "held"


def test_a_plan_taken_back_leaves_its_points(kit: Kit) -> None:
    zoe = kit.pupil("Zoé")
    _council(kit, 3)
    later = _council(kit, 60)
    agenda.add(kit.db, zoe, "propose", "pour plus tard", later.id)
    gatherings.cancel(kit.db, kit.teacher, later.id)
    assert _words(kit) == ["pour plus tard"]


def test_a_gathering_that_has_begun_is_not_taken_back(kit: Kit) -> None:
    council = _council(kit)
    decisions.take(kit.db, kit.teacher, council.id, "on range")
    with pytest.raises(DomainError) as refused:
        gatherings.cancel(kit.db, kit.teacher, council.id)
    assert refused.value.code == "begun"


@pytest.mark.parametrize(
    ("kind", "day", "code"),
    [
        ("party", _day(), "kind"),
        ("council", None, "date"),
        ("council", _day(4000), "too_far"),
    ],
)
def test_what_cannot_be_planned(kit: Kit, kind: str, day: date | None, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        gatherings.plan(kit.db, kit.teacher, kind, day)
    assert refused.value.code == code


def test_a_pupil_brings_points_and_prepares_nothing(kit: Kit) -> None:
    zoe = kit.pupil("Zoé")
    council = _council(kit)
    point = agenda.add(kit.db, zoe, "propose", "une idée")
    decided = decisions.take(kit.db, kit.teacher, council.id, "on range")
    acts = (
        lambda: gatherings.plan(kit.db, zoe, "council", _day()),
        lambda: gatherings.change(kit.db, zoe, council.id, _day(), ""),
        lambda: gatherings.cancel(kit.db, zoe, council.id),
        lambda: gatherings.hold(kit.db, zoe, council.id),
        lambda: gatherings.write_minutes(kit.db, zoe, council.id, "x", 0),
        lambda: agenda.deal_with(kit.db, zoe, point.id),
        lambda: decisions.take(kit.db, zoe, council.id, "x"),
        lambda: decisions.settle(kit.db, zoe, decided.id, "done"),
    )
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


# ---- minutes and decisions


def test_two_who_write_the_minutes_do_not_overwrite_each_other(kit: Kit) -> None:
    malo = _facilitator(kit)
    council = _council(kit)
    gatherings.write_minutes(kit.db, malo, council.id, "nous avons ri", 0)
    with pytest.raises(Stale):
        gatherings.write_minutes(kit.db, kit.teacher, council.id, "autre chose", 0)
    gatherings.write_minutes(kit.db, kit.teacher, council.id, "nous avons ri", 0)  # the same words
    gatherings.write_minutes(kit.db, kit.teacher, council.id, "nous avons ri, puis rangé", 1)
    assert gathering_of(kit.db, malo, council.id).minutes == "nous avons ri, puis rangé"


def test_a_decision_comes_back_until_it_is_done(kit: Kit) -> None:
    malo = _facilitator(kit)
    first = _council(kit)
    due = _day(14)
    taken = decisions.take(kit.db, malo, first.id, "ranger le coin lecture", "Zoé et Théo", due)
    dropped = decisions.take(kit.db, malo, first.id, "acheter un poisson")
    gatherings.hold(kit.db, malo, first.id)
    kit.save()
    second = _council(kit, 14)
    back = gathering_of(kit.db, malo, second.id).coming_back
    assert [(one.words, one.who, one.due_on) for one in back] == [
        ("ranger le coin lecture", "Zoé et Théo", due),
        ("acheter un poisson", "", None),
    ]
    decisions.settle(kit.db, malo, dropped.id, "dropped")
    gatherings.hold(kit.db, malo, second.id)
    kit.save()
    third = _council(kit, 21)
    assert [one.id for one in gathering_of(kit.db, malo, third.id).coming_back] == [taken.id]
    decisions.settle(kit.db, malo, taken.id, "done")
    assert gathering_of(kit.db, malo, third.id).coming_back == ()
    assert running_decisions(kit.db) == ()
    # What became of it stays beside the gathering that decided it.
    states = [one.state for one in gathering_of(kit.db, malo, first.id).decided]
    assert states == ["done", "dropped"]


def test_what_cannot_be_decided(kit: Kit) -> None:
    council = _council(kit)
    for words, due, code in (("", None, "empty"), ("x", _day(1), "before")):
        with pytest.raises(DomainError) as refused:
            decisions.take(kit.db, kit.teacher, council.id, words, due_on=due)
        assert refused.value.code == code
    taken = decisions.take(kit.db, kit.teacher, council.id, "x")
    with pytest.raises(DomainError):
        decisions.settle(kit.db, kit.teacher, taken.id, "failed")


# ---- the celebration, and effects


def test_stands_wait_for_the_celebration_and_stay_with_it(kit: Kit) -> None:
    zoe, theo, malo = kit.pupil("Zoé"), kit.pupil("Théo"), _facilitator(kit)
    stands.offer(kit.db, zoe, "trois accords", "Zoé et Maëlle", 5, "une guitare")
    second = stands.offer(kit.db, theo, "des crêpes", "")
    council, party = _council(kit, 3), _council(kit, 30, kind="celebration")
    assert gathering_of(kit.db, zoe, council.id).stands == ()
    stands.move(kit.db, malo, second.id, up=True)
    shown = gathering_of(kit.db, zoe, party.id)
    assert [(one.what, one.who, one.mine) for one in shown.stands] == [
        ("des crêpes", theo.shown_name, False),
        ("trois accords", "Zoé et Maëlle", True),
    ]
    assert shown.length == 5
    gatherings.hold(kit.db, malo, party.id)
    kit.save()
    assert stands_offered(kit.db, zoe) == ()
    assert len(gathering_of(kit.db, zoe, party.id).stands) == 2
    with pytest.raises(DomainError) as refused:
        stands.withdraw(kit.db, theo, second.id)
    assert refused.value.code == "held"


def test_one_changes_ones_own_stand_only(kit: Kit) -> None:
    zoe, theo, malo = kit.pupil("Zoé"), kit.pupil("Théo"), _facilitator(kit)
    stand = stands.offer(kit.db, zoe, "trois accords", "")
    for other in (theo, malo, kit.teacher):
        with pytest.raises(NotFound):
            stands.offer(kit.db, other, "autre chose", "", stand_id=stand.id)
    with pytest.raises(NotFound):
        stands.withdraw(kit.db, malo, stand.id)
    with pytest.raises(NotAllowed):
        stands.move(kit.db, theo, stand.id, up=True)
    stands.offer(kit.db, zoe, "une chanson", "Zoé", 3, stand_id=stand.id)
    assert [one.what for one in stands_offered(kit.db, theo)] == ["une chanson"]
    stands.withdraw(kit.db, kit.teacher, stand.id)
    assert stands_offered(kit.db, zoe) == ()


@pytest.mark.parametrize("minutes", [0, 121])
def test_a_stand_has_a_length_that_can_be(kit: Kit, minutes: int) -> None:
    with pytest.raises(DomainError) as refused:
        stands.offer(kit.db, kit.pupil("Zoé"), "x", "", minutes)
    assert refused.value.code == "minutes"


def test_an_effect_is_its_authors_until_they_share_it(kit: Kit) -> None:
    zoe, theo = kit.pupil("Zoé"), kit.pupil("Théo")
    one = effects.tell(kit.db, zoe, "dared", "parler devant tout le monde")
    assert shared_effects(kit.db) == ()
    assert my_effects(kit.db, theo) == ()
    with pytest.raises(NotFound):
        effects.share(kit.db, kit.teacher, one.id, shared=True)
    effects.share(kit.db, zoe, one.id, shared=True)
    [given] = shared_effects(kit.db)
    assert (given.starter, given.words) == ("dared", "parler devant tout le monde")
    effects.share(kit.db, zoe, one.id, shared=False)
    assert shared_effects(kit.db) == ()
    with pytest.raises(NotFound):
        effects.remove(kit.db, theo, one.id)
    effects.remove(kit.db, zoe, one.id)
    assert my_effects(kit.db, zoe) == ()


# ---- since the last one


def test_what_the_network_did_since_the_last_gathering(kit: Kit) -> None:
    council = _council(kit)
    before = exchange_factory.single(kit, "Maëlle", "guitare", "Zoé")
    exchange_factory.close(kit, before, kit.pupil("Maëlle"), kit.pupil("Zoé"))
    assert since_last(kit.db).day is None
    gatherings.hold(kit.db, kit.teacher, council.id)
    kit.save()
    now = clock.now()
    clock.set_clock(lambda: now + timedelta(days=1))
    assert since_last(kit.db).savoirs == ()
    after = exchange_factory.single(kit, "Théo", "crêpes", "Inès")
    exchange_factory.look_back(kit, after, kit.pupil("Théo"), kit.pupil("Inès"))
    exchange_factory.single(kit, "Théo", "échecs", "Zoé")  # nobody has met for it yet
    stopped = exchange_factory.single(kit, "Inès", "tricot", "Zoé")
    exchange_factory.look_back(kit, stopped, kit.pupil("Inès"), kit.pupil("Zoé"))
    exchanges.stop(kit.db, kit.pupil("Zoé"), stopped)
    kit.save()
    found = since_last(kit.db)
    assert (found.day, found.savoirs) == (council.takes_place_on, ("crêpes",))


# ---- other classes, newcomers


def test_nothing_of_another_class_is_found(kit: Kit) -> None:
    other = make_kit(kit.engine, "6e")
    theirs = _council(other)
    point = agenda.add(other.db, other.pupil("Léa"), "propose", "ailleurs")
    stand = stands.offer(other.db, other.pupil("Léa"), "ailleurs", "")
    decided = decisions.take(other.db, other.teacher, theirs.id, "ailleurs")
    effect = effects.tell(other.db, other.pupil("Léa"), "dared", "ailleurs", shared=True)
    other.save()
    acts = (
        lambda: gathering_of(kit.db, kit.teacher, theirs.id),
        lambda: gatherings.hold(kit.db, kit.teacher, theirs.id),
        lambda: agenda.withdraw(kit.db, kit.teacher, point.id),
        lambda: agenda.add(kit.db, kit.teacher, "propose", "x", theirs.id),
        lambda: stands.withdraw(kit.db, kit.teacher, stand.id),
        lambda: decisions.settle(kit.db, kit.teacher, decided.id, "done"),
        lambda: effects.remove(kit.db, kit.teacher, effect.id),
    )
    for act in acts:
        with pytest.raises(NotFound):
            act()
    assert agenda_of(kit.db, kit.teacher).points == ()
    assert shared_effects(kit.db) == ()
    assert stands_offered(kit.db, kit.teacher) == ()
    other.db.close()


def test_a_recognised_newcomer_keeps_what_they_wrote(kit: Kit) -> None:
    entry = people.enter(
        kit.db,
        classroom_id=kit.classroom_id,
        given="Zoé",
        family="Bérénger",
        role=Role.PUPIL,
        how="list",
    )
    kit.save()
    zoe = kit.pupil("Zoé Bérénger")
    agenda.add(kit.db, zoe, "propose", "une idée")
    stands.offer(kit.db, zoe, "trois accords", "")
    effects.tell(kit.db, zoe, "dared", "parler")
    kit.save()
    people.same_person(kit.db, kit.teacher, zoe.membership_id)
    kit.save()
    scope_to(kit.db, kit.classroom_id)
    assert kit.db.scalars(select(AgendaPoint.written_by_id)).one() == entry.id
    assert kit.db.scalars(select(Stand.membership_id)).one() == entry.id
    assert kit.db.scalars(select(Effect.membership_id)).one() == entry.id
