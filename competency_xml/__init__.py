"""Stage 1: the competency map."""
