"""The course folder on disk: its files, read with every problem at its place, and written whole."""
