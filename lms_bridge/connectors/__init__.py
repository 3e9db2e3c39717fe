"""One module or folder per LMS or source."""
