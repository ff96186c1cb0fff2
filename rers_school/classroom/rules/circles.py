"""The shape of a circle: who gives what to whom, and whether it closes."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from rers_school.classroom.errors import DomainError

# One giver and one receiver; two who give to each other; three and more in a ring.
SINGLE, DIRECT, OPEN = "single", "direct", "open"
LARGEST = 6

Two = frozenset[UUID]


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """One savoir that goes from a giver to a receiver."""

    giver: UUID
    receiver: UUID
    savoir: UUID

    @property
    def two(self) -> Two:
        """Return the two people without an order."""
        return frozenset((self.giver, self.receiver))


def two(one: UUID, other: UUID) -> Two:
    """Return two people without an order.

    *Errors*: ``same_person`` (422).
    """
    if one == other:
        raise DomainError("same_person")
    return frozenset((one, other))


def kind_of(links: Sequence[Link]) -> str:
    """Return whether these links are a single exchange, a direct or an open circle.

    *Errors*: ``not_a_circle`` (422) when they do not close in the order given, ``same_person``
    (422) when somebody would learn from themself.
    """
    if any(link.giver == link.receiver for link in links):
        raise DomainError("same_person")
    if len(links) == 1:
        return SINGLE
    closed = all(
        link.receiver == following.giver
        for link, following in zip(links, [*links[1:], *links[:1]], strict=True)
    )
    givers = {link.giver for link in links}
    if not closed or len(givers) != len(links) or not 2 <= len(links) <= LARGEST:
        raise DomainError("not_a_circle")
    return DIRECT if len(links) == 2 else OPEN


def key_of(links: Collection[Link]) -> str:
    """Return a short name for exactly these links, the same wherever the circle begins."""
    told = sorted(f"{link.giver}>{link.receiver}:{link.savoir}" for link in links)
    return hashlib.sha256("|".join(told).encode()).hexdigest()[:16]


def people_of(links: Sequence[Link]) -> tuple[UUID, ...]:
    """Return everybody in these links, in the order in which they give."""
    return tuple(dict.fromkeys(who for link in links for who in (link.giver, link.receiver)))
