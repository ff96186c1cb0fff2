"""Pupils and savoirs in, a plan out. Read this first; each step is one module.

1. `possible`: who could give what to whom;  `groups`: which turns take a small group.
2. `ledger`: how many can be linked, and give and receive: the goals, proven beforehand.
3. `loops`: pairs, then larger circles, each kept only if those goals can still be reached.
4. `chains`: exchanges that reach them for the rest;  `nearer`: few across classes and schools;
   `pleasing`: wishes and new partners.
5. `exact`: in a class, what the steps before may have missed, by a whole-number program.
6. `diagnosis`: why somebody has no link, and which card would help;  `assemble`: the plan.

Nothing is random and no clock decides: the same round always gives the same plan.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .assemble import assemble
from .board import Board, Opening
from .chains import choose
from .draft import Draft, close_by_chance
from .groups import choose_opening, upper_bounds
from .ledger import Ledger
from .loops import CHECK_LIMIT, close_loops, orders
from .nearer import bring_nearer
from .plan import Plan
from .pleasing import add_wished, please
from .possible import Possible
from .problem import Instance
from .telling import Report, quiet, share
from .vicinity import ANYWHERE

#: Up to so many people the plan is compared with every other one (see `best`).
EXACT_UP_TO = 60
#: Beyond so many people nearness is left to the order in which circles are looked for.
NEAR_UP_TO = 20_000
#: Circles as giver, receiver, savoir.
Kept = Sequence[Sequence[tuple[int, int, str]]]
#: How many ways of choosing between circles are tried: (up to so many people, ways).
TRIES = ((60, 8), (300, 3))


@dataclass(frozen=True, slots=True)
class Found:
    """A draft, the turns opened to small groups, the bounds (linked, linked + both), and whether
    no draft is better."""

    draft: Draft
    opening: Opening
    bounds: tuple[int, int]
    exact: bool = False


def suggest(instance: Instance) -> Plan:
    """Return a plan that links as many people as the cards allow, found at once.

    Without small groups, the fewest without a link and (given that) the most who both give and
    receive are proven. *Errors*: none; an `Instance` is valid by construction.
    """
    start = time.perf_counter()
    return told(find(Possible(instance)), start)


def best(instance: Instance) -> Plan:
    """Return the plan of `suggest`, or a strictly better one where a class has one.

    It takes up to a second, and is meant for up to `EXACT_UP_TO` people; beyond them it is the
    plan of `suggest`. `Plan.exact` says whether no plan is better. *Errors*: none.
    """
    start = time.perf_counter()
    return told(find(Possible(instance), exact=True), start)


def find(
    possible: Possible, *, exact: bool = False, kept: Kept = (), tell: Report = quiet
) -> Found:
    """Return what `suggest` proposes, or `best` (`exact`). `kept`: circles of pins, each whole."""
    found = _first(possible, kept, tell)
    if not exact or len(possible) > EXACT_UP_TO:
        return found
    if not len(possible):
        return replace(found, exact=True)
    # Not with the rest: the solver's library takes longer to load than a plan to make.
    from .exact import improve

    draft, bounds = found.draft, found.bounds
    improved = improve(possible, draft, proven=_reaches(draft, bounds))
    draft = improved.draft
    if improved.goals:
        bounds = draft.linked, draft.linked + draft.both
    return Found(draft, found.opening, bounds, improved.exact)


def told(found: Found, start: float) -> Plan:
    """Return it as a plan. `start` is when the work began (`time.perf_counter`)."""
    return assemble(found.draft, found.opening, found.bounds, start, exact=found.exact)


def _first(possible: Possible, kept: Kept, tell: Report) -> Found:
    """Return the best of a few drafts."""
    opening = choose_opening(possible)
    tries = next((ways for people, ways in TRIES if len(possible) <= people), 1)
    # Several ways are told as one: how many of them were tried.
    one = tell if tries == 1 else quiet
    tell("bounds", 0, 1)
    drafts: list[Draft] = []
    bounds = (0, 0)
    for number in range(tries):
        board = Board(possible, opening)
        ledger = Ledger(board, near_from=0 if len(possible) <= NEAR_UP_TO else ANYWHERE)
        if not number:
            tell("bounds", 1, 1)
        bounds = ledger.linked_max, ledger.gifts_max + ledger.receipts_max
        drafts.append(_draft(board, ledger, number, tries, kept, one))
        if tries > 1:
            tell("plan", number + 1, tries)
    if possible.instance.round.group_size > 1:
        bounds = upper_bounds(possible)
    return Found(max(drafts, key=Draft.worth), opening, bounds)


def _draft(
    board: Board, ledger: Ledger, number: int, tries: int, kept: Kept, tell: Report
) -> Draft:
    levels = board.possible.vicinity.levels
    order = orders(board, tries)[number]
    circles = [[board.placed(*pin) for pin in circle] for circle in kept]
    # What is found near by stays, and the rest is looked for further away. Several turns each
    # have no such order: there all is done at once.
    stages = [[level] for level in levels] if board.one_each else [list(levels)]
    if board.size > NEAR_UP_TO:
        stages = [[ANYWHERE]]
    for at, stage in enumerate(stages):
        if at:
            ledger = Ledger(board, near_from=stage[0])
        heard = [share(tell, 2 * at + half, 2 * len(stages)) for half in range(2)]
        circles = close_loops(
            board, ledger, order, stage, CHECK_LIMIT // len(stages), circles, heard[0]
        )
        chosen = choose(board, ledger)
        last = stage == stages[-1]
        if not last:
            circles = bring_nearer(chosen, circles, stage[0], heard[1])
        please(chosen)
        heard[1](1, 1)
        for link in chosen.links():
            if last or board.possible.vicinity.far(link.giver, link.receiver) <= stage[0]:
                board.place(link)
    add_wished(board)
    return Draft(board, close_by_chance(board, circles))


def _reaches(draft: Draft, bounds: tuple[int, int]) -> bool:
    return (draft.linked, draft.linked + draft.both) == bounds
