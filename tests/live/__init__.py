"""Tests against a real Moodle: `make live` with MOODLE_URL and MOODLE_TOKEN. See docs/live/README.md."""
