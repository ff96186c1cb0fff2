"""Hugo in the life of a network: a point, a stand, words for the journal; others name him."""

from uuid import UUID

from rers_school import clock
from rers_school.classroom.queries.networks.belonging import network_of
from rers_school.classroom.queries.networks.giving import my_words
from rers_school.classroom.queries.networks.journal import issue_of
from rers_school.classroom.queries.networks.journal_views import JournalLine
from rers_school.classroom.services.networks import agenda, gatherings, journal, publishing, stands
from tests.classroom.year_factory import HUGO, MINE
from tests.factories import Kit
from tests.networks_factory import Net, make_network, other_class, share


def between_classes(kit: Kit, *, others_name_him: bool = True) -> Net:
    """Bring Hugo into a network's council, celebration and journal; return the network."""
    net = make_network(kit)
    net.come_in(other_class(kit), "5e B")
    hugo, zoe = kit.pupil(HUGO), kit.pupil("Zoé")
    share(kit, hugo, "offer", f"nourrir un {MINE}")
    day = clock.now().date()
    party = gatherings.plan(kit.db, kit.teacher, net.id, kind="celebration", day=day)
    agenda.add(kit.db, hugo, net.id, "propose", "un marché pour tous")
    stands.offer(kit.db, hugo, net.id, party.id, what=f"mon {MINE}")
    stands.offer(kit.db, zoe, net.id, party.id, what="trois accords", others=[hugo.membership_id])
    made = journal.begin(kit.db, kit.teacher, net.id, "Automne")
    _written(kit, net, made.id)
    old = journal.begin(kit.db, kit.teacher, net.id, "Été")
    kit.save()
    if others_name_him:
        _others_name_him(kit, net, party.id, old.id)
    return net


def _others_name_him(kit: Kit, net: Net, party_id: UUID, old_id: UUID) -> None:
    other = net.classes[1]
    # What another class says of somebody whom it met; that class cannot know the whole list.
    agenda.add(other.db, other.teacher, net.id, "thank", "Merci à Hugo Lambertin")
    agenda.decide(other.db, other.teacher, net.id, party_id, "Hugo chante", who="Hugo")
    words = "Hugo Lambertin a lu"
    gatherings.write_minutes(other.db, other.teacher, net.id, party_id, words, 0)
    journal.write(other.db, other.teacher, net.id, old_id, {"thanks": "Hugo"}, 0)
    keys = {one.key for one in _own_lines(other, net, old_id)}
    publishing.agree(
        other.db, other.teacher, net.id, old_id, shown=keys, chosen=keys, instead="quelqu’un"
    )
    publishing.publish(other.db, other.teacher, net.id, old_id, "quelqu’un")
    other.save()


def _written(kit: Kit, net: Net, issue_id: UUID) -> None:
    for name in (HUGO, "Zoé"):
        actor = kit.pupil(name)
        words = [(one.kind, one.id) for one in my_words(kit.db, actor, issue_id)]
        assert words
        journal.give(kit.db, actor, net.id, issue_id, words)
    journal.write(kit.db, kit.teacher, net.id, issue_id, {"thanks": "Merci à Hugo"}, 0)
    kit.save()


def _own_lines(kit: Kit, net: Net, issue_id: UUID) -> tuple[JournalLine, ...]:
    network = network_of(kit.db, kit.teacher, net.id)
    own = issue_of(kit.db, kit.teacher, network, issue_id, "quelqu’un").own
    return own.lines if own is not None else ()
