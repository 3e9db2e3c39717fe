"""A course folder, read file by file into parts that know their place; references are not followed yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TypeVar

from pydantic import BaseModel

from course_templates.folder.files import CourseFiles
from course_templates.folder.lesson import LessonSource, read_lessons
from course_templates.folder.model import (
    ASSETS_FOLDER,
    COURSE_FILE,
    FORMS_FILE,
    MODULE_FILE,
    MODULES_FOLDER,
    QUESTIONS_FOLDER,
    SURVEY_FILE,
    CourseFile,
    ModuleFile,
)
from course_templates.folder.placed import MAX_PROBLEMS, Placed, place_part
from course_templates.folder.yaml import YamlDocument
from course_templates.model import Form, Question, Survey
from foundation.findings import Finding

ModelT = TypeVar("ModelT", bound=BaseModel)


@dataclass(frozen=True)
class ModuleSource:
    """A module as it stands in its folder. `has_broken` says that lessons of it could not be read."""

    module: Placed[ModuleFile]
    lessons: tuple[LessonSource, ...]
    has_broken: bool = False


@dataclass
class Folder:
    """The parts of a course folder that could be read.

    What could not be read must not be called missing as well: `broken` holds the ids and phases of parts that are
    there and wrong, `unread` what could not be read in full (`questions`, `forms`, `lessons`).
    """

    files: CourseFiles
    course: Placed[CourseFile] | None = None
    modules: list[ModuleSource] = field(default_factory=list)
    questions: list[Placed[Question]] = field(default_factory=list)
    forms: list[Placed[Form]] = field(default_factory=list)
    survey: Placed[Survey] | None = None
    broken: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)

    @property
    def findings(self) -> list[Finding]:
        """What was found wrong so far."""
        return self.files.findings

    def lessons(self) -> Iterator[LessonSource]:
        """Yield the lessons in reading order."""
        for module in self.modules:
            yield from module.lessons


def read_folder(root: Path) -> Folder:
    """Read every file of a course folder but the map and the assets; whatever is wrong becomes a finding."""
    files = CourseFiles(root)
    folder = Folder(files)
    folder.course = _read_part(files, COURSE_FILE, CourseFile)
    if folder.course is None and not files.path(COURSE_FILE).is_file():
        return folder
    known = [COURSE_FILE, FORMS_FILE, SURVEY_FILE]
    known += _read_modules(folder)
    known += _read_questions(folder)
    if files.path(FORMS_FILE).is_file():
        folder.forms = _read_parts(folder, FORMS_FILE, "forms", Form)
    if files.path(SURVEY_FILE).is_file():
        folder.survey = _read_part(files, SURVEY_FILE, Survey)
    files.refuse_unknown(known)
    return folder


def _read_modules(folder: Folder) -> list[str]:
    files, known = folder.files, []
    paths = files.below(MODULES_FOLDER)
    names = list(dict.fromkeys(path.split("/")[1] for path in paths if path.count("/") >= 2))
    for name in names:
        base = f"{MODULES_FOLDER}/{name}"
        lessons = [path for path in paths if PurePosixPath(path).parent == PurePosixPath(base) and path.endswith(".md")]
        known += [f"{base}/{MODULE_FILE}", *lessons]
        module = _read_part(files, f"{base}/{MODULE_FILE}", ModuleFile)
        sources, has_broken = read_lessons(files, lessons)
        folder.unread |= {"lessons"} if has_broken or module is None else set()
        if module is not None:
            folder.modules.append(ModuleSource(module, tuple(sources), has_broken))
    if not names:
        files.add("CT-FILE-MISSING", "没有模块：modules/ 为空", "There are no modules in modules/", MODULES_FOLDER)
    return known


def _read_questions(folder: Folder) -> list[str]:
    paths = [path for path in folder.files.below(QUESTIONS_FOLDER) if path.endswith(".yaml")]
    for path in paths:
        folder.questions += _read_parts(folder, path, "questions", Question)
    return paths


def _read_part(files: CourseFiles, relative: str, model: type[ModelT]) -> Placed[ModelT] | None:
    document = files.yaml(relative)
    if document is None:
        return None
    part, findings = place_part(model, document, (), document.value)
    files.findings.extend(findings)
    return part


def _read_parts(folder: Folder, relative: str, key: str, model: type[ModelT]) -> list[Placed[ModelT]]:
    document = folder.files.yaml(relative)
    values = _list_under(folder.files, document, relative, key) if document else None
    if document is None or values is None:
        folder.unread.add(key)
        return []
    parts: list[Placed[ModelT]] = []
    for index, value in enumerate(values):
        if index - len(parts) > MAX_PROBLEMS:
            folder.unread.add(key)
            break
        part, findings = place_part(model, document, (key, index), value)
        folder.findings.extend(findings)
        if part is not None:
            parts.append(part)
        elif isinstance(value, dict):
            folder.broken |= {str(value.get("id")), str(value.get("phase"))}
    return parts


def _list_under(files: CourseFiles, document: YamlDocument, relative: str, key: str) -> list[object] | None:
    value = document.value
    if not isinstance(value, dict) or key not in value:
        files.add("CT-KEY-MISSING", f"缺少字段 “{key}”", f"The field “{key}” is missing", relative, "1:1")
        return None
    for other in value.keys() - {key}:
        place = document.place((other,))
        files.add("CT-KEY-UNKNOWN", f"不认识字段 “{other}”", f"The field “{other}” is unknown", relative, place)
    entries = value[key]
    if entries is not None and not isinstance(entries, list):
        files.add("CT-VALUE", f"“{key}” 应为列表", f"“{key}” must be a list", relative, document.place((key,)))
        return None
    return entries or []


def asset_paths(files: CourseFiles) -> list[str]:
    """Return the files below assets/."""
    return files.below(ASSETS_FOLDER)
