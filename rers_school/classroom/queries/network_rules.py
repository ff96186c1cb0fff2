"""The rules that the class gave its network, and decisions about its settings."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.models import Decision, Gathering, NetworkRule


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a rule, and the gathering from which it comes; no words: it was dropped."""

    words: str
    number: int
    gathering_id: UUID
    day: date


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule: the wording that stands, and the earlier ones, the latest first."""

    line: UUID
    now: Wording
    earlier: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, the day of its gathering, and the setting that it is about."""

    id: UUID
    words: str
    day: date
    setting: str


@dataclass(frozen=True, slots=True)
class Day:
    """A gathering from which a rule can come."""

    id: UUID
    title: str
    kind: str
    day: date


def rules_of(db: Session) -> tuple[RuleView, ...]:
    """Return the rules that stand, in the order in which they were made: one query."""
    rows = db.execute(
        select(NetworkRule, Gathering.takes_place_on)
        .join(Gathering, Gathering.id == NetworkRule.gathering_id)
        .order_by(NetworkRule.created_at, NetworkRule.number)
        .execution_options(populate_existing=True)
    )
    lines: dict[UUID, list[Wording]] = {}
    for row, day in rows:
        lines.setdefault(row.line, []).append(Wording(row.words, row.number, row.gathering_id, day))
    found = []
    for line, wordings in lines.items():
        now, *earlier = sorted(wordings, key=lambda one: -one.number)
        if now.words:
            found.append(RuleView(line, now, tuple(earlier)))
    return tuple(found)


def days_to_decide(db: Session) -> tuple[Day, ...]:
    """Return the gatherings from which a rule can come, the latest first: one query."""
    rows = db.execute(
        select(Gathering.id, Gathering.title, Gathering.kind, Gathering.takes_place_on).order_by(
            Gathering.takes_place_on.desc(), Gathering.created_at.desc()
        )
    )
    return tuple(Day(*row) for row in rows)


def decisions_taken(db: Session) -> tuple[Decided, ...]:
    """Return every decision, the latest first, with the setting that it is about: one query."""
    rows = db.execute(
        select(Decision.id, Decision.words, Gathering.takes_place_on, Decision.setting)
        .join(Gathering, Gathering.id == Decision.gathering_id)
        .where(Decision.state != "dropped")
        .order_by(Gathering.takes_place_on.desc(), Decision.created_at.desc())
        .execution_options(populate_existing=True)
    )
    return tuple(Decided(id, words, day, setting or "") for id, words, day, setting in rows)
