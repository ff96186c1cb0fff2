"""Whether a plan keeps the rules, and what it reaches: the same judge for everybody.

Written from the rules alone; it shares no code with the engine.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bench.matching.bounds import Limits
from bench.matching.case import Case

#: Giver, receiver, savoir, by the ids of the file.
Exchange = tuple[str, str, str]


class BrokenPlanError(ValueError):
    """Says which rule a plan breaks, and where."""


@dataclass(frozen=True, slots=True)
class Reached:
    """What a plan reaches. `left_out_before`: linked of those left out 1, 2… times before."""

    linked: int
    both: int
    pairs: int
    threes: int
    exchanges: int
    left_out_before: dict[int, int]

    def optimal(self, most: Limits) -> bool:
        """Return whether nobody else can be linked, nor give and receive, with these cards."""
        return (self.linked, self.both) == (most.linked, most.both)


def judge(case: Case, exchanges: Sequence[Exchange]) -> Reached:
    """Return what these exchanges reach.

    *Errors*: `BrokenPlanError` for the first rule that they break.
    """
    number = {name: at for at, name in enumerate(case.ids)}
    gave, received = Counter[int](), Counter[int]()
    onward: dict[int, int] = {}
    for giver, receiver, savoir in exchanges:
        for who in (giver, receiver):
            _demand(who in number, f'nobody has the id "{who}"')
        one, other = number[giver], number[receiver]
        _possible(case, one, other, savoir)
        gave[one] += 1
        received[other] += 1
        onward[one] = other
    for counted, caps, word in (
        (gave, case.give_cap, "gives"),
        (received, case.receive_cap, "receives"),
    ):
        for who, times in counted.items():
            _demand(times <= caps[who], f'"{case.ids[who]}" {word} {times} times, over the cap')
    _demand(max(gave.values(), default=0) <= 1, "circles are counted where each gives once")
    lengths = Counter(_circles(onward))
    linked = gave.keys() | received.keys()
    before = Counter(case.times_unlinked[who] for who in linked)
    return Reached(
        linked=len(linked),
        both=len(gave.keys() & received.keys()),
        pairs=lengths[2],
        threes=lengths[3],
        exchanges=len(exchanges),
        left_out_before={times: many for times, many in before.items() if times},
    )


def exchanges_told(plan: dict[str, Any]) -> list[Exchange]:
    """Return the exchanges of a plan in the format that `rers-school suggest` prints.

    *Errors*: `BrokenPlanError` for a circle that does not close.
    """
    for circle in plan["circles"]:
        for exchange, after in zip(circle, [*circle[1:], circle[0]], strict=True):
            _demand(after["giver"] in exchange["receivers"], "a circle does not close")
    listed = [e for circle in plan["circles"] for e in circle] + plan["others"]
    return [(e["giver"], receiver, e["savoir"]) for e in listed for receiver in e["receivers"]]


def judge_told(case: Case, plan: dict[str, Any]) -> Reached:
    """Return what a printed plan reaches, after comparing it with what the plan says of itself.

    *Errors*: `BrokenPlanError`, also when the plan's own counts or its list of people without a
    link are wrong.
    """
    exchanges = exchanges_told(plan)
    reached = judge(case, exchanges)
    for name, said in plan["counts"].items():
        found = getattr(reached, name)
        _demand(said == found, f"it says {said} for {name}, and has {found}")
    in_links = {who for giver, receiver, _ in exchanges for who in (giver, receiver)}
    awake = {name for name, rests in zip(case.ids, case.resting, strict=True) if not rests}
    told = [who["person"] for who in plan["unlinked"]]
    _demand(sorted(told) == sorted(awake - in_links), "its list of people without a link is wrong")
    return reached


def judge_bounds(plan: dict[str, Any], reached: Reached, most: Limits) -> None:
    """Compare the bounds that a plan gives with those found without the engine.

    *Errors*: `BrokenPlanError` for a bound below what is possible, or a proof that is none.
    """
    said = plan["bounds"]
    _demand(said["linked_max"] >= most.linked, f"bound {said['linked_max']}: {most.linked} can be")
    if said["proven"]:
        _demand(reached.optimal(most), "it says that it is proven, and more is possible")


def _possible(case: Case, giver: int, receiver: int, savoir: str) -> None:
    told = f'"{case.ids[giver]}" to "{case.ids[receiver]}", "{savoir}"'
    _demand(giver != receiver, f"{told}: one person")
    _demand(receiver not in case.forbidden.get(giver, ()), f"{told}: forbidden")
    _demand(not case.resting[giver] and not case.resting[receiver], f"{told}: one is resting")
    _demand(savoir in case.offers[giver], f"{told}: not offered")
    _demand(savoir in case.demands[receiver], f"{told}: not demanded")
    open_to = min(case.offers[giver][savoir], case.demands[receiver][savoir])
    near = case.places[giver][open_to] == case.places[receiver][open_to]
    # A card open to the school is also open to the class, wherever that is.
    near = near or case.places[giver][0] == case.places[receiver][0]
    _demand(near, f"{told}: not open that far")


def _circles(onward: dict[int, int]) -> Iterator[int]:
    """Yield the length of every closed circle; everybody gives at most once."""
    seen: set[int] = set()
    for start in onward:
        path: dict[int, int] = {}
        who: int | None = start
        while who is not None and who not in seen:
            seen.add(who)
            path[who] = len(path)
            who = onward.get(who)
        if who is not None and who in path:
            yield len(path) - path[who]


def _demand(kept: bool, message: str) -> None:
    if not kept:
        raise BrokenPlanError(message)


def left_out_first(reached: Iterable[Reached], most: Iterable[Limits]) -> bool:
    """Return whether those left out before were linked first, as far as the cards allow."""
    return all(
        one.left_out_before.get(times, 0) == many
        for one, limit in zip(reached, most, strict=True)
        for times, many in limit.left_out_before.items()
    )
