"""What `queries.links` gathers: people who can be linked, links that exist, the teacher's no."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rers_school.classroom.actor import Role
from rers_school.classroom.queries.people import Who
from rers_school.classroom.rules.circles import Link, Two
from rers_school.classroom.rules.exchange_states import ExchangeState


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of the class, and whether they can be linked."""

    who: Who
    active: bool
    resting: bool
    provisional: bool

    @property
    def here(self) -> bool:
        """Tell whether the teacher can link them."""
        return self.active and not self.resting and not self.provisional

    @property
    def suggested(self) -> bool:
        """Tell whether suggestions are made for them: adults are linked by hand."""
        return self.here and self.who.role == Role.PUPIL


@dataclass(frozen=True, slots=True)
class PlacedLink:
    """A link that exists as an exchange; ``state`` is what it is now, settled or due to be.

    ``workshop``: it is one of several links of one exchange, which people signed up for.
    """

    link: Link
    exchange_id: UUID
    introduction_id: UUID
    state: ExchangeState
    place: int
    workshop: bool = False


@dataclass(frozen=True, slots=True)
class PrivateNo:
    """The teacher's "not for now" about two people."""

    id: UUID
    two: Two
    review_on: date
