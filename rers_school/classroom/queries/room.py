"""One exchange room as one person sees it."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Actor
from rers_school.classroom.errors import NotFound
from rers_school.classroom.models import (
    AgreementRevision,
    Exchange,
    Guest,
    Participation,
    Savoir,
)
from rers_school.classroom.queries.agreement import lines_kept, lines_shown
from rers_school.classroom.queries.changes import asks_for_change
from rers_school.classroom.queries.looking_back import looking_back
from rers_school.classroom.queries.looking_back import meetings as meetings_told
from rers_school.classroom.queries.observing import observing_of
from rers_school.classroom.queries.people import Who, everybody
from rers_school.classroom.queries.room_views import Direction, LineView, RoomView
from rers_school.classroom.queries.slots import times_of
from rers_school.classroom.rules.agreement import (
    REQUIRED,
    ROOM_OPEN,
    SHARED,
    line_state,
    lines_of,
)
from rers_school.classroom.rules.exchange_states import ExchangeEvent, can
from rers_school.classroom.rules.workshops import JOINABLE
from rers_school.classroom.services.agreement import WRITABLE
from rers_school.classroom.services.meetings import TELLABLE
from rers_school.classroom.services.rooms import Room, enter

_SAFETY_ACTS = (ExchangeEvent.CLOSE, ExchangeEvent.STOP)
_PARTNERS_ACTS = (
    *_SAFETY_ACTS,
    ExchangeEvent.PAUSE,
    ExchangeEvent.RESUME,
    ExchangeEvent.LOOK_BACK,
    ExchangeEvent.REOPEN,
)


def revision_of(db: Session, actor: Actor, exchange_id: UUID) -> int:
    """Return what tells a poll whether the room has changed: one indexed read.

    *Errors*: `NotFound` (404) for whoever may not enter.
    """
    query = select(Exchange.revision).where(
        Exchange.classroom_id == actor.classroom_id,
        Exchange.id == exchange_id,
        Exchange.state.in_(ROOM_OPEN),
    )
    if not actor.is_teacher:
        inside = select(Participation.id).where(Participation.exchange_id == Exchange.id)
        if actor.looks_in:
            inside = inside.join(Guest, Guest.membership_id == Participation.membership_id).where(
                Guest.home_class_id == actor.home_id
            )
        else:
            inside = inside.where(Participation.membership_id == actor.membership_id)
        query = query.where(inside.exists())
    revision = db.scalar(query)
    if revision is None:
        raise NotFound
    return revision


def room_of(db: Session, actor: Actor, exchange_id: UUID) -> RoomView:
    """Return the room as the actor sees it: a constant number of queries.

    *Errors*: `NotFound` (404) for whoever may not enter.
    """
    room = enter(db, actor, exchange_id)
    people = everybody(db)
    names: dict[UUID, str] = {
        savoir_id: name
        for savoir_id, name in db.execute(
            select(Savoir.id, Savoir.name).where(
                Savoir.id.in_([one.savoir_id for one in room.circle])
            )
        )
    }
    exchange = room.exchange
    writable = room.takes_part and exchange.state in WRITABLE
    return RoomView(
        id=exchange.id,
        savoir=names[exchange.savoir_id],
        state=exchange.state,
        outcome=exchange.outcome,
        revision=exchange.revision,
        givers=_those(people, room.parts, "giver"),
        receivers=_those(people, room.parts, "receiver"),
        mediators=_those(people, room.parts, "mediator"),
        circle=_circle(db, room, people, names),
        pair=room.twin is not None,
        lines=_lines(db, room, people, writable=writable),
        meetings=meetings_told(db, exchange.id, people),
        back=looking_back(db, room, people),
        roles=room.roles,
        partner=room.is_partner,
        writable=writable,
        tellable=room.takes_part and exchange.state in TELLABLE,
        acts=_acts(room, people),
        kind=room.kind,
        workshop=room.workshop,
        may_leave=room.workshop and room.is_partner and exchange.state in JOINABLE,
        times=times_of(db, room),
        asks_for_change=asks_for_change(db, actor, exchange.id),
        takes_part=room.takes_part,
        observing=observing_of(db, room, people),
        across=room.across,
        looks_in=actor.looks_in,
    )


def _acts(room: Room, people: dict[UUID, Who]) -> frozenset[str]:
    """Return what may happen now and is the reader's to decide; nothing where a partner is gone."""
    if any(people[who].gone for who in room.needed):
        return frozenset()
    own: tuple[ExchangeEvent, ...] = ()
    if room.leads or (room.workshop and room.actor.is_teacher):
        own = _PARTNERS_ACTS
    elif room.actor.is_teacher:
        own = _SAFETY_ACTS
    if room.workshop and not room.actor.is_teacher:
        # Each can leave; the others go on.
        own = tuple(act for act in own if act is not ExchangeEvent.STOP)
    return frozenset(act.value for act in own if can(room.exchange.state, act))


