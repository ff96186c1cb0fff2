"""The timetable of a joint celebration: computed, and moved by hand."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import DomainError, NotFound, Stale
from rers_school.classroom.models import NetworkGathering, NetworkStand, NetworkStandPerson
from rers_school.classroom.rules.celebration import Cell, Wanted, lay_out, lines_of, refusal
from rers_school.classroom.rules.network_life import CELEBRATION
from rers_school.classroom.rules.visibility import stand_as_read
from rers_school.classroom.services.networks.gatherings import still_planned, to_run
from rers_school.db import unscoped


def draw(
    db: Session,
    actor: Actor,
    network_id: UUID,
    gathering_id: UUID,
    *,
    slots: str,
    places: str,
    seen: int,
) -> None:
    """Say which times and places there are, one a line; stands outside of them lose their cell.

    *Errors*: `NotAllowed` (403), `NotFound` (404); ``not_here``, ``held``, ``too_long``,
    ``too_many_lines``, ``line_twice`` (422); `Stale` (409) when somebody changed it meanwhile.
    """
    gathering = _to_lay_out(db, actor, network_id, gathering_id)
    new = "\n".join(lines_of(slots)), "\n".join(lines_of(places))
    if new == (gathering.slots, gathering.places):
        return
    if gathering.table_version != seen:
        raise Stale
    gathering.slots, gathering.places = new
    gathering.table_version += 1
    rows, spots = len(lines_of(new[0])), len(lines_of(new[1]))
    with unscoped(db, "the timetable holds the stands of every class"):
        for stand, _one in _agreed(db, gathering_id):
            if (stand.slot or 0) >= rows or (stand.spot or 0) >= spots:
                stand.slot = stand.spot = None
        db.flush()


def fill(
    db: Session, actor: Actor, network_id: UUID, gathering_id: UUID, *, anew: bool, seen: int
) -> int:
    """Lay out the stands that were let through; return for how many there is no room.

    Without ``anew`` those that have a cell keep it.

    *Errors*: `NotAllowed` (403), `NotFound` (404), ``not_here``, ``held``, ``no_table`` (422);
    `Stale` (409).
    """
    gathering = _to_lay_out(db, actor, network_id, gathering_id)
    slots, spots = len(lines_of(gathering.slots)), len(lines_of(gathering.places))
    if not slots or not spots:
        raise DomainError("no_table")
    if gathering.table_version != seen:
        raise Stale
    with unscoped(db, "the timetable holds the stands of every class"):
        stands = _agreed(db, gathering_id)
        fixed = {} if anew else {one.id: cell for stand, one in stands if (cell := _cell(stand))}
        found = lay_out([one for _stand, one in stands], slots, spots, fixed)
        for stand, one in stands:
            stand.slot, stand.spot = found.get(one.id, (None, None))
        gathering.table_version += 1
        db.flush()
    return len(stands) - len(found)


def move(
    db: Session,
    actor: Actor,
    network_id: UUID,
    gathering_id: UUID,
    stand_id: UUID,
    cell: Cell | None,
    *,
    seen: int,
) -> None:
    """Put a stand into a cell by hand, or out of the timetable.

    *Errors*: `NotAllowed` (403), `NotFound` (404); ``not_here``, ``held``, ``no_cell``, ``taken``,
    ``busy`` (somebody of it is at another stand then) (422); `Stale` (409).
    """
    gathering = _to_lay_out(db, actor, network_id, gathering_id)
    slots, spots = len(lines_of(gathering.slots)), len(lines_of(gathering.places))
    with unscoped(db, "the timetable holds the stands of every class"):
        stands = _agreed(db, gathering_id)
        mine = next(((stand, one) for stand, one in stands if stand.id == stand_id), None)
        if mine is None:
            raise NotFound
        stand, wanted = mine
        if _cell(stand) == cell:
            return
        if gathering.table_version != seen:
            raise Stale
        others = {one: at for other, one in stands if other is not stand and (at := _cell(other))}
        if cell is not None:
            why = refusal(wanted, cell, others, slots, spots)
            if why is not None:
                raise DomainError(why)
        stand.slot, stand.spot = cell or (None, None)
        gathering.table_version += 1
        db.flush()


def _to_lay_out(
    db: Session, actor: Actor, network_id: UUID, gathering_id: UUID
) -> NetworkGathering:
    gathering = to_run(db, actor, network_id, gathering_id)
    if gathering.kind != CELEBRATION:
        raise DomainError("not_here")
    still_planned(gathering)
    return gathering


def _cell(stand: NetworkStand) -> Cell | None:
    if stand.slot is None or stand.spot is None:
        return None
    return Cell(stand.slot, stand.spot)


def _agreed(db: Session, gathering_id: UUID) -> list[tuple[NetworkStand, Wanted]]:
    """Return the stands that their teachers have let through, with who is at them: two queries."""
    people: dict[UUID, set[UUID]] = defaultdict(set)
    rows = db.execute(
        select(NetworkStandPerson.stand_id, NetworkStandPerson.membership_id)
        .join(NetworkStand, NetworkStand.id == NetworkStandPerson.stand_id)
        .where(NetworkStand.gathering_id == gathering_id)
    )
    for stand_id, membership_id in rows:
        people[stand_id].add(membership_id)
    stands = db.scalars(
        select(NetworkStand)
        .where(NetworkStand.gathering_id == gathering_id)
        .order_by(NetworkStand.created_at, NetworkStand.id)
        .execution_options(populate_existing=True)
    )
    found = []
    for stand in stands:
        there = frozenset({stand.membership_id, *people[stand.id]})
        if stand.agreed_words == stand_as_read(stand, there):
            found.append((stand, Wanted(stand.id, stand.network_class_id, there)))
    return found
