"""Introductions: the teacher's page, links by hand, and the partners' private answers."""

from rers_school.web.introductions import answers, better, by_hand, circles, proposals
from rers_school.web.introductions.page import blueprint

__all__ = ["answers", "better", "blueprint", "by_hand", "circles", "proposals"]
