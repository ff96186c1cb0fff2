"""An issue of a network's journal as pages show it: lines by class, without persons."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rers_school.classroom.rules.network_life import SECTIONS


@dataclass(frozen=True, slots=True)
class IssueBrief:
    """An issue as lists name it."""

    id: UUID
    title: str
    school_year: int
    state: str
    published_at: datetime | None

    @property
    def open(self) -> bool:
        """Tell whether classes still write in it."""
        return self.state == "open"


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line of an issue, without names; ``key`` names the words that were read.

    ``agreed``: the teacher has let it through. ``named``: a name of the class stood in it.
    """

    section: str
    text: str
    about: str
    key: str = ""
    agreed: bool = True
    named: bool = False


@dataclass(frozen=True, slots=True)
class ClassPart:
    """What one class has in an issue."""

    called: str
    own: bool
    lines: tuple[JournalLine, ...]

    def of(self, section: str) -> tuple[JournalLine, ...]:
        """Return the lines of one part of the journal."""
        return tuple(line for line in self.lines if line.section == section)

    @property
    def waiting(self) -> tuple[JournalLine, ...]:
        """Return the lines that wait for the teacher's yes."""
        return tuple(line for line in self.lines if not line.agreed)


@dataclass(frozen=True, slots=True)
class IssueDecision:
    """A decision of the network's councils, as an issue tells it."""

    words: str
    who: str
    on: str


@dataclass(frozen=True, slots=True)
class IssueView:
    """An issue as a class reads it; of other classes only what their teachers let through."""

    brief: IssueBrief
    parts: tuple[ClassPart, ...]
    decisions: tuple[IssueDecision, ...]

    @property
    def own(self) -> ClassPart | None:
        """Return the part of the reader's class, while the issue is open."""
        return next((one for one in self.parts if one.own), None)

    def told(self, section: str) -> list[tuple[str, tuple[JournalLine, ...]]]:
        """Return one part of the journal as it is printed: by class, only what is agreed."""
        found = []
        for part in self.parts:
            lines = tuple(line for line in part.of(section) if line.agreed)
            if lines:
                found.append((part.called, lines))
        return found

    @property
    def empty(self) -> bool:
        """Tell whether nothing of it can be read."""
        return not self.decisions and not any(self.told(section) for section in SECTIONS)
