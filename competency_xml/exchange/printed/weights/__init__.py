"""Weight tables (权重表): found, read as printed, and matched to levels, functions and works."""
