"""Workshops: one savoir opened to several, who has a place, who moves up, who gives and receives.

A workshop is an exchange before it begins: people sign up, first come, first served. Nothing here
counts people against each other: a place is free, or it is not.
"""

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from rers_school.classroom.errors import DomainError
from rers_school.classroom.rules.exchange_states import ExchangeState

LEAST, MOST, USUAL = 2, 12, 4
#: What a card's "with how many people" proposes as number of places.
_FROM_CARD = {"few": 3, "group": USUAL}


class WorkshopKind(StrEnum):
    """Some show to several; all make something together; nobody knows yet, all search."""

    ONE_TO_MANY = "one_to_many"
    COLLECTIVE = "collective"
    SEARCH = "search"


class WorkshopState(StrEnum):
    """Where a workshop stands: its givers are asked, one can sign up, it began, or it did not."""

    ASKED = "asked"
    OPEN = "open"
    BEGUN = "begun"
    NOT_STARTED = "not_started"


class News(StrEnum):
    """What somebody with a place is told once, on their first page."""

    PLACE = "place"
    FREE = "free"
    NEXT_SITTING = "next_sitting"
    BEGUN = "begun"
    NO_OTHER = "no_other"
    NOT_STARTED = "not_started"


class SignedUp(NamedTuple):
    """Somebody who has signed up; ``number`` says in which order."""

    who: UUID
    number: int
    waiting: bool


KINDS = tuple(WorkshopKind)
#: The kinds of a circle that is a workshop's room: one exchange with several people in it.
ROOM_KINDS = frozenset(kind.value for kind in KINDS)
#: Where everybody gives and receives.
TOGETHER = frozenset({WorkshopKind.COLLECTIVE.value, WorkshopKind.SEARCH.value})
#: The states of a room in which somebody may still join, or leave their own part only.
JOINABLE = frozenset(
    {
        ExchangeState.AGREEING.value,
        ExchangeState.AGREED.value,
        ExchangeState.UNDER_WAY.value,
        ExchangeState.PAUSED.value,
    }
)
YES, NOT_NOW = "yes", "not_now"
ANSWERS = (YES, NOT_NOW)


def places_of(raw: str) -> int:
    """Return how many can sign up, as a form sends it.

    *Errors*: ``places`` (``least``, ``most``) (422).
    """
    number = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 4 else 0
    if not LEAST <= number <= MOST:
        raise DomainError("places", least=LEAST, most=MOST)
    return number


def proposed_places(group_size: str) -> int:
    """Return the number of places that a form begins with, after what the card says."""
    return _FROM_CARD.get(group_size, USUAL)


def free(places: int, signed_up: Collection[SignedUp]) -> int:
    """Return how many places are free; never less than none."""
    return max(0, places - sum(not one.waiting for one in signed_up))


def moves_up(places: int, signed_up: Collection[SignedUp]) -> list[UUID]:
    """Return who has a place now and was waiting, in the order in which they signed up."""
    waiting = sorted((one for one in signed_up if one.waiting), key=lambda one: one.number)
    return [one.who for one in waiting[: free(places, signed_up)]]


def all_said_yes(answers: Collection[str | None]) -> bool:
    """Tell whether everybody who would give has said yes: before, nobody else hears of it."""
    return bool(answers) and all(answer == YES for answer in answers)


def parts_of(
    kind: str, givers: Sequence[UUID], receivers: Sequence[UUID]
) -> list[tuple[UUID, str]]:
    """Return the parts of a workshop's exchange, each as (person, role).

    Where all make something or search, everybody gives and receives.
    """
    if kind in TOGETHER:
        everybody = list(dict.fromkeys((*givers, *receivers)))
        givers = receivers = everybody
    gives = [(who, "giver") for who in givers]
    return gives + [(who, "receiver") for who in receivers]


def is_over(parts: Collection[tuple[UUID, str]]) -> bool:
    """Tell whether nobody is left to give, or nobody to receive from somebody else."""
    givers = {who for who, role in parts if role == "giver"}
    receivers = {who for who, role in parts if role == "receiver"}
    return not any(giver != receiver for giver in givers for receiver in receivers)
