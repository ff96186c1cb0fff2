"""Suggestions for a whole network: from its facts to the engine's round, and to each class's part.

What is kept holds ids and keys only: the pages put names to them, as far as each class may read
them.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from rers_school.classroom.matching import (
    Arc,
    Bundle,
    Card,
    Instance,
    NetworkPlan,
    Pupil,
    Report,
    Round,
    suggest_network,
)
from rers_school.classroom.queries.networks.facts import NetworkCard, NetworkFacts, facts_of_network

CAP, LONGEST_CIRCLE, CAP_MOST = 1, 3, 3
_LINKED = "linked:"


def plan(sessions: Callable[..., Session], network_id: UUID, report: Report) -> dict[str, Any]:
    """Return the plan for a network as it is kept: the job ``network_plan``.

    *Shapes*: ``{"linked": …, "both": …, "people": …, "proven": …, "classes": {class id:
    {"inside": number, "by_network": [membership], "crossing": [[[giver, receiver, key, offer,
    demand], …], …]}}}``; ``offer`` and ``demand`` are shared cards or nothing.
    """
    db = sessions()
    try:
        facts = facts_of_network(db, network_id)
    finally:
        db.close()
    if not facts.people:
        return {"linked": 0, "both": 0, "people": 0, "proven": True, "classes": {}}
    found = suggest_network(instance_of(facts, str(network_id)), report=report)
    return _kept(facts, found)


def instance_of(facts: NetworkFacts, seed: str) -> Instance:
    """Return the engine's round for a network; whoever is linked takes up a place on each side."""
    pins: list[tuple[UUID, UUID, str]] = []
    gives: Counter[UUID] = Counter()
    receives: Counter[UUID] = Counter()
    for number, (giver, receiver) in enumerate(facts.links):
        if gives[giver] < CAP_MOST and receives[receiver] < CAP_MOST:
            gives[giver] += 1
            receives[receiver] += 1
            pins.append((giver, receiver, f"{_LINKED}{number}"))
    own: dict[UUID, tuple[list[Card], list[Card]]] = {who: ([], []) for who in facts.people}
    for giver, receiver, label in pins:
        own[giver][0].append(Card(label, "network"))
        own[receiver][1].append(Card(label, "network"))
    people = tuple(
        Pupil(
            id=str(who),
            classroom=str(room),
            school=str(facts.classes[room]),
            offers=(*_cards(facts.offers.get(who, {})), *own[who][0]),
            demands=(*_cards(facts.demands.get(who, {})), *own[who][1]),
            give_cap=max(CAP, gives[who]),
            receive_cap=max(CAP, receives[who]),
        )
        for who, room in facts.people.items()
    )
    linked = {frozenset(two[:2]) for two in pins}
    return Instance(
        round=Round(seed=seed, max_circle=LONGEST_CIRCLE),
        people=people,
        met=frozenset(_pair(two) for two in facts.met),
        pins=tuple(Arc(str(giver), str(receiver), label) for giver, receiver, label in pins),
        forbids=frozenset(
            _pair(two) for two in facts.refused - linked if all(who in facts.people for who in two)
        ),
    )


def _cards(cards: dict[str, NetworkCard]) -> list[Card]:
    return [Card(one.key, one.reach) for one in cards.values()]


def _pair(two: frozenset[UUID]) -> frozenset[str]:
    return frozenset(map(str, two))


def _kept(facts: NetworkFacts, found: NetworkPlan) -> dict[str, Any]:
    counts = found.plan.counts
    return {
        "linked": counts.linked,
        "both": counts.both,
        "people": len(facts.people),
        "proven": found.plan.bounds.proven,
        "classes": {
            part.key[1]: {
                "inside": sum(1 for one in part.inside if not _is_old(one)),
                "by_network": list(part.linked_by_network),
                "crossing": [_told(facts, one) for one in part.crossing if not _is_old(one)],
            }
            for part in found.parts
        },
    }


def _is_old(bundle: Bundle) -> bool:
    """Tell whether somebody is linked by it already: it is there to take up its place."""
    return any(one.savoir.startswith(_LINKED) for one in bundle.exchanges)


def _told(facts: NetworkFacts, bundle: Bundle) -> list[list[str | None]]:
    told: list[list[str | None]] = []
    for one in bundle.exchanges:
        for receiver in one.receivers:
            offer = facts.offers[UUID(one.giver)][one.savoir].shared
            demand = facts.demands[UUID(receiver)][one.savoir].shared
            cards = [str(card) if card else None for card in (offer, demand)]
            told.append([one.giver, receiver, one.savoir, *cards])
    return told
