"""In twos: one asks, the other answers; what was written is a card when its owner says yes."""

from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound
from rers_school.classroom.models import Membership, Savoir, SpokenCard
from rers_school.classroom.rules.inventory import (
    PAIR_MOST,
    PERSON_MOST,
    WRITER_MOST,
    kind_of,
)
from rers_school.classroom.rules.text import clean, savoir_key
from rers_school.classroom.services import cards
from rers_school.classroom.services.savoirs import WORDS_MOST, touch


def interviews(actor: Actor) -> bool:
    """Tell whether somebody writes with a classmate: pupils, and the teacher with a pupil."""
    return actor.role in (Role.PUPIL, Role.TEACHER)


def answering(db: Session, actor: Actor, membership_id: UUID) -> Membership:
    """Return the pupil whom somebody asks.

    *Errors*: `NotAllowed` (403), `NotFound` (404) for who is not here, and for oneself.
    """
    if not interviews(actor):
        raise NotAllowed
    found = db.scalar(
        select(Membership).where(*can_answer(actor), Membership.id == membership_id).limit(1)
    )
    if found is None:
        raise NotFound
    return found


def can_answer(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """Return what makes somebody a pupil whom ``actor`` may ask.

    Left out: who is not recognised yet, and the entry of the list that the actor may be.
    """
    me = select(Membership.maybe_id).where(
        Membership.classroom_id == actor.classroom_id,
        Membership.id == actor.membership_id,
        Membership.maybe_id.is_not(None),
    )
    return (
        Membership.classroom_id == actor.classroom_id,
        Membership.id != actor.membership_id,
        Membership.id.not_in(me),
        Membership.role == Role.PUPIL.value,
        Membership.active.is_(True),
        Membership.named.is_(True),
        Membership.maybe_id.is_(None),
    )


def write(db: Session, actor: Actor, membership_id: UUID, question: str, words: str) -> None:
    """Write down what a classmate answers; it waits for their yes, and nobody else sees it.

    Written by the teacher, beside the child, it is on the wall at once.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``empty``, ``too_long``, ``already_there``,
    ``enough`` when too much waits for a yes (422).
    """
    kind = kind_of(question)
    theirs = answering(db, actor, membership_id)
    if actor.is_teacher:
        cards.add(db, actor, kind, words, for_id=theirs.id)
        return
    words = clean(words, most=WORDS_MOST, required=True)
    key = savoir_key(words)
    if _has(db, actor.classroom_id, theirs.id, kind, key):
        raise DomainError("already_there")
    if not has_room(db, actor, theirs.id):
        raise DomainError("enough")
    db.add(
        SpokenCard(
            classroom_id=actor.classroom_id,
            membership_id=theirs.id,
            written_by_id=actor.membership_id,
            kind=kind,
            words=words,
            key=key,
        )
    )
    db.flush()
    touch(db, actor.classroom_id)


def has_room(db: Session, actor: Actor, membership_id: UUID) -> bool:
    """Tell whether one more card of somebody, in the actor's hand, may wait for a yes."""
    mine = SpokenCard.written_by_id == actor.membership_id
    theirs = SpokenCard.membership_id == membership_id
    row = db.execute(
        select(
            func.count().filter(mine, theirs),
            func.count().filter(theirs),
            func.count().filter(mine),
        ).where(SpokenCard.classroom_id == actor.classroom_id)
    ).one()
    return all(n < most for n, most in zip(row, (PAIR_MOST, PERSON_MOST, WRITER_MOST), strict=True))


def take_back(db: Session, actor: Actor, spoken_id: UUID) -> UUID:
    """Let a writer take back what still waits; return whose it was.

    *Errors*: `NotFound` (404).
    """
    found = _waiting(db, actor, spoken_id, SpokenCard.written_by_id == actor.membership_id)
    owner = found.membership_id
    _remove(db, found)
    return owner


def to_answer(db: Session, actor: Actor, spoken_id: UUID) -> SpokenCard:
    """Return what waits for the actor's yes: one's own, or as the teacher anybody's.

    *Errors*: `NotFound` (404).
    """
    own = SpokenCard.membership_id == actor.membership_id
    return _waiting(db, actor, spoken_id, *(() if actor.is_teacher else (own,)))


def agree(db: Session, actor: Actor, spoken_id: UUID, words: str | None = None) -> bool:
    """Hang it on the wall, with other ``words`` if there are any.

    False when a card with these words hung there already. The card says who wrote it, unless its
    owner found other words.

    *Errors*: `NotFound` (404), ``empty``, ``too_long`` (422).
    """
    found = to_answer(db, actor, spoken_id)
    said = found.words if words is None else clean(words, most=WORDS_MOST, required=True)
    writer: UUID | None = found.written_by_id
    if said != found.words:
        writer = actor.membership_id if actor.is_teacher else None
    here, owner, kind = found.classroom_id, found.membership_id, found.kind
    _remove(db, found)
    try:
        # Carried over to the person who wrote it, it is a card of one's own.
        cards.put_up(
            db, here, owner, kind, said,
            written_by=None if writer == owner else writer, glanced=actor.is_teacher,
        )  # fmt: skip
    except DomainError as error:
        if error.code != "already_there":
            raise
        return False
    return True


def decline(db: Session, actor: Actor, spoken_id: UUID) -> None:
    """Let it be no card: nothing of it stays, and nobody is told.

    *Errors*: `NotFound` (404).
    """
    _remove(db, to_answer(db, actor, spoken_id))


def _waiting(db: Session, actor: Actor, spoken_id: UUID, *these: ColumnElement[bool]) -> SpokenCard:
    found = db.scalar(
        select(SpokenCard).where(
            SpokenCard.classroom_id == actor.classroom_id, SpokenCard.id == spoken_id, *these
        )
    )
    if found is None:
        raise NotFound
    return found


def _remove(db: Session, one: SpokenCard) -> None:
    classroom_id = one.classroom_id
    db.delete(one)
    db.flush()
    touch(db, classroom_id)


def _has(db: Session, classroom_id: UUID, membership_id: UUID, kind: str, key: str) -> bool:
    """Tell whether these words are a card of somebody already, or wait to be one."""
    table = cards.KINDS[kind]
    on_a_card = (
        select(table.id)
        .join(Savoir, Savoir.id == table.own_savoir_id)
        .where(
            table.classroom_id == classroom_id,
            table.membership_id == membership_id,
            table.state != "withdrawn",
            Savoir.key == key,
        )
    )
    spoken = select(SpokenCard.id).where(
        SpokenCard.classroom_id == classroom_id,
        SpokenCard.membership_id == membership_id,
        SpokenCard.kind == kind,
        SpokenCard.key == key,
    )
    return any(db.scalar(query.limit(1)) is not None for query in (on_a_card, spoken))
