"""A network that grows with its class: other classes, open cards, circles in every state."""

from uuid import UUID

from rers_school.classroom.actor import Actor
from rers_school.classroom.services import answers
from rers_school.classroom.services.across import answering
from rers_school.classroom.services.across.proposing import Wanted, propose_across
from rers_school.classroom.services.across.visiting import guest_in
from rers_school.classroom.services.networks import opening
from rers_school.db import in_class
from tests.across_factory import shared
from tests.factories import Kit
from tests.networks_factory import make_network, other_class


def grown(kit: Kit, pupils: list[Actor]) -> dict[str, UUID]:
    """Return a network that has more of everything the more pupils, and a card of another class."""
    net = make_network(kit)
    for number, pupil in enumerate(pupils[::3]):
        shared(kit, pupil, "offer", f"savoir ouvert numéro {number}")
        waits = kit.demand(pupil, f"savoir attendu numéro {number}")
        opening.open_card(kit.db, pupil, "demand", waits.id, "network")
        kit.save()
    for number in range(max(2, len(pupils) // 10)):
        other = net.come_in(other_class(kit, f"5e {number}"), f"5e {number}")
        for way in ("begun", "asked", "waiting", "declined"):
            card = _circle(net.id, kit, pupils[number % len(pupils)], other, way)
        other.db.close()
    kit.save()
    return {"val": net.id, "shared": card}


def _circle(network_id: UUID, kit: Kit, mine: Actor, other: Kit, way: str) -> UUID:
    """Let the pupil show something to one of the other class, so far as ``way`` says.

    Return the card of the other class.
    """
    theirs, words = other.pupil("Léa Bernard"), f"{way} {other.classroom_id}"
    cards = (shared(kit, mine, "offer", words), shared(other, theirs, "demand", words))
    link = Wanted(mine.membership_id, theirs.membership_id, *cards)
    by, colleague = (other, kit) if way in ("waiting", "declined") else (kit, other)
    by.save()
    colleague.save()
    made = propose_across(by.db, by.teacher, network_id, [link])
    by.save()
    if way == "waiting":
        return cards[1]
    say = answering.decline if way == "declined" else answering.agree
    say(colleague.db, colleague.teacher, made.id)
    colleague.save()
    if way == "begun":
        by.db.refresh(made)
        assert made.introduction_id
        for home, who in ((kit, mine), (other, theirs)):
            _say_yes(home, who, made.introduction_id)
    return cards[1]


def _say_yes(home: Kit, who: Actor, introduction_id: UUID) -> None:
    home.save()
    me = guest_in(home.db, who, exchange_id=None, introduction_id=introduction_id) or who
    with in_class(home.db, me.classroom_id, "a guest answers where the circle lives"):
        answers.answer(home.db, me, introduction_id, "yes")
    home.save()
