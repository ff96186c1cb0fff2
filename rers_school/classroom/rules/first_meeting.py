"""An introduction and the first meeting are two moments: they are not on the same day."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Opening:
    """The day on which a room opened, on the class's clock; none where nobody knows it.

    ``same_day_allowed``: the teacher says that the first meeting may be on that day as well.
    """

    day: date | None = None
    same_day_allowed: bool = False

    def too_soon(self, day: date) -> bool:
        """Tell whether ``day`` is the day of the opening, and too early for a first meeting."""
        return self.day is not None and day == self.day and not self.same_day_allowed
