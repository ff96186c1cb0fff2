"""Rounds: the plan that the teacher is looking at, kept until they ask for another one."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import NotAllowed, Stale
from rers_school.classroom.models import Round
from rers_school.classroom.queries.links import Facts, facts_of
from rers_school.classroom.rules.circles import Link, key_of
from rers_school.classroom.rules.turns import come_first
from rers_school.classroom.services.suggesting import (
    CAP,
    Suggestion,
    compute,
    fingerprint,
    suggestions_in,
)

OPEN, REPLACED, SENT = "open", "replaced", "sent"


@dataclass(frozen=True, slots=True)
class Current:
    """The plan on the teacher's screen; ``round_id`` is empty until something was done with it.

    ``cards_changed``: it was computed from other cards than those on the wall now.
    """

    round_id: UUID | None
    plan: dict[str, Any]
    suggestions: tuple[Suggestion, ...]
    set_aside: frozenset[Link]
    cards_changed: bool

    @property
    def seen(self) -> str:
        """Return what a form says to tell which plan its sender was looking at."""
        return str(self.plan["fingerprint"])

    def find(self, key: str) -> Suggestion:
        """Return one circle of the plan.

        *Errors*: ``plan_changed`` (409) when the plan does not hold it any more.
        """
        for one in self.suggestions:
            if one.key == key:
                return one
        raise Stale("plan_changed")


def current(db: Session, classroom_id: UUID, facts: Facts) -> Current:
    """Return the plan of the round that is open, or the one that a new round would begin with.

    It only reads: the same cards and the same number of earlier rounds give the same plan, so
    that a page can show it before anything is stored.
    """
    kept = _open(db, classroom_id)
    if kept is not None:
        aside = frozenset(_links(kept.set_aside))
        changed = kept.fingerprint != fingerprint(facts)
        return Current(kept.id, kept.plan, tuple(suggestions_in(kept.plan)), aside, changed)
    plan = compute(facts, _seed(db, classroom_id), times_unlinked=left_out_before(db, classroom_id))
    return Current(None, plan, tuple(suggestions_in(plan)), frozenset(), False)


def begin(db: Session, actor: Actor, facts: Facts, seen: str = "") -> Round:
    """Return the open round, stored now if nothing was done with its plan so far.

    *Errors*: `NotAllowed` (403), ``plan_changed`` (409) when ``seen`` was another plan.
    """
    if not actor.is_teacher:
        raise NotAllowed
    kept = _open(db, actor.classroom_id)
    if kept is not None:
        return kept
    found = current(db, actor.classroom_id, facts)
    if seen and seen != found.seen:
        raise Stale("plan_changed")
    return _store(db, actor, facts, _seed(db, actor.classroom_id), found.plan, [])


def suggest_again(db: Session, actor: Actor) -> Round:
    """Return a new round with a new plan; what is kept stays, what is set aside stays so.

    *Errors*: `NotAllowed` (403).
    """
    if not actor.is_teacher:
        raise NotAllowed
    facts = facts_of(db, actor.classroom_id)
    before = _open(db, actor.classroom_id)
    seed = _seed(db, actor.classroom_id)
    aside: list[list[str]] = []
    if before is not None:
        before.state = REPLACED
        aside = before.set_aside
    else:
        seed += "+"
    plan = compute(
        facts,
        seed,
        set_aside=_links(aside),
        times_unlinked=left_out_before(db, actor.classroom_id),
    )
    return _store(db, actor, facts, seed, plan, aside)


def replace(db: Session, actor: Actor, facts: Facts, now: Current, plan: dict[str, Any]) -> Round:
    """Return a new round with this plan, in the place of the one that is on the screen."""
    seed = seed_of(db, actor.classroom_id, now)
    if now.round_id is not None:
        db.get_one(Round, now.round_id).state = REPLACED
    return _store(db, actor, facts, seed, plan, [])


def seed_of(db: Session, classroom_id: UUID, plan: Current) -> str:
    """Return the seed from which this plan was computed."""
    if plan.round_id is not None:
        return db.get_one(Round, plan.round_id).seed
    return _seed(db, classroom_id)


def set_aside(db: Session, actor: Actor, key: str, seen: str = "") -> None:
    """Leave a suggestion out of this round.

    *Errors*: `NotAllowed` (403), ``plan_changed`` (409).
    """
    facts = facts_of(db, actor.classroom_id)
    kept = begin(db, actor, facts, seen)
    one = current(db, actor.classroom_id, facts).find(key)
    told = [[str(link.giver), str(link.receiver), str(link.savoir)] for link in one.links]
    kept.set_aside = [*kept.set_aside, *(link for link in told if link not in kept.set_aside)]
    db.flush()


def bring_back(db: Session, actor: Actor) -> None:
    """Take up again what was set aside in this round.

    *Errors*: `NotAllowed` (403).
    """
    if not actor.is_teacher:
        raise NotAllowed
    kept = _open(db, actor.classroom_id)
    if kept is not None:
        kept.set_aside = []
        db.flush()


def close_round(db: Session, actor: Actor, facts: Facts) -> None:
    """End the open round, because its proposals went out, and remember who had no link then."""
    kept = _open(db, actor.classroom_id)
    if kept is None:
        kept = begin(db, actor, facts)
    linked = {who for placed in facts.live for who in placed.link.two}
    left_out = [str(id) for id in facts.suggested_people if id not in linked]
    kept.plan = {**kept.plan, "left_out": left_out}
    kept.state = SENT
    db.flush()


def left_out_before(db: Session, classroom_id: UUID) -> dict[UUID, int]:
    """Return who had no link when proposals went out, with a weight (see `rules.turns`).

    Proposals sent in several parts on one day count once, with the last part.
    """
    left_out: dict[Any, list[UUID]] = {}
    for created_at, plan in db.execute(
        select(Round.created_at, Round.plan)
        .where(Round.classroom_id == classroom_id, Round.state == SENT)
        .order_by(Round.created_at, Round.id)
    ):
        left_out[created_at.date()] = [UUID(id) for id in plan.get("left_out", [])]
    return come_first(list(left_out.values()))


def standing(
    suggestions: Collection[Suggestion], facts: Facts, aside: Collection[Link]
) -> dict[str, str]:
    """Return what has become of each suggestion since the plan was made, by its key.

    ``kept``, ``aside``, ``refused`` (by the teacher's "not for now"), ``taken`` (somebody in it
    has another link now), ``gone`` (a card or a person is not there any more), or ``open``.
    """
    kept, gives, receives = live_keys(facts), facts.gives, facts.receives

    def said(one: Suggestion) -> str:
        if one.key in kept:
            return "kept"
        if any(link in aside for link in one.links):
            return "aside"
        if any(facts.refused(link) for link in one.links):
            return "refused"
        if any(gives[k.giver] >= CAP or receives[k.receiver] >= CAP for k in one.links):
            return "taken"
        return "open" if all(facts.fits(link) for link in one.links) else "gone"

    return {one.key: said(one) for one in suggestions}


def live_keys(facts: Facts) -> dict[str, UUID]:
    """Return the introductions that take up a place, by the key of their links.

    A workshop is nobody's proposal: a circle may hold one of its links.
    """
    links: dict[UUID, list[Link]] = {}
    for placed in facts.live:
        if placed.workshop:
            continue
        links.setdefault(placed.introduction_id, []).append(placed.link)
    return {key_of(mine): id for id, mine in links.items()}


def _store(
    db: Session,
    actor: Actor,
    facts: Facts,
    seed: str,
    plan: dict[str, Any],
    aside: list[list[str]],
) -> Round:
    kept = Round(
        classroom_id=actor.classroom_id,
        made_by_id=actor.membership_id,
        seed=seed,
        fingerprint=fingerprint(facts),
        plan=plan,
        set_aside=aside,
        state=OPEN,
    )
    db.add(kept)
    db.flush()
    return kept


def _open(db: Session, classroom_id: UUID) -> Round | None:
    return db.scalar(
        select(Round)
        .where(Round.classroom_id == classroom_id, Round.state == OPEN)
        .order_by(Round.created_at.desc(), Round.id)
        .limit(1)
        .execution_options(populate_existing=True)
    )


def _seed(db: Session, classroom_id: UUID) -> str:
    rounds = db.scalar(select(func.count(Round.id)).where(Round.classroom_id == classroom_id))
    # 64 characters at most are kept.
    return f"{classroom_id.hex}:{rounds}"


def _links(told: list[list[str]]) -> list[Link]:
    return [Link(*(UUID(one) for one in link)) for link in told]
