"""Circles across classes: their shape, the class their room lives in, how guests are called."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from rers_school.classroom.errors import DomainError
from rers_school.classroom.rules.circles import Link, kind_of
from rers_school.classroom.rules.visibility import INITIAL


class AcrossState(StrEnum):
    """Where a circle across classes stands.

    ``asking`` the teachers concerned; ``proposed`` to the pupils, privately, and what follows in
    its room; ``not_started``, the same word for every reason; ``ended`` because a class left.
    """

    ASKING = "asking"
    PROPOSED = "proposed"
    NOT_STARTED = "not_started"
    ENDED = "ended"


YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of a class."""

    classroom_id: UUID
    membership_id: UUID


@dataclass(frozen=True, slots=True)
class Given:
    """One savoir that would go from one to another."""

    giver: Somebody
    receiver: Somebody
    savoir_key: str

    @property
    def two(self) -> tuple[Somebody, Somebody]:
        """Return its giver and its receiver."""
        return self.giver, self.receiver


def shape_of(links: Sequence[Given]) -> str:
    """Return whether these links are a single exchange, a direct or an open circle.

    *Errors*: ``not_a_circle``, ``same_person``, ``one_class`` (422) when all are of one class.
    """
    if not links:
        raise DomainError("not_a_circle")
    kind = kind_of(
        [Link(one.giver.membership_id, one.receiver.membership_id, UUID(int=0)) for one in links]
    )
    if len(classes_of(links)) < 2:
        raise DomainError("one_class")
    return kind


def classes_of(links: Sequence[Given]) -> tuple[UUID, ...]:
    """Return the classes concerned, the one in which the room would live first."""
    return tuple(dict.fromkeys(who.classroom_id for one in links for who in one.two))


def host_of(links: Sequence[Given]) -> UUID:
    """Return the class in which the room would live: the first giver's."""
    return links[0].giver.classroom_id


def people_of(links: Sequence[Given]) -> tuple[Somebody, ...]:
    """Return everybody in these links, each once."""
    return tuple(dict.fromkeys(who for one in links for who in one.two))


def same_links(one: Collection[Given], other: Collection[Given]) -> bool:
    """Tell whether two circles are exactly the same, wherever they begin."""
    return set(one) == set(other)


def after_answer(answers: Collection[str | None]) -> AcrossState:
    """Return where the teachers' answers bring a circle: one no, whosever, ends it."""
    if NO in answers:
        return AcrossState.NOT_STARTED
    return AcrossState.PROPOSED if all(one == YES for one in answers) else AcrossState.ASKING


def guest_name(first_name: str, shown_name: str, people_as: str, called: str) -> str:
    """Return how a guest is called: their first name as their class shows it, and their class."""
    return f"{shown_name if people_as == INITIAL else first_name}, {called}"
