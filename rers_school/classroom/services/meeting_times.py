"""Partners choose a time and a place among those that are open: three lines, and a booking."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.rules.slots import TIME_LINES
from rers_school.classroom.services import agreement, bookings
from rers_school.classroom.services.rooms import as_participant


def choose(
    db: Session,
    actor: Actor,
    exchange_id: UUID,
    slot_id: UUID,
    place_id: UUID,
    words: Mapping[str, str],
    seen: Mapping[str, int],
) -> None:
    """Propose a slot and a place: days, hours and place say so, and wait for everybody's consent.

    The place is kept from now on; the class is locked, so that the last one is given once.
    ``words`` are what each line says, ``seen`` the number of each wording that was read.

    *Errors*: ``slot_gone``, ``slot_past``, ``slot_too_soon``, ``slot_busy``, ``slot_full``,
    ``not_now`` (422), `Stale` (409), `NotAllowed` (403), `NotFound` (404).
    """
    room = as_participant(db, actor, exchange_id)
    agreement.check_writable(room, "hours")
    bookings.refuse(db, room, slot_id, place_id)
    for line in TIME_LINES:
        agreement.write_line(
            db, actor, exchange_id, line, words[line], seen.get(line, 0), chosen=True
        )
    bookings.take(db, room, slot_id, place_id)
