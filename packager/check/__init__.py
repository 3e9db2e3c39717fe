"""Judging and showing anybody's packages."""
