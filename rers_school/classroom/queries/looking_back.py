"""What was told of an exchange's meetings, and what its people let others read when it ends."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from rers_school.classroom.models import Meeting, Review, SelfEvaluation
from rers_school.classroom.queries.given_reviews import YesToGive, yes_to_give
from rers_school.classroom.queries.people import Who
from rers_school.classroom.rules.evaluation import (
    END,
    MIDDLE,
    MOMENTS,
    QUESTIONS,
    WANTS_TO_SHARE,
    Sharing,
    may_read,
)
from rers_school.classroom.services.rooms import Room


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting as it was told."""

    id: UUID
    held_on: date
    present: tuple[Who, ...]
    did: str
    worked: str
    next_time: str
    next_on: date | None
    next_moved: int
    told_by: Who | None


@dataclass(frozen=True, slots=True)
class EvaluationView:
    """A self-evaluation that the reader may read; ``answers`` are pairs (question, words)."""

    author: Who
    role: str
    answers: tuple[tuple[str, str], ...]
    where_i_am: str | None
    finished: bool
    with_partners: bool
    with_teacher: bool
    moment: str = "end"
    on_paper: bool = False

    def answer(self, question: str) -> str:
        """Return the words given to one question, or nothing."""
        return dict(self.answers).get(question, "")

    @property
    def wants_to_share(self) -> bool:
        """Tell whether its author would like to show it to somebody."""
        return self.where_i_am == WANTS_TO_SHARE


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The partners' shared review."""

    texts: dict[str, str]
    version: int
    author: Who | None
    at: datetime


@dataclass(frozen=True, slots=True)
class LookingBack:
    """What the reader may see of the end of an exchange, and of its middle.

    ``middle`` and ``middle_shared`` are what was written half-way; ``yeses`` to giving the review
    to the class.
    """

    mine: dict[str, EvaluationView]
    shared: tuple[EvaluationView, ...]
    review: ReviewView | None
    middle: dict[str, EvaluationView]
    middle_shared: tuple[EvaluationView, ...]
    yeses: tuple[YesToGive, ...]

    def own(self, role: str, moment: str) -> EvaluationView | None:
        """Return the reader's own self-evaluation in a role, if it is begun."""
        return (self.middle if moment == MIDDLE else self.mine).get(role)


def meetings(db: Session, exchange_id: UUID, people: dict[UUID, Who]) -> tuple[MeetingView, ...]:
    """Return the meetings of an exchange in the order of their days: one query."""
    return tuple(
        MeetingView(
            id=one.id,
            held_on=one.held_on,
            present=tuple(people[UUID(who)] for who in one.present if UUID(who) in people),
            did=one.did,
            worked=one.worked,
            next_time=one.next_time,
            next_on=one.next_on,
            next_moved=one.next_moved,
            told_by=people.get(one.told_by_id),
        )
        for one in db.scalars(
            select(Meeting)
            .where(Meeting.exchange_id == exchange_id)
            .order_by(Meeting.held_on, Meeting.created_at)
            .execution_options(populate_existing=True)
        )
    )


def looking_back(db: Session, room: Room, people: dict[UUID, Who]) -> LookingBack:
    """Return one's own self-evaluations, those that others share, and the review: three queries."""
    me = room.actor.membership_id
    mine: dict[str, dict[str, EvaluationView]] = {moment: {} for moment in MOMENTS}
    shared: dict[str, list[EvaluationView]] = {moment: [] for moment in MOMENTS}
    for row in db.scalars(
        select(SelfEvaluation)
        .where(SelfEvaluation.exchange_id == room.exchange.id)
        .order_by(SelfEvaluation.created_at, SelfEvaluation.id)
        .execution_options(populate_existing=True)
    ):
        sharing = Sharing(
            row.membership_id, row.finished_at is not None, row.with_partners, row.with_teacher
        )
        teacher = room.is_teacher_of(row.membership_id)
        if not may_read(sharing, me, partner=room.takes_part, teacher=teacher):
            continue
        view = evaluation_view(row, people)
        if row.membership_id == me:
            mine[row.moment][row.role] = view
        elif view.answers or view.where_i_am:
            shared[row.moment].append(view)
    review = db.scalar(
        select(Review)
        .where(Review.exchange_id == room.exchange.id)
        .execution_options(populate_existing=True)
    )
    return LookingBack(
        mine[END],
        tuple(shared[END]),
        _review(review, people) if review else None,
        mine[MIDDLE],
        tuple(shared[MIDDLE]),
        yes_to_give(db, room, review, people) if review else (),
    )


# What `evaluation_view` reads, and whose it is.
EVALUATION_COLUMNS = (
    SelfEvaluation.exchange_id, SelfEvaluation.membership_id, SelfEvaluation.role,
    SelfEvaluation.moment, SelfEvaluation.answers, SelfEvaluation.where_i_am,
    SelfEvaluation.finished_at, SelfEvaluation.with_partners, SelfEvaluation.with_teacher,
    SelfEvaluation.on_paper,
)  # fmt: skip


def evaluation_view(
    row: SelfEvaluation | Row[*tuple[Any, ...]], people: dict[UUID, Who]
) -> EvaluationView:
    """Return a self-evaluation as it is shown, its answers in the order of the questions."""
    answers = tuple((key, row.answers[key]) for key in QUESTIONS[row.role] if key in row.answers)
    return EvaluationView(
        author=people[row.membership_id],
        role=row.role,
        answers=answers,
        where_i_am=row.where_i_am,
        finished=row.finished_at is not None,
        with_partners=row.with_partners,
        with_teacher=row.with_teacher,
        moment=row.moment,
        on_paper=row.on_paper,
    )


def _review(row: Review, people: dict[UUID, Who]) -> ReviewView:
    texts = {
        "learned": row.learned, "ways": row.ways, "thanks": row.thanks, "celebrate": row.celebrate
    }  # fmt: skip
    return ReviewView(texts, row.version, people.get(row.written_by_id), row.created_at)
