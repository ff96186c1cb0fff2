"""As few rounds as possible for teams of people, and the fewest that any layout needs.

1. What no layout can avoid is counted first: the busiest person, the seats, crowded circles.
2. That many rounds are filled by moving chains (`colouring`), which nearly always succeeds.
3. Where it does not, every way is tried (`exact_rounds`), within an amount of work that is
   counted; only then one more round is taken.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .colouring import Colouring, Team, Work
from .exact_rounds import search

#: The work that one market day may take, in steps of the searches; the same on every machine.
LIMIT = 2_000_000


@dataclass(frozen=True, slots=True)
class Layout:
    """The teams of each round, and how many rounds any layout needs."""

    rounds: list[list[int]]
    at_least: int


def few_rounds(teams: Sequence[Team], capacity: int | None = None, limit: int = LIMIT) -> Layout:
    """Return rounds in which nobody is twice and no more than `capacity` teams meet.

    As many rounds as `at_least` are proven to be the fewest. That is always so when every team
    is a pair and nobody is in more than two: one chain moved makes room in any row or circle of
    pairs. Rounds of pairs are equal to within one team. *Errors*: none; a capacity is 1 or more.
    """
    seats = len(teams) if capacity is None else min(capacity, len(teams))
    count = at_least = unavoidable(teams, seats)
    while True:
        # Half of what is left: if this many rounds are too few, the next try has work to do too.
        work = Work(limit // 2)
        colouring, refuted = _fill(teams, count, seats, work)
        limit -= limit // 2 - work.left
        if colouring is not None:
            return Layout([list(mine) for mine in colouring.members], at_least)
        count += 1
        if refuted:
            at_least = count


def unavoidable(teams: Sequence[Team], seats: int) -> int:
    """Return a number of rounds that no layout can stay below."""
    if not teams:
        return 0
    busiest = max(Counter(person for team in teams for person in team).values())
    return max(
        busiest,
        -(-len(teams) // seats),
        *(_crowd([teams[t] for t in piece]) for piece in _pieces(teams)),
    )


def _pieces(teams: Sequence[Team]) -> list[list[int]]:
    """Return the teams piece by piece: nobody is in two pieces."""
    teams_of: dict[int, list[int]] = {}
    for t, team in enumerate(teams):
        for person in team:
            teams_of.setdefault(person, []).append(t)
    pieces: list[list[int]] = []
    seen: set[int] = set()
    for first in range(len(teams)):
        if first in seen:
            continue
        piece = [first]
        seen.add(first)
        for t in piece:
            for person in teams[t]:
                new = [other for other in teams_of[person] if other not in seen]
                seen.update(new)
                piece += new
        pieces.append(piece)
    return pieces


def _crowd(teams: Sequence[Team]) -> int:
    """Return how many rounds the most crowded set of people needs.

    A round holds at most one team for every two people of a set: three who all meet one another
    need three rounds. The sets looked at are those that are left when whoever has the fewest
    teams goes home, one after the other.
    """
    teams_of: dict[int, list[int]] = {}
    for t, team in enumerate(teams):
        for person in team:
            teams_of.setdefault(person, []).append(t)
    inside = [len(team) for team in teams]
    many = {person: len(mine) for person, mine in teams_of.items()}
    queue = [(count, person) for person, count in many.items()]
    heapq.heapify(queue)
    left, most = len(teams), 0
    while len(many) > 1:
        most = max(most, -(-left // (len(many) // 2)))
        count, person = heapq.heappop(queue)
        if many.get(person) != count:
            continue
        del many[person]
        for t in teams_of[person]:
            inside[t] -= 1
            if inside[t] == 1:
                left -= 1
                for other in teams[t]:
                    if other in many:
                        many[other] -= 1
                        heapq.heappush(queue, (many[other], other))
    return most


def _fill(
    teams: Sequence[Team], count: int, seats: int, work: Work
) -> tuple[Colouring | None, bool]:
    """Return the teams in this many rounds; or nothing, and whether there is proven to be none."""
    colouring = Colouring(teams, count)
    turns = Counter(person for team in teams for person in team)
    for piece in _pieces(teams):
        busiest_first = sorted(piece, key=lambda t: -sum(turns[p] for p in teams[t]))
        if colouring.fill(busiest_first, work):
            continue
        found = search([teams[t] for t in piece], count, len(piece), work)
        if found.rounds is None:
            return None, found.exhausted
        colouring.move(piece, found.rounds)
    colouring.even_out(work)
    if colouring.largest() > seats:
        # Only small groups come here: rounds of pairs can always be made equal.
        found = search(teams, count, seats, work)
        if found.rounds is None:
            return None, found.exhausted
        colouring.move(range(len(teams)), found.rounds)
        colouring.even_out(work)
    return colouring, False
