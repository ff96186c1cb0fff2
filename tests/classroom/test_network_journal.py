"""The journal of a network: written by classes, let through by teachers, naming nobody."""

import json
from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import func, select

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound, Stale
from rers_school.classroom.models import JournalGift, JournalIssue, JournalPart
from rers_school.classroom.queries.networks.belonging import network_of
from rers_school.classroom.queries.networks.giving import my_words, part_form
from rers_school.classroom.queries.networks.journal import issue_of
from rers_school.classroom.queries.networks.journal_views import IssueView
from rers_school.classroom.rules.network_life import SECTIONS
from rers_school.classroom.services import effects, exchanges, reviews
from rers_school.classroom.services.erasure import erase
from rers_school.classroom.services.networks import belonging, journal, publishing
from rers_school.db import unscoped
from tests.classroom.exchange_factory import circle, look_back
from tests.factories import Kit
from tests.networks_factory import Net, make_network, other_class

SOMEONE = "quelqu’un"


@pytest.fixture
def net(kit: Kit) -> Iterator[Net]:
    """A network of this class and of one of another school."""
    made = make_network(kit)
    made.come_in(other_class(kit), "5e B", people_as="class")
    yield made
    made.classes[1].db.close()


@pytest.fixture
def issue(kit: Kit, net: Net) -> UUID:
    """An open issue."""
    made = journal.begin(kit.db, kit.teacher, net.id, "Automne")
    kit.save()
    return made.id


def read(kit: Kit, net: Net, issue: UUID, actor: Actor | None = None) -> IssueView:
    for one in net.classes:
        one.save()
        one.db.expire_all()
    me = actor or kit.teacher
    return issue_of(kit.db, me, network_of(kit.db, me, net.id), issue, SOMEONE)


def agree(kit: Kit, net: Net, issue: UUID) -> None:
    own = read(kit, net, issue).own
    keys = {line.key for line in own.lines} if own else set()
    gone = publishing.agree(
        kit.db, kit.teacher, net.id, issue, shown=keys, chosen=keys, instead=SOMEONE
    )
    assert gone == 0
    kit.save()


def texts(view: IssueView) -> list[str]:
    return [line.text for key in SECTIONS for _who, lines in view.told(key) for line in lines]


def give_all(kit: Kit, net: Net, issue: UUID, actor: Actor) -> None:
    words = [(one.kind, one.id) for one in my_words(kit.db, actor, issue)]
    journal.give(kit.db, actor, net.id, issue, words)
    kit.save()


def told(kit: Kit, name: str, words: str) -> Actor:
    actor = kit.pupil(name)
    effects.tell(kit.db, actor, "dared", words)
    kit.save()
    return actor


def test_words_need_their_author_and_the_teacher(kit: Kit, net: Net, issue: UUID) -> None:
    other, zoe = net.classes[1], told(kit, "Zoé Martin", "parler devant Malo Le Goff")
    kit.pupil("Malo Le Goff")
    assert read(kit, net, issue).own is None, "shared with the class is not given to the journal"
    give_all(kit, net, issue, zoe)
    own = read(kit, net, issue).own
    assert own is not None
    assert [(one.text, one.named) for one in own.waiting] == [("parler devant quelqu’un", True)]
    assert texts(read(other, net, issue)) == []
    agree(kit, net, issue)
    assert texts(read(other, net, issue)) == ["parler devant quelqu’un"]
    journal.give(kit.db, zoe, net.id, issue, [])
    assert texts(read(other, net, issue)) == [], "the author takes it back"
    with pytest.raises(NotFound):
        mine = my_words(kit.db, zoe, issue)[0]
        journal.give(kit.db, kit.pupil("Malo Le Goff"), net.id, issue, [(mine.kind, mine.id)])
    kit.db.rollback()


def test_a_shared_review_needs_every_partner(kit: Kit, net: Net, issue: UUID) -> None:
    zoe, malo = kit.pupil("Zoé"), kit.pupil("Malo")
    (room,) = circle(kit, ("Zoé", "guitare", "Malo"))
    look_back(kit, room, zoe, malo)
    reviews.write(kit.db, zoe, room, {"learned": "On a ri", "ways": "lentement"}, 0)
    exchanges.close(kit.db, malo, room, "learned")
    kit.save()
    give_all(kit, net, issue, zoe)
    assert [one.waits for one in my_words(kit.db, zoe, issue)] == [True]
    assert read(kit, net, issue).own is None
    give_all(kit, net, issue, malo)
    agree(kit, net, issue)
    view = read(net.classes[1], net, issue)
    assert [(who, line.about, line.text) for who, lines in view.told("learned") for line in lines] \
        == [("CM2 de Curie", "guitare", "On a ri")]  # fmt: skip
    assert "lentement" not in repr(view)
    journal.give(kit.db, malo, net.id, issue, [])
    assert texts(read(net.classes[1], net, issue)) == []
    # What the class exchanged is a draft of its part.
    assert part_form(kit.db, kit.teacher, issue, SOMEONE).texts["exchanged"] == "guitare"


