"""The suggestion engine: cards in, a plan with its reasons out. Start reading in `engine`.

It knows nothing of databases, pages or the LMS. Beside the standard library it needs HiGHS, and
that only for the exact tier (`best`).
"""

from .engine import EXACT_UP_TO, best, suggest
from .plan import Bounds, Bridge, ClassBridge, Counts, Plan, PlannedExchange, Unlinked
from .problem import Arc, Card, Instance, Pair, ProblemError, Pupil, Round, pair

__all__ = [
    "EXACT_UP_TO",
    "Arc",
    "Bounds",
    "Bridge",
    "Card",
    "ClassBridge",
    "Counts",
    "Instance",
    "Pair",
    "Plan",
    "PlannedExchange",
    "ProblemError",
    "Pupil",
    "Round",
    "Unlinked",
    "best",
    "pair",
    "suggest",
]
