"""From what a workshop can be opened, by whom, and whether there is one to look at."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import NotFound
from rers_school.classroom.models import Demand, Membership, Offer, Savoir, Workshop
from rers_school.classroom.queries.people import Who, by_name, who
from rers_school.classroom.rules.workshops import WorkshopKind, WorkshopState

_State = WorkshopState


def any_open(db: Session, actor: Actor) -> bool:
    """Tell whether the class has workshops to look at: one query."""
    return bool(
        db.scalar(
            select(Workshop.id)
            .where(
                Workshop.classroom_id == actor.classroom_id,
                Workshop.state.in_([_State.OPEN.value, _State.BEGUN.value]),
            )
            .limit(1)
        )
    )


def open_on(db: Session) -> dict[UUID, UUID]:
    """Return, by heading of the wall, a workshop for which one can sign up: one query."""
    return {
        under or savoir: id
        for id, savoir, under in db.execute(
            select(Workshop.id, Workshop.savoir_id, Savoir.under_id)
            .join(Savoir, Savoir.id == Workshop.savoir_id)
            .where(Workshop.state == _State.OPEN.value)
            .order_by(Workshop.created_at.desc(), Workshop.id)
        )
    }


def openings(db: Session, actor: Actor) -> dict[UUID, str]:
    """Return from which of the reader's cards a workshop suggests itself, and of which kind.

    An offer for several people; a demand that nobody offers: four queries.
    """
    own = [
        (card, savoir, group in ("few", "group"), WorkshopKind.ONE_TO_MANY)
        for card, savoir, group in db.execute(
            select(Offer.id, Offer.savoir_id, Offer.group_size).where(
                Offer.membership_id == actor.membership_id, Offer.state == "visible"
            )
        )
    ]
    offered = set(db.scalars(select(Offer.savoir_id).where(Offer.state == "visible")))
    own += [
        (card, savoir, savoir not in offered, WorkshopKind.SEARCH)
        for card, savoir in db.execute(
            select(Demand.id, Demand.savoir_id).where(
                Demand.membership_id == actor.membership_id, Demand.state == "visible"
            )
        )
    ]
    live = {
        (savoir, kind)
        for savoir, kind in db.execute(
            select(Workshop.savoir_id, Workshop.kind).where(
                Workshop.opened_by_id == actor.membership_id,
                Workshop.state.in_([_State.ASKED.value, _State.OPEN.value]),
            )
        )
    }
    return {
        card: kind.value
        for card, savoir, fits, kind in own
        if fits and (savoir, kind.value) not in live
    }


@dataclass(frozen=True, slots=True)
class CardBehind:
    """What a form for a workshop begins with, from one's own card."""

    words: str
    group_size: str
    needs: str


def card_behind(db: Session, actor: Actor, kind: str, card_id: UUID) -> CardBehind:
    """Return one's own card from which a workshop is opened: one query.

    *Errors*: `NotFound` (404).
    """
    if kind == WorkshopKind.ONE_TO_MANY:
        query = select(Offer.words, Offer.group_size, Offer.needs).where(
            Offer.id == card_id, Offer.membership_id == actor.membership_id
        )
        row = db.execute(query).one_or_none()
        found = CardBehind(*row) if row else None
    else:
        words = db.scalar(
            select(Demand.words).where(
                Demand.id == card_id, Demand.membership_id == actor.membership_id
            )
        )
        found = CardBehind(words, "", "") if words else None
    if found is None:
        raise NotFound
    return found


def who_may_give(db: Session, actor: Actor) -> list[Who]:
    """Return whom the teacher can ask to give or sign up, by name: one query."""
    members = db.scalars(
        select(Membership).where(
            Membership.classroom_id == actor.classroom_id,
            Membership.active.is_(True),
            Membership.maybe_id.is_(None),
            Membership.named.is_(True),
        )
    )
    return by_name(who(one) for one in members)
