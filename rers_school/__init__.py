"""Reciprocal exchanges of savoirs for classes and school networks, opened from Moodle by LTI 1.3."""

__version__ = "0.1.0"
