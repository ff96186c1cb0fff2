"""A network of classes: founded, joined by a code, left; only what both want leaves a class."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from rers_school import clock
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound, Stale
from rers_school.classroom.models import Membership, Savoir
from rers_school.classroom.queries.networks.belonging import classes_of, network_of, networks_of
from rers_school.classroom.queries.networks.cards import own_part
from rers_school.classroom.queries.networks.wall import Chosen, NetworkRow, network_wall
from rers_school.classroom.services import aside, cards, classes, savoirs
from rers_school.classroom.services.erasure import erase
from rers_school.classroom.services.networks import belonging, founding, inviting, opening
from rers_school.classroom.services.networks.belonging import Choice
from tests.factories import Kit
from tests.networks_factory import CHARTER, Net, agree_to_all, make_network, other_class, share

EVERYTHING = Chosen()


@pytest.fixture
def net(kit: Kit) -> Iterator[Net]:
    """A network of this class and of one of another school."""
    made = make_network(kit)
    made.come_in(other_class(kit), "5e B")
    yield made
    made.classes[1].db.close()


def rows(kit: Kit, net: Net, chosen: Chosen = EVERYTHING) -> list[NetworkRow]:
    for one in net.classes:
        one.save()
    kit.db.expire_all()
    network = network_of(kit.db, kit.teacher, net.id)
    return list(network_wall(kit.db, network, chosen).rows)


def names(kit: Kit, net: Net, chosen: Chosen = EVERYTHING) -> list[str]:
    return [row.name for row in rows(kit, net, chosen)]


def test_a_code_opens_once_and_not_for_long(
    kit: Kit, net: Net, monkeypatch: pytest.MonkeyPatch
) -> None:
    third = other_class(kit, "6e A")
    code = inviting.invite(kit.db, kit.teacher, net.id, "6e A")
    late = inviting.invite(kit.db, kit.teacher, net.id, "")
    kit.save()
    seen = inviting.look_at(third.db, third.teacher, f" {code.lower().replace('-', ' ')} ")
    assert (seen.network.name, seen.classes) == ("Réseau du Val", ("CM2 de Curie", "5e B"))
    place = inviting.join(third.db, third.teacher, code, accepts=1, choice=Choice("6e A"))
    third.save()
    assert place.people_as == "class", "who is shown is the least by default"
    fourth = other_class(kit, "6e B")
    for wrong in (code, "ABCD-EFGH-JKMN", ""):
        with pytest.raises(DomainError, match="no_such_code"):
            inviting.look_at(fourth.db, fourth.teacher, wrong)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=7, seconds=1))
    with pytest.raises(DomainError, match="no_such_code"):
        inviting.join(fourth.db, fourth.teacher, late, accepts=1, choice=Choice("6e B"))
    third.db.close()
    fourth.db.close()


def test_only_teachers_found_invite_join_and_leave(kit: Kit, net: Net) -> None:
    zoe, choice = kit.pupil("Zoé"), Choice("CM2")
    for forbidden in (
        lambda: founding.found(
            kit.db, zoe, kind="place", name="x", about="", charter="y", choice=choice
        ),
        lambda: inviting.invite(kit.db, zoe, net.id, ""),
        lambda: inviting.look_at(kit.db, zoe, "x"),
        lambda: belonging.choose(kit.db, zoe, net.id, choice),
        lambda: belonging.leave(kit.db, zoe, net.id),
        lambda: founding.revise(kit.db, zoe, net.id, words="x", decided="y", seen=1),
    ):
        with pytest.raises(NotAllowed):
            forbidden()


def test_the_charter_is_accepted_as_it_was_read(kit: Kit, net: Net) -> None:
    other = net.classes[1]
    founding.revise(kit.db, kit.teacher, net.id, words="Nouvelle", decided="Conseil du 4", seen=1)
    kit.save()
    assert not network_of(kit.db, kit.teacher, net.id).charter_waits
    assert network_of(other.db, other.teacher, net.id).charter_waits
    with pytest.raises(Stale):
        belonging.accept(other.db, other.teacher, net.id, 1)
    with pytest.raises(Stale):
        founding.revise(other.db, other.teacher, net.id, words="Autre", decided="x", seen=1)
    other.save()
    belonging.accept(other.db, other.teacher, net.id, 2)
    assert not network_of(other.db, other.teacher, net.id).charter_waits
    words = [one.words for one in founding.charters(other.db, other.teacher, net.id)]
    assert words == ["Nouvelle", CHARTER]
    other.save()


def test_a_card_needs_its_owner_and_the_teacher(kit: Kit, net: Net) -> None:
    other, zoe = net.classes[1], kit.pupil("Zoé Martin")
    card = kit.offer(zoe, "les crêpes", why="mamie", able_to="les retourner")
    assert names(other, net) == []
    opening.open_card(kit.db, zoe, "offer", card.id, "network")
    kit.save()
    assert names(other, net) == [], "the teacher has not looked at it yet"
    agree_to_all(kit)
    (row,) = rows(other, net)
    (seen,) = row.offers
    assert (seen.name, seen.called, seen.words) == ("Zoé M.", "CM2 de Curie", "les crêpes")
    assert seen.fields["able_to"] == "les retourner" and "mamie" not in repr(row)
    opening.narrow(kit.db, zoe, "offer", card.id)
    assert names(other, net) == []


def test_other_words_wait_for_a_new_yes(kit: Kit, net: Net) -> None:
    other, zoe = net.classes[1], kit.pupil("Zoé")
    card = share(kit, zoe, "offer", "les crêpes")
    cards.change(kit.db, zoe, "offer", card, "les crêpes", {"able_to": "appelez le 06 12"})
    assert names(other, net) == []
    cards.change(kit.db, zoe, "offer", card, "les crêpes", {"why": "on rit bien"})
    agree_to_all(kit)
    cards.change(kit.db, zoe, "offer", card, "les crêpes", {"why": "ça reste dans la classe"})
    assert names(other, net) == ["les crêpes"], "what stays in the class asks nobody"


def test_a_card_leaves_with_every_reason_to(kit: Kit, net: Net) -> None:
    other, zoe = net.classes[1], kit.pupil("Zoé")
    card = share(kit, zoe, "offer", "les crêpes")
    for away, back in (
        (lambda: cards.rest(kit.db, zoe, "offer", card),
         lambda: cards.wake(kit.db, zoe, "offer", card)),
        (lambda: aside.hide(kit.db, kit.teacher, "offer", card, "à revoir"),
         lambda: aside.put_back(kit.db, kit.teacher, "offer", card, 1)),
        (lambda: belonging.choose(
            kit.db, kit.teacher, net.id, Choice("CM2", people_as="initial", offers=False)),
         lambda: belonging.choose(kit.db, kit.teacher, net.id, Choice("CM2"))),
    ):  # fmt: skip
        assert names(other, net) == ["les crêpes"]
        away()
        assert names(other, net) == []
        back()
        kit.save()
    (row,) = rows(other, net)
    assert row.offers[0].name == "", "the class shows only itself now"
    # A row that everybody forgot shows nothing: the wall looks at the card once more.
    kit.db.get_one(Membership, zoe.membership_id).active = False
    assert names(other, net) == []


def test_what_was_erased_or_left_is_gone_at_once(kit: Kit, net: Net) -> None:
    other, zoe, malo = net.classes[1], kit.pupil("Zoé"), kit.pupil("Malo")
    share(kit, zoe, "offer", "les crêpes")
    share(kit, malo, "demand", "la guitare")
    assert names(other, net) == ["les crêpes", "la guitare"]
    erase(kit.db, kit.teacher, zoe.membership_id, "quelqu’un")
    assert names(other, net) == ["la guitare"]
    belonging.leave(kit.db, kit.teacher, net.id)
    kit.save()
    assert names(other, net) == []
    with pytest.raises(NotFound):
        network_of(kit.db, kit.teacher, net.id)
    seen = network_of(other.db, other.teacher, net.id)
    assert [one.called for one in classes_of(other.db, seen)] == ["5e B"]
    belonging.leave(other.db, other.teacher, net.id)
    assert networks_of(other.db, other.teacher) == []


def test_the_school_sees_what_is_for_the_school(kit: Kit, net: Net) -> None:
    other, near = net.classes[1], other_class(kit, "CM1", same_school=True)
    net.come_in(near, "CM1 de Curie")
    share(kit, kit.pupil("Zoé"), "offer", "les crêpes", "school")
    assert names(near, net) == ["les crêpes"]
    assert names(other, net) == []
    near.db.close()


def test_savoirs_of_two_classes_meet_by_their_key(kit: Kit, net: Net) -> None:
    other = net.classes[1]
    share(kit, kit.pupil("Zoé"), "offer", "Les crêpes")
    share(other, other.pupil("Nadia"), "demand", "une crepe")
    share(other, other.pupil("Ali"), "demand", "le solfège")
    found = {row.key: row for row in rows(kit, net)}
    assert found["crepe"].fits and len(found) == 2
    assert [row.key for row in rows(kit, net, Chosen(waiting=True))] == ["solfege"]
    mine = network_of(kit.db, kit.teacher, net.id).own.id
    assert [row.key for row in rows(other, net, Chosen(class_id=mine))] == ["crepe"]
    (here,) = rows(other, net, Chosen(place="Valbonne"))
    assert here.key == "crepe" and not here.demands, "who asks for it is elsewhere"
    assert names(other, net, Chosen(place="Valbonne", search="solfege")) == []
    assert names(other, net, Chosen(class_id=mine, search="crepe")) == ["Les crêpes"]
    assert names(kit, net, Chosen(waiting=True, search="crepe")) == []
    assert names(kit, net, Chosen(waiting=True, search="solfege")) == ["le solfège"]


@pytest.mark.parametrize(
    ("search", "finds"),
    [("crêpe", True), ("CREPES", True), ("crepse", True), ("bretagne", True), ("pe", False),
     ("crepe bretagne", True), ("crepe guitare", False), ("%", False)],
)  # fmt: skip
def test_a_search_forgives(kit: Kit, net: Net, search: str, finds: bool) -> None:
    other = net.classes[1]
    share(kit, kit.pupil("Zoé"), "offer", "Les crêpes de Bretagne")
    share(kit, kit.pupil("Malo"), "offer", "la guitare")
    share(kit, kit.pupil("Lou"), "offer", "le vélo tout terrain")
    assert ("Les crêpes de Bretagne" in names(other, net, Chosen(search=search))) is finds


def test_a_tidied_savoir_asks_anew_and_hangs_under_its_heading(kit: Kit, net: Net) -> None:
    other = net.classes[1]
    share(kit, kit.pupil("Zoé"), "offer", "cuisiner des crêpes")
    share(kit, kit.pupil("Malo"), "offer", "les crêpes")
    by_name = {one.name: one.id for one in kit.db.scalars(select(Savoir))}
    savoirs.bring_under(kit.db, kit.teacher, by_name["cuisiner des crêpes"], by_name["les crêpes"])
    assert names(other, net) == ["les crêpes"]
    assert len(rows(other, net)[0].offers) == 1
    agree_to_all(kit)
    assert len(rows(other, net)[0].offers) == 2


def test_a_long_wall_is_read_page_by_page(kit: Kit, net: Net) -> None:
    other, zoe = net.classes[1], kit.pupil("Zoé")
    for number in range(7):
        share(kit, zoe, "offer", f"nœud numéro {number}")
    for name in ("Ali", "Bo", "Cam"):
        share(other, other.pupil(name), "demand", "nœud numéro 3")
    network = network_of(kit.db, kit.teacher, net.id)
    seen: list[str] = []
    start: str | None = ""
    while start is not None:
        page = network_wall(kit.db, network, Chosen(start=start), rows=3, side=2)
        seen += [row.name for row in page.rows]
        start = page.after
        third = [row for row in page.rows if row.name.endswith("3")]
        assert all((len(row.demands), row.more_demands) == (2, 1) for row in third)
    assert seen == [f"nœud numéro {number}" for number in range(7)]
    assert len(own_part(kit.db, network)) == 7


def test_a_class_keeps_its_place_in_a_new_year_and_shows_nothing_of_the_old_one(
    kit: Kit, net: Net, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = net.classes[1]
    share(kit, kit.pupil("Zoé"), "offer", "les crêpes")
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=366))
    after = classes.start_year(kit.db, kit.teacher)
    kit.save()
    assert names(other, net) == []
    seen = classes_of(other.db, network_of(other.db, other.teacher, net.id))
    assert {one.classroom_id for one in seen} == {after, other.classroom_id}
    assert [one.called for one in seen].count("CM2 de Curie") == 1
    with pytest.raises(NotFound):
        network_of(kit.db, kit.teacher, net.id)