def write(kit: Kit, net: Net, issue: UUID, seen: int = 0, **texts: str) -> JournalPart:
    part = journal.write(kit.db, kit.teacher, net.id, issue, texts, seen)
    kit.save()
    return part


def test_other_words_wait_for_a_new_yes(kit: Kit, net: Net, issue: UUID) -> None:
    other = net.classes[1]
    write(kit, net, issue, works="une fresque\nun journal")
    assert texts(read(other, net, issue)) == []
    agree(kit, net, issue)
    assert texts(read(other, net, issue)) == ["une fresque", "un journal"]
    write(kit, net, issue, 1, works="une fresque\nune chanson")
    assert texts(read(other, net, issue)) == ["une fresque"]
    with pytest.raises(Stale):
        journal.write(kit.db, kit.teacher, net.id, issue, {"works": "autre"}, 1)
    kit.db.rollback()
    with pytest.raises(NotAllowed):
        journal.write(kit.db, kit.pupil("Zoé"), net.id, issue, {"works": "x"}, 2)
    kit.db.rollback()


def test_published_it_names_nobody_and_stays(kit: Kit, net: Net, issue: UUID) -> None:
    other, zoe = net.classes[1], told(kit, "Zoé Martin", "chanter")
    give_all(kit, net, issue, zoe)
    write(kit, net, issue, thanks="la classe de Zoé")
    # Another class names somebody whom it met: its own teacher could not know.
    write(other, net, issue, thanks="Merci à Zoé Martin")
    with pytest.raises(DomainError, match="nothing_agreed"):
        publishing.publish(kit.db, kit.teacher, net.id, issue, SOMEONE)
    kit.db.rollback()
    agree(kit, net, issue)
    agree(other, net, issue)
    publishing.publish(kit.db, kit.teacher, net.id, issue, SOMEONE)
    kit.save()
    view = read(other, net, issue)
    assert texts(view) == ["chanter", "Merci à quelqu’un", "la classe de quelqu’un"]
    kept = json.dumps(kit.db.get_one(JournalIssue, issue).content, ensure_ascii=False)
    assert "Zoé" not in kept and "Martin" not in kept and str(zoe.membership_id) not in kept
    with unscoped(kit.db, "the test looks at every class"):
        for table in (JournalPart, JournalGift):
            assert kit.db.scalar(select(func.count(table.id))) == 0
    with pytest.raises(DomainError, match="published"):
        journal.give(kit.db, zoe, net.id, issue, [])
    kit.db.rollback()
    erase(kit.db, kit.teacher, zoe.membership_id, SOMEONE)
    belonging.leave(kit.db, kit.teacher, net.id)
    kit.save()
    assert texts(read(other, Net(net.id, [other]), issue)) == texts(view)


def test_unpublished_parts_go_with_their_class_and_their_author(
    kit: Kit, net: Net, issue: UUID
) -> None:
    other = net.classes[1]
    nadia, ali = told(other, "Nadia Sow", "danser"), told(other, "Ali Ba", "rire")
    give_all(other, net, issue, nadia)
    give_all(other, net, issue, ali)
    write(other, net, issue, works="un film")
    agree(other, net, issue)
    assert texts(read(kit, net, issue)) == ["danser", "rire", "un film"]
    erase(other.db, other.teacher, nadia.membership_id, SOMEONE)
    assert texts(read(kit, net, issue)) == ["rire", "un film"]
    belonging.leave(other.db, other.teacher, net.id)
    assert texts(read(kit, net, issue)) == []


def test_an_issue_that_nobody_wrote_in_can_be_taken_back(kit: Kit, net: Net, issue: UUID) -> None:
    write(net.classes[1], net, issue, works="un film")
    with pytest.raises(DomainError, match="begun"):
        journal.put_away(kit.db, kit.teacher, net.id, issue)
    kit.db.rollback()
    empty = journal.begin(kit.db, kit.teacher, net.id, "Hiver")
    journal.put_away(kit.db, kit.teacher, net.id, empty.id)
    kit.save()
    outside = other_class(kit, "6e C")
    with pytest.raises(NotFound):
        journal.find(outside.db, outside.teacher, net.id, issue)
    outside.db.close()
