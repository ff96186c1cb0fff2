"""Reciprocal exchanges of savoirs for classes and school networks: an LTI 1.3 tool."""

__version__ = "0.1.0"
