"""From the facts of a class to the engine's round, and from its plan to what a round keeps."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from rers_school.classroom.matching import (
    EXACT_UP_TO,
    Arc,
    Card,
    Instance,
    Plan,
    PlannedExchange,
    Pupil,
    best,
    suggest,
)
from rers_school.classroom.matching import Round as RoundChoices
from rers_school.classroom.queries.links import Facts
from rers_school.classroom.rules.circles import Link, key_of, kind_of
from rers_school.classroom.services.pinning import PIN, beyond, pins_of

# One gift and one thing to learn at a time, as long as the class chooses nothing else.
CAP, LONGEST_CIRCLE = 1, 3
_APART, _NEW = "~", "new_partner"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One circle of the plan, in the order in which it goes round."""

    key: str
    kind: str
    links: tuple[Link, ...]
    reasons: tuple[str, ...]


def compute(
    facts: Facts,
    seed: str,
    *,
    set_aside: Collection[Link] = (),
    times_unlinked: Mapping[UUID, int] | None = None,
    exact: bool = False,
) -> dict[str, Any]:
    """Return a plan for everybody without a full share of links, ready to be kept as JSON.

    What is kept, proposed or under way is pinned: it counts as a link and takes up its place.
    ``exact``: the plan than which none is better, where a class allows that (`can_be_exact`);
    it takes up to a second, the first plan some hundredths of one.
    """
    instance = _instance(facts, seed, set(set_aside), times_unlinked or {})
    return _told(best(instance) if exact else _first(instance))


# The page asks for the same plan each time it is looked at, until a card changes.
_first = lru_cache(maxsize=64)(suggest)


def can_be_exact(facts: Facts) -> bool:
    """Return whether the class is small enough for the exact plan."""
    return 1 < len(facts.suggested_people) <= EXACT_UP_TO


