"""Trials that hurt: not part of `make test`; `make faults` runs them."""
