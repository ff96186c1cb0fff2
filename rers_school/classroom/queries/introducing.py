"""The teacher's Introductions page: the plan, what is kept, what is waiting, what came of it."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.models import Answer, Introduction, Participation
from rers_school.classroom.queries.introduction_views import (
    Card,
    CircleView,
    HelpfulCard,
    IntroductionsPage,
    IntroductionView,
    PartnerAnswer,
    PrivateNoView,
    Shown,
    WithoutLink,
)
from rers_school.classroom.queries.links import Facts, facts_of, proposals_now
from rers_school.classroom.queries.people import Who
from rers_school.classroom.rules.circles import Link, key_of, kind_of, people_of
from rers_school.classroom.rules.exchange_states import IntroductionState
from rers_school.classroom.rules.mediators import next_mediators
from rers_school.classroom.services import better, rounds
from rers_school.classroom.services.suggesting import Suggestion

# How long the page shows what became of a proposal.
SHOWN_FOR = timedelta(days=14)
_ONLY, _WISH = "only_link_of:", "wish"


def introductions_page(
    db: Session, actor: Actor, *, elsewhere: Collection[UUID] = frozenset()
) -> IntroductionsPage:
    """Return the page: sixteen queries at most, whatever the size of the class.

    ``elsewhere``: who has a link in another class (`across.linked.linked_elsewhere`).
    """
    facts = facts_of(db, actor.classroom_id)
    plan = rounds.current(db, actor.classroom_id, facts)
    standing = rounds.standing(plan.suggestions, facts, plan.set_aside)
    shown = [one for one in plan.suggestions if standing[one.key] == "open"]
    stands = list(standing.values())
    introductions = _introductions(db, actor.classroom_id, facts)
    links = [placed.link for placed in facts.live] + [k for one in shown for k in one.links]
    everybody = set(facts.suggested_people)
    giving = {link.giver for link in links} & everybody
    receiving = {link.receiver for link in links} & everybody
    untouched = not plan.cards_changed and not {"aside", "taken", "refused", "gone"} & set(stands)
    return IntroductionsPage(
        seen=plan.seen,
        order=tuple(standing),
        cards_changed=plan.cards_changed,
        suggestions=tuple(_circle(facts, one) for one in shown),
        set_aside=stands.count("aside"),
        overtaken=stands.count("taken") + stands.count("gone"),
        kept=tuple(_in(introductions, IntroductionState.KEPT)),
        waiting=tuple(_in(introductions, IntroductionState.PROPOSED)),
        settled=tuple(
            _in(
                introductions,
                IntroductionState.OPENED,
                IntroductionState.NOT_STARTED,
                IntroductionState.WITHDRAWN,
            )
        ),
        people=len(everybody),
        linked=len(giving | receiving),
        both=len(giving & receiving),
        circles=sum(one.kind != "single" for one in shown)
        + sum(one.kind != "single" for one in _in(introductions, IntroductionState.KEPT)),
        nobody_else=untouched and bool(plan.plan["nobody_else"]),
        anybody=tuple(
            facts.people[id].who
            for id in facts.in_order(id for id, one in facts.people.items() if one.here)
        ),
        may_look=better.may_look(facts, plan),
        best_known=bool(plan.plan.get("exact")) and better.untouched(facts, plan),
        without=tuple(_without(facts, plan.plan["unlinked"], {*giving, *receiving, *elsewhere})),
        helpful=tuple(
            HelpfulCard(facts.people[UUID(one["person"])].who, card)
            for one in plan.plan.get("bridges", [])
            if UUID(one["person"]) in facts.people
            for card in _cards(facts, [one])
        ),
        wishes=shown_links(facts, sorted(facts.wishes)),
        not_for_now=tuple(
            PrivateNoView(no.id, _people(facts, no.two), no.review_on) for no in facts.not_for_now
        ),
        could_accompany=_could_accompany(db, facts, _in(introductions, IntroductionState.KEPT)),
    )


def _could_accompany(db: Session, facts: Facts, kept: list[IntroductionView]) -> dict[UUID, Who]:
    """Return, for kept circles without a mediator, the pupil whose turn it is: one query."""
    last: dict[UUID, datetime] = {
        who: when
        for who, when in db.execute(
            select(Participation.membership_id, func.max(Participation.created_at))
            .where(Participation.role == "mediator")
            .group_by(Participation.membership_id)
        )
    }
    asked = {one.mediator.id for one in kept if one.mediator}
    pupils = [id for id, one in facts.people.items() if one.here and one.who.role == Role.PUPIL]
    circles = {one.id: [who.id for who in one.people] for one in kept if not one.mediator}
    turns = next_mediators(circles, set(pupils) - asked, last)
    return {circle: facts.people[id].who for circle, id in turns.items()}


def _in(
    introductions: Iterable[IntroductionView], *states: IntroductionState
) -> list[IntroductionView]:
    return [one for one in introductions if one.state in states]


def shown_links(facts: Facts, links: Iterable[Link]) -> tuple[Shown, ...]:
    """Return links with the names of their people and of their savoirs."""
    return tuple(
        Shown(facts.people[k.giver].who, facts.people[k.receiver].who, facts.savoirs[k.savoir], k)
        for k in links
    )


def _people(facts: Facts, ids: Iterable[UUID]) -> tuple[Who, ...]:
    return tuple(facts.people[id].who for id in facts.in_order(ids) if id in facts.people)


def _circle(facts: Facts, one: Suggestion) -> CircleView:
    only = [UUID(reason[len(_ONLY) :]) for reason in one.reasons if reason.startswith(_ONLY)]
    return CircleView(
        key=one.key,
        kind=one.kind,
        exchanges=shown_links(facts, one.links),
        people=tuple(facts.people[id].who for id in people_of(one.links)),
        # Whose private answer made a link welcome stays behind the curtain.
        reasons=tuple(
            reason for reason in one.reasons if reason != _WISH and not reason.startswith(_ONLY)
        ),
        only_link_of=_people(facts, only),
    )


def _without(
    facts: Facts, unlinked: Iterable[dict[str, object]], linked: set[UUID]
) -> Iterable[WithoutLink]:
    told = {UUID(str(one["person"])): one for one in unlinked}
    # Whoever lost a link since the plan was made is not in it: the cards are not the reason.
    for id in facts.suggested_people:
        if id in linked:
            continue
        one: dict[str, object] = told.get(id, {})
        rivals, bridges = one.get("competitors", []), one.get("bridges", [])
        assert isinstance(rivals, list) and isinstance(bridges, list)
        yield WithoutLink(
            who=facts.people[id].who,
            because=str(one.get("because", "no_link_yet")),
            taken_by=_people(facts, (UUID(rival) for rival in rivals)),
            cards=tuple(_cards(facts, bridges)),
        )


def _cards(facts: Facts, bridges: Iterable[dict[str, Any]]) -> Iterable[Card]:
    for one in bridges:
        savoir = facts.savoirs.get(UUID(one["savoir"]))
        if savoir is not None:
            yield Card(one["add"], savoir, one["links"])


def _introductions(db: Session, classroom_id: UUID, facts: Facts) -> list[IntroductionView]:
    now = clock.now()
    rows = db.execute(
        select(
            Introduction.id,
            Introduction.state,
            Introduction.by_hand,
            Introduction.mediator_id,
            Introduction.proposed_at,
            Introduction.opens_at,
            Introduction.settled_at,
        )
        .where(
            Introduction.classroom_id == classroom_id,
            Introduction.settled_at.is_(None) | (Introduction.settled_at > now - SHOWN_FOR),
        )
        .order_by(Introduction.created_at, Introduction.id)
    ).all()
    standing = proposals_now(db, classroom_id, now)
    links: dict[UUID, list[Link]] = {}
    for placed in facts.links:
        if not placed.workshop:
            links.setdefault(placed.introduction_id, []).append(placed.link)
    answers = _answers(db, classroom_id, facts, [row.id for row in rows])
    found = []
    for row in rows:
        mine = links.get(row.id, [])
        if not mine:
            continue
        ids = people_of(mine)
        found.append(
            IntroductionView(
                id=row.id,
                key=key_of(mine),
                state=standing.get(row.id, IntroductionState(row.state)),
                kind=kind_of(mine),
                by_hand=row.by_hand,
                exchanges=shown_links(facts, mine),
                people=tuple(facts.people[id].who for id in ids),
                mediator=facts.people[row.mediator_id].who if row.mediator_id else None,
                proposed_at=row.proposed_at,
                opens_at=row.opens_at,
                answers=tuple(answers.get(row.id, [])),
                reachable=all(facts.people[id].here for id in ids),
            )
        )
    return found


def _answers(
    db: Session, classroom_id: UUID, facts: Facts, introductions: list[UUID]
) -> dict[UUID, list[PartnerAnswer]]:
    found: dict[UUID, list[PartnerAnswer]] = {}
    rows = db.execute(
        select(
            Answer.introduction_id, Answer.membership_id, Answer.answer, Answer.word, Answer.how
        ).where(Answer.classroom_id == classroom_id, Answer.introduction_id.in_(introductions))
    ).all()
    order = {id: place for place, id in enumerate(facts.in_order(facts.people))}
    for introduction_id, membership_id, answer, word, how in sorted(
        rows, key=lambda r: order[r[1]]
    ):
        partner = facts.people[membership_id].who
        if partner.guest:
            continue  # what a guest answers is not for the teacher of another class
        said = PartnerAnswer(partner, answer, word, on_paper=how == "paper")
        found.setdefault(introduction_id, []).append(said)
    return found
