"""Workshops as somebody of the class may see them: places that are free, never who waits."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import NotFound
from rers_school.classroom.models import (
    Demand,
    Exchange,
    Membership,
    Savoir,
    Workshop,
    WorkshopPlace,
)
from rers_school.classroom.queries.links import not_for_now
from rers_school.classroom.queries.people import Who, who
from rers_school.classroom.rules.workshops import (
    JOINABLE,
    TOGETHER,
    SignedUp,
    WorkshopState,
    free,
)
from rers_school.classroom.services.workshops import GIVER

_State = WorkshopState
_Seat: TypeAlias = tuple[WorkshopPlace, Who, bool]


@dataclass(frozen=True, slots=True)
class MyPlace:
    """The reader's own place; ``answer`` and ``again`` are a giver's private words."""

    gives: bool
    waiting: bool
    answer: str | None
    again: str | None
    news: str


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """Somebody's place as the teacher sees it."""

    who: Who
    gives: bool
    waiting: bool
    answer: str | None
    on_paper: bool


@dataclass(frozen=True, slots=True)
class WorkshopView:
    """One workshop as the reader may see it.

    ``taken`` is for its givers and teachers; ``people`` and ``apart`` (the teacher's "not for
    now" about two of them) for teachers only. ``waits`` tells its givers and teachers whether
    somebody waits, not who. ``room`` is the exchange, for those in it and for teachers.
    """

    id: UUID
    kind: str
    savoir_id: UUID
    savoir: str
    note: str
    places: int
    free: int
    state: str
    further: bool
    followed: bool
    running: bool
    givers: tuple[Who, ...]
    mine: MyPlace | None
    room: UUID | None
    taken: int
    waits: bool
    people: tuple[PlaceShown, ...] = ()
    apart: tuple[tuple[Who, Who], ...] = ()

    @property
    def together(self) -> bool:
        """Tell whether everybody in it gives and receives."""
        return self.kind in TOGETHER

    @property
    def may_come(self) -> bool:
        """Tell whether the reader can sign up, for a place or for the list."""
        if self.mine is not None:
            return self.mine.waiting and self.running and self.free > 0
        return self.state == _State.OPEN or self.running

    @property
    def takes_names(self) -> bool:
        """Tell whether names can be written on its sheet of paper."""
        return self.state == _State.OPEN or (self.running and self.free > 0)

    @property
    def asks(self) -> bool:
        """Tell whether the reader is asked whether they would give, and has not answered."""
        mine = self.mine
        return self.state == _State.ASKED and mine is not None and mine.gives and not mine.answer

    @property
    def asks_again(self) -> bool:
        """Tell whether the reader, who gives, is asked for another sitting."""
        mine = self.mine
        if mine is None or not mine.gives or mine.again:
            return False
        return self.waits and not self.followed and self.state in (_State.OPEN, _State.BEGUN)

    @property
    def may_begin(self) -> bool:
        """Tell whether somebody has come, so that it can begin."""
        least = 2 if self.together else 1
        return self.state == _State.OPEN and self.taken + len(self.givers) * self.together >= least


def workshops(db: Session, actor: Actor) -> list[WorkshopView]:
    """Return the workshops that the reader may see and that are not over, oldest first."""
    return [one for one in _views(db, actor) if _is_shown(one)]


def workshop_of(db: Session, actor: Actor, workshop_id: UUID) -> WorkshopView:
    """Return one workshop: a constant number of queries.

    *Errors*: `NotFound` (404) for whoever may not know of it.
    """
    for one in _views(db, actor, workshop_id):
        if one.mine is not None or actor.is_teacher or one.state in (_State.OPEN, _State.BEGUN):
            return one
    raise NotFound


@dataclass(frozen=True, slots=True)
class OnToday:
    """What Today says of workshops: what is asked or told, and which ones have a free place.

    ``wished``: those of ``free`` on something that the reader asks for on the wall.
    """

    asked: tuple[WorkshopView, ...]
    told: tuple[WorkshopView, ...]
    free: tuple[WorkshopView, ...]
    wished: frozenset[UUID]

    @property
    def waits(self) -> bool:
        """Tell whether something waits for the reader."""
        return bool(self.asked or self.told)


def on_today(db: Session, actor: Actor) -> OnToday:
    """Return what the reader is asked and told about workshops: three queries."""
    views = _views(db, actor)
    demands = set(
        db.scalars(
            select(Demand.savoir_id).where(
                Demand.classroom_id == actor.classroom_id,
                Demand.membership_id == actor.membership_id,
                Demand.state == "visible",
            )
        )
    )
    return OnToday(
        asked=tuple(one for one in views if one.asks or one.asks_again),
        told=tuple(one for one in views if one.mine is not None and one.mine.news),
        free=tuple(
            one for one in views if one.state == _State.OPEN and one.free and one.mine is None
        ),
        wished=frozenset(one.id for one in views if one.savoir_id in demands),
    )


