"""Networks of classes: the teacher founds, joins, shares; everybody reads the network's wall."""

from rers_school.web.networks import (
    charter,
    entering,
    opening,
    page,
    sharing,
    suggesting,
    wall,
)
from rers_school.web.networks.page import blueprint

__all__ = ["blueprint", "charter", "entering", "opening", "page", "sharing", "suggesting", "wall"]
