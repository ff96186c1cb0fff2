"""Which turns are opened to small groups. With a group size of 1 there is nothing to choose."""

from __future__ import annotations

from collections import Counter

from .board import Board, Opening, pinned_groups
from .cover import Cover
from .ledger import Ledger
from .possible import Possible
from .rows import Rows

#: The work that choosing may do, in possible exchanges looked at; the same on every machine.
WORK_LIMIT = 1_500_000

Reach = tuple[int, int, int]


def reach(ledger: Ledger) -> Reach:
    """Return what an opening allows: linked, of those left out before, giving and receiving."""
    total = ledger.links.total
    pupils = ledger.board.possible.pupils
    total += sum(p.times_unlinked for i, p in enumerate(pupils) if ledger.board.linked(i))
    return ledger.linked_max, total, ledger.gifts_max + ledger.receipts_max


def choose_opening(possible: Possible) -> Opening:
    """Return the group turns that let most people be linked, as far as a bounded search sees."""
    opening = pinned_groups(possible)
    if possible.instance.round.group_size == 1:
        return opening
    best = reach(Ledger(Board(possible, opening)))
    cost = 1 + sum(len(s.givers) * len(s.receivers) for s in possible.stalls)
    tries = WORK_LIMIT // (cost + 20 * len(possible))
    improved = True
    while improved and tries > 0:
        improved = False
        for giver, savoir in _group_offers(possible):
            if tries <= 0 or not _turns_left(possible, opening, giver):
                continue
            tries -= 1
            tried = {**opening, giver: (*opening.get(giver, ()), savoir)}
            found = reach(Ledger(Board(possible, tried)))
            if found > best:
                best, opening, improved = found, tried, True
    return opening


def upper_bounds(possible: Possible) -> tuple[int, int]:
    """Return bounds that no choice of group turns can pass: linked, giving plus receiving.

    Here each turn may be a group of the giver's largest size, and of any savoir.
    """
    board = Board(possible, pinned_groups(possible))
    ledger = Ledger(board)
    size, room = board.size, board.room[: board.size]
    for giver in range(size):
        anything, *groups = board.places[giver]
        widest = max((_size(possible, giver, s) for s in _heads(possible, giver)), default=1)
        room.append(board.room[anything] * widest + sum(board.room[g] for g in groups))
    rows = Rows([*range(size), *range(size)], possible.apart)
    give: list[list[int]] = [[] for _ in range(size)]
    take: list[list[int]] = [[] for _ in range(size)]
    for stall in possible.stalls:
        giving = rows.add(stall.receivers, stall.givers)
        taking = rows.add([size + g for g in stall.givers], stall.receivers)
        for giver in stall.givers:
            give[giver].append(giving)
        for receiver in stall.receivers:
            take[receiver].append(taking)
    alike = [0] * size
    both_ways = [[] if board.linked(p) else give[p] + take[p] for p in range(size)]
    linked = Cover(rows, both_ways, room, alike).count + sum(map(board.linked, range(size)))
    receipts = Cover(
        rows, [[] if board.received[p] else take[p] for p in range(size)], room, alike
    ).count
    return linked, ledger.gifts_max + receipts + sum(map(bool, board.received))


def _heads(possible: Possible, giver: int) -> list[str]:
    return sorted({possible.stalls[number].savoir for number in possible.gives_at[giver]})


def _size(possible: Possible, giver: int, savoir: str) -> int:
    return possible.instance.group(possible.pupils[giver], savoir)


def _group_offers(possible: Possible) -> list[tuple[int, str]]:
    """Return offers that several people could share, the most asked-for first."""
    found: list[tuple[int, int, str]] = []
    for giver in range(len(possible)):
        asking: dict[str, set[int]] = {}
        for number in possible.gives_at[giver]:
            stall = possible.stalls[number]
            asking.setdefault(stall.savoir, set()).update(stall.receivers)
        for savoir in sorted(asking):
            many = len(asking[savoir] - possible.apart[giver])
            if many > 1 and _size(possible, giver, savoir) > 1:
                found.append((-many, giver, savoir))
    return [(giver, savoir) for _, giver, savoir in sorted(found)]


def _turns_left(possible: Possible, opening: Opening, giver: int) -> bool:
    instance = possible.instance
    pinned = Counter(
        s for g, _, s in possible.pins if g == giver and _size(possible, giver, s) == 1
    )
    used = len(opening.get(giver, ())) + sum(pinned.values())
    return used < instance.give_cap(possible.pupils[giver])
