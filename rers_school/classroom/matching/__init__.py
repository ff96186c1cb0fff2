"""The suggestion engine: cards in, a plan with its reasons out. Start reading in `engine`.

It knows nothing of databases, pages or the LMS. Beside the standard library it needs HiGHS, and
that only for the exact tier (`best`).
"""

from .engine import EXACT_UP_TO, best, suggest
from .network import (
    Bundle,
    ClassKey,
    ClassPart,
    Nearness,
    NetworkPlan,
    suggest_network,
)
from .plan import Bounds, Bridge, ClassBridge, Counts, Plan, PlannedExchange, Unlinked
from .problem import Arc, Card, Instance, Pair, ProblemError, Pupil, Round, pair
from .telling import STAGES, Report

__all__ = [
    "EXACT_UP_TO",
    "STAGES",
    "Arc",
    "Bounds",
    "Bridge",
    "Bundle",
    "Card",
    "ClassBridge",
    "ClassKey",
    "ClassPart",
    "Counts",
    "Instance",
    "Nearness",
    "NetworkPlan",
    "Pair",
    "Plan",
    "PlannedExchange",
    "ProblemError",
    "Pupil",
    "Report",
    "Round",
    "Unlinked",
    "best",
    "pair",
    "suggest",
    "suggest_network",
]
