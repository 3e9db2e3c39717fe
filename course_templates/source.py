"""Read a course folder: every problem at once, each with its place; then the course, whole and pinned to its map."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from competency_xml.model import CompetencyMap
from competency_xml.xml import map_sha256, parse_map
from course_templates.audit import audit
from course_templates.audit.advice import advice
from course_templates.errors import CourseError, UnknownRoleError
from course_templates.folder.assets import read_assets
from course_templates.folder.lesson import LessonSource
from course_templates.folder.model import MAP_FILE, CourseFile
from course_templates.folder.placed import Placed
from course_templates.folder.reading import Folder, ModuleSource, read_folder
from course_templates.model import Asset, Course, Lesson, Module, Question
from course_templates.scope import Scope, scope_of
from foundation.digest import sha256_file, sha256_hex
from foundation.errors import CourseBridgeError
from foundation.files import read_bytes
from foundation.findings import Finding, has_errors
from foundation.numbers import whole_number
from foundation.text import LangText

_PinnedMap = tuple[CompetencyMap, str]


def read_course(folder: Path) -> Course:
    """Return the course in a folder.

    Raises:
        CourseError: the folder has errors; it carries every finding.
    """
    course, findings = load_course(folder)
    if course is None or has_errors(findings):
        raise CourseError(folder, findings)
    return course


def load_course(folder: Path, digest: Callable[[Path], str] = sha256_file) -> tuple[Course | None, list[Finding]]:
    """Return the course in a folder as far as it can be read, and every finding, by file and place.

    None stands for a folder whose course file or map says nothing. A course beside errors may hold references
    that lead nowhere: it is good for reports, not for packages. `digest` gives the SHA-256 of an asset's content.
    """
    source = read_folder(folder)
    if source.course is None and not source.modules:
        return None, source.findings
    pinned = _read_map(source)
    scope = _find_scope(source, pinned)
    source.findings.extend(audit(source, pinned[0] if pinned else None, scope))
    assets = read_assets(source, digest)
    if source.course is None or scope is None:
        return None, _in_order(source.findings)
    course = _build(source, source.course.value, scope, assets)
    advices = [] if has_errors(source.findings) else advice(course, folder)
    return course, _in_order([*source.findings, *advices])


def _read_map(source: Folder) -> _PinnedMap | None:
    path = source.files.path(MAP_FILE)
    if not path.exists():
        source.files.add("CT-FILE-MISSING", "缺少图谱 map.xml", "The map, map.xml, is missing", MAP_FILE)
        return None
    if not source.files.is_inside(MAP_FILE):
        source.files.add("CT-FILE-LINK", "图谱是指向文件夹外的链接", "The map is a link out of the folder", MAP_FILE)
        return None
    try:
        content = read_bytes(path)
        competency_map = parse_map(content, file=path)
    except CourseBridgeError as error:
        source.findings.extend(error.findings())
        return None
    if source.course is None:
        return competency_map, sha256_hex(content)
    _check_pin(source, source.course, competency_map, sha256_hex(content))
    return competency_map, source.course.value.map.sha256


def _check_pin(source: Folder, course: Placed[CourseFile], competency_map: CompetencyMap, sha256: str) -> None:
    """Compare the pin with map.xml; line ends that a version control system changed do not count."""
    pin = course.value.map
    if (pin.iri, pin.version) != (competency_map.base, competency_map.version):
        found = f"{competency_map.base} {competency_map.version}"
        zh, en = f"map.xml 是另一图谱或版本：{found}", f"map.xml is another map or version: {found}"
        source.findings.append(course.finding("CT-PIN", zh, en, "map"))
    elif pin.sha256 not in (sha256, map_sha256(competency_map)):
        zh, en = "map.xml 的内容与 course.yaml 记录的不同", "map.xml is not the map that course.yaml pins"
        source.findings.append(course.finding("CT-PIN", zh, en, "map", "sha256"))


def _find_scope(source: Folder, pinned: _PinnedMap | None) -> Scope | None:
    if source.course is None or pinned is None:
        return None
    course = source.course.value
    try:
        return scope_of(*pinned, course.role, course.level)
    except UnknownRoleError as error:
        part = "level" if pinned[0].role(course.role) else "role"
        finding = source.course.finding("CT-ROLE", "", "", part)
        source.findings.append(finding.model_copy(update={"message": error.message, "remedy": error.remedy}))
        return None


def _build(source: Folder, course: CourseFile, scope: Scope, assets: tuple[Asset, ...]) -> Course:
    return Course(
        id=course.id,
        version=course.version,
        title=course.title,
        description=course.description,
        map=scope.pin,
        role=scope.role.id,
        role_label=scope.role.label,
        level=scope.level_id,
        level_label=scope.level_label,
        languages=course.languages,
        works=scope.works,
        objectives=scope.objectives,
        modules=tuple(_module(module) for module in source.modules),
        questions=tuple(_question(part.value) for part in source.questions),
        forms=tuple(part.value for part in source.forms),
        survey=source.survey.value if source.survey else None,
        assets=assets,
        hours_required=scope.hours_required,
        simulated=course.simulated,
        released=course.released or scope.modified,
    )


def _module(source: ModuleSource) -> Module:
    module = source.module.value
    lessons = tuple(_lesson(lesson) for lesson in source.lessons)
    return Module(id=module.id, title=module.title, works=module.works, lessons=lessons)


def _lesson(source: LessonSource) -> Lesson:
    front = source.front.value
    return Lesson(
        id=front.id,
        title=source.title,
        items=front.items,
        body=LangText.model_validate({body.lang: body.text for body in source.bodies}),
        practice=front.practice,
        minutes=front.minutes,
        draft=front.draft,
    )


def _question(question: Question) -> Question:
    """Put the answers in key order, as interactions write them."""
    return question.model_copy(update={"answer": tuple(sorted(question.answer))})


def _in_order(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: (finding.file or "", _line_and_column(finding.place)))


def _line_and_column(place: str | None) -> tuple[int, ...]:
    numbers = [whole_number(part) for part in (place or "").split(":")]
    return tuple(number for number in numbers if number is not None) if None not in numbers else ()
