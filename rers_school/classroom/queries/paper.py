"""What the printed sheets of cards and of proposals show: never a private line, never an answer."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Role
from rers_school.classroom.models import Answer, Introduction, Membership
from rers_school.classroom.queries.links import Facts, facts_of, proposals_now
from rers_school.classroom.queries.people import Who, who
from rers_school.classroom.queries.wall import WallCard, wall
from rers_school.classroom.rules.circles import Link
from rers_school.classroom.rules.exchange_states import IntroductionState
from rers_school.classroom.rules.text import fold


@dataclass(frozen=True, slots=True)
class PersonCards:
    """Somebody of the class with their cards on the wall."""

    who: Who
    offers: list[WallCard] = field(default_factory=list)
    demands: list[WallCard] = field(default_factory=list)

    @property
    def is_pupil(self) -> bool:
        return self.who.role == Role.PUPIL


@dataclass(frozen=True, slots=True)
class Part:
    """One savoir that somebody is asked to give or to receive, and with whom."""

    savoir: str
    partner: Who


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who is asked and has not answered yet."""

    introduction_id: UUID
    who: Who
    receives: tuple[Part, ...]
    gives: tuple[Part, ...]
    people: int
    mediator: Who | None


def people_with_cards(db: Session) -> list[PersonCards]:
    """Return everybody in the class, pupils first, by name: five queries.

    Left out: newcomers whose name is not known yet, or who may be somebody of the teacher's list.
    """
    found = {
        member.id: PersonCards(who(member))
        for member in db.scalars(
            select(Membership).where(
                Membership.active.is_(True),
                Membership.maybe_id.is_(None),
                Membership.named.is_(True),
            )
        )
    }
    for row in wall(db).rows:
        for card in (*row.offers, *row.demands):
            if card.person.id in found:
                theirs = found[card.person.id]
                (theirs.offers if card.kind == "offer" else theirs.demands).append(card)
    return sorted(
        found.values(),
        key=lambda one: (not one.is_pupil, fold(one.who.shown_name), str(one.who.id)),
    )


def not_answered(db: Session, classroom_id: UUID) -> list[Asked]:
    """Return everybody who is asked and has not answered yet, by name: twelve queries at most."""
    facts = facts_of(db, classroom_id)
    standing = proposals_now(db, classroom_id, clock.now())
    links: dict[UUID, list[Link]] = defaultdict(list)
    for placed in facts.links:
        if standing.get(placed.introduction_id) is IntroductionState.PROPOSED:
            links[placed.introduction_id].append(placed.link)
    rows = db.execute(
        select(Answer.introduction_id, Answer.membership_id, Introduction.mediator_id)
        .join(Introduction, Introduction.id == Answer.introduction_id)
        .where(
            Answer.classroom_id == classroom_id,
            Answer.answer.is_(None),
            Answer.introduction_id.in_(list(links)),
        )
        .order_by(Introduction.proposed_at, Introduction.id)
    )
    found = [
        _asked(facts, id, member, links[id], mediator)
        for id, member, mediator in rows
        # The answer of a guest is entered by the teacher of their own class.
        if not facts.people[member].who.guest
    ]
    return sorted(found, key=lambda one: (fold(one.who.shown_name), str(one.who.id)))


def _asked(
    facts: Facts, introduction_id: UUID, me: UUID, links: list[Link], mediator: UUID | None
) -> Asked:
    def named(person: UUID) -> Who:
        return facts.people[person].who

    return Asked(
        introduction_id=introduction_id,
        who=named(me),
        receives=tuple(
            Part(facts.savoirs[k.savoir], named(k.giver)) for k in links if k.receiver == me
        ),
        gives=tuple(
            Part(facts.savoirs[k.savoir], named(k.receiver)) for k in links if k.giver == me
        ),
        people=len({person for k in links for person in k.two}),
        mediator=named(mediator) if mediator else None,
    )
