"""Pupils and savoirs in, a plan out. Read this first; each step is one module.

1. `possible`: who could give what to whom;  `groups`: which turns take a small group.
2. `ledger`: how many can be linked, and give and receive: the goals, proven beforehand.
3. `loops`: pairs, then larger circles, each kept only if those goals can still be reached.
4. `chains`: exchanges that reach them for the rest;  `pleasing`: wishes and new partners.
5. `diagnosis`: why somebody has no link, and which card would help;  `assemble`: the plan.

Nothing is random and no clock decides: the same round always gives the same plan.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from .assemble import assemble
from .board import Board, Link, Opening
from .chains import choose
from .groups import choose_opening, upper_bounds
from .ledger import Ledger
from .loops import Order, close_loops, orders
from .plan import Plan
from .pleasing import add_wished, please
from .possible import Possible
from .problem import Instance

#: How many ways of choosing between circles are tried: (up to so many people, ways).
TRIES = ((60, 8), (300, 3))


@dataclass(frozen=True, slots=True)
class Draft:
    """One complete set of links, and its circles."""

    board: Board
    circles: list[list[Link]]

    def worth(self) -> tuple[int, ...]:
        """Return what counts between two drafts that reach the same goals: circles, wishes."""
        board = self.board
        longest = board.possible.instance.round.max_circle
        lengths = [len(circle) for circle in self.circles]
        links = [k for links in board.links.values() for k in links]
        liking = sum(board.possible.liking(k.giver, k.receiver, k.savoir) for k in links)
        return (*(lengths.count(n) for n in range(2, longest + 1)), liking)


def suggest(instance: Instance) -> Plan:
    """Return a plan that links as many people as the cards allow.

    Without small groups, the fewest without a link and (given that) the most who both give and
    receive are proven. *Errors*: none; an `Instance` is valid by construction.
    """
    start = time.perf_counter()
    possible = Possible(instance)
    opening = choose_opening(possible)
    tries = next((ways for people, ways in TRIES if len(possible) <= people), 1)
    best = max((_draft(possible, opening, k, tries) for k in range(tries)), key=Draft.worth)
    bounds = upper_bounds(possible)
    return assemble(best.board, best.circles, opening, bounds, start)


def _draft(possible: Possible, opening: Opening, number: int, tries: int) -> Draft:
    board = Board(possible, opening)
    ledger = Ledger(board)
    order: Order = orders(board, tries)[number]
    circles = close_loops(board, ledger, order)
    chosen = choose(board, ledger)
    please(chosen)
    for link in chosen.links():
        board.place(link)
    add_wished(board)
    return Draft(board, circles)
