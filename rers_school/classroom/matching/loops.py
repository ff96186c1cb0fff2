"""Closed circles: direct pairs first, then circles of three and more, none at anybody's cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from .board import Board, Link
from .ledger import Ledger
from .lookout import Loop, candidates
from .possible import shuffled
from .telling import Tell, unheard
from .vicinity import ANYWHERE

Order = Callable[[Loop], tuple[object, ...]]

#: The work that checking circles may do (see `Cover.work`). The goals stay proven without it.
CHECK_LIMIT = 15_000_000


def orders(board: Board, how_many: int) -> list[Order]:
    """Return ways to choose between circles: scarcest pupils first, then wishes, then chance."""
    possible = board.possible
    scarce = [possible.choices(p) for p in range(board.size)]

    def liking(loop: Loop) -> int:
        return sum(_liking(board, i, j) for i, j in _steps(loop))

    def scarcest(loop: Loop) -> tuple[object, ...]:
        return (sorted(scarce[p] for p in loop), -liking(loop), loop)

    def sum_of_choices(loop: Loop) -> tuple[object, ...]:
        return (sum(scarce[p] for p in loop), -liking(loop), loop)

    def most_wished(loop: Loop) -> tuple[object, ...]:
        return (-liking(loop), sorted(scarce[p] for p in loop), loop)

    def by_chance(number: int) -> Order:
        seed = possible.instance.round.seed
        luck = [shuffled(seed, str(number), str(p)) for p in range(board.size)]
        return lambda loop: (min(scarce[p] for p in loop), sorted(luck[p] for p in loop))

    known: list[Order] = [scarcest, most_wished, sum_of_choices]
    return (known + [by_chance(k) for k in range(how_many - len(known))])[:how_many]


def close_loops(
    board: Board,
    ledger: Ledger,
    order: Order,
    levels: Sequence[int] = (ANYWHERE,),
    limit: int = CHECK_LIMIT,
    before: Iterable[list[Link]] = (),
    tell: Tell = unheard,
) -> list[list[Link]]:
    """Place circles, shortest first, and return them after those from before.

    `levels`: how far they may go (see `distance`), one after the other; `limit`: the work that
    checking them may do. Those who have no link
    yet come first; only then are second turns (caps 2 and 3) used, and those for circles inside
    a class alone.
    """
    circles = list(before)
    busy: set[Link | int] = set()
    for known in circles:
        busy.update(known, (k.place for k in known if board.theme[k.place] is not None))
    refused: set[Loop] = set()
    longest = board.possible.instance.round.max_circle
    most = ledger.work + limit
    passes = [(True, level) for level in levels]
    if not board.one_each:
        passes.append((False, levels[0]))
    steps = [(*one, length) for one in passes for length in range(2, longest + 1)]
    for number, (untouched, level, length) in enumerate(steps):
        tell(number, len(steps))
        for loop in sorted(candidates(board, length, busy, level), key=order):
            if loop in refused or ledger.work > most:
                continue
            links = _links(board, loop, busy)
            if links is None or (untouched and not _fresh(board, links)):
                continue
            if not ledger.keep([k for k in links if k not in board.links_of(k)]):
                # What costs a goal now costs it later too, with even more links placed.
                refused.add(loop)
            else:
                circles.append(links)
                busy.update(links)
                busy.update(k.place for k in links if board.theme[k.place] is not None)
    tell(1, 1)
    return circles


def _steps(loop: Loop) -> list[tuple[int, int]]:
    return list(zip(loop, loop[1:] + loop[:1], strict=True))


def _liking(board: Board, giver: int, receiver: int) -> int:
    savoirs = board.possible.savoirs(giver, receiver)
    return board.possible.liking(giver, receiver, savoirs[0]) if savoirs else 0


def _links(board: Board, loop: Loop, busy: set[Link | int]) -> list[Link] | None:
    links: list[Link] = []
    for giver, receiver in _steps(loop):
        placed = [k for k in board.links.get((giver, receiver), ()) if k not in busy]
        link = placed[0] if placed else board.way(giver, receiver)
        if link is None or link.place in busy:
            return None
        links.append(link)
    return links


def _fresh(board: Board, links: list[Link]) -> bool:
    placed = [k for k in links if k in board.links_of(k)]
    gave = {k.giver for k in placed}
    received = {k.receiver for k in placed}
    return all(
        board.gave[k.giver] == (k.giver in gave)
        and board.received[k.giver] == (k.giver in received)
        for k in links
    )
