"""The measures: each an Ibis expression over the newest records, with its formula and its source."""
