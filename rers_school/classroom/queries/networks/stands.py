"""The stands of a joint celebration: those let through, and the own class's that wait."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor, Role
from rers_school.classroom.models import (
    Exchange,
    Membership,
    NetworkClass,
    NetworkStand,
    NetworkStandPerson,
    Offer,
    Participation,
    Savoir,
)
from rers_school.classroom.queries.networks.belonging import MyNetwork
from rers_school.classroom.queries.networks.gatherings import NetworkGatheringView
from rers_school.classroom.queries.people import Who, who
from rers_school.classroom.rules.visibility import people_shown, stand_as_read
from rers_school.classroom.services.networks.opening import fingerprint
from rers_school.db import unscoped


@dataclass(frozen=True, slots=True)
class NetworkStandView:
    """A stand as others see it: what, needs, class; people only as the class shows its people.

    ``seen``, ``people`` (all names) and ``waits`` are filled for the own class's stands alone.
    """

    id: UUID
    what: str
    needs: str
    called: str
    names: tuple[str, ...]
    slot: int | None
    spot: int | None
    own_class: bool
    mine: bool = False
    joined: bool = False
    waits: bool = False
    seen: str = ""
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Programme:
    """The stands of a celebration in their cells, and those without one."""

    slots: tuple[str, ...]
    places: tuple[str, ...]
    stands: tuple[NetworkStandView, ...]
    waiting: tuple[NetworkStandView, ...]

    def at(self, slot: int, spot: int) -> NetworkStandView | None:
        """Return the stand in a cell."""
        found = (one for one in self.stands if (one.slot, one.spot) == (slot, spot))
        return next(found, None)

    @property
    def unplaced(self) -> tuple[NetworkStandView, ...]:
        """Return the stands that are let through and have no cell."""
        return tuple(one for one in self.stands if not self._inside(one))

    @property
    def laid_out(self) -> bool:
        """Tell whether any stand has a cell."""
        return any(self._inside(one) for one in self.stands)

    def _inside(self, one: NetworkStandView) -> bool:
        if one.slot is None or one.spot is None:
            return False
        return one.slot < len(self.slots) and one.spot < len(self.places)


def programme_of(
    db: Session, actor: Actor, network: MyNetwork, gathering: NetworkGatheringView
) -> Programme:
    """Return the programme of a celebration: two queries.

    Of other classes only what their teachers have let through, exactly in these words.
    """
    with unscoped(db, "the stands of a celebration of a network that the reader's class is in"):
        people = _people(db, gathering.id)
        rows: Sequence[Any] = db.execute(
            select(NetworkStand, NetworkClass, Membership)
            .join(NetworkClass, NetworkClass.id == NetworkStand.network_class_id)
            .join(Membership, Membership.id == NetworkStand.membership_id)
            .where(NetworkStand.network_id == network.id, NetworkStand.gathering_id == gathering.id)
            .order_by(NetworkClass.called, NetworkStand.created_at, NetworkStand.id)
            .execution_options(populate_existing=True)
        ).all()
    views = [_view(actor, stand, place, owner, people[stand.id]) for stand, place, owner in rows]
    return Programme(
        slots=tuple(gathering.slots.splitlines()),
        places=tuple(gathering.places.splitlines()),
        stands=tuple(one for one in views if not one.waits),
        waiting=tuple(one for one in views if one.waits and one.own_class),
    )


def could_show(db: Session, actor: Actor) -> list[str]:
    """Return what somebody could show: their offers, and what they exchanged: two queries."""
    offers = db.scalars(
        select(Offer.words)
        .where(Offer.membership_id == actor.membership_id, Offer.state != "withdrawn")
        .order_by(Offer.created_at)
    )
    exchanged = db.scalars(
        select(Savoir.name)
        .join(Exchange, Exchange.savoir_id == Savoir.id)
        .join(Participation, Participation.exchange_id == Exchange.id)
        .where(
            Participation.membership_id == actor.membership_id,
            Participation.role.in_(("giver", "receiver")),
            Exchange.state.in_(("under_way", "looking_back", "closed")),
        )
        .order_by(Savoir.sort_key)
    )
    return list(dict.fromkeys([*offers, *exchanged]))


def classmates(db: Session, actor: Actor) -> list[Who]:
    """Return the pupils of the class beside the actor, by name: one query."""
    rows = db.scalars(
        select(Membership)
        .where(
            Membership.classroom_id == actor.classroom_id,
            Membership.role == Role.PUPIL,
            Membership.active.is_(True),
            Membership.maybe_id.is_(None),
            Membership.id != actor.membership_id,
        )
        .order_by(Membership.shown_name, Membership.id)
    )
    return [who(one) for one in rows]


def at_stand(db: Session, stand_id: UUID) -> set[UUID]:
    """Return who of the class is at a stand beside the one who offered it: one query."""
    return set(
        db.scalars(
            select(NetworkStandPerson.membership_id).where(NetworkStandPerson.stand_id == stand_id)
        )
    )


def _people(db: Session, gathering_id: UUID) -> dict[UUID, list[Membership]]:
    found: dict[UUID, list[Membership]] = defaultdict(list)
    rows = db.execute(
        select(NetworkStandPerson.stand_id, Membership)
        .join(NetworkStand, NetworkStand.id == NetworkStandPerson.stand_id)
        .join(Membership, Membership.id == NetworkStandPerson.membership_id)
        .where(NetworkStand.gathering_id == gathering_id)
    )
    for stand_id, member in rows:
        found[stand_id].append(member)
    return found


def _view(
    actor: Actor,
    stand: NetworkStand,
    place: NetworkClass,
    owner: Membership,
    others: list[Membership],
) -> NetworkStandView:
    everybody = [owner, *others]
    read = stand_as_read(stand, [one.id for one in everybody])
    own = stand.classroom_id == actor.classroom_id
    here = [one for one in everybody if one.active and one.maybe_id is None]
    return NetworkStandView(
        id=stand.id,
        what=stand.what,
        needs=stand.needs,
        called=place.called,
        names=people_shown(place.people_as, here),
        slot=stand.slot,
        spot=stand.spot,
        own_class=own,
        mine=own and owner.id == actor.membership_id,
        joined=own and any(one.id == actor.membership_id for one in others),
        # What nobody of the class is there to show is in no programme.
        waits=stand.agreed_words != read or not here,
        seen=fingerprint(read) if own else "",
        people=tuple(sorted(one.shown_name for one in everybody)) if own else (),
    )
