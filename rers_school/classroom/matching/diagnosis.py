"""Why somebody has no link: always something about the cards, never about the person."""

from __future__ import annotations

from .board import Board, Opening
from .bridges import bridges_for
from .plan import ClassBridge, Unlinked
from .possible import Possible


def diagnose(
    board: Board, opening: Opening
) -> tuple[tuple[Unlinked, ...], tuple[ClassBridge, ...]]:
    """Return everybody who neither gives nor receives, with the reason and the cards that help.

    With them: the cards that would help most, whoever writes them.
    """
    alone = [p for p in range(board.size) if not board.linked(p)]
    if not alone:
        return (), ()
    possible = board.possible
    bridges = bridges_for(board, opening)
    met_by_giver: dict[int, set[int]] = {}
    met_by_receiver: dict[int, set[int]] = {}
    for giver, receiver in board.links:
        met_by_giver.setdefault(giver, set()).add(receiver)
        met_by_receiver.setdefault(receiver, set()).add(giver)
    told: list[Unlinked] = []
    for person in alone:
        rivals: set[int] = set()
        for receiver in possible.receivers(person):
            rivals |= met_by_receiver.get(receiver, set())
        for giver in possible.givers(person):
            rivals |= met_by_giver.get(giver, set())
        told.append(
            Unlinked(
                person=possible.pupils[person].id,
                because=because(possible, person),
                competitors=tuple(sorted(possible.pupils[r].id for r in rivals)),
                bridges=bridges.for_person(person),
            )
        )
    return tuple(told), bridges.for_class()


def because(possible: Possible, person: int) -> str:
    """Return the reason in one word; of two that hold, the one about the offers."""
    pupil = possible.pupils[person]
    if possible.choices(person):
        return "all_taken"
    if not pupil.offers and not pupil.demands:
        return "no_card"
    return "no_demand_for_offers" if pupil.offers else "no_offer_for_demands"
