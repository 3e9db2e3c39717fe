"""The demo: the whole loop on one machine, with simulated learners."""
