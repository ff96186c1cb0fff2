"""What partners agree on, line by line, and whose consent each wording needs."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from rers_school.classroom.rules.exchange_states import RUNNING, ExchangeState

REQUIRED = (
    "contents", "method", "evaluation", "days", "hours", "place", "frequency", "look_back_on"
)  # fmt: skip
OPTIONAL = ("needs", "if_away", "check")
# Only between classes: a visit, the library, a video call of the school, letters.
WAY = "way"
LINES = (*REQUIRED, *OPTIONAL, WAY)
# What two people who teach each other settle once for both directions.
SHARED = frozenset({"days", "hours", "place", WAY, "frequency"})
WORDS_MOST = 2000

# The states in which there is a room: before everybody has said yes there is no sign of one.
ROOM_OPEN = (*sorted(state.value for state in RUNNING), ExchangeState.CLOSED.value)

CONSENTING = frozenset({"giver", "receiver"})


def lines_of(*, across: bool) -> tuple[str, ...]:
    """Return the lines of a room in their order; between classes there is one more."""
    if not across:
        return REQUIRED + OPTIONAL
    after = REQUIRED.index("place") + 1
    return (*REQUIRED[:after], WAY, *REQUIRED[after:], *OPTIONAL)


class LineState(StrEnum):
    """Where a line stands."""

    EMPTY = "empty"
    TO_AGREE = "to_agree"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class Wording:
    """One line as it stands: its author, since when, and who consents to exactly these words.

    ``on_paper``: those of them whose signature on paper the teacher has entered.
    """

    id: UUID
    line: str
    number: int
    author: UUID
    at: datetime
    consents: frozenset[UUID] = field(default_factory=frozenset)
    on_paper: frozenset[UUID] = field(default_factory=frozenset)

    def agreed_by(
        self, consents: frozenset[UUID], on_paper: frozenset[UUID] = frozenset()
    ) -> "Wording":
        """Return the same wording with these consents."""
        return replace(self, consents=consents, on_paper=on_paper)


@dataclass(frozen=True, slots=True)
class Place:
    """An exchange among those of its circle; ``partners`` are its givers and receivers."""

    exchange_id: UUID
    place: int
    partners: frozenset[UUID]


def must_consent(parts: Collection[tuple[UUID, str]]) -> frozenset[UUID]:
    """Return whose consent every line needs: all givers and receivers, no mediator.

    *Shapes*: ``parts`` are pairs (membership, role).
    """
    return frozenset(who for who, role in parts if role in CONSENTING)


def line_state(wording: Wording | None, needed: frozenset[UUID]) -> LineState:
    """Return whether a line is empty, waits for somebody's consent, or is agreed."""
    if wording is None:
        return LineState.EMPTY
    return LineState.TO_AGREE if waits_for(wording, needed) else LineState.AGREED


def waits_for(wording: Wording, needed: frozenset[UUID]) -> frozenset[UUID]:
    """Return who has not consented to the line as it stands."""
    return needed - wording.consents


def all_agreed(lines: Mapping[str, Wording], needed: frozenset[UUID]) -> bool:
    """Tell whether everybody agrees to every line that an agreement needs.

    A further line that somebody added counts as well, once it is written.
    """
    if not needed:
        return False
    return all(
        line_state(lines.get(line), needed) is LineState.AGREED
        for line in LINES
        if line in REQUIRED or line in lines
    )


def home_of(line: str, own: Place, circle: Sequence[Place]) -> UUID:
    """Return the exchange under which a line is kept.

    Two people who show each other something agree on days, hours, place and frequency once: on
    the first exchange of their pair.
    """
    pair = pair_of(own, circle)
    if line not in SHARED or pair is None:
        return own.exchange_id
    return min((own, pair), key=lambda one: (one.place, one.exchange_id)).exchange_id


def pair_of(own: Place, circle: Sequence[Place]) -> Place | None:
    """Return the exchange in the other direction, when the same two people make both."""
    others = [one for one in circle if one.exchange_id != own.exchange_id]
    if len(others) == 1 and len(own.partners) == 2 and others[0].partners == own.partners:
        return others[0]
    return None
