"""In twos, as pages show it: whom one can ask, what one wrote, what waits for a yes."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import NotAllowed
from rers_school.classroom.models import Membership, SpokenCard
from rers_school.classroom.queries.people import Who, by_name, who
from rers_school.classroom.rules.text import fold
from rers_school.classroom.services.interviews import answering, can_answer, has_room, to_answer

# Made once: an alias made for each request is prepared for each request.
_OWNER, _WRITER = aliased(Membership), aliased(Membership)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A card that waits for a yes: whose it is, and in whose hand.

    ``comes``: its owner has an account and finds it on their first page; else the teacher asks.
    """

    id: UUID
    kind: str
    words: str
    owner: Who
    writer: Who
    comes: bool


@dataclass(frozen=True, slots=True)
class Interview:
    """A classmate who is asked, what was written with them so far, and whether there is room."""

    who: Who
    comes: bool
    written: tuple[Spoken, ...]
    room: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many cards wait for a yes: the teacher's to ask for, and their owners' to give."""

    to_ask: int
    to_come: int


def classmates(db: Session, actor: Actor) -> tuple[Who, ...]:
    """Return the pupils whom one can ask, by name: one query."""
    found = [who(member) for member in db.scalars(select(Membership).where(*can_answer(actor)))]
    return tuple(by_name(found))


def interview_with(db: Session, actor: Actor, membership_id: UUID) -> Interview:
    """Return where one's interview of a classmate stands.

    *Errors*: `NotAllowed` (403), `NotFound` (404).
    """
    asked = answering(db, actor, membership_id)
    written = _spoken(
        db,
        SpokenCard.membership_id == membership_id,
        SpokenCard.written_by_id == actor.membership_id,
    )
    room = actor.is_teacher or has_room(db, actor, membership_id)
    return Interview(who(asked), asked.first_launch_at is not None, written, room)


def waiting_for_my_yes(db: Session, actor: Actor) -> tuple[Spoken, ...]:
    """Return the cards that classmates wrote with the actor, the oldest first: one query."""
    return _spoken(db, SpokenCard.membership_id == actor.membership_id)


def one_spoken(db: Session, actor: Actor, spoken_id: UUID) -> Spoken:
    """Return one card that waits for the actor's yes.

    *Errors*: `NotFound` (404).
    """
    return _spoken(db, SpokenCard.id == to_answer(db, actor, spoken_id).id)[0]


def waiting_for_a_yes(db: Session, actor: Actor) -> tuple[Spoken, ...]:
    """Return every card that waits for a yes, by owner; who has no account comes first.

    *Errors*: `NotAllowed` (403) for everybody but the teacher.
    """
    if not actor.is_teacher:
        raise NotAllowed
    found = _spoken(db)
    return tuple(
        sorted(found, key=lambda one: (one.comes, fold(one.owner.shown_name), str(one.owner.id)))
    )


def how_many_wait(db: Session, classroom_id: UUID) -> Waiting:
    """Return how many cards of pupils who are here wait for a yes: one query."""
    account = Membership.first_launch_at.is_not(None)
    to_ask, to_come = db.execute(
        select(func.count().filter(~account), func.count().filter(account))
        .select_from(SpokenCard)
        .join(Membership, Membership.id == SpokenCard.membership_id)
        .where(SpokenCard.classroom_id == classroom_id, Membership.active.is_(True))
    ).one()
    return Waiting(to_ask, to_come)


def _spoken(db: Session, *these: ColumnElement[bool]) -> tuple[Spoken, ...]:
    rows = db.execute(
        select(SpokenCard, _OWNER, _WRITER)
        .join(_OWNER, _OWNER.id == SpokenCard.membership_id)
        .join(_WRITER, _WRITER.id == SpokenCard.written_by_id)
        .where(_OWNER.active.is_(True), *these)
        .order_by(SpokenCard.created_at, SpokenCard.id)
    )
    return tuple(
        Spoken(card.id, card.kind, card.words, who(of), who(by), of.first_launch_at is not None)
        for card, of, by in rows
    )
