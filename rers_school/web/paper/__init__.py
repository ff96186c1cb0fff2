"""On paper: sheets to print, and what comes back on them entered in one go."""

from rers_school.web.paper import grid, half_way, letters, replies, sheets, sign_ups
from rers_school.web.paper.page import blueprint

__all__ = ["blueprint", "grid", "half_way", "letters", "replies", "sheets", "sign_ups"]
