"""What leaves a class: this short list and nothing else.

Everything that the pages of a network show of a card goes through `shown_of`; what is not named
here stays in the class: why somebody likes it, where they learned it, what makes them uneasy, what
they know already, what is needed, who wrote it for them, and every self-evaluation.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Reach(StrEnum):
    """How far the owner of a card lets it be seen."""

    CLASS = "class"
    SCHOOL = "school"
    NETWORK = "network"


#: How far a card can be opened beyond its own class, the nearest first.
BEYOND = (Reach.SCHOOL, Reach.NETWORK)

#: How a class shows its people: first name and initial, or only "a pupil of CM2".
INITIAL, ONLY_CLASS = "initial", "class"
PEOPLE_AS = (INITIAL, ONLY_CLASS)

#: The only fields of a card that others read, beside the name of its savoir.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "offer": ("words", "able_to", "ways", "group_size", "languages"),
    "demand": ("words", "best_when", "company"),
}

#: The only states in which a card is seen beyond its class.
_SEEN = frozenset({"visible"})


@dataclass(frozen=True, slots=True)
class Shared:
    """What a class lets its network see, as far as it depends on the class."""

    offers: bool
    demands: bool

    def of(self, kind: str) -> bool:
        """Tell whether the class shares this kind of card at all."""
        return self.offers if kind == "offer" else self.demands


def shown_of(kind: str, card: Any) -> dict[str, Any]:
    """Return what others may read of a card: the fields of the list, by name."""
    return {field: getattr(card, field) for field in FIELDS[kind]}


def initialed(shown_name: str, role: str) -> str:
    """Return a name with one initial at most; a class tells its people apart by more letters.

    Teachers are called as their class calls them.
    """
    given, _space, rest = shown_name.rpartition(" ")
    if role == "teacher" or not given or not rest[:1].isalpha():
        return shown_name
    return f"{given} {rest[0]}."


def as_read(kind: str, savoir: str, card: Any) -> str:
    """Return in one text all that others would read of a card.

    The teacher's yes is to exactly this text: other words wait for a new one.
    """
    lines = [savoir]
    for field, value in shown_of(kind, card).items():
        lines.append(f"{field}: {', '.join(value) if isinstance(value, list) else value}")
    return "\n".join(lines)


def hangs(kind: str, *, state: str, here: bool, agreed: bool, shared: Shared) -> bool:
    """Tell whether a card hangs on the wall of a network.

    Its owner has opened it (there is an opening) and is in the class, its teacher has agreed to
    these words, the class shares such cards, and it hangs on its own class's wall.
    """
    return state in _SEEN and here and agreed and shared.of(kind)


def sees(reach: str, *, school: object, own_school: object) -> bool:
    """Tell whether somebody of ``own_school`` sees a card that was opened as far as ``reach``."""
    return reach == Reach.NETWORK or (reach == Reach.SCHOOL and school == own_school)


#: The only fields of a stand that others read, beside its class; its people as the class shows its
#: people.
STAND_FIELDS = ("what", "needs")


def stand_as_read(stand: Any, people: Iterable[object]) -> str:
    """Return in one text all that others would read of a stand at a joint celebration.

    The teacher's yes is to exactly this text; ``people`` are the ids of those who are at it.
    """
    lines = [f"{field}: {getattr(stand, field)}" for field in STAND_FIELDS]
    return "\n".join([*lines, *sorted(map(str, people))])


def people_shown(people_as: str, members: Iterable[Any]) -> tuple[str, ...]:
    """Return what others read of the people of a class: first name and initial, or nothing."""
    if people_as != INITIAL:
        return ()
    return tuple(sorted(initialed(one.shown_name, one.role) for one in members))
