"""Stage 4: packages to LMSs, and what learners did back."""
