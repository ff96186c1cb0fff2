"""Benchmarks that anybody can run: `make bench`, or `python -m bench pages --seconds 3`."""
