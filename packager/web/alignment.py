"""What the YAML file beside web pages, or beside a package, says: read, and held against the map that it names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from competency_xml.xml import map_sha256, parse_map
from course_templates.folder.placed import Placed, place_part
from course_templates.folder.yaml import parse_yaml
from course_templates.model import Asset, Course, Lesson, MapPin, Module
from course_templates.scope import Scope, scope_of
from foundation.errors import CourseBridgeError
from foundation.files import read_bytes
from foundation.findings import Finding
from foundation.text import LangText
from packager.check import kinds_web
from packager.check.kind import Kind
from packager.web.source import WebSource

NO_MAP = MapPin(iri="urn:coursebridge:no-map", version="0", sha256="0" * 64, status="published")
_MAX_SOURCE_BYTES = 1 << 20


@dataclass
class WebReading:
    """What was read of a folder, and everything that is wrong with it."""

    root: Path
    beside: Path
    digest: Callable[[Path], str]
    findings: list[Finding] = field(default_factory=list)

    def tell(self, kind: Kind, place: str | None = None, **parts: object) -> None:
        """Add a finding."""
        self.findings.append(kind.at(place, **parts).model_copy(update={"file": self.root.name}))


def source_of(read: WebReading) -> Placed[WebSource] | None:
    """Return the YAML file with the places in it, or None; what is wrong is told."""
    if not read.beside.is_file():
        return None
    text = read_bytes(read.beside, max_bytes=_MAX_SOURCE_BYTES).decode("utf-8-sig", "replace")
    document, findings = parse_yaml(text, read.beside)
    read.findings += findings
    if document is None or document.value is None:
        return None
    placed, findings = place_part(WebSource, document, (), document.value)
    read.findings += findings
    return placed


def map_path(read: WebReading, about: WebSource) -> Path:
    """Return where the map lies, seen from the YAML file."""
    return read.beside.parent / (about.map or "")


def scope_in(read: WebReading, about: WebSource) -> Scope | None:
    """Return what the map says of the role, or None where none is named or it cannot be read."""
    if about.map is None or about.role is None:
        return None
    try:
        competency_map = parse_map(read_bytes(map_path(read, about)), file=map_path(read, about))
        return scope_of(competency_map, map_sha256(competency_map), about.role, about.level)
    except CourseBridgeError as error:
        read.findings += error.findings()
        return None


def check_items(read: WebReading, placed: Placed[WebSource], scope: Scope | None) -> None:
    """Tell of items that are not in the map, and of items without a map."""
    about = placed.value
    items = [(index, item) for index, page in enumerate(about.pages) for item in page.items]
    if items and (about.map is None or about.role is None):
        read.tell(kinds_web.MAP, placed.document.place(("pages",)))
    known = {objective.id for objective in scope.objectives} if scope else {item for _, item in items}
    for index, item in items:
        if item not in known:
            read.tell(kinds_web.ITEM, placed.document.place(("pages", index, "items")), value=item)


def aligned_course(
    about: WebSource,
    scope: Scope | None,
    *,
    name: str,
    title: LangText,
    lessons: Sequence[Lesson],
    module_title: LangText,
    assets: tuple[Asset, ...] = (),
) -> Course:
    """Return content without a course as one of a single module, with those map items that its lessons are about.

    `name` is that of the folder or file: it gives the id where the YAML file has none.
    """
    used = {item for lesson in lessons for item in lesson.items}
    objectives = tuple(each for each in scope.objectives if each.id in used) if scope else ()
    works = {objective.work for objective in objectives}
    return Course(
        id=about.id or slug(name),
        version=about.version,
        title=title,
        description=about.description,
        map=scope.pin if scope else NO_MAP,
        role=scope.role.id if scope else "",
        role_label=scope.role.label if scope else LangText(),
        level=scope.level_id if scope else None,
        level_label=scope.level_label if scope else LangText(),
        works=tuple(work for work in scope.works if work.id in works) if scope else (),
        objectives=objectives,
        modules=(Module(id="content", title=module_title, lessons=tuple(lessons)),),
        assets=assets,
    )


def slug(name: str) -> str:
    """Return a name as an id: letters, digits, - and _; what is in no such letters at all becomes its code points."""
    plain = unicodedata.normalize("NFKD", name)
    words = re.sub(r"[^A-Za-z0-9_]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")[:40]
    return words or "web-" + "-".join(f"{ord(letter):x}" for letter in plain[:6])
