"""What a class remembers of a year, without persons: lines, with first names taken out."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rers_school.classroom.rules.forgetting import Forgetting, Named
from rers_school.classroom.rules.words import fold

#: In the order in which they are shown. `about`: a day, a savoir, the beginning of a sentence.
SECTIONS = (
    "savoirs", "learned", "ways", "thanks", "celebrate", "decisions", "became", "effects"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MemoryLine:
    """One line of a class's memory.

    ``named``: a first name of the class stood in it, or a word that is one; somebody has to look.
    ``of``: the source with which it goes when its authors take it back; it names no person.
    """

    section: str
    text: str
    about: str = ""
    named: bool = False
    of: str = ""

    @property
    def key(self) -> str:
        """Return what names this line in a form."""
        told = [self.section, self.about, self.text, *([self.of] if self.of else [])]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:20]


class Namelist:
    """The people of a class, whose names no line of its memory is to hold."""

    def __init__(self, people: Sequence[Named], instead: str) -> None:
        self._one_by_one = [
            (_words(one.given) | _words(one.family), Forgetting(one, [], instead)) for one in people
        ]

    def line(self, section: str, text: str, about: str = "", of: str = "") -> MemoryLine:
        """Return a line without the names of the class, so far as they can be told from words."""
        words = _words(text)
        near = [forgetting for names, forgetting in self._one_by_one if names & words]
        for forgetting in near:
            text = forgetting.in_text(text)
        return MemoryLine(section, text, about, named=bool(near), of=of)


def to_json(lines: Iterable[MemoryLine]) -> dict[str, Any]:
    """Return lines as they are kept."""
    kept: dict[str, Any] = {section: [] for section in SECTIONS}
    for line in lines:
        source = {"of": line.of} if line.of else {}
        kept[line.section].append({"about": line.about, "text": line.text, **source})
    return kept


def from_json(content: dict[str, Any]) -> tuple[MemoryLine, ...]:
    """Return the lines that were kept."""
    return tuple(
        MemoryLine(section, one["text"], one.get("about", ""), of=one.get("of", ""))
        for section in SECTIONS
        for one in content.get(section, [])
    )


def _words(text: str) -> set[str]:
    # Particles (de, le, El) are in every sentence and name nobody.
    return {word for word in fold(text).split() if len(word) > 2}
