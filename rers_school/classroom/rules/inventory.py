"""The questions of an inventory: alone with the helper, in twos, or all on the projector."""

from rers_school.classroom.errors import NotFound

OFFER, DEMAND = "offer", "demand"
OFFERS = ("alone", "asked", "home", "year", "classmate")
DEMANDS = ("pretend", "wondered", "dare", "end_of_year", "nobody")
# Comes last: only then do demands hang on the wall that somebody could help with.
WALL = "wall"

# How many cards may wait for a yes: between two people, for one person, by one writer. Enough for
# an hour's interviews, and too few to bury somebody in words that are not theirs.
PAIR_MOST, PERSON_MOST, WRITER_MOST = 6, 12, 30


def questions(*, waiting: bool) -> tuple[str, ...]:
    """Return the questions in their order; the last one when a demand is ``waiting``."""
    return (*OFFERS, *DEMANDS, WALL) if waiting else (*OFFERS, *DEMANDS)


def kind_of(question: str) -> str:
    """Return which card the answer to a question becomes: offer or demand.

    *Errors*: `NotFound` (404) for what is no question.
    """
    if question in DEMANDS:
        return DEMAND
    if question in OFFERS or question == WALL:
        return OFFER
    raise NotFound
