"""The room of an exchange as its page shows it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rers_school.classroom.queries.looking_back import LookingBack, MeetingView
from rers_school.classroom.queries.observing import Observing
from rers_school.classroom.queries.people import Who
from rers_school.classroom.queries.slots import RoomTimes
from rers_school.classroom.rules.agreement import LineState
from rers_school.classroom.rules.evaluation import is_half_way
from rers_school.classroom.rules.workshops import TOGETHER


@dataclass(frozen=True, slots=True)
class LineView:
    """One line: its words, the words before them, and each partner's mark.

    ``marks`` are pairs (person, agrees), ``on_paper`` those who agreed by a signature on paper;
    ``shared`` lines hold for both directions of a pair.
    """

    key: str
    state: LineState
    number: int
    revision_id: UUID | None
    words: str
    before: str | None
    author: Who | None
    at: datetime | None
    marks: tuple[tuple[Who, bool], ...]
    on_paper: frozenset[UUID]
    to_agree: bool
    optional: bool
    shared: bool


@dataclass(frozen=True, slots=True)
class Direction:
    """Another exchange of the circle; ``enters`` tells whether the reader may go there."""

    id: UUID
    savoir: str
    givers: tuple[Who, ...]
    receivers: tuple[Who, ...]
    enters: bool


@dataclass(frozen=True, slots=True)
class RoomView:
    """The room, in the order of life: people, agreement, meetings, looking back.

    ``across``: people of several classes take part; ``looks_in``: the reader is the teacher of one
    of the guests.
    """

    id: UUID
    savoir: str
    state: str
    outcome: str | None
    revision: int
    givers: tuple[Who, ...]
    receivers: tuple[Who, ...]
    mediators: tuple[Who, ...]
    circle: tuple[Direction, ...]
    pair: bool
    lines: tuple[LineView, ...]
    meetings: tuple[MeetingView, ...]
    back: LookingBack
    roles: tuple[str, ...]
    partner: bool
    writable: bool
    tellable: bool
    acts: frozenset[str]
    kind: str
    workshop: bool
    may_leave: bool
    times: RoomTimes
    asks_for_change: bool
    takes_part: bool
    observing: Observing
    across: bool = False
    looks_in: bool = False

    @property
    def together(self) -> bool:
        """Tell whether everybody in it gives and receives."""
        return self.kind in TOGETHER

    @property
    def people(self) -> tuple[Who, ...]:
        """Return everybody who takes part, once."""
        return tuple(dict.fromkeys((*self.givers, *self.receivers, *self.mediators)))

    @property
    def partners(self) -> tuple[Who, ...]:
        """Return who gives and receives, once."""
        return tuple(dict.fromkeys((*self.givers, *self.receivers)))

    @property
    def half_way(self) -> bool:
        """Tell whether two meetings were told, and the exchange goes on."""
        return is_half_way(self.state, len(self.meetings))

    @property
    def all_agreed(self) -> bool:
        """Tell whether no line waits for words or for a consent."""
        return all(
            one.state is LineState.AGREED or (one.optional and one.state is LineState.EMPTY)
            for one in self.lines
        )

    def line(self, key: str) -> LineView:
        """Return one line of the agreement."""
        return next(one for one in self.lines if one.key == key)
