"""Stage 5: the central aggregation, its measures and its reports."""
