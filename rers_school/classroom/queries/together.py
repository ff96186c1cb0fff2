"""Where the network of the class stands, for all eyes: savoirs, never people."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from rers_school.classroom.models import Exchange, Gathering, MarketMeeting, Meeting, Savoir
from rers_school.classroom.queries.wall import wall
from rers_school.classroom.rules.exchange_states import RUNNING, ExchangeState

# Made once: an alias made for each request is prepared for each request.
_HEADING = aliased(Savoir)


@dataclass(frozen=True, slots=True)
class Together:
    """What a class looks at together: the names of savoirs, in alphabetical order.

    ``learned``: an exchange was brought to its end; ``under_way``: one goes on; ``waiting``: a
    demand without an offer; ``ready``: somebody offers what somebody else asks for; ``shown``:
    somebody showed it to somebody on a market day.
    """

    learned: tuple[str, ...]
    under_way: tuple[str, ...]
    ready: tuple[str, ...]
    waiting: tuple[str, ...]
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SinceThen:
    """The day of the last gathering, if there was one, and the savoirs exchanged since then."""

    day: date | None
    savoirs: tuple[str, ...]


def together(db: Session) -> Together:
    """Return where the network stands: the queries of the wall, and three.

    What was learned stays, whether or not a card still hangs on the wall or it is learned again.
    """
    rows = wall(db).rows
    learned = (Exchange.state == ExchangeState.CLOSED) & (Exchange.outcome == "learned")
    return Together(
        learned=_names(db, Exchange, learned),
        under_way=_names(db, Exchange, Exchange.state.in_(RUNNING)),
        ready=tuple(row.name for row in rows if row.fits and row.exchange is None),
        waiting=tuple(row.name for row in rows if row.waits),
        shown=_names(db, MarketMeeting, MarketMeeting.held.is_(True)),
    )


def _names(
    db: Session, of: type[Exchange] | type[MarketMeeting], these: ColumnElement[bool]
) -> tuple[str, ...]:
    """Return the headings under which the savoirs of ``these`` hang on the wall."""
    query = (
        select(_HEADING.name, _HEADING.sort_key)
        .join(Savoir, _HEADING.id == func.coalesce(Savoir.under_id, Savoir.id))
        .join(of, of.savoir_id == Savoir.id)
        .where(these)
        .distinct()
        .order_by(_HEADING.sort_key)
    )
    return tuple(name for name, _key in db.execute(query))


def since_last(db: Session) -> SinceThen:
    """Return what the network did since the last gathering: people met for it, or ended it well.

    An exchange that stopped leaves no sign here either. Two queries.
    """
    last = db.execute(
        select(Gathering.takes_place_on, Gathering.held_at)
        .where(Gathering.state == "held")
        .order_by(Gathering.held_at.desc())
        .limit(1)
    ).one_or_none()
    if last is None:
        return SinceThen(None, ())
    return SinceThen(last.takes_place_on, _exchanged_since(db, last.held_at))


def _exchanged_since(db: Session, moment: datetime) -> tuple[str, ...]:
    met = select(Meeting.id).where(Meeting.exchange_id == Exchange.id, Meeting.created_at >= moment)
    learned = (Exchange.state == ExchangeState.CLOSED) & (Exchange.outcome == "learned")
    query = (
        select(Savoir.name, Savoir.sort_key)
        .join(Exchange, Exchange.savoir_id == Savoir.id)
        .where(
            or_(
                learned & (Exchange.state_since >= moment),
                met.exists() & or_(learned, Exchange.state.in_(RUNNING)),
            )
        )
        .distinct()
        .order_by(Savoir.sort_key)
    )
    return tuple(name for name, _key in db.execute(query))
