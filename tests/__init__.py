"""The tests of rers-school."""
