"""Tests of the suggestion engine."""
