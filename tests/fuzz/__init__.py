"""Mutated files over every reader of maps: `make fuzz`. What ever failed is kept in `corpus/`; tests replay it."""
