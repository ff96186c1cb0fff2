"""Networks of classes: the teacher founds, joins, shares; everybody reads the network's wall."""

from rers_school.web.networks import (
    agenda,
    celebration,
    charter,
    council,
    entering,
    journal,
    opening,
    page,
    sharing,
    suggesting,
    wall,
)
from rers_school.web.networks.page import blueprint

__all__ = [
    "agenda",
    "blueprint",
    "celebration",
    "charter",
    "council",
    "entering",
    "journal",
    "opening",
    "page",
    "sharing",
    "suggesting",
    "wall",
]
