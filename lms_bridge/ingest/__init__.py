"""Ingest: files that people bring, taken in like what an LMS gives; hostile until they are parsed."""
