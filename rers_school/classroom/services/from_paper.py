"""A sheet comes back: the teacher enters what partners wrote and signed; it stays their agreement.

Nobody but the partners decides. The teacher holds the pen: where somebody signed with a hand, where
a meeting was told on paper, and for whoever has no account at all.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import NotAllowed, NotFound, Stale
from rers_school.classroom.models import AgreementRevision, Meeting, Membership
from rers_school.classroom.rules.agreement import WORDS_MOST, lines_of
from rers_school.classroom.rules.exchange_states import ExchangeEvent
from rers_school.classroom.rules.text import clean
from rers_school.classroom.services import agreement, bookings, exchanges, meetings
from rers_school.classroom.services.rooms import Room, enter
from rers_school.classroom.services.settling import only_teachers

# What partners without an account decide by word of mouth; to stop and to close is a teacher's too.
BY_WORD = {
    "look-back": ExchangeEvent.LOOK_BACK,
    "pause": ExchangeEvent.PAUSE,
    "go-on": ExchangeEvent.RESUME,
}


@dataclass(frozen=True, slots=True)
class Told:
    """A meeting as its sheet tells it."""

    held_on: date
    present: Collection[UUID]
    did: str = ""
    worked: str = ""
    next_time: str = ""
    next_on: date | None = None


def agree(
    db: Session,
    actor: Actor,
    exchange_id: UUID,
    words: Mapping[str, str],
    seen: Mapping[str, int],
    signed: Collection[UUID],
) -> None:
    """Enter an agreement sheet: the words of its lines, and which partners have signed it.

    A line that is empty on the sheet stays as it is. Other words than those kept are a new wording
    by whoever signed; earlier consents to that line are cancelled as ever, and only those who
    signed consent. ``seen`` is the number of the wording of each line that the teacher had before
    their eyes, 0 for none.

    *Errors*: `Stale` (409, with the ``line``) when somebody changed a line meanwhile, ``too_long``,
    ``not_now`` (422), `NotAllowed` (403) for anybody but a teacher, `NotFound` (404).
    """
    only_teachers(actor)
    room = enter(db, actor, exchange_id)
    if not set(signed) <= room.needed:
        raise NotFound
    for line in lines_of(across=room.across):
        home = agreement.check_writable(room, line)
        latest = agreement.latest_wording(db, actor, home, line)
        said = clean(words.get(line, ""), most=WORDS_MOST, lines=True)
        if said and (latest is None or latest.words != said):
            if (latest.number if latest else 0) != seen.get(line, 0):
                raise Stale(line=line)
            bookings.free(db, room, line)
            latest = _worded(db, room, home, line, said, seen.get(line, 0), signed)
        if latest is not None:
            agreement.sign(db, room, latest, signed)


def tell(db: Session, actor: Actor, exchange_id: UUID, told: Told) -> Meeting:
    """Enter a meeting that was told on paper; its teller is the teacher who enters it.

    *Errors*: those of `meetings.tell`; `NotAllowed` (403) for anybody but a teacher.
    """
    only_teachers(actor)
    return meetings.keep(
        db,
        enter(db, actor, exchange_id),
        held_on=told.held_on,
        present=told.present,
        did=told.did,
        worked=told.worked,
        next_time=told.next_time,
        next_on=told.next_on,
    )


def decide(db: Session, actor: Actor, exchange_id: UUID, act: str) -> None:
    """Enter what partners decided by word of mouth, where one of them has no account.

    *Errors*: `NotAllowed` (403) for anybody but a teacher, and where everybody can say it for
    themself; ``exchange_state`` (422), `NotFound` (404).
    """
    only_teachers(actor)
    room = enter(db, actor, exchange_id)
    if act not in BY_WORD:
        raise NotFound
    if not without_account(db, room):
        raise NotAllowed
    exchanges.step(db, room.exchange, BY_WORD[act])
    if BY_WORD[act] is ExchangeEvent.RESUME:
        bookings.look_again(db, room)


def without_account(db: Session, room: Room) -> bool:
    """Tell whether one of the partners has never come by themself."""
    return bool(
        db.scalar(
            select(Membership.id)
            .where(
                Membership.classroom_id == room.actor.classroom_id,
                Membership.id.in_(room.needed),
                Membership.first_launch_at.is_(None),
            )
            .limit(1)
        )
    )


def _worded(
    db: Session,
    room: Room,
    home: UUID,
    line: str,
    words: str,
    after: int,
    signed: Collection[UUID],
) -> AgreementRevision:
    """Give a line the words of a sheet; its author is a partner who signed, if there is one."""
    revision = AgreementRevision(
        classroom_id=room.actor.classroom_id,
        exchange_id=home,
        line=line,
        number=after + 1,
        words=words,
        written_by_id=next(iter(signed), room.actor.membership_id),
    )
    db.add(revision)
    db.flush()
    return revision
