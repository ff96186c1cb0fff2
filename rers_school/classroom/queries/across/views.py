"""Circles across classes as their teachers are shown them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

#: What a circle is told as: it asks this class, asks others, asks the pupils, goes on, is over.
ASKS_YOU, ASKS_OTHERS, ASKS_PUPILS = "asks_you", "asks_others", "asks_pupils"
BEGUN, NOT_STARTED, ENDED = "begun", "not_started", "ended"
ORDER = (ASKS_YOU, ASKS_OTHERS, ASKS_PUPILS, BEGUN, NOT_STARTED, ENDED)


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody in a circle: own pupils by name, the others as their class shows them.

    ``name`` is empty where a class shows only "a pupil of …"; ``id`` is there for own pupils.
    """

    name: str
    called: str
    own: bool
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What one of the own pupils answered, and their word to their teacher: behind a curtain."""

    person: Seen
    answer: str | None
    word: str


@dataclass(frozen=True, slots=True)
class SeenLink:
    """One savoir that would go from one to another, or does; ``room`` when the reader may look."""

    giver: Seen
    receiver: Seen
    savoir: str
    room: UUID | None


@dataclass(frozen=True, slots=True)
class SeenCircle:
    """A circle across classes for the teacher of one of them.

    ``agreed`` and ``waiting`` are classes, as the network calls them. A circle that did not start
    tells nothing of who said what.
    """

    id: UUID
    told: str
    since: datetime
    links: tuple[SeenLink, ...]
    mediator: Seen | None
    agreed: tuple[str, ...]
    waiting: tuple[str, ...]
    host: str
    own_room: bool
    reasons: tuple[str, ...]
    said: tuple[Said, ...]

    @property
    def own_people(self) -> tuple[Seen, ...]:
        """Return who of the reader's class gives or receives in it, each once."""
        sides = (one for link in self.links for one in (link.giver, link.receiver))
        return tuple(dict.fromkeys(one for one in sides if one.own))