def _is_shown(one: WorkshopView) -> bool:
    if one.state in (_State.ASKED, _State.OPEN):
        return True
    return one.state == _State.BEGUN and one.running


def _views(db: Session, actor: Actor, only: UUID | None = None) -> list[WorkshopView]:
    query = (
        select(Workshop, Savoir.name, Exchange.state)
        .join(Savoir, Savoir.id == Workshop.savoir_id)
        .outerjoin(Exchange, Exchange.id == Workshop.exchange_id)
        .where(Workshop.classroom_id == actor.classroom_id)
        .order_by(Workshop.created_at, Workshop.id)
        .execution_options(populate_existing=True)
    )
    rows = db.execute(query).all()
    begun = {one.id for one, _name, _state in rows if one.state == _State.BEGUN}
    followed = {one.follows_id for one, _name, _state in rows if one.state == _State.OPEN}
    places: dict[UUID, list[_Seat]] = defaultdict(list)
    for place, member in db.execute(
        select(WorkshopPlace, Membership)
        .join(Membership, Membership.id == WorkshopPlace.membership_id)
        .where(WorkshopPlace.classroom_id == actor.classroom_id)
        .order_by(WorkshopPlace.number)
        .execution_options(populate_existing=True)
    ):
        # Whoever left the class still has to consent in a room, until the teacher ends their part.
        if member.active or place.workshop_id in begun:
            places[place.workshop_id].append((place, who(member), member.active))
    apart = _apart(db, actor) if only is not None and actor.is_teacher else frozenset()
    return [
        _view(row, name, state, places[row.id], actor, row.id in followed, apart)
        for row, name, state in rows
        if only in (None, row.id) and _may_know(row, places[row.id], actor)
    ]


def _apart(db: Session, actor: Actor) -> frozenset[frozenset[UUID]]:
    return frozenset(no.two for no in not_for_now(db, actor.classroom_id))


def _may_know(row: Workshop, places: Iterable[_Seat], actor: Actor) -> bool:
    if actor.is_teacher or row.state in (_State.OPEN, _State.BEGUN):
        return True
    return any(place.membership_id == actor.membership_id for place, _who, _active in places)


def _view(
    row: Workshop,
    savoir: str,
    room_state: str | None,
    places: list[_Seat],
    actor: Actor,
    followed: bool,
    apart: frozenset[frozenset[UUID]],
) -> WorkshopView:
    comers = [place for place, _who, active in places if active and place.role != GIVER]
    seats = [SignedUp(one.membership_id, one.number, one.waiting) for one in comers]
    own = next(
        (one for one, _who, _active in places if one.membership_id == actor.membership_id), None
    )
    mine = _mine(own) if own else None
    inside = mine is not None and not mine.waiting
    leads = actor.is_teacher or (mine is not None and mine.gives)
    return WorkshopView(
        id=row.id,
        kind=row.kind,
        savoir_id=row.savoir_id,
        savoir=savoir,
        note=row.note,
        places=row.places,
        free=free(row.places, seats),
        state=row.state,
        further=row.follows_id is not None,
        followed=followed,
        running=room_state in JOINABLE,
        givers=tuple(one for place, one, _active in places if place.role == GIVER),
        mine=mine,
        room=row.exchange_id if inside or actor.is_teacher else None,
        taken=sum(not one.waiting for one in comers) if leads else 0,
        waits=leads and any(one.waiting for one in comers),
        people=tuple(_shown(place, one) for place, one, _active in places)
        if actor.is_teacher
        else (),
        apart=_told_apart([one for _place, one, _active in places], apart),
    )


def _mine(own: WorkshopPlace) -> MyPlace:
    return MyPlace(own.role == GIVER, own.waiting, own.answer, own.again, own.news)


def _shown(place: WorkshopPlace, one: Who) -> PlaceShown:
    return PlaceShown(one, place.role == GIVER, place.waiting, place.answer, place.on_paper)


def _told_apart(
    people: list[Who], apart: frozenset[frozenset[UUID]]
) -> tuple[tuple[Who, Who], ...]:
    return tuple(
        (one, other)
        for place, one in enumerate(people)
        for other in people[place + 1 :]
        if frozenset((one.id, other.id)) in apart
    )
