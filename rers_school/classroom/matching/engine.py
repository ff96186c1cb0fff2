"""Pupils and savoirs in, a plan out. Read this first; each step is one module.

1. `possible`: who could give what to whom;  `groups`: which turns take a small group.
2. `ledger`: how many can be linked, and give and receive: the goals, proven beforehand.
3. `loops`: pairs, then larger circles, each kept only if those goals can still be reached.
4. `chains`: exchanges that reach them for the rest;  `pleasing`: wishes and new partners.
5. `exact`: in a class, what the steps before may have missed, by a whole-number program.
6. `diagnosis`: why somebody has no link, and which card would help;  `assemble`: the plan.

Nothing is random and no clock decides: the same round always gives the same plan.
"""

from __future__ import annotations

import time

from .assemble import assemble
from .board import Board, Opening
from .chains import choose
from .draft import Draft, close_by_chance
from .groups import choose_opening, upper_bounds
from .ledger import Ledger
from .loops import close_loops, orders
from .plan import Plan
from .pleasing import add_wished, please
from .possible import Possible
from .problem import Instance

#: Up to so many people the plan is compared with every other one (see `best`).
EXACT_UP_TO = 60
#: How many ways of choosing between circles are tried: (up to so many people, ways).
TRIES = ((60, 8), (300, 3))


def suggest(instance: Instance) -> Plan:
    """Return a plan that links as many people as the cards allow, found at once.

    Without small groups, the fewest without a link and (given that) the most who both give and
    receive are proven. *Errors*: none; an `Instance` is valid by construction.
    """
    start = time.perf_counter()
    draft, opening, bounds = _first(Possible(instance))
    return assemble(draft, opening, bounds, start)


def best(instance: Instance) -> Plan:
    """Return the plan of `suggest`, or a strictly better one where a class has one.

    It takes up to a second, and is meant for up to `EXACT_UP_TO` people; beyond them it is the
    plan of `suggest`. `Plan.exact` says whether no plan is better. *Errors*: none.
    """
    start = time.perf_counter()
    possible = Possible(instance)
    draft, opening, bounds = _first(possible)
    exact = not len(possible)
    if 0 < len(possible) <= EXACT_UP_TO:
        # Not with the rest: the solver's library takes longer to load than a plan to make.
        from .exact import improve

        proven = _reaches(draft, bounds)
        improved = improve(possible, draft, proven=proven)
        draft, exact = improved.draft, improved.exact
        if improved.goals:
            bounds = draft.linked, draft.linked + draft.both
    return assemble(draft, opening, bounds, start, exact=exact)


def _first(possible: Possible) -> tuple[Draft, Opening, tuple[int, int]]:
    """Return a draft, the turns opened to small groups, and the bounds: linked, linked + both."""
    opening = choose_opening(possible)
    tries = next((ways for people, ways in TRIES if len(possible) <= people), 1)
    drafts: list[Draft] = []
    for number in range(tries):
        board = Board(possible, opening)
        ledger = Ledger(board)
        bounds = ledger.linked_max, ledger.gifts_max + ledger.receipts_max
        drafts.append(_draft(board, ledger, tries, number))
    if possible.instance.round.group_size > 1:
        bounds = upper_bounds(possible)
    return max(drafts, key=Draft.worth), opening, bounds


def _draft(board: Board, ledger: Ledger, tries: int, number: int) -> Draft:
    circles = close_loops(board, ledger, orders(board, tries)[number])
    chosen = choose(board, ledger)
    please(chosen)
    for link in chosen.links():
        board.place(link)
    add_wished(board)
    return Draft(board, close_by_chance(board, circles))


def _reaches(draft: Draft, bounds: tuple[int, int]) -> bool:
    return (draft.linked, draft.linked + draft.both) == bounds
