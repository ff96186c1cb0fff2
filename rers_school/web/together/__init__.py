"""Together: where the network stands, and the gatherings of the class."""

from rers_school.web.together import agenda, inventory, preparing, running, showing
from rers_school.web.together.page import blueprint

__all__ = ["agenda", "blueprint", "inventory", "preparing", "running", "showing"]
