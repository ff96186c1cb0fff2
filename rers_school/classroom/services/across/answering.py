"""The teachers of the classes concerned agree first; then the pupils are asked, privately."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.errors import DomainError, NotFound, Stale
from rers_school.classroom.models import AcrossCircle, Answer, Guest, Introduction
from rers_school.classroom.rules.across import (
    NO,
    YES,
    AcrossState,
    Somebody,
    after_answer,
    people_of,
)
from rers_school.classroom.rules.circles import Link
from rers_school.classroom.rules.exchange_states import ExchangeEvent, IntroductionState
from rers_school.classroom.services import answers, keeping, savoirs
from rers_school.classroom.services.across.circles import Held, all_can_begin, hold, touch_all
from rers_school.classroom.services.across.guests import make_guest
from rers_school.classroom.services.recognition import member_of_class
from rers_school.classroom.services.settling import move_exchanges, only_teachers
from rers_school.db import in_class


def agree(db: Session, actor: Actor, circle_id: UUID, mediator: UUID | None = None) -> AcrossCircle:
    """Say yes for one's own class; with the last yes the pupils are asked. Return the circle.

    ``mediator``: who of one's own class accompanies it, where nobody does yet.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``partner`` (422), ``no_longer_open`` (409).
    """
    only_teachers(actor)
    held = hold(db, actor, circle_id)
    mine = held.answers[actor.classroom_id]
    if held.circle.state != AcrossState.ASKING:
        if mine.answer == YES and held.circle.state == AcrossState.PROPOSED:
            return held.circle
        raise Stale("no_longer_open")
    _say(held, actor, YES)
    if mediator is not None and held.circle.mediator_id is None:
        _choose_mediator(db, held, actor, mediator)
    state = after_answer([one.answer for one in held.answers.values()])
    if state is AcrossState.PROPOSED:
        # Somebody may have left, or rest, since it was proposed: then it does not start.
        state = AcrossState.PROPOSED if _all_here(db, held) else AcrossState.NOT_STARTED
    held.circle.state = state.value
    if state is AcrossState.PROPOSED:
        held.circle.introduction_id = _ask_pupils(db, held).id
    db.flush()
    touch_all(db, held)
    return held.circle


def decline(db: Session, actor: Actor, circle_id: UUID) -> None:
    """Say no for one's own class: nobody is told whose it was, nor why.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``no_longer_open`` (409) when it was settled.
    """
    only_teachers(actor)
    held = hold(db, actor, circle_id)
    if held.circle.state == AcrossState.NOT_STARTED:
        return
    if held.circle.state != AcrossState.ASKING:
        raise Stale("no_longer_open")
    _say(held, actor, NO)
    held.circle.state = AcrossState.NOT_STARTED.value
    db.flush()
    touch_all(db, held)


def on_paper(db: Session, actor: Actor, circle_id: UUID, partner_id: UUID, kind: str) -> None:
    """Enter what a pupil of one's own class answered on paper, wherever the room would live.

    *Errors*: `NotAllowed` (403), `NotFound` (404) for anybody else's pupil, ``no_longer_open``,
    ``answered_on_screen`` (409), ``choose_one`` (422).
    """
    only_teachers(actor)
    held = hold(db, actor, circle_id)
    if partner_id not in held.people(actor.classroom_id):
        raise NotFound
    introduction_id, host = held.circle.introduction_id, held.circle.host_class_id
    if held.circle.state != AcrossState.PROPOSED or introduction_id is None:
        raise Stale("no_longer_open")
    with in_class(db, host, "a pupil's answer is kept where the room would live"):
        guest = db.scalar(
            select(Guest.membership_id).where(
                Guest.classroom_id == host, Guest.home_id == partner_id
            )
        )
        answers.guest_answers_on_paper(db, host, introduction_id, guest or partner_id, kind)
    touch_all(db, held)


def _say(held: Held, actor: Actor, answer: str) -> None:
    mine = held.answers[actor.classroom_id]
    mine.answer, mine.answered_by_id = answer, actor.membership_id
    mine.answered_at = clock.now()


def _choose_mediator(db: Session, held: Held, actor: Actor, mediator: UUID) -> None:
    member_of_class(db, actor.classroom_id, mediator)
    if mediator in held.people(actor.classroom_id):
        raise DomainError("partner")
    held.circle.mediator_id, held.circle.mediator_class_id = mediator, actor.classroom_id


def _all_here(db: Session, held: Held) -> bool:
    wanted = {who.membership_id for who in people_of(held.links)}
    if held.circle.mediator_id:
        wanted.add(held.circle.mediator_id)
    return all_can_begin(db, wanted)


def _ask_pupils(db: Session, held: Held) -> Introduction:
    """Make guests, circle and exchanges in the host class, and ask every partner privately."""
    circle = held.circle
    host, network = circle.host_class_id, circle.network_id
    known = {who: make_guest(db, host, network, who) for who in people_of(held.links)}
    mediator = None
    if circle.mediator_id and circle.mediator_class_id:
        one = Somebody(circle.mediator_class_id, circle.mediator_id)
        mediator = make_guest(db, host, network, one)
    with in_class(db, host, "the room lives in the class of the first giver"):
        links = [
            Link(
                known[link.giver],
                known[link.receiver],
                savoirs.heading_of(savoirs.named(db, host, row.savoir)),
            )
            for link, row in zip(held.links, held.rows, strict=True)
        ]
        introduction = keeping.keep_across(
            db, _teacher(held), links, mediator, [str(one) for one in circle.reasons]
        )
        introduction.state = IntroductionState.PROPOSED.value
        introduction.proposed_at = clock.now()
        for membership_id in sorted(known.values()):
            db.add(
                Answer(
                    classroom_id=host,
                    introduction_id=introduction.id,
                    membership_id=membership_id,
                )
            )
        move_exchanges(db, introduction, ExchangeEvent.PROPOSE)
    return introduction


def _teacher(held: Held) -> Actor:
    """Return the teacher who said yes for the host class: the introduction is theirs."""
    host = held.circle.host_class_id
    said = held.answers[host]
    if said.answered_by_id is None:
        raise Stale("no_longer_open")
    return Actor(
        membership_id=said.answered_by_id,
        person_id=UUID(int=0),
        classroom_id=host,
        role=Role.TEACHER,
    )
