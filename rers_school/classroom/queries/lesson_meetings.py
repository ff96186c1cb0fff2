"""Who meets whom today, where and with what; what waits for another day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from rers_school.classroom.actor import Role
from rers_school.classroom.models import AgreementRevision, Meeting
from rers_school.classroom.queries.exchange_facts import ExchangeFacts
from rers_school.classroom.queries.people import Who
from rers_school.classroom.rules.exchange_states import ExchangeState
from rers_school.classroom.rules.lesson import observers, turns_of

# The lines of an agreement that are needed to begin.
_WORDS = ("days", "hours", "place", "needs")
_SIDES = ("giver", "receiver")


@dataclass(frozen=True, slots=True)
class Showing:
    """One exchange at a table: who shows what to whom."""

    exchange_id: UUID
    savoir: str
    givers: tuple[Who, ...]
    receivers: tuple[Who, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The people who meet, with everything they show each other; words are the agreement's own.

    ``first``: they meet for the first time. ``met``: they have told today's meeting.
    ``observer``: who watches them in this turn.
    """

    shows: tuple[Showing, ...]
    mediators: tuple[Who, ...]
    days: str
    hours: str
    place: str
    needs: str
    first: bool
    met: bool
    observer: Who | None = None

    @property
    def people(self) -> tuple[Who, ...]:
        """Return those who show and who learn, each once."""
        sides = (one for show in self.shows for one in (*show.givers, *show.receivers))
        return tuple(dict.fromkeys(sides))

    @property
    def busy(self) -> frozenset[UUID]:
        """Return who cannot be elsewhere meanwhile; a teacher goes from table to table."""
        everybody = (*self.people, *self.mediators)
        return frozenset(one.id for one in everybody if one.role != Role.TEACHER)


@dataclass(frozen=True, slots=True)
class Turn:
    """Those who meet at the same time, and everybody else who is here."""

    number: int
    tables: tuple[Table, ...]
    others: tuple[Who, ...]


def tables_today(
    db: Session,
    exchanges: Iterable[ExchangeFacts],
    gone: Collection[UUID],
    today: date,
    zone: ZoneInfo,
) -> tuple[list[Table], list[Table], list[Table]]:
    """Return the tables of today, those that wait for somebody absent, and those agreed today.

    Two queries. An exchange meets when somebody who shows and somebody who learns are here; one
    that has met today keeps its table, so that no other table moves while people meet. The first
    meeting is not on the day of the agreement. Two people who show each other something sit down
    once.
    """
    met = set(db.scalars(select(Meeting.exchange_id).where(Meeting.held_on == today)))
    found = [one for one in exchanges if one.id in met or _to_meet(one, today)]
    found.sort(key=lambda one: (one.savoir.casefold(), str(one.id)))
    words = _words(db, found)
    sorted_out: list[dict[frozenset[UUID], list[ExchangeFacts]]] = [{}, {}, {}]
    for one in found:
        here, apart, fresh = sorted_out
        there = [frozenset(who.id for who in one.those(role)).difference(gone) for role in _SIDES]
        if one.id in met:
            here.setdefault(one.needed, []).append(one)
        elif one.state == ExchangeState.AGREED and one.since.astimezone(zone).date() >= today:
            fresh.setdefault(one.needed, []).append(one)
        elif all(there):
            here.setdefault(there[0] | there[1], []).append(one)
        else:
            apart.setdefault(one.needed, []).append(one)
    tables = [
        [_table(of, words, people, met, gone) for people, of in some.items()] for some in sorted_out
    ]
    return tables[0], tables[1], tables[2]


def in_turns(tables: Sequence[Table], here: Sequence[Who], start: int) -> tuple[Turn, ...]:
    """Return the tables turn by turn, each with who observes it, and everybody else.

    *Shapes*: ``here`` are the pupils who are here, in the order of their names.
    """
    by_turn: dict[int, list[Table]] = defaultdict(list)
    for table, number in zip(tables, turns_of([one.busy for one in tables]), strict=True):
        by_turn[number].append(table)
    watched: set[Who] = set()
    turns = []
    for number, at in sorted(by_turn.items()):
        busy = frozenset().union(*(one.busy for one in at))
        free = [one for one in here if one.id not in busy]
        watching = observers(free, len(at), start=start, before=watched)
        watched.update(watching)
        seated = [
            replace(table, observer=watching[place] if place < len(watching) else None)
            for place, table in enumerate(at)
        ]
        others = tuple(one for one in free if one not in watching)
        turns.append(Turn(number, tuple(seated), others))
    return tuple(turns)


def _to_meet(one: ExchangeFacts, today: date) -> bool:
    """Tell whether an exchange is to meet today: as its people said, or for the first time."""
    if one.state not in (ExchangeState.AGREED, ExchangeState.UNDER_WAY):
        return False
    return one.meetings == 0 or one.next_on == today


def _words(db: Session, exchanges: Iterable[ExchangeFacts]) -> dict[UUID, str]:
    ids = [one.lines[line].id for one in exchanges for line in _WORDS if line in one.lines]
    rows = db.execute(
        select(AgreementRevision.id, AgreementRevision.words).where(AgreementRevision.id.in_(ids))
    )
    return {id: words for id, words in rows}


def _table(
    of: Sequence[ExchangeFacts],
    words: dict[UUID, str],
    people: frozenset[UUID],
    met: Collection[UUID],
    gone: Collection[UUID],
) -> Table:
    def said(line: str) -> str:
        told = (words.get(one.lines[line].id, "") for one in of if line in one.lines)
        return "\n".join(dict.fromkeys(one for one in told if one))

    def those(one: ExchangeFacts, role: str) -> tuple[Who, ...]:
        return tuple(who for who in one.those(role) if who.id in people)

    mediators = (who for one in of for who in one.those("mediator") if who.id not in gone)
    return Table(
        shows=tuple(
            Showing(one.id, one.savoir, those(one, "giver"), those(one, "receiver")) for one in of
        ),
        mediators=tuple(dict.fromkeys(mediators)),
        days=said("days"),
        hours=said("hours"),
        place=said("place"),
        needs=said("needs"),
        first=any(one.meetings == 0 for one in of),
        met=all(one.id in met for one in of),
    )
