"""What the engine proposes: circles, other exchanges, and who still has no link and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlannedExchange:
    """One savoir from one giver to one or several receivers, with the reasons for proposing it.

    *Reasons*: `pair`, `circle` or `single`; then `pin`, `wish`, `new_partner`, and
    `only_link_of:X` when X has no other possible exchange.
    """

    giver: str
    receivers: tuple[str, ...]
    savoir: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bridge:
    """One card that would link this person; `links` says how many more people in all.

    `exact`: the number was proven; otherwise those who wait for the card were counted.
    """

    add: str
    savoir: str
    links: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class ClassBridge:
    """One card that would link most of a class, and who could write it."""

    person: str
    add: str
    savoir: str
    links: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Unlinked:
    """A person without a link, and why, in words about the cards.

    *Because*: `no_card`, `no_demand_for_offers`, `no_offer_for_demands`, or `all_taken`; then
    `competitors` are those who meet this person's possible partners in the plan.
    """

    person: str
    because: str
    competitors: tuple[str, ...] = ()
    bridges: tuple[Bridge, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounds:
    """The most that these cards allow. `proven`: the plan reaches both."""

    linked_max: int
    both_max: int
    proven: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How the plan turned out, over the whole class."""

    linked: int
    both: int
    pairs: int
    threes: int
    exchanges: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A proposal for one round; the teacher accepts, changes or ignores it.

    In a circle the first receiver of each exchange gives the next one, and the last comes back
    to the first giver. `bridges` are the cards that would link most, whoever writes them.
    `fingerprint` is the same for the same proposal, whatever the machine.
    `worth` is what counts between two plans for one round, the first number before the second;
    `exact` says that no plan has a greater one.
    """

    circles: tuple[tuple[PlannedExchange, ...], ...]
    others: tuple[PlannedExchange, ...]
    unlinked: tuple[Unlinked, ...]
    bridges: tuple[ClassBridge, ...]
    bounds: Bounds
    counts: Counts
    worth: tuple[int, ...]
    exact: bool
    elapsed_ms: int
    fingerprint: str
