"""Savoirs are named once per class; the tidy-up brings cards together without rewriting one."""

from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotAllowed, NotFound
from rers_school.classroom.models import Classroom, Demand, Offer, Savoir
from rers_school.classroom.rules.team import WALL, may
from rers_school.classroom.rules.text import clean, fold, savoir_key
from rers_school.classroom.services.networks import sharing

WORDS_MOST = 120


def touch(db: Session, classroom_id: UUID) -> None:
    """Say that the wall or the lists of a class have changed, for the pages that poll."""
    db.execute(
        update(Classroom)
        .where(Classroom.id == classroom_id)
        .values(revision=Classroom.revision + 1)
        .execution_options(synchronize_session=False)
    )


def named(db: Session, classroom_id: UUID, words: str) -> Savoir:
    """Return the savoir that ``words`` name, as the class knows it, or newly named.

    *Errors*: ``empty``, ``too_long`` (422).
    """
    words = clean(words, most=WORDS_MOST, required=True)
    key = savoir_key(words)
    savoir = db.scalar(select(Savoir).where(Savoir.classroom_id == classroom_id, Savoir.key == key))
    if savoir is None:
        savoir = Savoir(classroom_id=classroom_id, name=words, key=key, sort_key=fold(words)[:200])
        db.add(savoir)
        db.flush()
    return savoir


def heading_of(savoir: Savoir) -> UUID:
    """Return the heading under which the wall shows ``savoir``."""
    return savoir.under_id or savoir.id


def bring_under(db: Session, actor: Actor, savoir_id: UUID, heading_id: UUID) -> None:
    """Show the cards of one savoir under the heading of another; no card is rewritten.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``same_savoir`` (422).
    """
    savoir, heading = _for_tidying(db, actor, savoir_id), _for_tidying(db, actor, heading_id)
    target = heading_of(heading)
    if target == savoir.id:
        raise DomainError("same_savoir")
    db.execute(
        update(Savoir)
        .where(
            Savoir.classroom_id == actor.classroom_id,
            (Savoir.id == savoir.id) | (Savoir.under_id == savoir.id),
        )
        .values(under_id=target)
    )
    for table in (Offer, Demand):
        db.execute(
            update(table)
            .where(table.classroom_id == actor.classroom_id, table.savoir_id == savoir.id)
            .values(savoir_id=target, tidied_at=clock.now())
        )
    sharing.settle(db, actor.classroom_id)
    touch(db, actor.classroom_id)


def take_out(db: Session, actor: Actor, savoir_id: UUID) -> None:
    """Undo `bring_under`: the cards of this savoir go back under their own name.

    *Errors*: `NotAllowed` (403), `NotFound` (404).
    """
    savoir = _for_tidying(db, actor, savoir_id)
    db.execute(update(Savoir).where(Savoir.id == savoir.id).values(under_id=None))
    for table in (Offer, Demand):
        db.execute(
            update(table)
            .where(table.classroom_id == actor.classroom_id, table.own_savoir_id == savoir.id)
            .values(savoir_id=savoir.id, tidied_at=None)
        )
    sharing.settle(db, actor.classroom_id)
    touch(db, actor.classroom_id)


def put_back(db: Session, actor: Actor, kind: str, card_id: UUID) -> None:
    """Take one's own card out of the heading that the teacher's tidy-up gave it.

    *Errors*: `NotFound` (404) when the card is not the actor's.
    """
    table: Any = Offer if kind == "offer" else Demand
    card: Offer | Demand | None = db.scalar(
        select(table).where(
            table.classroom_id == actor.classroom_id,
            table.id == card_id,
            table.membership_id == actor.membership_id,
        )
    )
    if card is None:
        raise NotFound
    card.savoir_id, card.tidied_at = card.own_savoir_id, None
    db.flush()
    sharing.settle(db, actor.classroom_id, [card.membership_id])
    touch(db, actor.classroom_id)


def _for_tidying(db: Session, actor: Actor, savoir_id: UUID) -> Savoir:
    if not may(actor, WALL):
        raise NotAllowed
    savoir = db.scalar(
        select(Savoir).where(Savoir.classroom_id == actor.classroom_id, Savoir.id == savoir_id)
    )
    if savoir is None:
        raise NotFound
    return savoir
