"""A better plan than the first one: looked for while the teacher reads, offered, never swapped.

The first plan is there at once and links as many people; in circles, wishes and new partners
another one may surpass it. Looking for that takes up to a second, so it is done without a lock
and without an open transaction: `question` reads, `Question.answer` computes, `accept` stores
what the teacher chose.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import NotAllowed, Stale
from rers_school.classroom.models import Round
from rers_school.classroom.queries.links import Facts, facts_of
from rers_school.classroom.rules.circles import Link
from rers_school.classroom.services import rounds
from rers_school.classroom.services.suggesting import (
    LONGEST_CIRCLE,
    can_be_exact,
    compute,
    fingerprint,
)


@dataclass(frozen=True, slots=True)
class Tally:
    """What two plans that link the same people are compared by; ``met`` counts partners again."""

    pairs: int
    larger: int
    wishes: int
    met: int

    @classmethod
    def of(cls, plan: Mapping[str, Any]) -> "Tally":
        """Return the counts of a kept plan (see `matching.Plan.worth`)."""
        *_, wishes, met = plan["worth"]
        pairs, *larger = plan["worth"][-LONGEST_CIRCLE - 1 : -2]
        return cls(pairs, sum(larger), wishes, -met)


@dataclass(frozen=True, slots=True)
class Better:
    """What came of looking: ``plan`` is empty when nothing is better; ``exact``: for certain."""

    exact: bool
    before: Tally
    after: Tally
    plan: dict[str, Any] | None
    cards: str


@dataclass(frozen=True, slots=True)
class Question:
    """All that is needed to look for a better plan, read from the database once."""

    facts: Facts
    seed: str
    set_aside: frozenset[Link]
    times_unlinked: Mapping[UUID, int]
    seen: str

    def answer(self) -> Better | None:
        """Return what came of it, or nothing when the plan seen is not the one of these cards."""
        first, found = self._computed(exact=False), self._computed(exact=True)
        if first["fingerprint"] != self.seen:
            return None
        surpasses = found["worth"] > first["worth"]
        return Better(
            exact=found["exact"],
            before=Tally.of(first),
            after=Tally.of(found),
            plan=found if surpasses else None,
            cards=fingerprint(self.facts),
        )

    def _computed(self, *, exact: bool) -> dict[str, Any]:
        return compute(
            self.facts,
            self.seed,
            set_aside=self.set_aside,
            times_unlinked=self.times_unlinked,
            exact=exact,
        )


def may_look(facts: Facts, plan: rounds.Current) -> bool:
    """Return whether the teacher did nothing with this plan yet, and another may surpass it."""
    return untouched(facts, plan) and can_be_exact(facts) and not plan.plan.get("exact")


def untouched(facts: Facts, plan: rounds.Current) -> bool:
    """Return whether everything suggested is there as it was, and the cards are the same."""
    return (
        not plan.set_aside
        and not plan.cards_changed
        and bool(plan.suggestions)
        and set(rounds.standing(plan.suggestions, facts, ()).values()) <= {"open"}
    )


def question(db: Session, classroom_id: UUID, seen: str) -> Question | None:
    """Return what to look for, or nothing when the plan seen is gone or was worked with."""
    facts = facts_of(db, classroom_id)
    plan = rounds.current(db, classroom_id, facts)
    if plan.seen != seen or not may_look(facts, plan):
        return None
    return Question(
        facts=facts,
        seed=rounds.seed_of(db, classroom_id, plan),
        set_aside=plan.set_aside,
        times_unlinked=rounds.left_out_before(db, classroom_id),
        seen=seen,
    )


def accept(db: Session, actor: Actor, plan: dict[str, Any], *, seen: str, cards: str) -> Round:
    """Return the round in which the better plan takes the place of the one seen.

    ``plan`` and ``cards`` are those of `Better`, unchanged. Accepting it twice is one round.

    *Errors*: `NotAllowed` (403), ``plan_changed`` (409) when somebody worked with the plan seen,
    or wrote a card, since.
    """
    if not actor.is_teacher:
        raise NotAllowed
    facts = facts_of(db, actor.classroom_id)
    now = rounds.current(db, actor.classroom_id, facts)
    same_cards = fingerprint(facts) == cards
    if now.round_id is not None and now.seen == plan["fingerprint"] and same_cards:
        return db.get_one(Round, now.round_id)
    if now.seen != seen or not same_cards or not may_look(facts, now):
        raise Stale("plan_changed")
    return rounds.replace(db, actor, facts, now, plan)
