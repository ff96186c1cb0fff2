"""The suggestion engine: cards in, a plan with its reasons out. Start reading in `engine`.

Standard library only; it knows nothing of databases, pages or the LMS.
"""

from .engine import suggest
from .plan import Bounds, Bridge, Counts, Plan, PlannedExchange, Unlinked
from .problem import Arc, Card, Instance, Pair, ProblemError, Pupil, Round, pair

__all__ = [
    "Arc",
    "Bounds",
    "Bridge",
    "Card",
    "Counts",
    "Instance",
    "Pair",
    "Plan",
    "PlannedExchange",
    "ProblemError",
    "Pupil",
    "Round",
    "Unlinked",
    "pair",
    "suggest",
]
