"""The exchange room: agreement, meetings, looking back."""

from rers_school.web.room import (
    agreement,
    changes,
    from_paper,
    looking_back,
    meetings,
    observing,
    times,
)
from rers_school.web.room.page import blueprint

__all__ = [
    "agreement",
    "blueprint",
    "changes",
    "from_paper",
    "looking_back",
    "meetings",
    "observing",
    "times",
]
