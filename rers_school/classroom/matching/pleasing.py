"""Small changes towards wishes and new partners that cost none of the goals before them."""

from __future__ import annotations

from itertools import islice

from .board import Board
from .chains import Chosen

#: How often all exchanges are looked at again; a class settles in two or three.
PASSES = 12
#: How many other partners are tried for one exchange: everybody in a class, some in a crowd.
OTHERS = 60

#: giver, receiver, place, savoir
Way = tuple[int, int, int, str]


def please(chosen: Chosen) -> None:
    """Change partners as long as that serves a wish, or brings people together who never met.

    Only exchanges between people who have met already, and wishes that nothing serves yet, can
    gain by it; so these are what is looked at.
    """
    possible = chosen.board.possible
    for _ in range(PASSES):
        changed = False
        for giver, receiver, savoir in possible.wishes:
            changed |= _bring_in(chosen, giver, receiver, savoir)
        for giver, receiver in sorted(chosen.by):
            if (giver, receiver) in chosen.by and _may_gain(chosen, giver, receiver):
                changed |= _improve(chosen, giver, receiver)
        if not changed:
            return


def _may_gain(chosen: Chosen, giver: int, receiver: int) -> bool:
    """Return whether they have met already, or an exchange of several turns goes far."""
    possible, several = chosen.board.possible, not chosen.board.one_each
    return not possible.new(giver, receiver) or (
        several and possible.vicinity.far(giver, receiver) > 0
    )


def add_wished(board: Board) -> None:
    """Use turns that are left over (caps above 1, small groups) for wishes."""
    for giver, receiver, savoir in board.possible.wishes:
        link = board.way(giver, receiver)
        # A wish is no reason for one more exchange that goes far.
        if link and link.savoir == savoir and not board.possible.vicinity.far(giver, receiver):
            board.place(link)


def _bring_in(chosen: Chosen, giver: int, receiver: int, savoir: str) -> bool:
    """Make room for a wished exchange: each of the two gives up one, and those may join up."""
    board = chosen.board
    if not chosen.free(giver, receiver):
        return False
    for place, way_savoir in board.ways(giver, receiver):
        if way_savoir != savoir:
            continue
        new: Way = (giver, receiver, place, savoir)
        mine = [
            (giver, r, *chosen.by[giver, r])
            for r in chosen.receivers_of.get(giver, ())
            if chosen.by[giver, r][0] == place
        ]
        theirs = [
            (g, receiver, *chosen.by[g, receiver]) for g in chosen.givers_of.get(receiver, ())
        ]
        fits = chosen.load[place] < board.room[place]
        free = chosen.takes[receiver] < board.room[receiver]
        for one in [None] if fits else mine:
            for other in [None] if free else theirs:
                old = [way for way in (one, other) if way]
                back = [_way_at(chosen, other[0], one[1], other[2])] if one and other else []
                for more in ([w for w in back if w], []):
                    if _replace(chosen, old, [new, *more]):
                        return True
    return False


def _improve(chosen: Chosen, giver: int, receiver: int) -> bool:
    board = chosen.board
    place, savoir = chosen.by[giver, receiver]
    old: Way = (giver, receiver, place, savoir)
    level = max(0, board.possible.vicinity.far(giver, receiver) - (not board.one_each))
    for other in islice(board.possible.vicinity.receivers(giver, level), OTHERS):
        instead = _way_at(chosen, giver, other, place)
        if instead is None:
            continue
        if chosen.takes[other] < board.room[other] and _replace(chosen, [old], [instead]):
            return True
        for rival in list(chosen.givers_of.get(other, ())):
            theirs = (rival, other, *chosen.by[rival, other])
            back = _way_at(chosen, rival, receiver, theirs[2])
            if back is not None and _replace(chosen, [old, theirs], [instead, back]):
                return True
    for other in islice(board.possible.vicinity.givers(receiver, level), OTHERS):
        if chosen.free(other, receiver):
            for place, savoir in board.ways(other, receiver):
                new: Way = (other, receiver, place, savoir)
                if chosen.load[place] < board.room[place] and _replace(chosen, [old], [new]):
                    return True
    return False


def _way_at(chosen: Chosen, giver: int, receiver: int, place: int) -> Way | None:
    """Return the exchange that this giver could have at the same place with another receiver."""
    if not chosen.free(giver, receiver):
        return None
    ways = chosen.board.ways(giver, receiver)
    return next(((giver, receiver, at, savoir) for at, savoir in ways if at == place), None)


def _replace(chosen: Chosen, old: list[Way], new: list[Way]) -> bool:
    liking = chosen.board.possible.liking
    gain = sum(liking(g, r, s) for g, r, _, s in new) - sum(liking(g, r, s) for g, r, _, s in old)
    if gain <= 0:
        return False
    people = {person for way in (*old, *new) for person in way[:2]}
    before = goals_of(chosen, people)
    for way in old:
        chosen.drop(*way[:2])
    for way in new:
        chosen.add(*way)
    if goals_of(chosen, people) >= before:
        return True
    for way in new:
        chosen.drop(*way[:2])
    for way in old:
        chosen.add(*way)
    return False


def goals_of(chosen: Chosen, people: set[int]) -> tuple[int, int, int]:
    """Return the goals that come first, counted over these people only."""
    board, linked, left_out, both = chosen.board, 0, 0, 0
    for person in people:
        gives = bool(board.gave[person] or chosen.gives[person])
        takes = bool(board.received[person] or chosen.takes[person])
        linked += gives or takes
        left_out += board.possible.pupils[person].times_unlinked * (gives or takes)
        both += gives and takes
    return linked, left_out, both
