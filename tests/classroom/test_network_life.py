"""Classes of a network together: their council, their celebration; no person is named."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound, Stale
from rers_school.classroom.models import Membership, NetworkDecision, NetworkGathering
from rers_school.classroom.queries.networks.belonging import network_of
from rers_school.classroom.queries.networks.gatherings import (
    NetworkGatheringView,
    decisions_running,
    network_gathering,
    open_points,
)
from rers_school.classroom.queries.networks.stands import Programme, programme_of
from rers_school.classroom.rules.celebration import Cell
from rers_school.classroom.services import people
from rers_school.classroom.services.erasure import erase
from rers_school.classroom.services.networks import agenda, belonging, gatherings, stands, timetable
from rers_school.classroom.services.networks.belonging import Choice
from tests.factories import Kit
from tests.networks_factory import Net, make_network, other_class

TODAY = clock.now().date()


@pytest.fixture
def net(kit: Kit) -> Iterator[Net]:
    """A network of this class and of one of another school."""
    made = make_network(kit)
    made.come_in(other_class(kit), "5e B", people_as="class")
    yield made
    made.classes[1].db.close()


def planned(kit: Kit, net: Net, kind: str = "council") -> NetworkGathering:
    made = gatherings.plan(kit.db, kit.teacher, net.id, kind=kind, day=TODAY, host="5e B")
    kit.save()
    return made


def seen(kit: Kit, net: Net, one: NetworkGathering) -> NetworkGatheringView:
    for each in net.classes:
        each.save()
        each.db.expire_all()
    return network_gathering(kit.db, kit.teacher, network_of(kit.db, kit.teacher, net.id), one.id)


def test_every_class_brings_points_signed_with_the_class(kit: Kit, net: Net) -> None:
    other, one = net.classes[1], planned(kit, net)
    agenda.add(kit.db, kit.pupil("Zoé Martin"), net.id, "propose", "un marché ensemble")
    kit.save()
    agenda.add(other.db, other.pupil("Nadia Sow"), net.id, "thank", "la classe qui nous a reçus")
    there = seen(kit, net, one)
    assert [(p.kind, p.called) for p in there.points] == [
        ("thank", "5e B"),
        ("propose", "CM2 de Curie"),
    ]
    assert "Zoé" not in repr(there) and "Nadia" not in repr(there)
    assert [p.removable for p in there.points] == [False, True], "a teacher: of the own class"


def test_words_that_name_a_pupil_do_not_leave_the_class(kit: Kit, net: Net) -> None:
    zoe, one = kit.pupil("Zoé Martin"), planned(kit, net)
    agenda.add(kit.db, zoe, net.id, "thank", "Mme Diallo est venue")
    for words in ("merci à zoé", "Martin, Zoe", "Zoé M. a montré"):
        with pytest.raises(DomainError, match="named"):
            agenda.add(kit.db, zoe, net.id, "thank", words)
        with pytest.raises(DomainError, match="named"):
            agenda.decide(kit.db, kit.teacher, net.id, one.id, "un marché", who=words)
        with pytest.raises(DomainError, match="named"):
            gatherings.write_minutes(kit.db, kit.teacher, net.id, one.id, words, 0)
    kit.save()


def test_what_is_open_and_decided_comes_back_at_the_next_council(kit: Kit, net: Net) -> None:
    other, first = net.classes[1], planned(kit, net)
    done = agenda.add(kit.db, kit.pupil("Zoé"), net.id, "solve", "le bruit")
    agenda.add(kit.db, kit.pupil("Zoé"), net.id, "propose", "un marché")
    kit.save()
    # Anybody of the teams deals with the points of every class.
    agenda.deal_with(other.db, other.teacher, net.id, first.id, done.id)
    due = TODAY + timedelta(days=7)
    agenda.decide(other.db, other.teacher, net.id, first.id, "écrire", who="5e B", due_on=due)
    gatherings.hold(other.db, other.teacher, net.id, first.id)
    other.save()
    second = planned(kit, net)
    there = seen(kit, net, second)
    assert [p.words for p in there.points] == ["un marché"]
    assert [(d.words, d.who, d.due_on) for d in there.coming_back] == [("écrire", "5e B", due)]
    assert [p.words for p in seen(kit, net, first).points] == ["le bruit"]
    decision = there.coming_back[0].id
    agenda.settle(kit.db, kit.teacher, net.id, decision, "done", seen="open")
    kit.save()
    with pytest.raises(Stale):
        agenda.settle(other.db, other.teacher, net.id, decision, "dropped", seen="open")
    other.save()
    assert decisions_running(kit.db, network_of(kit.db, kit.teacher, net.id)) == ()
    with pytest.raises(DomainError, match="before"):
        agenda.decide(kit.db, kit.teacher, net.id, second.id, "x", due_on=TODAY - timedelta(days=1))


def test_two_teachers_do_not_write_over_each_other(kit: Kit, net: Net) -> None:
    other, one = net.classes[1], planned(kit, net)
    gatherings.write_minutes(kit.db, kit.teacher, net.id, one.id, "On a chanté.", 0)
    kit.save()
    with pytest.raises(Stale):
        gatherings.write_minutes(other.db, other.teacher, net.id, one.id, "On a dansé.", 0)
    other.save()
    said: dict[str, Any] = {"day": TODAY, "title": "", "way": "call", "place": ""}
    gatherings.change(kit.db, kit.teacher, net.id, one.id, seen=0, host="CM2", **said)
    kit.save()
    with pytest.raises(Stale):
        gatherings.change(other.db, other.teacher, net.id, one.id, seen=0, host="5e B", **said)
    other.db.rollback()
    assert (seen(kit, net, one).host, seen(kit, net, one).minutes) == ("CM2", "On a chanté.")


def test_who_runs_a_council(kit: Kit, net: Net) -> None:
    zoe, one = kit.pupil("Zoé"), planned(kit, net)
    outside = other_class(kit, "6e C")
    with pytest.raises(NotAllowed):
        gatherings.write_minutes(kit.db, zoe, net.id, one.id, "x", 0)
    with pytest.raises(NotAllowed):
        gatherings.plan(kit.db, zoe, net.id, kind="council", day=TODAY)
    people.hand_rights(kit.db, kit.teacher, zoe.membership_id, ["gatherings"])
    kit.save()
    facilitator = kit.actor(kit.db.get_one(Membership, zoe.membership_id))
    gatherings.write_minutes(kit.db, facilitator, net.id, one.id, "On a ri.", 0)
    kit.save()
    for strange in (
        lambda who: gatherings.find(outside.db, who, net.id, one.id),
        lambda who: agenda.add(outside.db, who, net.id, "propose", "x"),
        lambda who: gatherings.hold(outside.db, who, net.id, one.id),
    ):
        with pytest.raises(NotFound):
            strange(outside.teacher)
    outside.db.close()


def test_a_class_that_leaves_takes_its_points_and_stands(kit: Kit, net: Net) -> None:
    other, one = net.classes[1], planned(kit, net, "celebration")
    agenda.add(other.db, other.pupil("Nadia"), net.id, "propose", "un goûter")
    stands.offer(other.db, other.teacher, net.id, one.id, what="des masques")
    agenda.decide(other.db, other.teacher, net.id, one.id, "on chante")
    other.save()
    assert len(programme(kit, net, one).stands) == 1
    belonging.leave(other.db, other.teacher, net.id)
    other.save()
    there = seen(kit, net, one)
    assert (there.points, programme(kit, net, one).stands) == ((), ())
    assert [d.words for d in there.decided] == ["on chante"], "what all decided is the network's"


def test_an_erased_pupils_points_go_and_their_name_everywhere(kit: Kit, net: Net) -> None:
    other, zoe, one = net.classes[1], kit.pupil("Zoé Martinon"), planned(kit, net, "celebration")
    agenda.add(kit.db, zoe, net.id, "propose", "un marché")
    stands.offer(kit.db, zoe, net.id, one.id, what="la magie")
    kit.save()
    # Another class names somebody whom it met.
    agenda.add(other.db, other.teacher, net.id, "thank", "Merci à Zoé Martinon")
    gatherings.write_minutes(other.db, other.teacher, net.id, one.id, "Zoé Martinon a lu", 0)
    other.save()
    erase(kit.db, kit.teacher, zoe.membership_id, "quelqu’un")
    there = seen(kit, net, one)
    assert [p.words for p in there.points] == ["Merci à quelqu’un"]
    assert there.minutes == "quelqu’un a lu"
    assert programme(kit, net, one).waiting == ()


def programme(kit: Kit, net: Net, one: NetworkGathering, actor: Actor | None = None) -> Programme:
    view = seen(kit, net, one)
    me = actor or kit.teacher
    return programme_of(kit.db, me, network_of(kit.db, me, net.id), view)


def let_through(kit: Kit, net: Net, one: NetworkGathering) -> None:
    waiting = [(stand.id, stand.seen) for stand in programme(kit, net, one).waiting]
    assert stands.agree(kit.db, kit.teacher, net.id, waiting) == 0
    kit.save()


def test_a_stand_leaves_its_class_only_with_the_teachers_yes(kit: Kit, net: Net) -> None:
    other, zoe, malo = net.classes[1], kit.pupil("Zoé Martin"), kit.pupil("Malo Le Goff")
    one = planned(kit, net, "celebration")
    more: dict[str, Any] = {"needs": "une table", "others": [malo.membership_id]}
    stand = stands.offer(kit.db, zoe, net.id, one.id, what="la magie", **more)
    assert programme(other, net, one).stands == ()
    let_through(kit, net, one)
    (there,) = programme(other, net, one).stands
    assert (there.what, there.needs, there.called) == ("la magie", "une table", "CM2 de Curie")
    assert there.names == ("Malo L.", "Zoé M.")
    assert (there.people, there.seen) == ((), ""), "whole names stay in the class"
    belonging.choose(kit.db, kit.teacher, net.id, Choice("CM2 de Curie", people_as="class"))
    assert programme(other, net, one).stands[0].names == ()
    # Somebody who is put there takes themself out; nobody is asked anew.
    stands.step_out(kit.db, malo, net.id, stand.id)
    assert programme(kit, net, one, malo).stands[0].people == ("Zoé M.",)
    # Other words, or somebody more, wait for a new yes.
    stands.offer(kit.db, zoe, net.id, one.id, what="les cartes", stand_id=stand.id)
    assert programme(other, net, one).stands == ()
    let_through(kit, net, one)
    stands.offer(
        kit.db, zoe, net.id, one.id, what="les cartes", stand_id=stand.id,
        others=[malo.membership_id],
    )  # fmt: skip
    assert programme(other, net, one).stands == ()
    with pytest.raises(NotFound):
        stands.offer(kit.db, malo, net.id, one.id, what="à moi", stand_id=stand.id)
    kit.db.rollback()
    with pytest.raises(NotFound):
        stands.withdraw(other.db, other.teacher, net.id, stand.id)


def test_the_timetable_keeps_people_apart(kit: Kit, net: Net) -> None:
    other, zoe, malo = net.classes[1], kit.pupil("Zoé"), kit.pupil("Malo")
    one = planned(kit, net, "celebration")
    stands.offer(kit.db, zoe, net.id, one.id, what="la magie", others=[malo.membership_id])
    stands.offer(kit.db, malo, net.id, one.id, what="les nœuds")
    let_through(kit, net, one)
    theirs = stands.offer(other.db, other.teacher, net.id, one.id, what="des masques")
    other.save()
    with pytest.raises(DomainError, match="no_table"):
        timetable.fill(kit.db, kit.teacher, net.id, one.id, anew=False, seen=0)
    kit.db.rollback()
    lines = {"slots": "14 h\n15 h", "places": "La cour\nLa salle\nLe préau"}
    timetable.draw(other.db, other.teacher, net.id, one.id, **lines, seen=0)
    other.save()
    kit.save()
    assert timetable.fill(kit.db, kit.teacher, net.id, one.id, anew=False, seen=1) == 0
    kit.save()
    found = {stand.what: stand for stand in programme(kit, net, one).stands}
    assert found["la magie"].slot != found["les nœuds"].slot
    with pytest.raises(Stale):
        timetable.fill(other.db, other.teacher, net.id, one.id, anew=True, seen=1)
    other.db.rollback()
    at = found["la magie"].slot
    assert at is not None
    free = next(spot for spot in range(3) if programme(kit, net, one).at(at, spot) is None)
    with pytest.raises(DomainError, match="busy"):
        timetable.move(
            kit.db, kit.teacher, net.id, one.id, found["les nœuds"].id, Cell(at, free), seen=2
        )
    kit.db.rollback()
    timetable.move(other.db, other.teacher, net.id, one.id, theirs.id, None, seen=2)
    other.save()
    assert [stand.what for stand in programme(kit, net, one).unplaced] == ["des masques"]
    # A line less: what stood there has no cell any more.
    timetable.draw(kit.db, kit.teacher, net.id, one.id, slots="14 h", places="La cour", seen=3)
    kit.save()
    assert len(programme(kit, net, one).unplaced) >= 2


def test_a_plan_goes_only_while_nothing_was_said(kit: Kit, net: Net) -> None:
    one = planned(kit, net)
    agenda.decide(kit.db, kit.teacher, net.id, one.id, "revoir la charte", charter=True)
    with pytest.raises(DomainError, match="begun"):
        gatherings.cancel(kit.db, kit.teacher, net.id, one.id)
    empty = planned(kit, net)
    agenda.add(kit.db, kit.pupil("Zoé"), net.id, "propose", "un marché")
    gatherings.cancel(kit.db, kit.teacher, net.id, empty.id)
    kit.save()
    assert len(open_points(kit.db, kit.teacher, network_of(kit.db, kit.teacher, net.id))) == 1
    assert kit.db.scalars(select(NetworkDecision.about)).all() == ["charter"]
