"""A partner's private answer to a proposal, and their having seen what became of it."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound, Stale
from rers_school.classroom.models import Answer, Introduction
from rers_school.classroom.rules.exchange_states import AnswerKind, IntroductionState
from rers_school.classroom.rules.text import clean
from rers_school.classroom.services.recognition import member_of_class
from rers_school.classroom.services.settling import found, settle, settle_due

WORD_MOST = 500
KINDS = tuple(AnswerKind)
SCREEN, PAPER = "screen", "paper"


def answer(
    db: Session, actor: Actor, introduction_id: UUID, kind: str, word: str = ""
) -> Introduction:
    """Keep the actor's private answer, which can change until the proposal is settled.

    ``word`` is for the teacher only. With the last yes the exchange rooms open, unless the
    teacher chose a time for it.

    *Errors*: `NotFound` (404) for everybody who is not asked, ``choose_one``, ``too_long``
    (422), ``no_longer_open`` (409) when it was settled or withdrawn.
    """
    return _keep(db, actor, introduction_id, actor.membership_id, kind, word)


def answer_on_paper(
    db: Session, actor: Actor, introduction_id: UUID, partner_id: UUID, kind: str
) -> Introduction:
    """Keep the answer that a partner gave on paper; the teacher enters it, which is remembered.

    *Errors*: `NotAllowed` (403), ``answered_on_screen`` (409) when the partner has answered
    themself meanwhile, and those of `answer`; `NotFound` (404) for a guest, whose own teacher
    enters it (`across.answering.on_paper`).
    """
    if not actor.is_teacher:
        raise NotAllowed
    member_of_class(db, actor.classroom_id, partner_id)
    return _keep(db, actor, introduction_id, partner_id, kind, None)


def guest_answers_on_paper(
    db: Session, host_id: UUID, introduction_id: UUID, guest_id: UUID, kind: str
) -> Introduction:
    """Keep what a guest answered on paper; the caller has made sure that their teacher enters it.

    *Errors*: those of `answer_on_paper`.
    """
    nobody = Actor(guest_id, guest_id, host_id, Role.ADULT)
    return _keep(db, nobody, introduction_id, guest_id, kind, None)


def pile_on_paper(
    db: Session, actor: Actor, replies: Iterable[tuple[UUID, UUID, str]]
) -> tuple[int, int]:
    """Keep a pile of answers given on paper; return how many were kept, and how many came too late.

    *Shapes*: ``replies`` are (introduction, partner, kind).
    *Errors*: those of `answer_on_paper`, but for what was settled or answered meanwhile.
    """
    kept = late = 0
    for introduction_id, partner_id, kind in replies:
        try:
            answer_on_paper(db, actor, introduction_id, partner_id, kind)
        except Stale:
            late += 1
        else:
            kept += 1
    return kept, late


def seen(db: Session, actor: Actor, introduction_id: UUID) -> Introduction:
    """Remember that the actor has seen what became of a proposal, once there is something to see.

    *Errors*: `NotFound` (404).
    """
    mine = _mine(db, actor, introduction_id, actor.membership_id)
    settle_due(db, actor.classroom_id)
    introduction = found(db, actor.classroom_id, introduction_id)
    if introduction.state != IntroductionState.PROPOSED and mine.seen_result_at is None:
        mine.seen_result_at = clock.now()
        db.flush()
    return introduction


def _keep(
    db: Session,
    actor: Actor,
    introduction_id: UUID,
    partner_id: UUID,
    kind: str,
    word: str | None,
) -> Introduction:
    mine = _mine(db, actor, introduction_id, partner_id)
    settle_due(db, actor.classroom_id)
    introduction = found(db, actor.classroom_id, introduction_id)
    if introduction.state != IntroductionState.PROPOSED:
        if introduction.state == IntroductionState.OPENED and kind == AnswerKind.YES:
            return introduction
        raise Stale("no_longer_open")
    if kind not in KINDS:
        raise DomainError("choose_one")
    on_paper = word is None
    if on_paper and mine.answer is not None and mine.how == SCREEN:
        # What somebody answered with their own hands is not replaced by an older sheet of paper.
        raise Stale("answered_on_screen")
    if word is not None:
        mine.word = clean(word, most=WORD_MOST, lines=True)
    mine.how = PAPER if on_paper else SCREEN
    mine.answer, mine.answered_at = AnswerKind(kind).value, clock.now()
    db.flush()
    settle(db, actor.classroom_id)
    return introduction


def _mine(db: Session, actor: Actor, introduction_id: UUID, partner_id: UUID) -> Answer:
    mine = db.scalar(
        select(Answer)
        .where(
            Answer.classroom_id == actor.classroom_id,
            Answer.introduction_id == introduction_id,
            Answer.membership_id == partner_id,
        )
        .execution_options(populate_existing=True)
    )
    if mine is None:
        raise NotFound
    return mine
