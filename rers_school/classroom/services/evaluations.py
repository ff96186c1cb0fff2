"""Everybody looks at their own learning; it is theirs unless they share it.

At the end, and half-way: that is for classes that want it, once two meetings were told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound, Stale
from rers_school.classroom.models import Classroom, Meeting, SelfEvaluation
from rers_school.classroom.rules.agreement import ROOM_OPEN
from rers_school.classroom.rules.evaluation import (
    ANSWER_MOST,
    END,
    MIDDLE,
    WHERE_I_AM,
    is_half_way,
    may_look_back,
    questions,
)
from rers_school.classroom.rules.text import clean
from rers_school.classroom.services import drafts
from rers_school.classroom.services.exchanges import show_change
from rers_school.classroom.services.rooms import Room, as_participant, enter
from rers_school.classroom.services.settling import only_teachers


@dataclass(frozen=True, slots=True)
class Sheet:
    """What somebody wrote on their sheet of a moment; without answers its words stay there."""

    exchange_id: UUID
    membership_id: UUID
    role: str
    answers: Mapping[str, str]
    where_i_am: str | None = None
    with_partners: bool = False
    with_teacher: bool = False
    moment: str = END


def answer(
    db: Session,
    actor: Actor,
    exchange_id: UUID,
    role: str,
    question: str,
    words: str,
    *,
    moment: str = END,
) -> SelfEvaluation:
    """Keep the actor's answer to one question; an empty one skips it.

    *Errors*: ``too_long``, ``not_now`` (422), `NotFound` (404).
    """
    room = _of(db, actor, exchange_id, role)
    if question not in questions(role, moment):
        raise NotFound
    mine = _mine(db, room, role, moment)
    words = clean(words, most=ANSWER_MOST, lines=True)
    answers = {key: text for key, text in mine.answers.items() if key != question}
    mine.answers = {**answers, question: words} if words else answers
    mine.on_paper = False
    drafts.forget(db, actor, drafts.evaluation_form(exchange_id, role, question, moment))
    _shown(room, mine)
    db.flush()
    return mine


def finish(
    db: Session,
    actor: Actor,
    exchange_id: UUID,
    role: str,
    *,
    where_i_am: str | None = None,
    with_partners: bool = False,
    with_teacher: bool = False,
    moment: str = END,
) -> SelfEvaluation:
    """Say that one's self-evaluation is finished, and who else may read it: nobody by default.

    *Errors*: ``not_now`` (422), `NotFound` (404).
    """
    room = _of(db, actor, exchange_id, role)
    mine = _mine(db, room, role, moment)
    if role == "receiver":
        mine.where_i_am = where_i_am if where_i_am in WHERE_I_AM else None
    mine.with_partners, mine.with_teacher = with_partners, with_teacher
    mine.finished_at = mine.finished_at or clock.now()
    show_change(room.exchange)
    db.flush()
    return mine


def put_aside(db: Session, actor: Actor, exchange_id: UUID) -> None:
    """Ask no more how it is going half-way; what was written already stays.

    *Errors*: ``not_now`` (422), `NotFound` (404).
    """
    room = as_participant(db, actor, exchange_id)
    for role in room.roles:
        _mine(db, room, role, MIDDLE)
    db.flush()


def pile_on_paper(db: Session, actor: Actor, sheets: Iterable[Sheet]) -> tuple[int, int]:
    """Keep a pile of sheets of either moment; return how many were kept and how many came too late.

    Too late is what its author finished on a screen meanwhile, or what is not asked any more.

    *Errors*: `NotAllowed` (403) for anybody but a teacher, ``too_long`` (422), `NotFound` (404).
    """
    only_teachers(actor)
    kept = late = 0
    for sheet in sheets:
        try:
            _from_paper(db, actor, sheet)
        except Stale:
            late += 1
        else:
            kept += 1
    return kept, late


def _from_paper(db: Session, actor: Actor, sheet: Sheet) -> None:
    """Enter one sheet as its author's own, finished; what they wrote on a screen stays.

    *Errors*: `Stale` ``answered_on_screen`` (409), and those of `pile_on_paper`.
    """
    room = enter(db, actor, sheet.exchange_id)
    if (sheet.membership_id, sheet.role) not in room.parts:
        raise NotFound
    typed = {
        key: words
        for key in questions(sheet.role, sheet.moment)
        if (words := clean(sheet.answers.get(key, ""), most=ANSWER_MOST, lines=True))
    }
    try:
        theirs = _begun(db, room, sheet.membership_id, sheet.role, sheet.moment)
    except DomainError as error:
        if error.code != "not_now":
            raise
        raise Stale("answered_on_screen") from None
    if theirs.finished_at is not None:
        raise Stale("answered_on_screen")
    if not theirs.answers:
        # The ticks on the sheet are about its words, not about those written on a screen.
        theirs.with_partners, theirs.with_teacher = sheet.with_partners, sheet.with_teacher
    theirs.answers = {**typed, **theirs.answers}
    if sheet.role == "receiver" and sheet.where_i_am in WHERE_I_AM:
        theirs.where_i_am = sheet.where_i_am
    theirs.on_paper, theirs.finished_at = True, clock.now()
    show_change(room.exchange)
    db.flush()


def _shown(room: Room, mine: SelfEvaluation) -> None:
    """Let the pages of others look again when there is something for them: not on private words."""
    if mine.finished_at is not None and (mine.with_partners or mine.with_teacher):
        show_change(room.exchange)


def _of(db: Session, actor: Actor, exchange_id: UUID, role: str) -> Room:
    room = enter(db, actor, exchange_id)
    if not room.roles:
        raise NotAllowed
    if role not in room.roles:
        raise NotFound
    return room


def _check_moment(db: Session, room: Room, role: str, moment: str, *, begun: bool) -> None:
    """Refuse what is not asked now; who has begun half-way may finish it, whatever changed since.

    *Errors*: ``not_now`` (422).
    """
    state = room.exchange.state
    if moment == END:
        asked = may_look_back(state, role)
    elif begun:
        asked = state in ROOM_OPEN
    else:
        told = db.scalar(
            select(func.count(Meeting.id)).where(Meeting.exchange_id == room.exchange.id)
        )
        wanted = db.scalars(
            select(Classroom.middle_evaluation).where(Classroom.id == room.actor.classroom_id)
        ).one()
        asked = wanted and is_half_way(state, told or 0)
    if not asked:
        raise DomainError("not_now", state=state)


def _mine(db: Session, room: Room, role: str, moment: str) -> SelfEvaluation:
    """Return the actor's own self-evaluation, begun if it is time.

    *Errors*: ``not_now`` (422).
    """
    return _begun(db, room, room.actor.membership_id, role, moment)


def _begun(db: Session, room: Room, membership_id: UUID, role: str, moment: str) -> SelfEvaluation:
    here = room.actor.classroom_id
    mine = db.scalar(
        select(SelfEvaluation).where(
            SelfEvaluation.classroom_id == here,
            SelfEvaluation.exchange_id == room.exchange.id,
            SelfEvaluation.membership_id == membership_id,
            SelfEvaluation.role == role,
            SelfEvaluation.moment == moment,
        )
    )
    _check_moment(db, room, role, moment, begun=mine is not None)
    if mine is None:
        mine = SelfEvaluation(
            classroom_id=here,
            exchange_id=room.exchange.id,
            membership_id=membership_id,
            role=role,
            moment=moment,
            answers={},
        )
        db.add(mine)
    return mine
