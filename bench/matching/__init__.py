"""The suggestion engine beside its peers: `python -m bench.matching --sizes 30,1000`."""
