"""Stage 3: from a course to the packages that LMSs take."""
