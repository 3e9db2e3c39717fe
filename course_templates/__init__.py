"""Stage 2: from a competency map to a course."""
