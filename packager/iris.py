"""IRIs of a course and its parts, as cmi5.xml, tincan.xml and the statements of the player name them.

They are made of the course's id alone, as every identifier of a package, so that they stay across versions; an item
keeps the IRI that the map gives it. `adapters/xapi_statements.js` makes the same.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from course_templates.model import Course, MapPin
from packager.player import vocabulary

#: What an id may hold and an IRI may not. Spec: RFC 3987 2.2.
_UNSAFE = re.compile(r'["<>\\^`{|}]')


def course_iri(course: Course) -> str:
    """Return the IRI of a course."""
    return f"{vocabulary()['course']}{course.id}"


def part_iri(course: Course, *parts: str) -> str:
    """Return the IRI of a part of a course, such as ("au", "pre")."""
    return ":".join((course_iri(course), *parts))


def item_iri(pin: MapPin, item: str) -> str:
    """Return the IRI of a map item or work."""
    return _UNSAFE.sub(lambda match: quote(match.group(), safe=""), pin.iri + item)
