"""The links that exist, as the suggestion engine counts them: places that are taken already."""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from rers_school.classroom.queries.links import Facts
from rers_school.classroom.rules.circles import Link

CAP_MOST = 3
PIN = "pin:"


def pins_of(facts: Facts) -> dict[str, Link]:
    """Return the links that exist, as many per person as the engine can count.

    Of a workshop's links, each receiver's one: its giver gives one thing, to several.
    """
    pins: dict[str, Link] = {}
    gives: Counter[UUID] = Counter()
    receives: Counter[UUID] = Counter()
    seated: set[tuple[UUID, UUID]] = set()
    for placed in sorted(facts.live, key=lambda one: one.workshop):
        link, seat = placed.link, (placed.exchange_id, placed.link.receiver)
        if placed.workshop and seat in seated:
            continue
        if gives[link.giver] < CAP_MOST and receives[link.receiver] < CAP_MOST:
            gives[link.giver] += 1
            receives[link.receiver] += 1
            seated.add(seat)
            which = f"~{link.receiver}" if placed.workshop else ""
            pins[f"{PIN}{placed.exchange_id}{which}"] = link
    return pins


def beyond(facts: Facts, pins: Mapping[str, Link]) -> set[Link]:
    """Return the links that would be too many for those whom a workshop keeps busy.

    The engine counts to three: the fourth who receives, and who gives beside others, have no
    pin of their own there, and nothing further is suggested to them on that side.
    """
    givers = {link.giver for link in pins.values()}
    receivers = {link.receiver for link in pins.values()}
    gives = {one.link.giver for one in facts.live if one.workshop} - givers
    receives = {one.link.receiver for one in facts.live if one.workshop} - receivers
    if not gives and not receives:
        return set()
    return {k for k in facts.possible if k.giver in gives or k.receiver in receives}
