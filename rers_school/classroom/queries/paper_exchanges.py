"""What the printed sheets of exchanges show."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from rers_school import clock
from rers_school.classroom.models import (
    AgreementRevision,
    Classroom,
    Exchange,
    Membership,
    Participation,
    Savoir,
    SelfEvaluation,
)
from rers_school.classroom.models.people import BY_NETWORK, HAS_LEFT
from rers_school.classroom.queries.exchange_facts import ExchangeFacts, open_exchanges
from rers_school.classroom.queries.people import Who, who
from rers_school.classroom.rules.agreement import ROOM_OPEN, WAY, LineState, line_state, lines_of
from rers_school.classroom.rules.evaluation import END, MIDDLE, is_half_way, may_look_back
from rers_school.classroom.rules.exchange_states import ExchangeState
from rers_school.classroom.rules.text import fold
from rers_school.classroom.services.exchanges import OUTCOMES

TO_SIGN = ("agreeing", "agreed", "under_way", "paused")
TO_MEET = ("agreed", "under_way", "paused")
TO_ASK_HALF_WAY = ("under_way", "paused")
TO_LOOK_BACK = ("under_way", "paused", "looking_back")
#: How long the sheet of an exchange that has ended can still be entered from the list.
STILL_IN_A_BAG = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of an agreement as it stands; who has agreed to it so far is not on paper."""

    key: str
    words: str = ""
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class ExchangeSheet:
    """An exchange for its sheets of paper; without people it is a blank one.

    ``aim``: the partners' own line "how we will know it is learned".
    """

    id: UUID | None = None
    savoir: str = ""
    givers: tuple[Who, ...] = ()
    receivers: tuple[Who, ...] = ()
    mediators: tuple[Who, ...] = ()
    lines: tuple[SheetLine, ...] = tuple(SheetLine(key) for key in lines_of(across=False))

    @property
    def aim(self) -> str:
        return next(line.words for line in self.lines if line.key == "evaluation")

    @property
    def parts(self) -> tuple[tuple[Who, str], ...]:
        """Return everybody with the role in which they look back."""
        return (
            # Where everybody gives and receives, one sheet each is enough.
            *((one, "giver") for one in self.givers if one not in self.receivers),
            *((one, "receiver") for one in self.receivers),
            *((one, "mediator") for one in self.mediators),
        )


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """Somebody's own sheet, half-way or at the end; without an exchange it is a blank one.

    ``finished``: they have told it already, on a screen or on paper. ``ended``: the exchange is
    closed, and nobody waits for the sheet any more.
    """

    role: str
    exchange_id: UUID | None = None
    savoir: str = ""
    aim: str = ""
    who: Who | None = None
    finished: bool = False
    ended: bool = False


def half_way_sheets(db: Session, classroom_id: UUID) -> list[OwnSheet]:
    """Return a sheet for whoever gives or receives in an exchange that is half-way, by savoir.

    None where the class does not want it: ten queries at most.
    """
    wanted = select(Classroom.middle_evaluation).where(Classroom.id == classroom_id)
    if not db.scalars(wanted).one():
        return []
    told = _told(db, MIDDLE)
    return [
        OwnSheet(role, sheet.id, sheet.savoir, sheet.aim, who, (sheet.id, who.id) in told)
        for sheet in exchange_sheets(db, TO_ASK_HALF_WAY, half_way=True)
        for who, role in sheet.parts
        if role in ("giver", "receiver")
    ]


def sheets_to_enter(db: Session, classroom_id: UUID) -> list[OwnSheet]:
    """Return the sheets that are not told yet of everybody who looks back, by savoir.

    Those of exchanges that look back, and of those brought to an end lately: such a sheet may still
    be in a bag. An observer's comes as soon as there are meetings. Three queries.
    """
    told = _told(db, END)
    lately = and_(
        Exchange.outcome.in_(OUTCOMES), Exchange.state_since > clock.now() - STILL_IN_A_BAG
    )
    found: dict[tuple[UUID, UUID], tuple[tuple[str, str, str], OwnSheet]] = {}
    for id, savoir, state, role, whose in db.execute(
        select(Exchange.id, Savoir.name, Exchange.state, Participation.role, Membership)
        .join(Savoir, Savoir.id == Exchange.savoir_id)
        .join(Participation, Participation.exchange_id == Exchange.id)
        .join(Membership, Membership.id == Participation.membership_id)
        .where(
            Exchange.classroom_id == classroom_id,
            Exchange.state.in_(ROOM_OPEN),
            or_(Exchange.state != ExchangeState.CLOSED.value, lately),
            Membership.entered_by.not_in((HAS_LEFT, BY_NETWORK)),
        )
        .order_by(Participation.role, Participation.id)
    ):
        if not may_look_back(state, role) or (id, whose.id) in told:
            continue
        ended = state == ExchangeState.CLOSED
        # Whoever gives and receives has one sheet, the receiver's, as it is printed.
        place = fold(savoir), str(id), fold(whose.shown_name)
        found[id, whose.id] = place, OwnSheet(role, id, savoir, who=who(whose), ended=ended)
    return [sheet for _place, sheet in sorted(found.values(), key=lambda one: one[0])]


def _told(db: Session, moment: str) -> set[tuple[UUID, UUID]]:
    """Return which self-evaluations of a moment are finished, as pairs (exchange, whose)."""
    finished: Any = SelfEvaluation.finished_at.is_not(None)
    rows = db.execute(
        select(SelfEvaluation.exchange_id, SelfEvaluation.membership_id).where(
            SelfEvaluation.moment == moment, finished
        )
    )
    return {(exchange_id, whose) for exchange_id, whose in rows}


def exchange_sheets(
    db: Session, states: Collection[str], only: UUID | None = None, *, half_way: bool = False
) -> list[ExchangeSheet]:
    """Return the exchanges in these states, by savoir: eight queries at most.

    ``only``: this one of them, if it is there. ``half_way``: those whose middle is reached.
    """
    around = open_exchanges(db, beside=states)
    wanted = [
        one
        for one in around
        if one.state in states
        and (only is None or one.id == only)
        and (not half_way or is_half_way(one.state, one.meetings))
    ]
    words: dict[UUID, str] = {
        id: text
        for id, text in db.execute(
            # Of all exchanges around: a line that two directions share may be kept in the other.
            select(AgreementRevision.id, AgreementRevision.words).where(
                AgreementRevision.exchange_id.in_([one.id for one in around])
            )
        )
    }
    sheets = [_sheet(one, words) for one in wanted]
    return sorted(sheets, key=lambda one: (fold(one.savoir), str(one.id)))


def _sheet(facts: ExchangeFacts, words: dict[UUID, str]) -> ExchangeSheet:
    lines, needed = [], facts.needed
    for key in lines_of(across=any(one.guest for one, _role in facts.parts) or WAY in facts.lines):
        found = facts.lines.get(key)
        agreed = line_state(found, needed) is LineState.AGREED
        lines.append(SheetLine(key, words.get(found.id, "") if found else "", agreed))
    return ExchangeSheet(
        id=facts.id,
        savoir=facts.savoir,
        givers=facts.those("giver"),
        receivers=facts.those("receiver"),
        mediators=facts.those("mediator"),
        lines=tuple(lines),
    )
