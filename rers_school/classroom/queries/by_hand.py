"""Links by hand: with whom could this person exchange, as the cards say, and freely."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotFound
from rers_school.classroom.queries.introducing import shown_links
from rers_school.classroom.queries.introduction_views import Shown
from rers_school.classroom.queries.links import Facts, facts_of
from rers_school.classroom.queries.people import Who
from rers_school.classroom.rules.circles import Link

CIRCLES_MOST = 12


@dataclass(frozen=True, slots=True)
class BothWays:
    """Somebody with whom a person could exchange in both directions."""

    other: Who
    gives: tuple[Shown, ...]
    receives: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class ForOne:
    """Everything that the cards allow for one person."""

    who: Who
    both_ways: tuple[BothWays, ...]
    circles: tuple[tuple[Shown, ...], ...]
    could_receive: tuple[Shown, ...]
    could_give: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One direction of a free circle: who would give what to whom, among the cards of both."""

    giver: Who
    receiver: Who
    choices: tuple[Shown, ...]
    may_be_empty: bool


@dataclass(frozen=True, slots=True)
class ByHand:
    """The page of links by hand."""

    people: tuple[Who, ...]
    one: ForOne | None
    steps: tuple[Step, ...]


def by_hand(
    db: Session, actor: Actor, person: UUID | None = None, ring: Iterable[UUID] = ()
) -> ByHand:
    """Return the page: what the cards allow for ``person``, or the steps of a free ``ring``.

    Eight queries whatever the size of the class.

    *Errors*: `NotFound` (404) for somebody who cannot be linked here, ``same_person`` (422).
    """
    facts = facts_of(db, actor.classroom_id)
    here = facts.in_order(id for id, one in facts.people.items() if one.here)
    ring = tuple(ring)
    if any(id not in here for id in (*ring, *([person] if person else []))):
        raise NotFound
    if len(set(ring)) != len(ring):
        raise DomainError("same_person")
    return ByHand(
        people=tuple(facts.people[id].who for id in here),
        one=_for_one(facts, person) if person else None,
        steps=tuple(_steps(facts, ring)) if len(ring) > 1 else (),
    )


def _for_one(facts: Facts, person: UUID) -> ForOne:
    taken = {placed.link for placed in facts.live}
    free = [k for k in facts.possible if k not in taken and not facts.refused(k)]
    free.sort(key=lambda k: (facts.savoirs[k.savoir], facts.people[k.giver].who.shown_name))
    gives = [link for link in free if link.giver == person]
    receives = [link for link in free if link.receiver == person]
    others = {link.receiver for link in gives} & {link.giver for link in receives}
    return ForOne(
        who=facts.people[person].who,
        both_ways=tuple(
            BothWays(
                facts.people[other].who,
                shown_links(facts, (k for k in gives if k.receiver == other)),
                shown_links(facts, (k for k in receives if k.giver == other)),
            )
            for other in facts.in_order(others)
        ),
        circles=tuple(shown_links(facts, ring) for ring in _threes(free, gives, receives)),
        could_receive=shown_links(facts, receives),
        could_give=shown_links(facts, gives),
    )


def _threes(free: list[Link], gives: list[Link], receives: list[Link]) -> list[list[Link]]:
    """Return circles of three through one person, one for each way around."""
    between: dict[tuple[UUID, UUID], Link] = {}
    for link in free:
        between.setdefault((link.giver, link.receiver), link)
    found: dict[tuple[UUID, UUID], list[Link]] = {}
    for first in gives:
        for last in receives:
            middle = between.get((first.receiver, last.giver))
            if middle is not None:
                found.setdefault((first.receiver, last.giver), [first, middle, last])
    return list(found.values())[:CIRCLES_MOST]


def _steps(facts: Facts, ring: tuple[UUID, ...]) -> Iterable[Step]:
    for at, giver in enumerate(ring):
        receiver = ring[(at + 1) % len(ring)]
        offered = facts.offers.get(giver, {}).keys() | facts.demands.get(receiver, {}).keys()
        links = sorted(
            (Link(giver, receiver, savoir) for savoir in offered),
            key=lambda k: (not facts.fits(k), facts.savoirs[k.savoir], k.savoir),
        )
        yield Step(
            giver=facts.people[giver].who,
            receiver=facts.people[receiver].who,
            choices=shown_links(facts, links),
            may_be_empty=len(ring) == 2,
        )
