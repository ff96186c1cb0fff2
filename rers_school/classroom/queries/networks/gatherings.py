"""Councils and celebrations of a network as its classes see them: no person is named."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import NotFound
from rers_school.classroom.models import (
    NetworkClass,
    NetworkDecision,
    NetworkGathering,
    NetworkPoint,
)
from rers_school.classroom.queries.networks.belonging import MyNetwork
from rers_school.classroom.rules.gatherings import OPEN, POINTS
from rers_school.classroom.services.networks.gatherings import next_council
from rers_school.db import unscoped


@dataclass(frozen=True, slots=True)
class PointOfClass:
    """A point as every class reads it: signed by a class. ``removable``: by the reader."""

    id: UUID
    kind: str
    words: str
    called: str
    own_class: bool
    dealt_with: bool
    mine: bool
    removable: bool


@dataclass(frozen=True, slots=True)
class NetworkDecisionView:
    """A decision: what, which class sees to it, by when, what became of it, where it was taken."""

    id: UUID
    words: str
    who: str
    due_on: date | None
    state: str
    about: str
    gathering_id: UUID
    on: date


@dataclass(frozen=True, slots=True)
class NetworkGatheringView:
    """One gathering; ``decided`` here, ``coming_back`` from earlier ones."""

    id: UUID
    kind: str
    title: str
    on: date
    host: str
    way: str
    place: str
    state: str
    version: int
    minutes: str
    minutes_version: int
    slots: str
    places: str
    table_version: int
    points: tuple[PointOfClass, ...] = ()
    decided: tuple[NetworkDecisionView, ...] = ()
    coming_back: tuple[NetworkDecisionView, ...] = ()

    @property
    def planned(self) -> bool:
        """Tell whether it is still to come."""
        return self.state == "planned"

    @property
    def begun(self) -> bool:
        """Tell whether something of it is written down already."""
        return bool(self.minutes or self.decided or any(one.dealt_with for one in self.points))

    def of(self, kind: str) -> tuple[PointOfClass, ...]:
        """Return the points of one kind."""
        return tuple(point for point in self.points if point.kind == kind)


def network_gatherings(db: Session, network: MyNetwork) -> list[NetworkGatheringView]:
    """Return the gatherings of a network, the next one first, then those held, the latest first.

    One query; without points and decisions.
    """
    rows = db.scalars(
        select(NetworkGathering)
        .where(NetworkGathering.network_id == network.id)
        .order_by(NetworkGathering.takes_place_on, NetworkGathering.created_at)
    ).all()
    coming = [_view(one) for one in rows if one.state == "planned"]
    return coming + [_view(one) for one in reversed(rows) if one.state != "planned"]


def network_gathering(
    db: Session, actor: Actor, network: MyNetwork, gathering_id: UUID
) -> NetworkGatheringView:
    """Return one gathering with its agenda and decisions: four queries at most.

    *Errors*: `NotFound` (404).
    """
    found = db.scalar(
        select(NetworkGathering).where(
            NetworkGathering.network_id == network.id, NetworkGathering.id == gathering_id
        )
    )
    if found is None:
        raise NotFound
    here = NetworkPoint.gathering_id == gathering_id
    if next_council(db, network.id) == gathering_id:
        here = or_(here, NetworkPoint.gathering_id.is_(None))
    decisions = _decisions(
        db,
        NetworkDecision.network_id == network.id,
        or_(
            NetworkDecision.gathering_id == gathering_id,
            NetworkDecision.state == OPEN,
        ),
    )
    back = tuple(one for one in decisions if one.gathering_id != gathering_id)
    return _view(
        found,
        _points(db, actor, network, here),
        tuple(one for one in decisions if one.gathering_id == gathering_id),
        back if found.state == "planned" else (),
    )


def open_points(db: Session, actor: Actor, network: MyNetwork) -> tuple[PointOfClass, ...]:
    """Return what waits for the next council: one query."""
    return _points(db, actor, network, NetworkPoint.gathering_id.is_(None))


def decisions_running(db: Session, network: MyNetwork) -> tuple[NetworkDecisionView, ...]:
    """Return what the network decided and has not done yet, the oldest first: one query."""
    return _decisions(db, NetworkDecision.network_id == network.id, NetworkDecision.state == OPEN)


def _view(
    one: NetworkGathering,
    points: tuple[PointOfClass, ...] = (),
    decided: tuple[NetworkDecisionView, ...] = (),
    coming_back: tuple[NetworkDecisionView, ...] = (),
) -> NetworkGatheringView:
    return NetworkGatheringView(
        id=one.id,
        kind=one.kind,
        title=one.title,
        on=one.takes_place_on,
        host=one.host,
        way=one.way,
        place=one.place,
        state=one.state,
        version=one.version,
        minutes=one.minutes,
        minutes_version=one.minutes_version,
        slots=one.slots,
        places=one.places,
        table_version=one.table_version,
        points=points,
        decided=decided,
        coming_back=coming_back,
    )


def _points(
    db: Session, actor: Actor, network: MyNetwork, these: ColumnElement[bool]
) -> tuple[PointOfClass, ...]:
    with unscoped(db, "the agenda of a network that the reader's class is in"):
        rows = db.execute(
            select(NetworkPoint, NetworkClass.called)
            .join(NetworkClass, NetworkClass.id == NetworkPoint.network_class_id)
            .where(and_(NetworkPoint.network_id == network.id, these))
            .order_by(NetworkPoint.created_at, NetworkPoint.id)
        ).all()
    found = []
    for point, called in rows:
        own = point.classroom_id == actor.classroom_id
        mine = own and point.written_by_id == actor.membership_id
        dealt = point.gathering_id is not None
        found.append(
            PointOfClass(
                id=point.id,
                kind=point.kind,
                words=point.words,
                called=called,
                own_class=own,
                dealt_with=dealt,
                mine=mine,
                removable=not dealt and (mine or (own and actor.is_teacher)),
            )
        )
    return tuple(sorted(found, key=lambda one: POINTS.index(one.kind)))


def _decisions(db: Session, *these: ColumnElement[bool]) -> tuple[NetworkDecisionView, ...]:
    rows = db.execute(
        select(NetworkDecision, NetworkGathering.takes_place_on)
        .join(NetworkGathering, NetworkGathering.id == NetworkDecision.gathering_id)
        .where(*these)
        .order_by(NetworkDecision.created_at, NetworkDecision.id)
        .execution_options(populate_existing=True)
    )
    return tuple(
        NetworkDecisionView(
            one.id, one.words, one.who, one.due_on, one.state, one.about, one.gathering_id, on
        )
        for one, on in rows
    )
