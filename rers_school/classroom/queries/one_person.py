"""Everything about one person of the class on one page, for its teachers."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import NotAllowed, NotFound
from rers_school.classroom.models import (
    Demand,
    Exchange,
    Meeting,
    Membership,
    Offer,
    Participation,
    Person,
    Savoir,
    SelfEvaluation,
)
from rers_school.classroom.models.people import BY_NETWORK, HAS_LEFT
from rers_school.classroom.queries.directory import Listed, listed
from rers_school.classroom.queries.exchanges import ExchangeCard, exchanges_of
from rers_school.classroom.queries.introductions import ProposalView, proposals_of
from rers_school.classroom.queries.links import not_for_now
from rers_school.classroom.queries.looking_back import EvaluationView, evaluation_view
from rers_school.classroom.queries.people import Who, everybody, teachers_write_for
from rers_school.classroom.queries.savoirs import reworded
from rers_school.classroom.rules.evaluation import Sharing, may_read

# Made once: an alias made for each request is prepared for each request.
_WRITER = aliased(Membership)

#: The latest; each room has all of its own.
MEETINGS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A card as its teacher sees it; ``uneasy`` was written for the teacher only."""

    id: UUID
    kind: str
    words: str
    state: str
    written_by: str | None
    hidden_word: str | None
    reworded: bool
    uneasy: str


@dataclass(frozen=True, slots=True)
class MetOn:
    """A meeting of one of the person's exchanges; ``next_on`` when another one was agreed."""

    exchange_id: UUID
    savoir: str
    held_on: date
    next_on: date | None


@dataclass(frozen=True, slots=True)
class SharedWords:
    """A self-evaluation that its author chose to share with the teacher."""

    savoir: str
    view: EvaluationView


@dataclass(frozen=True, slots=True)
class OnePerson:
    """One person's page; ``teachers_write`` their cards, as long as they have no account.

    Behind the curtain belong ``resting``, the cards that are not on the wall, ``uneasy`` lines,
    ``proposals`` with their private answers, ``shared`` and ``not_for_now``.
    """

    person: Listed
    teachers_write: bool
    resting: bool
    cards: tuple[PersonCard, ...]
    exchanges: tuple[ExchangeCard, ...]
    meetings: tuple[MetOn, ...]
    proposals: tuple[ProposalView, ...]
    shared: tuple[SharedWords, ...]
    not_for_now: tuple[tuple[Who, date], ...]

    @property
    def on_the_wall(self) -> list[PersonCard]:
        return [one for one in self.cards if one.state == "visible"]

    @property
    def off_the_wall(self) -> list[PersonCard]:
        return [one for one in self.cards if one.state != "visible"]

    @property
    def uneasy(self) -> list[PersonCard]:
        return [one for one in self.cards if one.uneasy and one.state != "withdrawn"]


def one_person(db: Session, actor: Actor, membership_id: UUID) -> OnePerson:
    """Return what a teacher may know of one person, in a constant number of queries.

    *Errors*: `NotAllowed` (403) for everybody else, `NotFound` (404).
    """
    if not actor.is_teacher:
        raise NotAllowed
    row = db.execute(
        select(Membership, Person)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.classroom_id == actor.classroom_id, Membership.id == membership_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None or row[0].entered_by in (HAS_LEFT, BY_NETWORK):
        raise NotFound
    people = everybody(db)
    return OnePerson(
        person=listed(*row),
        teachers_write=teachers_write_for(db, actor, membership_id),
        resting=row[0].resting,
        cards=tuple(_cards(db, membership_id)),
        exchanges=tuple(exchanges_of(db, membership_id)),
        meetings=_meetings(db, membership_id),
        proposals=tuple(proposals_of(db, actor, membership_id)),
        shared=_shared(db, actor, membership_id, people),
        not_for_now=tuple(
            (people[other], no.review_on)
            for no in not_for_now(db, actor.classroom_id)
            if membership_id in no.two
            for other in no.two - {membership_id}
        ),
    )


def _cards(db: Session, membership_id: UUID) -> list[PersonCard]:
    found = []
    for kind, table in (("offer", Offer), ("demand", Demand)):
        of: Any = table
        for card, name in db.execute(
            select(of, _WRITER.shown_name)
            .outerjoin(_WRITER, _WRITER.id == of.written_by_id)
            .where(of.membership_id == membership_id)
            .order_by(of.created_at, of.id)
            .execution_options(populate_existing=True)
        ):
            uneasy = card.uneasy if kind == "demand" else ""
            found.append(
                PersonCard(
                    card.id, kind, card.words, card.state, name, card.hidden_word, reworded(card),
                    uneasy,
                )
            )  # fmt: skip
    return found


def _meetings(db: Session, membership_id: UUID) -> tuple[MetOn, ...]:
    mine = select(Participation.exchange_id).where(
        Participation.membership_id == membership_id, Participation.role != "observer"
    )
    rows = db.execute(
        select(Meeting.exchange_id, Savoir.name, Meeting.held_on, Meeting.next_on)
        .join(Exchange, Exchange.id == Meeting.exchange_id)
        .join(Savoir, Savoir.id == Exchange.savoir_id)
        .where(Meeting.exchange_id.in_(mine))
        .order_by(Meeting.held_on.desc(), Meeting.created_at.desc(), Meeting.id)
        .limit(MEETINGS_SHOWN)
    )
    return tuple(MetOn(*row) for row in rows)


def _shared(
    db: Session, actor: Actor, membership_id: UUID, people: dict[UUID, Who]
) -> tuple[SharedWords, ...]:
    found = []
    for row, savoir in db.execute(
        select(SelfEvaluation, Savoir.name)
        .join(Exchange, Exchange.id == SelfEvaluation.exchange_id)
        .join(Savoir, Savoir.id == Exchange.savoir_id)
        .where(SelfEvaluation.membership_id == membership_id)
        .order_by(SelfEvaluation.created_at, SelfEvaluation.id)
        .execution_options(populate_existing=True)
    ):
        sharing = Sharing(
            row.membership_id, row.finished_at is not None, row.with_partners, row.with_teacher
        )
        if may_read(sharing, actor.membership_id, partner=False, teacher=True):
            found.append(SharedWords(savoir, evaluation_view(row, people)))
    return tuple(found)
