"""Where an Open edX course begins in an archive."""

from __future__ import annotations

from collections.abc import Sequence

COURSE = "course.xml"


def course_root(paths: Sequence[str]) -> str | None:
    """Return the folder of `course.xml`, as '' or 'name/': at the top or one folder down; None if it is nowhere."""
    if COURSE in paths:
        return ""
    found = (path for path in paths if path.count("/") == 1 and path.endswith(f"/{COURSE}"))
    return next((path.removesuffix(COURSE) for path in found), None)
