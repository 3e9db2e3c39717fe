"""The embedded LMS: packages, learners, attempts and every CMI value in one data folder; for preview, demo, tests."""
