"""The teacher's first page: the one next thing, what waits, and what stays behind the curtain."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.models import (
    Answer,
    ChangeWish,
    Classroom,
    Demand,
    Exchange,
    Introduction,
    Membership,
    Offer,
)
from rers_school.classroom.queries.aside import changed_aside
from rers_school.classroom.queries.changes import changes_waiting
from rers_school.classroom.queries.exchanges import (
    ENDED_AT_A_GLANCE,
    ExchangeCard,
    all_exchanges,
)
from rers_school.classroom.queries.introductions import linked_in
from rers_school.classroom.queries.links import Facts, facts_of, proposals_now
from rers_school.classroom.queries.people import Who, by_name
from rers_school.classroom.queries.widening import widened_demands
from rers_school.classroom.rules.exchange_states import IntroductionState

#: In how many exchanges at once somebody gives before the teacher is asked to look after them.
CARRIES_MUCH = 3


@dataclass(frozen=True, slots=True)
class WaitingCard:
    """A card of somebody without a link; ``met``: somebody else's card faces it on the wall.

    ``widened``: whom or what a demand asks besides.
    """

    kind: str
    words: str
    met: bool
    widened: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unlinked:
    """A pupil who is in no exchange and in no proposal now, with their cards on the wall."""

    who: Who
    cards: tuple[WaitingCard, ...]


@dataclass(frozen=True, slots=True)
class ClassPage:
    """What the class page shows; numbers count facts, never people against each other.

    ``exchanges``: all that go on, and the newest of those that have ended.

    Behind the curtain only: ``unlinked``, ``resting``, ``unanswered``, ``changed_aside`` (how many
    cards were changed since a teacher took them off the wall), ``changes`` (how many would like
    another partner) and ``carrying`` (who gives in several exchanges at once). ``own``: something
    waits for the teacher, who offers and learns like everybody.
    """

    pupils: int
    newcomers: int
    cards: int
    kept: int
    proposed: int
    asked: int
    answered: int
    exchanges: tuple[ExchangeCard, ...]
    unlinked: tuple[Unlinked, ...]
    resting: tuple[Who, ...]
    unanswered: tuple[Who, ...]
    own: bool
    changed_aside: int = 0
    changes: int = 0
    carrying: tuple[Who, ...] = ()

    @property
    def waiting(self) -> tuple[ExchangeCard, ...]:
        """Return the exchanges that wait for somebody, what has waited longest first."""
        found = [one for one in self.exchanges if one.waits]
        return tuple(sorted(found, key=lambda one: (min(w.since for w in one.waits), str(one.id))))

    @property
    def under_way(self) -> int:
        return sum(not one.past for one in self.exchanges)

    @property
    def can_introduce(self) -> bool:
        """Tell whether somebody without a link has a card that another card faces."""
        return any(card.met for one in self.unlinked for card in one.cards)

    @property
    def next(self) -> str:
        """Return the one next thing to do.

        *Shapes*: list, confirm, cards, send, introduce, answers or nothing.
        """
        if not self.pupils:
            return "list"
        if self.newcomers:
            return "confirm"
        if self.cards < self.pupils and not self.exchanges and not self.proposed:
            return "cards"
        if self.kept:
            return "send"
        if self.can_introduce:
            return "introduce"
        return "answers" if self.proposed else "nothing"


def class_page(
    db: Session, actor: Actor, *, elsewhere: Collection[UUID] = frozenset()
) -> ClassPage:
    """Return the class page, in a constant number of queries whatever the number of pupils.

    ``elsewhere``: who has a link in another class (`across.linked.linked_elsewhere`).
    """
    here = actor.classroom_id
    facts = facts_of(db, here)
    kept, proposed, answers = _proposals(db, here)
    # What guests answer is for nobody here, and their own teacher's to ask after.
    answers = [one for one in answers if not facts.people[one[0]].who.guest]
    pupils = [
        one
        for one in facts.people.values()
        if one.active and not one.provisional and one.who.role == Role.PUPIL
    ]
    linked = linked_in(facts)
    silent = {id for id, answered in answers if not answered and id in facts.people}
    exchanges = tuple(all_exchanges(db, actor, ended_most=ENDED_AT_A_GLANCE))
    me = actor.membership_id
    awaited = {one.id for card in exchanges for wait in card.waits for one in wait.whom}
    return ClassPage(
        pupils=len(pupils),
        newcomers=sum(one.active and one.provisional for one in facts.people.values()),
        cards=_on_the_wall(db, here),
        kept=kept,
        proposed=proposed,
        asked=len(answers),
        answered=sum(answered for _, answered in answers),
        exchanges=exchanges,
        unlinked=_unlinked(
            facts,
            [id for id in facts.suggested_people if id not in linked and id not in elsewhere],
            widened_demands(db, here),
        ),
        resting=tuple(by_name(one.who for one in pupils if one.resting)),
        unanswered=tuple(by_name(facts.people[id].who for id in silent - {me})),
        own=me in silent | awaited,
        changed_aside=changed_aside(db, here),
        changes=changes_waiting(db),
        carrying=tuple(
            by_name(
                facts.people[id].who
                for id, gives in facts.gives.items()
                if gives >= CARRIES_MUCH and not facts.people[id].who.guest
            )
        ),
    )


def class_tag(db: Session, classroom_id: UUID) -> str:
    """Return a mark that changes with everything the class page shows: one query."""

    def of(expression: Any, table: Any) -> Any:
        return select(expression).where(table.classroom_id == classroom_id).scalar_subquery()

    row = db.execute(
        select(
            Classroom.revision,
            of(func.count(), Exchange),
            of(func.sum(Exchange.revision), Exchange),
            of(func.count(), Introduction),
            of(func.count(Introduction.proposed_at), Introduction),
            of(func.count(Introduction.settled_at), Introduction),
            of(func.count(Answer.answered_at), Answer),
            of(func.count(), ChangeWish),
            of(func.count(ChangeWish.answered_at), ChangeWish),
        ).where(Classroom.id == classroom_id)
    ).one()
    return "-".join(str(part or 0) for part in row)


def _on_the_wall(db: Session, classroom_id: UUID) -> int:
    counts = [
        select(func.count())
        .select_from(table)
        .join(Membership, Membership.id == table.membership_id)
        .where(
            table.classroom_id == classroom_id,
            table.state == "visible",
            Membership.active.is_(True),
        )
        .scalar_subquery()
        for table in (Offer, Demand)
    ]
    return db.scalar(select(counts[0] + counts[1])) or 0


def _proposals(db: Session, classroom_id: UUID) -> tuple[int, int, list[tuple[UUID, bool]]]:
    """Return how many circles are kept and proposed, and who has answered the proposed ones."""
    kept = db.scalar(
        select(func.count())
        .select_from(Introduction)
        .where(
            Introduction.classroom_id == classroom_id,
            Introduction.state == IntroductionState.KEPT,
        )
    )
    standing = proposals_now(db, classroom_id, clock.now())
    open_now = [id for id, state in standing.items() if state is IntroductionState.PROPOSED]
    answers = db.execute(
        select(Answer.membership_id, Answer.answer).where(
            Answer.classroom_id == classroom_id, Answer.introduction_id.in_(open_now)
        )
    )
    given = [(member, answer is not None) for member, answer in answers]
    return kept or 0, len(open_now), given


def _unlinked(
    facts: Facts, ids: list[UUID], widened: Mapping[tuple[UUID, UUID], tuple[str, ...]]
) -> tuple[Unlinked, ...]:
    givers, seekers = _authors(facts.offers), _authors(facts.demands)
    sides = (("offer", facts.offers, seekers), ("demand", facts.demands, givers))
    return tuple(
        Unlinked(
            facts.people[id].who,
            tuple(
                WaitingCard(
                    kind,
                    words,
                    bool(facing[savoir] - {id}),
                    widened.get((id, savoir), ()) if kind == "demand" else (),
                )
                for kind, cards, facing in sides
                for savoir, words in cards.get(id, {}).items()
            ),
        )
        for id in ids
    )


def _authors(cards: dict[UUID, dict[UUID, str]]) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for author, mine in cards.items():
        for savoir in mine:
            found[savoir].add(author)
    return found
