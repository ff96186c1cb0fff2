"""What classes of a network do together: kinds of gatherings, who runs them, parts of a journal."""

from rers_school.classroom.actor import Actor
from rers_school.classroom.rules.team import GATHERINGS, may

COUNCIL, CELEBRATION = "council", "celebration"
KINDS = (COUNCIL, CELEBRATION)
#: How classes come together: one visits the other, or the schools call each other by video.
WAYS = ("visit", "call")
#: What a decision may lead to.
ABOUT_CHARTER = "charter"

TITLE_MOST, PLACE_MOST, WHO_MOST = 120, 200, 120
STAND_MOST, NEEDS_MOST = 200, 300
PART_MOST = 2000

#: The parts of a journal that a class writes itself, in the order in which they are read.
WRITTEN = ("exchanged", "learned", "works", "thanks")
#: All parts; "changed" comes from what pupils tell of themselves.
SECTIONS = ("exchanged", "learned", "changed", "works", "thanks")


def runs(actor: Actor) -> bool:
    """Tell whether somebody runs what classes do together: teachers, and their team."""
    return may(actor, GATHERINGS)
