"""From the cards of a class to the exchanges of its market day, and from these to rounds."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from rers_school.classroom.matching import Arc, Card, Instance, Pupil, market, suggest
from rers_school.classroom.matching import Round as RoundChoices
from rers_school.classroom.queries.links import Facts
from rers_school.classroom.rules.circles import Link

_HELD = "held:"


@dataclass(frozen=True, slots=True)
class _Exchange:
    giver: str
    receivers: tuple[str, ...]
    savoir: str


@dataclass(frozen=True, slots=True)
class Placed:
    """One exchange in its round (from 1) and its place, empty where none was named."""

    link: Link
    round: int
    place: str


def links_for(
    facts: Facts, seed: str, present: Collection[UUID], held: Sequence[Link]
) -> list[Link]:
    """Return the exchanges still to come: each gives once and receives once, as far as cards go.

    Who has given or received in a round that is over has had that turn; "not for now" holds on a
    market day too.
    """
    pins = {f"{_HELD}{number}": link for number, link in enumerate(held)}
    ids = sorted({*present, *(who for link in held for who in link.two)})
    people = tuple(_pupil(facts, id, id in set(present), pins) for id in ids)
    known = set(ids)
    pinned = {link.two for link in held}
    refused = {no.two for no in facts.not_for_now} - pinned
    plan = suggest(
        Instance(
            round=RoundChoices(seed=seed, max_circle=3),
            people=people,
            met=frozenset(frozenset(map(str, two)) for two in facts.met if two <= known),
            pins=tuple(Arc(str(k.giver), str(k.receiver), label) for label, k in pins.items()),
            forbids=frozenset(frozenset(map(str, two)) for two in refused if two <= known),
        )
    )
    return [
        Link(UUID(one.giver), UUID(one.receivers[0]), UUID(one.savoir))
        for one in (*(one for circle in plan.circles for one in circle), *plan.others)
        if not one.savoir.startswith(_HELD)
    ]


def in_rounds(
    links: Iterable[Link],
    people: Collection[UUID],
    *,
    seed: str,
    places: Sequence[market.Place],
    first_round: int,
) -> list[Placed]:
    """Return the exchanges in few rounds: nobody is in two at once, no place is too full."""
    day = market.lay_out(
        [_told(link) for link in links], map(str, people), seed=seed, places=places
    )
    return [
        Placed(_link(meeting.exchange), first_round + number, meeting.place or "")
        for number, one in enumerate(day.rounds)
        for meeting in one.meetings
    ]


def _pupil(facts: Facts, id: UUID, present: bool, pins: dict[str, Link]) -> Pupil:
    offers = [label for label, link in pins.items() if link.giver == id]
    demands = [label for label, link in pins.items() if link.receiver == id]
    if present:
        offers += map(str, facts.offers.get(id, ()))
        demands += map(str, facts.demands.get(id, ()))
    return Pupil(
        id=str(id),
        classroom="",
        school="",
        offers=tuple(map(Card, offers)),
        demands=tuple(map(Card, demands)),
    )


def _told(link: Link) -> _Exchange:
    return _Exchange(str(link.giver), (str(link.receiver),), str(link.savoir))


def _link(one: _Exchange) -> Link:
    return Link(UUID(one.giver), UUID(one.receivers[0]), UUID(one.savoir))