def fingerprint(facts: Facts) -> str:
    """Return a short name for the people and the cards from which a plan is computed."""
    told = [
        [
            str(id),
            sorted(map(str, facts.offers.get(id, ()))),
            sorted(map(str, facts.demands.get(id, ()))),
        ]
        for id in sorted(facts.suggested_people)
    ]
    told += [[str(k.giver), str(k.receiver), str(k.savoir)] for k in sorted(facts.wishes)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def suggestions_in(plan: Mapping[str, Any]) -> list[Suggestion]:
    """Return the circles of a kept plan, then its single exchanges."""
    circles = [*plan["circles"], *([exchange] for exchange in plan["others"])]
    found = []
    for circle in circles:
        links = tuple(
            Link(UUID(one["giver"]), UUID(one["receiver"]), UUID(one["savoir"])) for one in circle
        )
        reasons = tuple(
            dict.fromkeys(
                reason
                for one in circle
                for reason in one["reasons"]
                if reason != _NEW or all(_NEW in other["reasons"] for other in circle)
            )
        )
        found.append(Suggestion(key_of(links), kind_of(links), links, reasons))
    return found


def _instance(
    facts: Facts, seed: str, set_aside: set[Link], times_unlinked: Mapping[UUID, int]
) -> Instance:
    pins = pins_of(facts)
    refused = {no.two for no in facts.not_for_now}
    # Two people who are linked already although the teacher said "not for now" about them:
    # the link stays, and nothing further is suggested between them.
    pinned = {link.two for link in pins.values()}
    apart = set_aside | facts.done | facts.lately_not_started
    linked_all_the_same = refused & pinned
    if linked_all_the_same:
        apart |= {link for link in facts.possible if link.two in linked_all_the_same}
    apart |= beyond(facts, pins)
    cards = _Cards(facts, apart, pins)
    ids = [*facts.suggested_people]
    ids += sorted({who for link in pins.values() for who in link.two} - set(ids))
    gives = Counter(link.giver for link in pins.values())
    receives = Counter(link.receiver for link in pins.values())
    pupils = tuple(
        Pupil(
            id=str(id),
            classroom="",
            school="",
            offers=cards.offers(id),
            demands=cards.demands(id),
            times_unlinked=times_unlinked.get(id, 0),
            give_cap=max(CAP, gives[id]),
            receive_cap=max(CAP, receives[id]),
        )
        for id in ids
    )
    return Instance(
        round=RoundChoices(seed=seed, max_circle=LONGEST_CIRCLE),
        people=pupils,
        met=_pairs(facts.met, ids),
        wishes=tuple(
            Arc(str(k.giver), str(k.receiver), cards.label(k))
            for k in sorted(facts.wishes)
            if {k.giver, k.receiver} <= cards.known and k not in cards.apart
        ),
        pins=tuple(Arc(str(k.giver), str(k.receiver), label) for label, k in pins.items()),
        forbids=_pairs(refused - pinned, ids),
    )


class _Cards:
    """Cards as the engine reads them.

    An exchange of its own savoir name stands for each pin, for what is left of a savoir when one
    of its links is set aside (the engine forbids people, not single links), and for a private
    answer to a card: nobody else can be linked by it.
    """

    def __init__(self, facts: Facts, apart: Iterable[Link], pins: Mapping[str, Link]) -> None:
        self.facts = facts
        self.pins = pins
        self.known = set(facts.suggested_people)
        self.apart = {link for link in apart if facts.fits(link)}
        self.split = {(link.giver, link.savoir) for link in self.apart}

    def offers(self, id: UUID) -> tuple[Card, ...]:
        """Return what this person can give."""
        labels = [label for label, link in self.pins.items() if link.giver == id]
        for savoir in self._own(self.facts.offers, id):
            if (id, savoir) not in self.split:
                labels.append(str(savoir))
                continue
            for receiver, wanted in self.facts.demands.items():
                if savoir in wanted and Link(id, receiver, savoir) not in self.apart:
                    labels.append(_label(id, receiver, savoir))
        labels += [
            _label(link.giver, link.receiver, link.savoir)
            for link in self._answers()
            if link.giver == id
        ]
        return tuple(Card(label) for label in labels)

    def demands(self, id: UUID) -> tuple[Card, ...]:
        """Return what this person can receive."""
        labels = [label for label, link in self.pins.items() if link.receiver == id]
        for savoir in self._own(self.facts.demands, id):
            labels.append(str(savoir))
            labels += [
                _label(giver, id, one)
                for giver, one in sorted(self.split)
                if one == savoir and giver != id and Link(giver, id, savoir) not in self.apart
            ]
        labels += [
            _label(link.giver, link.receiver, link.savoir)
            for link in self._answers()
            if link.receiver == id
        ]
        return tuple(Card(label) for label in labels)

    def label(self, link: Link) -> str:
        """Return the name of a savoir as this link has it."""
        whole = self.facts.on_cards(link) and (link.giver, link.savoir) not in self.split
        return str(link.savoir) if whole else _label(link.giver, link.receiver, link.savoir)

    def _answers(self) -> list[Link]:
        """Return the links that a private answer alone makes possible."""
        return sorted(
            link
            for link in self.facts.wishes - self.apart
            if not self.facts.on_cards(link) and {link.giver, link.receiver} <= self.known
        )

    def _own(self, cards: dict[UUID, dict[UUID, str]], id: UUID) -> list[UUID]:
        return list(cards.get(id, ())) if id in self.known else []


def _label(giver: UUID, receiver: UUID, savoir: UUID) -> str:
    return _APART.join((str(savoir), str(giver), str(receiver)))


def _pairs(twos: Iterable[frozenset[UUID]], ids: Collection[UUID]) -> frozenset[frozenset[str]]:
    known = set(ids)
    return frozenset(frozenset(map(str, two)) for two in twos if two <= known)


def _told(plan: Plan) -> dict[str, Any]:
    """Return what is new in the plan: what was pinned is there already."""
    circles, others = [], [one for one in plan.others if not _pinned(one)]
    for circle in plan.circles:
        fresh = [one for one in circle if not _pinned(one)]
        if len(fresh) == len(circle):
            circles.append([_exchange(one) for one in circle])
        else:
            others += fresh
    return {
        "circles": circles,
        "others": [_exchange(one, alone=True) for one in others],
        "unlinked": [
            {
                "person": one.person,
                "because": one.because,
                "competitors": list(one.competitors),
                "bridges": _bridges(one.bridges),
            }
            for one in plan.unlinked
        ],
        "bridges": [
            {"person": one.person, **card} for one in plan.bridges for card in _bridges([one])
        ],
        "nobody_else": plan.counts.linked == plan.bounds.linked_max,
        "fingerprint": plan.fingerprint,
        "worth": list(plan.worth),
        "exact": plan.exact,
    }


def _bridges(bridges: Iterable[Any]) -> list[dict[str, Any]]:
    found: dict[tuple[str, str], int] = {}
    for one in bridges:
        savoir = one.savoir.partition(_APART)[0]
        if not savoir.startswith(PIN):
            found.setdefault((one.add, savoir), one.links)
    return [{"add": add, "savoir": s, "links": links} for (add, s), links in found.items()]


def _pinned(exchange: PlannedExchange) -> bool:
    return exchange.savoir.startswith(PIN)


def _exchange(exchange: PlannedExchange, *, alone: bool = False) -> dict[str, Any]:
    reasons = exchange.reasons
    if alone and reasons[0] != "single":
        reasons = ("completes", *reasons[1:])
    return {
        "giver": exchange.giver,
        "receiver": exchange.receivers[0],
        "savoir": exchange.savoir.partition(_APART)[0],
        "reasons": list(reasons),
    }
