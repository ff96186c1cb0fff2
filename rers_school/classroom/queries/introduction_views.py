"""What the teacher's Introductions page shows, piece by piece."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from rers_school.classroom.queries.people import Who
from rers_school.classroom.rules.circles import Link
from rers_school.classroom.rules.exchange_states import IntroductionState


@dataclass(frozen=True, slots=True)
class Shown:
    """One exchange of a circle, as the drawing and the sentences show it."""

    giver: Who
    receiver: Who
    savoir: str
    link: Link


@dataclass(frozen=True, slots=True)
class CircleView:
    """A suggested circle; ``only_link_of`` are told behind the curtain only."""

    key: str
    kind: str
    exchanges: tuple[Shown, ...]
    people: tuple[Who, ...]
    reasons: tuple[str, ...]
    only_link_of: tuple[Who, ...]


@dataclass(frozen=True, slots=True)
class PartnerAnswer:
    """One partner's private answer, for the teacher only."""

    who: Who
    answer: str | None
    word: str
    on_paper: bool = False


@dataclass(frozen=True, slots=True)
class IntroductionView:
    """An introduction as the teacher sees it."""

    id: UUID
    key: str
    state: IntroductionState
    kind: str
    by_hand: bool
    exchanges: tuple[Shown, ...]
    people: tuple[Who, ...]
    mediator: Who | None
    proposed_at: datetime | None
    opens_at: datetime | None
    answers: tuple[PartnerAnswer, ...]
    reachable: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A card that would link somebody: "offer" or "demand", which savoir, how many people."""

    add: str
    savoir: str
    links: int


@dataclass(frozen=True, slots=True)
class HelpfulCard:
    """A card that would link most of the class, and who could write it."""

    who: Who
    card: Card


@dataclass(frozen=True, slots=True)
class WithoutLink:
    """A pupil whom this plan leaves without a link, and why, in words about the cards."""

    who: Who
    because: str
    taken_by: tuple[Who, ...]
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class PrivateNoView:
    """A "not for now" of the teacher."""

    id: UUID
    people: tuple[Who, ...]
    review_on: date


@dataclass(frozen=True, slots=True)
class IntroductionsPage:
    """Everything on the teacher's page.

    ``may_look``: nothing was done with the plan so far and a better one can be looked for;
    ``best_known``: this is the better one.
    ``could_accompany``: whose turn it is for a kept circle that nobody accompanies yet.
    ``without``, ``helpful`` and ``not_for_now`` belong behind the curtain.
    """

    seen: str
    order: tuple[str, ...]
    cards_changed: bool
    suggestions: tuple[CircleView, ...]
    set_aside: int
    overtaken: int
    kept: tuple[IntroductionView, ...]
    waiting: tuple[IntroductionView, ...]
    settled: tuple[IntroductionView, ...]
    people: int
    linked: int
    both: int
    circles: int
    nobody_else: bool
    anybody: tuple[Who, ...]
    may_look: bool
    best_known: bool
    without: tuple[WithoutLink, ...]
    helpful: tuple[HelpfulCard, ...]
    wishes: tuple[Shown, ...]
    not_for_now: tuple[PrivateNoView, ...]
    could_accompany: dict[UUID, Who]

    @property
    def grid(self) -> list[tuple[CircleView | None, IntroductionView | None]]:
        """Return circles made before, then the plan in its order, what is kept in its place."""
        open_ones = {one.key: one for one in self.suggestions}
        kept = {one.key: one for one in self.kept}
        before = [(None, one) for one in self.kept if one.key not in self.order]
        inside = [(open_ones.get(key), kept.get(key)) for key in self.order]
        return [*before, *(two for two in inside if any(two))]

    @property
    def only_links(self) -> list[CircleView]:
        """Return the suggestions without which somebody would have no link."""
        return [one for one in self.suggestions if one.only_link_of]