def _those(
    people: dict[UUID, Who], parts: tuple[tuple[UUID, str], ...], wanted: str
) -> tuple[Who, ...]:
    return tuple(people[who] for who, role in parts if role == wanted)


def _circle(
    db: Session, room: Room, people: dict[UUID, Who], names: dict[UUID, str]
) -> tuple[Direction, ...]:
    others = [one for one in room.circle if one.id != room.exchange.id and one.state in ROOM_OPEN]
    parts: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    for part in db.scalars(
        select(Participation)
        .where(Participation.exchange_id.in_([one.id for one in others]))
        .order_by(Participation.created_at, Participation.id)
    ):
        parts[part.exchange_id].append((part.membership_id, part.role))
    me = room.actor
    # A teacher who looks in goes where their own pupils are.
    mine = room.own_pupils | {me.membership_id}
    return tuple(
        Direction(
            id=one.id,
            savoir=names[one.savoir_id],
            givers=_those(people, tuple(parts[one.id]), "giver"),
            receivers=_those(people, tuple(parts[one.id]), "receiver"),
            enters=me.is_teacher or any(who in mine for who, _role in parts[one.id]),
        )
        for one in others
    )


def _lines(
    db: Session, room: Room, people: dict[UUID, Who], *, writable: bool
) -> tuple[LineView, ...]:
    """Return the lines in their order; those that nobody needs appear once they are written."""
    ids = [one.id for one in room.circle]
    lines = lines_shown(room.place_of(room.exchange.id), room.places, lines_kept(db, ids))
    words: dict[tuple[UUID, str, int], str] = {}
    row = AgreementRevision
    homes = {room.exchange.id, *(room.home_of(line) for line in SHARED)}
    for home, line, number, text in db.execute(
        select(row.exchange_id, row.line, row.number, row.words).where(
            row.exchange_id.in_(list(homes))
        )
    ):
        words[home, line, number] = text
    views = []
    for key in lines_of(across=room.across):
        found, home = lines.get(key), room.home_of(key)
        state = line_state(found, room.needed)
        number = found.number if found else 0
        agreeing = found.consents if found else frozenset()
        views.append(
            LineView(
                key=key,
                state=state,
                number=number,
                revision_id=found.id if found else None,
                words=words.get((home, key, number), ""),
                before=words.get((home, key, number - 1)),
                author=people[found.author] if found else None,
                at=found.at if found else None,
                marks=tuple((people[who], who in agreeing) for who in _in_order(room))
                if found
                else (),
                on_paper=found.on_paper if found else frozenset(),
                to_agree=writable
                and room.is_partner
                and found is not None
                and room.actor.membership_id not in agreeing,
                optional=key not in REQUIRED,
                shared=key in SHARED and room.twin is not None,
            )
        )
    return tuple(views)


def _in_order(room: Room) -> tuple[UUID, ...]:
    """Return the partners, givers first, each once."""
    needed = room.needed
    return tuple(dict.fromkeys(who for who, _role in room.parts if who in needed))
