"""A teacher proposes a circle across classes: the other teachers are asked first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotFound, Stale
from rers_school.classroom.models import (
    AcrossAnswer,
    AcrossCircle,
    AcrossLink,
    Classroom,
    Demand,
    Membership,
    NetworkClass,
    Offer,
    Savoir,
    SharedCard,
)
from rers_school.classroom.rules.across import (
    YES,
    AcrossState,
    Given,
    Somebody,
    host_of,
    people_of,
    same_links,
    shape_of,
)
from rers_school.classroom.rules.circles import DIRECT, OPEN, SINGLE
from rers_school.classroom.rules.visibility import sees
from rers_school.classroom.services.across.circles import Held, all_can_begin, read, touch_all
from rers_school.classroom.services.networks.belonging import place_of
from rers_school.classroom.services.settling import only_teachers
from rers_school.db import lock_classrooms, unscoped

REASONS_MOST = 12
# What every circle has going for it, in the codes of the suggestions.
_REASON = {SINGLE: "single", DIRECT: "pair", OPEN: "circle"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """One link that a teacher would like to make.

    *Shapes*: ``giver`` and ``receiver`` are memberships, of any class of the network; ``offer``
    and ``demand`` are shared cards: the giver's and the receiver's. One of them may be missing,
    but nobody of another class is linked without a card of theirs.
    """

    giver: UUID
    receiver: UUID
    offer: UUID | None = None
    demand: UUID | None = None


@dataclass(frozen=True, slots=True)
class _Card:
    owner: Somebody
    school: UUID
    reach: str
    savoir: str
    key: str


def propose_across(
    db: Session,
    actor: Actor,
    network_id: UUID,
    links: Sequence[Wanted],
    *,
    mediator: UUID | None = None,
    reasons: Sequence[str] = (),
) -> AcrossCircle:
    """Ask the teachers of the other classes for a circle, and return it; the actor says yes to it.

    No pupil hears of it before every teacher has agreed. The same circle twice is one circle. The
    mediator is of one of the classes concerned. The caller holds no class
    (``@allow(…, across=True)``).

    *Errors*: `NotAllowed` (403), `NotFound` (404) for a network of others and for people and cards
    that do not hang on its wall; ``not_a_circle``, ``same_person``, ``one_class``, ``not_yours``
    (nobody of the own class), ``partner`` (422); ``card_gone`` (409) when a card was taken down
    meanwhile.
    """
    only_teachers(actor)
    place_of(db, actor, network_id)
    if not links:
        raise DomainError("not_a_circle")
    homes = _homes(db, [*(who for one in links for who in (one.giver, one.receiver)), mediator])
    lock_classrooms(db, [*homes.values(), actor.classroom_id])
    place_of(db, actor, network_id)
    cards = _cards(db, network_id, [card for one in links for card in (one.offer, one.demand)])
    made = [_given(actor, one, homes, cards) for one in links]
    kind = shape_of(made)
    classes = list(dict.fromkeys(who.classroom_id for who in people_of(made)))
    if actor.classroom_id not in classes:
        raise DomainError("not_yours")
    _check_seen(db, network_id, actor, classes, cards.values())
    _check_here(db, [who.membership_id for who in people_of(made)], mediator)
    if mediator is not None:
        if mediator in {who.membership_id for who in people_of(made)}:
            raise DomainError("partner")
        if homes[mediator] != actor.classroom_id:
            raise NotFound
    known = _known(db, network_id, made)
    if known is not None:
        return known.circle
    circle = AcrossCircle(
        network_id=network_id,
        host_class_id=host_of(made),
        state=AcrossState.ASKING.value,
        reasons=list(reasons)[:REASONS_MOST] or [_REASON[kind]],
        mediator_id=mediator,
        mediator_class_id=homes[mediator] if mediator else None,
    )
    db.add(circle)
    db.flush()
    for place, (one, wanted) in enumerate(zip(made, links, strict=True)):
        db.add(_row(circle.id, place, one, wanted, cards))
    for classroom_id in classes:
        own = classroom_id == actor.classroom_id
        db.add(
            AcrossAnswer(
                classroom_id=classroom_id,
                circle_id=circle.id,
                answer=YES if own else None,
                answered_by_id=actor.membership_id if own else None,
                answered_at=clock.now() if own else None,
            )
        )
    db.flush()
    touch_all(db, read(db, [circle.id])[0])
    return circle


def _homes(db: Session, people: Collection[UUID | None]) -> dict[UUID, UUID]:
    """Return the class of each of these people.

    *Errors*: `NotFound` (404).
    """
    wanted = {one for one in people if one is not None}
    with unscoped(db, "people of several classes are brought together"):
        rows = db.execute(
            select(Membership.id, Membership.classroom_id).where(Membership.id.in_(list(wanted)))
        ).all()
    found: dict[UUID, UUID] = {row.id: row.classroom_id for row in rows}
    if set(found) != wanted:
        raise NotFound
    return found


def _cards(db: Session, network_id: UUID, wanted: Collection[UUID | None]) -> dict[UUID, _Card]:
    """Return these cards of the network's wall as they hang there now.

    *Errors*: ``card_gone`` (409).
    """
    ids = [one for one in wanted if one is not None]
    found: dict[UUID, _Card] = {}
    with unscoped(db, "the wall of a network holds the cards of several classes"):
        for table, column in ((Offer, SharedCard.offer_id), (Demand, SharedCard.demand_id)):
            card: Any = table
            rows: Any = db.execute(
                select(SharedCard, Savoir.name, SharedCard.savoir_key)
                .join(card, card.id == column)
                .join(Savoir, Savoir.id == card.savoir_id)
                .where(SharedCard.id.in_(ids), SharedCard.network_id == network_id)
                .execution_options(populate_existing=True)
            )
            for row, name, key in rows:
                owner = Somebody(row.classroom_id, row.membership_id)
                found[row.id] = _Card(owner, row.school_id, row.reach, name, key)
    if set(found) != set(ids):
        raise Stale("card_gone")
    return found


def _given(actor: Actor, one: Wanted, homes: dict[UUID, UUID], cards: dict[UUID, _Card]) -> Given:
    """Return a link by the cards that name it.

    *Errors*: `NotFound` (404), ``not_on_cards`` (422).
    """
    named = None
    for who, card in ((one.giver, one.offer), (one.receiver, one.demand)):
        if card is None and homes[who] != actor.classroom_id:
            # Nobody of another class is known here but by a card that hangs on the wall.
            raise NotFound
        if card is not None:
            if cards[card].owner.membership_id != who:
                raise NotFound
            named = named or cards[card]
    if named is None:
        raise DomainError("not_on_cards")
    return Given(
        Somebody(homes[one.giver], one.giver),
        Somebody(homes[one.receiver], one.receiver),
        named.key,
    )


def _row(
    circle_id: UUID, place: int, one: Given, wanted: Wanted, cards: dict[UUID, _Card]
) -> AcrossLink:
    naming = wanted.offer or wanted.demand
    if naming is None:
        raise DomainError("not_on_cards")
    card = cards[naming]
    return AcrossLink(
        classroom_id=card.owner.classroom_id,
        circle_id=circle_id,
        place=place,
        giver_class_id=one.giver.classroom_id,
        giver_id=one.giver.membership_id,
        receiver_class_id=one.receiver.classroom_id,
        receiver_id=one.receiver.membership_id,
        savoir=card.savoir,
        savoir_key=card.key,
        offer_id=wanted.offer,
        demand_id=wanted.demand,
    )


def _check_seen(
    db: Session,
    network_id: UUID,
    actor: Actor,
    classes: Collection[UUID],
    cards: Collection[_Card],
) -> None:
    """Refuse a card that one of the classes concerned does not see.

    *Errors*: `NotFound` (404).
    """
    with unscoped(db, "every class concerned must be in the network and see the cards"):
        schools: dict[UUID, UUID] = {
            row.classroom_id: row.school_id
            for row in db.execute(
                select(NetworkClass.classroom_id, Classroom.school_id)
                .join(Classroom, Classroom.id == NetworkClass.classroom_id)
                .where(
                    NetworkClass.network_id == network_id,
                    NetworkClass.classroom_id.in_(list(classes)),
                )
            )
        }
    if set(schools) != set(classes):
        raise NotFound
    for card in cards:
        if not all(
            sees(card.reach, school=card.school, own_school=one) for one in schools.values()
        ):
            raise NotFound


def _check_here(db: Session, people: Collection[UUID], mediator: UUID | None) -> None:
    """Refuse whoever cannot take part in something new.

    *Errors*: ``not_here`` (422).
    """
    wanted = {*people, *([mediator] if mediator else [])}
    if not all_can_begin(db, wanted):
        raise DomainError("not_here", name="")


def _known(db: Session, network_id: UUID, links: Sequence[Given]) -> Held | None:
    """Return the same circle when it is being asked for, or lived, already."""
    with unscoped(db, "a circle concerns several classes"):
        ids = db.scalars(
            select(AcrossCircle.id)
            .join(AcrossLink, AcrossLink.circle_id == AcrossCircle.id)
            .where(
                AcrossCircle.network_id == network_id,
                AcrossCircle.state == AcrossState.ASKING.value,
                AcrossLink.giver_id == links[0].giver.membership_id,
            )
        ).all()
    return next((one for one in read(db, ids) if same_links(one.links, links)), None)
