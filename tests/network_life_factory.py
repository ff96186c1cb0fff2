"""A network that lives: every pupil of a class brings a point, a stand, words for the journal."""

from typing import Any
from uuid import UUID

from rers_school import clock
from rers_school.classroom.queries.networks.belonging import network_of
from rers_school.classroom.queries.networks.gatherings import network_gathering
from rers_school.classroom.queries.networks.giving import my_words
from rers_school.classroom.queries.networks.journal import issue_of
from rers_school.classroom.queries.networks.stands import programme_of
from rers_school.classroom.services.networks import (
    agenda,
    gatherings,
    journal,
    publishing,
    stands,
    timetable,
)
from tests.factories import Kit

SOMEONE = "quelqu’un"


def lively(kit: Kit, network_id: UUID) -> dict[str, UUID]:
    """Fill a network; return the ids of its council, its celebration, an issue, and an old one."""
    today = clock.now().date()
    say: dict[str, Any] = {"day": today, "host": "", "way": "call", "place": "La salle des fêtes"}
    council = gatherings.plan(kit.db, kit.teacher, network_id, kind="council", **say)
    party = gatherings.plan(kit.db, kit.teacher, network_id, kind="celebration", **say)
    old = journal.begin(kit.db, kit.teacher, network_id, "Été")
    journal.write(kit.db, kit.teacher, network_id, old.id, {"works": "une fresque"}, 0)
    let_through(kit, network_id, old.id)
    publishing.publish(kit.db, kit.teacher, network_id, old.id, SOMEONE)
    issue = journal.begin(kit.db, kit.teacher, network_id, "Automne")
    texts = {"works": "un film\nune chanson", "thanks": "la classe qui nous a reçus"}
    journal.write(kit.db, kit.teacher, network_id, issue.id, texts, 0)
    kinds = ("thank", "propose", "solve")
    for number, pupil in enumerate(list(kit.pupils.values())):
        kit.save()
        agenda.add(kit.db, pupil, network_id, kinds[number % 3], f"une idée, la {number}e")
        stands.offer(kit.db, pupil, network_id, party.id, what=f"tour numéro {number}")
        words = [(one.kind, one.id) for one in my_words(kit.db, pupil, issue.id)]
        journal.give(kit.db, pupil, network_id, issue.id, words)
        if number % 5 == 0:
            agenda.decide(kit.db, kit.teacher, network_id, council.id, f"on essaie le {number}")
    kit.save()
    _lay_out(kit, network_id, party.id)
    let_through(kit, network_id, issue.id)
    return {"council": council.id, "party": party.id, "issue": issue.id, "old_issue": old.id}


def let_through(kit: Kit, network_id: UUID, issue_id: UUID) -> None:
    """Let the teacher say yes to every line of the class."""
    network = network_of(kit.db, kit.teacher, network_id)
    own = issue_of(kit.db, kit.teacher, network, issue_id, SOMEONE).own
    keys = {line.key for line in own.lines} if own is not None else set()
    publishing.agree(
        kit.db, kit.teacher, network_id, issue_id, shown=keys, chosen=keys, instead=SOMEONE
    )
    kit.save()


def _lay_out(kit: Kit, network_id: UUID, party: UUID) -> None:
    network = network_of(kit.db, kit.teacher, network_id)
    one = network_gathering(kit.db, kit.teacher, network, party)
    waiting = programme_of(kit.db, kit.teacher, network, one).waiting
    stands.agree(kit.db, kit.teacher, network_id, [(stand.id, stand.seen) for stand in waiting])
    lines = {"slots": "14 h\n14 h 30\n15 h", "places": "La cour\nLa salle\nLa bibliothèque"}
    timetable.draw(kit.db, kit.teacher, network_id, party, **lines, seen=0)
    timetable.fill(kit.db, kit.teacher, network_id, party, anew=False, seen=1)
    kit.save()
