"""Proposals as the people asked see them, and who has a link now."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import NotAllowed, NotFound
from rers_school.classroom.models import (
    Answer,
    Circle,
    Exchange,
    Introduction,
    Participation,
    Savoir,
)
from rers_school.classroom.queries.links import Facts, facts_of, proposals_now
from rers_school.classroom.queries.people import Who, everybody
from rers_school.classroom.rules.exchange_states import LIVE, ExchangeState, IntroductionState

TO_ANSWER, ANSWERED, OPENED, NOT_STARTED = "to_answer", "answered", "opened", "not_started"


@dataclass(frozen=True, slots=True)
class ProposedPart:
    """One savoir that the reader would give or receive, with whom."""

    exchange_id: UUID
    savoir: str
    partner: Who
    giving: bool


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal as one partner sees it: their own part, their own answer, never another's.

    ``status``: to_answer, answered, opened or not_started. The last one is the same for a
    refusal, a "not now", no answer and a withdrawal.
    """

    introduction_id: UUID
    status: str
    parts: tuple[ProposedPart, ...]
    people: int
    mediator: Who | None
    my_answer: str | None
    my_word: str
    on_paper: bool
    seen: bool
    opens_at: datetime | None

    @property
    def gives(self) -> tuple[ProposedPart, ...]:
        """Return what the reader would give."""
        return tuple(part for part in self.parts if part.giving)

    @property
    def receives(self) -> tuple[ProposedPart, ...]:
        """Return what the reader would receive."""
        return tuple(part for part in self.parts if not part.giving)

    @property
    def partners(self) -> tuple[Who, ...]:
        """Return whom the reader would meet, each once."""
        return tuple({part.partner.id: part.partner for part in self.parts}.values())


def waiting_for(db: Session, actor: Actor) -> list[ProposalView]:
    """Return what the actor is asked, then what has become of earlier proposals and is unseen.

    Six queries at most.
    """
    views = _views(db, actor)
    asked = [one for one in views if one.status == TO_ANSWER]
    return asked + [one for one in views if one.status in (OPENED, NOT_STARTED) and not one.seen]


def proposal_for(db: Session, actor: Actor, introduction_id: UUID) -> ProposalView:
    """Return a proposal as the actor sees it.

    *Errors*: `NotFound` (404) for everybody who is not asked.
    """
    for one in _views(db, actor, introduction_id):
        return one
    raise NotFound


def proposals_of(db: Session, actor: Actor, membership_id: UUID) -> list[ProposalView]:
    """Return what somebody was asked and answered, oldest first: for a teacher, behind a curtain.

    *Errors*: `NotAllowed` (403) for everybody else.
    """
    if not actor.is_teacher:
        raise NotAllowed
    return _views(db, replace(actor, membership_id=membership_id))


def linked_now(db: Session) -> set[UUID]:
    """Return who gives or receives in an exchange that is proposed or under way, in this class."""
    return linked_in(facts_of(db, db.info["classroom_id"]))


def unlinked_now(db: Session) -> list[Who]:
    """Return this class's pupils without a link, by name: for a teacher, behind a curtain only.

    Pupils who rest are left out: it is their choice.
    """
    facts = facts_of(db, db.info["classroom_id"])
    linked = linked_in(facts)
    return [facts.people[id].who for id in facts.suggested_people if id not in linked]


def linked_in(facts: Facts) -> set[UUID]:
    """Return who gives or receives in an exchange that is proposed or under way."""
    asked = LIVE - {ExchangeState.PREPARED}
    return {id for placed in facts.links if placed.state in asked for id in placed.link.two}


def _views(db: Session, actor: Actor, only: UUID | None = None) -> list[ProposalView]:
    query = (
        select(
            Introduction.id,
            Introduction.state,
            Introduction.opens_at,
            Introduction.mediator_id,
            Answer.answer,
            Answer.word,
            Answer.how,
            Answer.seen_result_at,
        )
        .join(Answer, Answer.introduction_id == Introduction.id)
        .where(
            Introduction.classroom_id == actor.classroom_id,
            Answer.membership_id == actor.membership_id,
        )
        .order_by(Introduction.proposed_at, Introduction.id)
    )
    if only is not None:
        query = query.where(Introduction.id == only)
    rows = db.execute(query).all()
    if not rows:
        return []
    standing = proposals_now(db, actor.classroom_id, clock.now())
    parts, sizes = _parts(db, actor, [row.id for row in rows])
    people = everybody(db)
    found = []
    for row in rows:
        state = standing.get(row.id, IntroductionState(row.state))
        mine = tuple(
            ProposedPart(exchange_id, savoir, people[partner], giving)
            for exchange_id, savoir, partner, giving in parts.get(row.id, [])
        )
        found.append(
            ProposalView(
                introduction_id=row.id,
                status=_status(state, row.answer),
                parts=mine,
                people=sizes.get(row.id, 0),
                mediator=people.get(row.mediator_id),
                my_answer=row.answer,
                my_word=row.word,
                on_paper=row.how == "paper",
                seen=row.seen_result_at is not None,
                opens_at=row.opens_at,
            )
        )
    return found


def _status(state: IntroductionState, answer: str | None) -> str:
    if state is IntroductionState.PROPOSED:
        return TO_ANSWER if answer is None else ANSWERED
    return OPENED if state is IntroductionState.OPENED else NOT_STARTED


def _parts(
    db: Session, actor: Actor, introductions: list[UUID]
) -> tuple[dict[UUID, list[tuple[UUID, str, UUID, bool]]], dict[UUID, int]]:
    """Return the actor's exchanges by introduction, and how many people each brings together."""
    rows = db.execute(
        select(
            Circle.introduction_id,
            Exchange.id,
            Savoir.name,
            Participation.role,
            Participation.membership_id,
        )
        .join(Exchange, Exchange.circle_id == Circle.id)
        .join(Savoir, Savoir.id == Exchange.savoir_id)
        .join(Participation, Participation.exchange_id == Exchange.id)
        .where(
            Circle.classroom_id == actor.classroom_id,
            Circle.introduction_id.in_(introductions),
            Participation.role.in_(("giver", "receiver")),
        )
        .order_by(Exchange.place, Exchange.id)
    )
    exchanges: dict[tuple[UUID, UUID, str], dict[str, UUID]] = {}
    people: dict[UUID, set[UUID]] = {}
    for introduction_id, exchange_id, savoir, role, membership_id in rows:
        exchanges.setdefault((introduction_id, exchange_id, savoir), {})[role] = membership_id
        people.setdefault(introduction_id, set()).add(membership_id)
    mine: dict[UUID, list[tuple[UUID, str, UUID, bool]]] = {}
    me = actor.membership_id
    for (introduction_id, exchange_id, savoir), roles in exchanges.items():
        if roles.get("giver") == me:
            entry = (exchange_id, savoir, roles["receiver"], True)
        elif roles.get("receiver") == me:
            entry = (exchange_id, savoir, roles["giver"], False)
        else:
            continue
        mine.setdefault(introduction_id, []).append(entry)
    return mine, {id: len(ids) for id, ids in people.items()}
