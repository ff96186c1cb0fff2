"""The guide to the four first sessions: what to do, what to say, what to have ready."""

from rers_school.web.guide import acts, page
from rers_school.web.guide.page import blueprint

__all__ = ["acts", "blueprint", "page"]
