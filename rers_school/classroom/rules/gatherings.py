"""Gatherings: their kinds, what stands on an agenda, who prepares them, what comes after what."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from rers_school.classroom.actor import Actor
from rers_school.classroom.rules.team import GATHERINGS, may

KINDS = ("council", "review", "celebration", "inventory")
CELEBRATION = "celebration"
INVENTORY = "inventory"
POINTS = ("thank", "propose", "solve")
OPEN, DEALT_WITH, CARRIED = "open", "dealt_with", "carried"
DECISION_STATES = ("open", "done", "dropped")
STARTERS = ("since", "dared", "see")
START, DECISIONS, CARDS, END = "start", "decisions", "cards", "end"

TITLE_MOST = 120
POINT_MOST = 300
DECISION_MOST = 500
WHO_MOST = 200
MINUTES_MOST = 6000
STAND_MOST = 200
NEEDS_MOST = 300
EFFECT_MOST = 600
LENGTH_MOST = 120

Step = TypeVar("Step")


def prepares(actor: Actor) -> bool:
    """Tell whether somebody plans gatherings, orders agendas, writes minutes and decisions.

    Teachers, and the pupils whom they took into the team. Bringing a point is everybody's.
    """
    return may(actor, GATHERINGS)


def moved(order: Sequence[UUID], one: UUID, *, up: bool) -> list[UUID]:
    """Return ``order`` with ``one`` a place earlier (``up``) or later; the ends stay the ends."""
    ids = list(order)
    at = ids.index(one)
    to = max(0, at - 1) if up else min(len(ids) - 1, at + 1)
    ids.insert(to, ids.pop(at))
    return ids


def steps(
    points: Sequence[UUID],
    *,
    coming_back: bool,
    questions: Sequence[str] = (),
    cards: bool = False,
) -> tuple[str, ...]:
    """Return the steps of a gathering that is run: the beginning, decisions, points, the end.

    An inventory asks its ``questions`` first; ``cards``: before the end, who has no card yet.
    """
    before = (START, DECISIONS) if coming_back else (START,)
    after = (CARDS, END) if cards else (END,)
    return (*before, *questions, *(str(point) for point in points), *after)


def around(row: Sequence[Step], at: Step) -> tuple[Step | None, Step | None]:
    """Return what comes before and after ``at`` in ``row``."""
    index = row.index(at)
    before = row[index - 1] if index else None
    return before, row[index + 1] if index + 1 < len(row) else None
